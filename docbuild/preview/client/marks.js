// Findings on the very element. An element that has some carries an attribute, which the style
// shows without any change of the layout, and beside it stands a badge that tells them.

import { Bubble } from "./bubble.js";
import { element } from "./element.js";
import { targetOf } from "./targets.js";
import { words } from "./words.js";

const MARK = "data-docbuild-mark";
const REASON = "data-docbuild-reason";
const SAME_LINE = 18; // pixels: badges in the margin that are nearer than that are one

export class Marks {
  #article;
  #report = { findings: [], revision: -1 };
  #marked = new Map(); // from each marked element to { kind, findings }
  #badges = [];
  #bubble = new Bubble();

  constructor(article) {
    this.#article = article;
    this.element = element("div", { class: "docbuild-layer" }, this.#bubble.element);
    new ResizeObserver(() => this.place()).observe(article.root);
    addEventListener("load", () => this.place());
    article.root.addEventListener("pointerover", (event) => this.#pointed(event));
    article.root.addEventListener("pointerout", () => this.#bubble.hideSoon());
    article.root.addEventListener("focusin", (event) => this.#pointed(event));
    article.root.addEventListener("focusout", () => this.#bubble.hideSoon());
  }

  get bubble() {
    return this.#bubble;
  }

  show(report) {
    this.#report = report;
    this.refresh();
  }

  // The findings' elements anew: a patch brought or took some. What a patch left in place keeps
  // its mark until the report that follows, lest it should flicker.
  refresh() {
    const wanted = new Map();
    for (const finding of this.#report.findings) {
      const target = this.#targetOf(finding);
      if (!target) continue;
      const node = target.element ?? target.box;
      const mark = wanted.get(node) ?? { ...target, findings: [] };
      mark.findings.push(finding);
      wanted.set(node, mark);
    }
    for (const node of this.#marked.keys()) if (!wanted.has(node)) unmark(node);
    for (const [node, mark] of wanted) paint(node, mark);
    this.#marked = wanted;
    this.#dress();
  }

  #targetOf(finding) {
    const found = targetOf(finding, this.#article);
    if (found) {
      finding.target = found;
      return found;
    }
    const { box, element: node } = finding.target ?? {};
    return (node ?? box)?.isConnected ? finding.target : null;
  }

  target(finding) {
    return this.#targetOf(finding);
  }

  #told(owner) {
    if (owner.hidden) return [];
    return owner.told ?? this.#marked.get(owner)?.findings ?? [];
  }

  // One badge for each place where there is something to tell; made anew only if that changed.
  #dress() {
    const marks = [...this.#marked].map(([node, mark]) => ({ node, ...mark }));
    while (this.#badges.length > marks.length) this.#badges.pop().remove();
    while (this.#badges.length < marks.length) this.#badges.push(this.#badge());
    marks.forEach((mark, index) => {
      this.#badges[index].mark = mark;
    });
    this.place();
  }

  #badge() {
    const badge = element("button", { type: "button", class: "docbuild-badge" });
    badge.append(element("span", { "aria-hidden": "true" }));
    const show = () => this.#bubble.show(badge, badge.told, this.#report.revision);
    badge.addEventListener("pointerenter", show);
    badge.addEventListener("pointerleave", () => this.#bubble.hideSoon());
    badge.addEventListener("click", () => this.#bubble.pin(badge, badge.told,
      this.#report.revision));
    this.element.insertBefore(badge, this.#bubble.element);
    return badge;
  }

  // Everything is measured first and moved afterwards.
  place() {
    const origin = this.element.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(this.element).getPropertyValue("--docbuild-badge"));
    const margin = marginOf(this.#article.root, size);
    const places = this.#badges.map((badge) => placeOf(badge.mark, margin, size));
    const first = new Map();
    this.#badges.forEach((badge, index) => {
      const { x, y, inMargin } = places[index];
      const line = inMargin ? Math.round(y / SAME_LINE) : `${x} ${y}`;
      const before = first.get(line);
      badge.hidden = before !== undefined;
      badge.told = badge.mark.findings;
      if (before) before.told = [...before.told, ...badge.told];
      else first.set(line, badge);
      badge.style.transform = `translate(${x - origin.left}px, ${y - origin.top}px)`;
    });
    for (const badge of first.values()) label(badge);
    this.#bubble.update((owner) => this.#told(owner), this.#report.revision);
  }

  #pointed(event) {
    for (let node = event.target; node !== this.#article.root; node = node.parentElement) {
      const findings = this.#told(node);
      if (findings.length && !node.classList.contains("block")) {
        this.#bubble.show(node, findings, this.#report.revision);
        return;
      }
    }
  }
}

function paint(node, { kind, findings }) {
  if (kind) node.setAttribute(MARK, worst(findings));
  if (kind) node.setAttribute("aria-description", findings.map(({ message }) => message).join(" "));
  if (node.matches(".missing-image")) node.setAttribute(REASON, reason(findings));
}

function unmark(node) {
  for (const name of [MARK, REASON, "aria-description"]) node.removeAttribute(name);
}

function reason(findings) {
  return findings.map(({ message, help }) => `${message}\n${help}`).join("\n");
}

function worst(findings) {
  return findings.some(({ severity }) => severity === "error") ? "error" : "warning";
}

function label(badge) {
  badge.dataset.severity = worst(badge.told);
  badge.firstChild.textContent = badge.told.length > 1 ? String(badge.told.length) : "!";
  const said = badge.told.map(({ severity, message }) => `${words[severity]}: ${message}`);
  if (said.length > 1) said.unshift(words.several(said.length));
  badge.setAttribute("aria-label", said.join(" "));
}

// The middle of the margin left of the article's text, or just before the text where a theme
// leaves no margin inside the article.
function marginOf(root, size) {
  const { left } = root.getBoundingClientRect();
  const padding = parseFloat(getComputedStyle(root).paddingInlineStart);
  const inside = padding >= size + 4 ? (padding - size) / 2 : padding - size - 4;
  return Math.max(left + inside, 1);
}

// In the corner of a picture; beside the line of what is text.
function placeOf({ node, kind }, margin, size) {
  const rect = kind === "image" ? node.getBoundingClientRect() : firstLine(node);
  if (kind === "image") return { x: rect.right - size - 6, y: rect.top + 6, inMargin: false };
  return { x: margin, y: rect.top + (Math.min(rect.height, 32) - size) / 2, inMargin: true };
}

function firstLine(node) {
  return node.getClientRects()[0] ?? node.getBoundingClientRect();
}
