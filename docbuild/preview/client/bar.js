// The bar at the page's foot: whether the document can go up, how large it is, how it is shown.

import { element, icon, track } from "./element.js";
import { standing } from "./recorded.js";
import { byteSize, words } from "./words.js";

const LIGHTS = { go: "tick", warn: "alert", stop: "cross" };
const QUIET = 1500; // milliseconds without a change before the counts are read out

export class Bar {
  #light = element("span", { class: "docbuild-light" });
  #verdict = element("span", { class: "docbuild-verdict" }, words.checking);
  #counts = element("span", { class: "docbuild-counts" });
  #size = element("span", { class: "docbuild-size-text" });
  #track = track(0, 1);
  #status = element("p", { class: "docbuild-unseen", role: "status" });
  #standing = element("span", { class: "docbuild-standing", title: words.standing });
  #said = "";
  #timer;

  // `switches` are further controls, from left to right; last is what leads to the readers, where
  // the developer tools have their button.
  constructor(panel, ...switches) {
    this.findings = this.#opener("findings", panel, [
      this.#light,
      this.#verdict,
      this.#counts,
      element("span", { class: "docbuild-chevron" }, icon("down")),
    ]);
    this.sizes = this.#opener("sizes", panel, [this.#track, this.#size]);
    this.sizes.hidden = true;
    this.upload = this.#opener("upload", panel, [icon("upload"), words.upload]);
    this.upload.classList.add("docbuild-button", "docbuild-primary");
    this.upload.title = words.uploadTitle;
    this.element = element(
      "div",
      { class: "docbuild-bar" },
      this.findings,
      this.sizes,
      element("span", { class: "docbuild-space" }),
      this.#standing,
      ...switches,
      this.upload,
      this.#status,
    );
  }

  #opener(view, panel, children) {
    const attributes = { type: "button", class: `docbuild-opener docbuild-open-${view}` };
    const opener = element("button", attributes, ...children);
    opener.setAttribute("aria-controls", panel.element.id);
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", () => panel.toggle(view));
    return opener;
  }

  show(report) {
    this.element.dataset.light = report.light;
    this.#light.replaceChildren(icon(LIGHTS[report.light] ?? "alert"));
    this.#verdict.textContent = words.light[report.light] ?? "";
    this.#counts.replaceChildren(...counts(report));
    this.#showSize(report);
    this.#announce(spoken(report));
  }

  stands(releases) {
    const { text, level: how } = standing(releases);
    if (this.#standing.textContent !== text) this.#standing.textContent = text;
    this.#standing.dataset.standing = how;
  }

  #showSize({ size, limit }) {
    this.sizes.hidden = false;
    this.sizes.title = `${words.size}: ${words.sizeOf(byteSize(size), byteSize(limit))}`;
    this.sizes.dataset.level = level(size, limit);
    this.#size.replaceChildren(
      element("span", { class: "docbuild-unseen" }, `${words.size}: `),
      byteSize(size),
      element("span", { class: "docbuild-limit" }, ` / ${byteSize(limit)}`),
    );
    this.#track.max = limit;
    this.#track.value = Math.min(size, limit);
  }

  // Not for every save: a reader of the screen would hear nothing else.
  #announce(text) {
    clearTimeout(this.#timer);
    if (text === this.#said) return;
    this.#timer = setTimeout(() => {
      this.#said = text;
      this.#status.textContent = text;
    }, QUIET);
  }
}

export function level(size, limit) {
  if (size > limit) return "over";
  return size > 0.9 * limit ? "near" : "within";
}

function counts({ errors, warnings }) {
  return [
    errors ? count("error", errors, words.errors(errors)) : null,
    warnings ? count("warning", warnings, words.warnings(warnings)) : null,
  ].filter(Boolean);
}

function count(severity, number, spelt) {
  return element(
    "span",
    { class: `docbuild-count docbuild-${severity}`, title: spelt },
    element("span", { "aria-hidden": "true" }, String(number)),
    element("span", { class: "docbuild-unseen" }, ` ${spelt}`),
  );
}

function spoken({ light, errors, warnings }) {
  return words.announced(words.light[light], words.errors(errors), words.warnings(warnings));
}
