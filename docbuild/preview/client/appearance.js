// Light, dark, or as the system has it: for this page, its phone frame and other tabs alike.

import { element, icon } from "./element.js";
import { recall, remember } from "./memory.js";
import { words } from "./words.js";

const MODES = { auto: words.auto, light: words.lightMode, dark: words.darkMode };
const ICONS = { auto: "auto", light: "sun", dark: "moon" };

export class Appearance {
  constructor() {
    this.element = element("button", { type: "button", class: "docbuild-tool" });
    this.element.addEventListener("click", () => this.next());
    addEventListener("storage", () => this.#show(recall("appearance")));
    this.#show(recall("appearance"));
  }

  next() {
    const modes = Object.keys(MODES);
    const { theme } = document.documentElement.dataset;
    const mode = modes[(modes.indexOf(theme ?? "auto") + 1) % modes.length];
    remember("appearance", mode);
    this.#show(mode);
  }

  // The theme's own button follows the attribute, too.
  #show(remembered) {
    const mode = remembered in MODES ? remembered : "auto";
    const { dataset } = document.documentElement;
    if (mode === "auto") delete dataset.theme;
    else dataset.theme = mode;
    this.element.title = `${words.appearance}: ${MODES[mode]}`;
    this.element.setAttribute("aria-label", this.element.title);
    this.element.replaceChildren(icon(ICONS[mode]));
  }
}
