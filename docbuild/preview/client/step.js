// A step on the way to the readers: its number, its name, what came of it, and what is to do.

import { element, icon } from "./element.js";
import { words } from "./words.js";

export class Step {
  #number;
  #mark = element("span", { class: "docbuild-step", "aria-hidden": "true" });
  #state = element("span", { class: "docbuild-unseen" });
  #title;
  #said = element("p", { class: "docbuild-said", hidden: true });
  #body = element("div", { class: "docbuild-do" });

  constructor(name, index) {
    this.#number = String(index + 1);
    this.#title = element("h2", { tabindex: "-1" }, words.stages[name], this.#state);
    this.element = element("li", {}, this.#mark, this.#title, this.#said, this.#body);
  }

  // What is to be done while it is the current one.
  fill(...nodes) {
    this.#body.replaceChildren(...nodes);
  }

  say(text) {
    if (this.#said.textContent === text) return;
    this.#said.textContent = text;
    this.#said.hidden = !text;
  }

  focus() {
    this.#title.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  // `distance` from the current step: what is behind is done, what is before can wait.
  turn(distance) {
    const state = distance < 0 ? "done" : distance > 0 ? "later" : "current";
    if (this.element.dataset.state === state) return;
    this.element.dataset.state = state;
    if (state === "current") this.element.setAttribute("aria-current", "step");
    else this.element.removeAttribute("aria-current");
    this.#body.hidden = state !== "current";
    this.#mark.replaceChildren(state === "done" ? icon("tick") : this.#number);
    this.#state.textContent = state === "done" ? words.stepDone : "";
  }
}
