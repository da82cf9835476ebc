// Why there is no newer page, over the last good one.

import { element } from "./element.js";
import { words } from "./words.js";

export class Failure {
  #message = element("p", { class: "docbuild-reason" });
  #detail = element("pre", { tabindex: "0", "aria-label": words.details });

  constructor() {
    const dismiss = element("button", { type: "button", class: "docbuild-button" }, words.dismiss);
    dismiss.addEventListener("click", () => this.clear());
    this.element = element(
      "div",
      { class: "docbuild-failure", role: "alert", hidden: true },
      element("div", {}, element("h2", {}, words.failure), this.#message, this.#detail, dismiss),
    );
  }

  get isOpen() {
    return !this.element.hidden;
  }

  show({ message, detail }) {
    this.#message.textContent = message;
    this.#detail.textContent = detail ?? "";
    this.#detail.hidden = !detail;
    this.element.hidden = false;
  }

  clear() {
    if (this.isOpen) this.element.hidden = true;
  }
}
