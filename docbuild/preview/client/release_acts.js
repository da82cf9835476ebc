// What was done outside, with the buttons that note it.

import { maySend, send } from "./actions.js";
import { element } from "./element.js";
import { toast } from "./toasts.js";
import { words } from "./words.js";

let told = () => {}; // away with what was told last

// The answer of the server to what is to be done with a release; it is told at the page's foot.
export async function act(request) {
  const answer = await send("release", {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  const extra = answer.ok && answer.json?.undo ? [undoing(answer.json.undo)] : [];
  told();
  told = toast(answer.text || words.refusedRelease, answer.ok ? "good" : "bad", ...extra);
  return answer;
}

export function button(text, attributes = {}) {
  return element("button", { type: "button", class: "docbuild-button", ...attributes }, text);
}

// A button that notes that a release was "uploaded" or "published".
export function marking(kind, { id }, text) {
  const made = button(text, { "data-mark": kind, "data-release": id });
  made.disabled = !maySend();
  if (!maySend()) made.title = words.needsSecret;
  return made;
}

export function listenForMarks(root) {
  root.addEventListener("click", async ({ target }) => {
    const pressed = target.closest?.("[data-mark]");
    if (!pressed || pressed.ariaBusy === "true") return;
    pressed.ariaBusy = "true";
    await act({ do: pressed.dataset.mark, release: pressed.dataset.release });
    pressed.ariaBusy = null;
  });
}

function undoing({ release, kind }) {
  const made = button(words.undo);
  made.addEventListener("click", () => act({ do: "undo", release, kind }));
  return made;
}
