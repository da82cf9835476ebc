// The button that packs what is to be uploaded.

import { maySend, send } from "./actions.js";
import { element, icon } from "./element.js";
import { toast } from "./toasts.js";
import { words } from "./words.js";

export function bundleButton() {
  const button = element(
    "button",
    { type: "button", class: "docbuild-button", title: words.bundleTitle },
    icon("bundle"),
    words.bundle,
  );
  button.disabled = !maySend();
  if (!maySend()) button.title = words.needsSecret;
  button.addEventListener("click", async () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const done = toast(words.bundling, "busy");
    const answer = await send("bundle");
    done();
    button.ariaBusy = null;
    if (answer.blob) save(answer);
    else toast(answer.text || words.notBundled, answer.ok ? "good" : "bad");
  });
  return button;
}

function save({ blob, name }) {
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: name ?? "doc.zip" });
  link.click();
  URL.revokeObjectURL(url);
  toast(words.bundled(link.download), "good");
}
