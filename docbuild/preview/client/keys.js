// Single keys for what authors do often, and the list of them. They can be switched off: who
// speaks to the computer types letters without meaning to.

import { element, icon } from "./element.js";
import { recall, remember } from "./memory.js";
import { words } from "./words.js";

export class Keys {
  #actions;
  #switch = element("input", { type: "checkbox" });

  // `actions` are functions by key; `Escape` closes what is open and says whether it did.
  constructor(actions) {
    this.#actions = actions;
    this.#switch.checked = recall("keys") ?? true;
    this.#switch.addEventListener("change", () => remember("keys", this.#switch.checked));
    this.dialog = helpDialog(this.#switch);
    this.element = element(
      "button",
      { type: "button", class: "docbuild-tool docbuild-help", title: words.help,
        "aria-label": words.help, "aria-haspopup": "dialog" },
      element("span", { "aria-hidden": "true" }, "?"),
    );
    this.element.addEventListener("click", () => this.#help());
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #help() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  #pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      this.#actions.Escape();
      return;
    }
    if (!this.#switch.checked || isTyping(event.target)) return;
    const action = event.key === "?" ? () => this.#help() : this.#actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}

function isTyping(target) {
  return target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, "
    + "[contenteditable]");
}

function helpDialog(toggle) {
  const close = element(
    "button",
    { type: "button", class: "docbuild-close", "aria-label": words.close },
    icon("cross"),
  );
  const rows = words.shortcuts.map(([keys, what]) =>
    element("div", {}, element("dt", {}, ...caps(keys)), element("dd", {}, what)));
  const dialog = element(
    "dialog",
    { class: "docbuild-keys", "aria-labelledby": "docbuild-keys-title" },
    element("h2", { id: "docbuild-keys-title" }, words.help),
    close,
    element("dl", {}, ...rows),
    element("label", {}, toggle, words.shortcutsOn),
    element("p", {}, words.shortcutsNote),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

function caps(keys) {
  return keys.split(" / ").map((key) => element("kbd", {}, key));
}
