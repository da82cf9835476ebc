// Text that is to be pasted elsewhere, with a button that copies it.

import { element, icon } from "./element.js";
import { toast } from "./toasts.js";
import { words } from "./words.js";

// `what` is what the text is, for those who hear the button's name.
export function copying(text, what) {
  const shown = element("code", { tabindex: "-1" }, text);
  const button = element(
    "button",
    { type: "button", class: "docbuild-close", title: words.copy,
      "aria-label": words.copyWhat(what) },
    icon("copy"),
  );
  button.addEventListener("click", () => copy(text, shown));
  return element("span", { class: "docbuild-copying" }, shown, button);
}

// Where the browser gives no clipboard, the text is selected for the author to copy.
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.copiedText(text), "good");
  } catch {
    getSelection().selectAllChildren(shown);
    toast(words.selected, "good");
  }
}
