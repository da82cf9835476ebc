// The page as a desktop or a phone shows it, or both side by side where the window is wide.

import { element, icon } from "./element.js";
import { recall, remember } from "./memory.js";
import { words } from "./words.js";

const WIDTHS = ["desktop", "beside", "phone"];
const WIDE = matchMedia("(min-width: 1360px)");
const SMALL = matchMedia("(max-width: 479px)"); // a phone already

export class Width {
  #frame = null;
  #stage = element("div", { class: "docbuild-stage", hidden: true });
  #choices;

  constructor() {
    this.#choices = WIDTHS.map((width) => this.#choice(width));
    this.element = element(
      "fieldset",
      { class: "docbuild-widths" },
      element("legend", { class: "docbuild-unseen" }, words.width),
      ...this.#choices.map(({ label }) => label),
    );
    const restore = () => this.#set(recall("width") ?? "desktop");
    for (const query of [WIDE, SMALL]) query.addEventListener("change", restore);
    addEventListener("pageshow", restore); // some browsers fill in radio buttons themselves
    restore();
  }

  get stage() {
    return this.#stage;
  }

  // Whether only the phone is shown.
  get isPhone() {
    return this.#current === "phone";
  }

  // The phone's window, null where there is none.
  get phone() {
    return this.#frame?.contentWindow ?? null;
  }

  get #current() {
    return this.#choices.find(({ input }) => input.checked)?.input.value ?? "desktop";
  }

  #choice(width) {
    const input = element("input", { type: "radio", name: "docbuild-width", value: width });
    input.addEventListener("change", () => this.#choose(width));
    const text = element("span", { class: "docbuild-unseen" }, words[width]);
    const attributes = { class: `docbuild-choice docbuild-choose-${width}`, title: words[width] };
    const label = element("label", attributes, input, icon(width), text);
    return { input, label };
  }

  next() {
    const offered = WIDTHS.filter((width) => width === possible(width));
    this.#choose(offered[(offered.indexOf(this.#current) + 1) % offered.length]);
  }

  #choose(width) {
    remember("width", width);
    this.#set(width);
  }

  #set(width) {
    const shown = possible(width);
    for (const { input } of this.#choices) input.checked = input.value === shown;
    for (const each of WIDTHS) {
      document.documentElement.classList.toggle(`docbuild-${each}`, each === shown);
    }
    this.#show(shown !== "desktop");
    for (const part of document.body.children) {
      if (!part.matches(".docbuild")) part.inert = shown === "phone";
    }
  }

  #show(visible) {
    this.#stage.hidden = !visible;
    if (visible === (this.#frame !== null)) return;
    if (visible) {
      this.#frame = element("iframe", { src: "phone", title: words.phoneFrame });
      this.#stage.replaceChildren(this.#frame);
    } else {
      this.#frame.remove();
      this.#frame = null;
    }
  }
}

function possible(width) {
  if (SMALL.matches || !WIDTHS.includes(width)) return "desktop";
  return width === "beside" && !WIDE.matches ? "desktop" : width;
}
