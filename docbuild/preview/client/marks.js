// Findings on the very element. An element that has some carries an attribute, which the style
// shows without any change of the layout, and beside it stands a badge that tells them.

import { Badges } from "./badges.js";
import { Bubble } from "./bubble.js";
import { element } from "./element.js";
import { set, worst } from "./severity.js";
import { targetOf } from "./targets.js";

const MARK = "data-docbuild-mark";
const REASON = "data-docbuild-reason";
const DESCRIPTION = "aria-description";

export class Marks {
  #article;
  #report = { findings: [] };
  #marked = new Map(); // from each marked element to { node, kind, findings }
  #badges;
  #bubble = new Bubble();

  constructor(article) {
    this.#article = article;
    this.element = element("div", { class: "docbuild-layer" }, this.#bubble.element);
    this.#badges = new Badges(article.root, this.element, this.#bubble);
    const observer = new ResizeObserver(() => this.#place());
    for (const box of [article.root, document.body]) observer.observe(box);
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
    this.#bubble.revision = report.revision;
    this.refresh();
  }

  // The findings' elements anew: a patch brought or took some.
  refresh() {
    const wanted = new Map();
    for (const finding of this.#report.findings) {
      const target = this.target(finding);
      if (!target) continue;
      const { box, element: inner, kind } = target;
      const node = inner ?? box;
      if (!wanted.has(node)) wanted.set(node, { node, kind, findings: [] });
      wanted.get(node).findings.push(finding);
    }
    for (const node of this.#marked.keys()) if (!wanted.has(node)) unmark(node);
    for (const mark of wanted.values()) paint(mark);
    this.#marked = wanted;
    this.#badges.show([...wanted.values()]);
    this.#place();
  }

  // Where a finding belongs, or null. What a patch left in place keeps its mark until the report
  // that follows, though its block has another key by then: it would flicker otherwise.
  target(finding) {
    const found = targetOf(finding, this.#article);
    if (found) finding.target = found;
    const { box, element: inner } = finding.target ?? {};
    return (inner ?? box)?.isConnected ? finding.target : null;
  }

  #place() {
    this.#badges.place();
    this.#bubble.update((owner) => this.#told(owner));
  }

  #told(owner) {
    return this.#badges.told(owner) ?? this.#marked.get(owner)?.findings ?? [];
  }

  #pointed(event) {
    for (let node = event.target; node !== this.#article.root; node = node.parentElement) {
      const mark = this.#marked.get(node);
      if (!mark?.kind) continue;
      this.#bubble.show(node, mark.findings);
      return;
    }
  }
}

function paint({ node, kind, findings }) {
  if (!kind) return;
  set(node, MARK, worst(findings));
  set(node, DESCRIPTION, findings.map(({ message }) => message).join(" "));
  if (node.matches(".missing-image")) set(node, REASON, reason(findings));
}

function unmark(node) {
  for (const name of [MARK, REASON, DESCRIPTION]) node.removeAttribute(name);
}

function reason(findings) {
  return findings.map(({ message, help }) => `${message}\n${help}`).join("\n");
}
