// The badges beside what has findings: in the corner of a picture, in the margin beside text.

import { element } from "./element.js";
import { set, worst } from "./severity.js";
import { words } from "./words.js";

const SAME_LINE = 18; // pixels: badges in the margin that are nearer than that are one

export class Badges {
  #root;
  #layer;
  #bubble;
  #badges = []; // each { button, mark, findings, x, y }

  constructor(root, layer, bubble) {
    this.#root = root;
    this.#layer = layer;
    this.#bubble = bubble;
  }

  // One for each of the marks, which are { node, kind, findings }.
  show(marks) {
    while (this.#badges.length > marks.length) this.#badges.pop().button.remove();
    while (this.#badges.length < marks.length) this.#badges.push(this.#badge());
    this.#badges.forEach((badge, index) => {
      badge.mark = marks[index];
    });
  }

  #badge() {
    const button = element("button", { type: "button", class: "docbuild-badge" },
      element("span", { "aria-hidden": "true" }));
    const badge = { button, mark: null, findings: [] };
    button.addEventListener("pointerenter", () => this.#bubble.show(button, badge.findings));
    button.addEventListener("pointerleave", () => this.#bubble.hideSoon());
    button.addEventListener("click", () => this.#bubble.pin(button, badge.findings));
    this.#layer.insertBefore(button, this.#bubble.element);
    return badge;
  }

  // What the badge with that button tells; undefined if it is none of ours.
  told(button) {
    const badge = this.#badges.find((each) => each.button === button);
    return badge && (button.hidden ? [] : badge.findings);
  }

  // Everything is measured first and moved afterwards.
  place() {
    if (!this.#badges.length) return;
    const layer = this.#layer.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(this.#layer).getPropertyValue("--docbuild-badge"));
    const margin = marginOf(this.#root, size);
    const places = this.#badges.map(({ mark }) => placeOf(mark, margin, size));
    const lines = new Map();
    this.#badges.forEach((badge, index) => {
      const { x, y, inMargin } = places[index];
      move(badge, x - layer.left, y - layer.top);
      badge.findings = badge.mark.findings;
      const line = inMargin ? Math.round((y - layer.top) / SAME_LINE) : badge;
      const first = lines.get(line);
      if (first) first.findings = [...first.findings, ...badge.findings];
      else lines.set(line, badge);
      if (badge.button.hidden !== Boolean(first)) badge.button.hidden = Boolean(first);
    });
    for (const badge of lines.values()) label(badge);
  }
}

function move(badge, x, y) {
  if (x === badge.x && y === badge.y) return;
  badge.x = x;
  badge.y = y;
  badge.button.style.transform = `translate(${x}px, ${y}px)`;
}

function label({ button, findings }) {
  const said = findings.map(({ severity, message }) => `${words[severity]}: ${message}`);
  const number = said.length;
  const shown = number > 1 ? String(number) : "!";
  set(button, "data-severity", worst(findings));
  set(button, "aria-label", (number > 1 ? [words.several(number), ...said] : said).join(" "));
  if (button.firstChild.textContent !== shown) button.firstChild.textContent = shown;
}

// The middle of the margin left of the article's text, or just before the text where a theme
// leaves no margin inside the article.
function marginOf(root, size) {
  const { left } = root.getBoundingClientRect();
  const padding = parseFloat(getComputedStyle(root).paddingInlineStart);
  const inside = padding >= size + 4 ? (padding - size) / 2 : padding - size - 4;
  return Math.max(left + inside, 1);
}

function placeOf({ node, kind }, margin, size) {
  if (kind === "image") {
    const { right, top } = node.getBoundingClientRect();
    return { x: right - size - 6, y: top + 6, inMargin: false };
  }
  const { top, height } = node.getClientRects()[0] ?? node.getBoundingClientRect();
  return { x: margin, y: top + (Math.min(height, 32) - size) / 2, inMargin: true };
}
