// What follows a change of the article, once before the next frame however many changes came.

import { moves } from "./element.js";
import { showOutline } from "./outline.js";

const CHANGED = "data-docbuild-changed";
const MOST_WAITING = 1000; // boxes, before those that are gone are forgotten
const MOST_MARKED = 40; // blocks: a change of more is no edit that one would look for

export class Afterwards {
  #place;
  #parts;
  #boxes = new Set();
  #sections;
  #waiting = false;
  #width;

  // Each of `parts` is called with the boxes that changed.
  constructor(article, place, ...parts) {
    this.#place = place;
    this.#parts = parts;
    new ResizeObserver(([{ contentRect }]) => this.#resized(contentRect.width))
      .observe(article.root);
    addEventListener("animationend", ({ target, animationName }) => {
      if (animationName === "docbuild-changed") target.removeAttribute(CHANGED);
    });
  }

  changed(boxes, sections) {
    for (const box of boxes) this.#boxes.add(box);
    if (this.#boxes.size > MOST_WAITING) this.#forget();
    this.#sections = sections ?? this.#sections;
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => this.#run());
  }

  // A tab that nobody sees has no frames, and may have none for hours.
  #forget() {
    for (const box of this.#boxes) if (!box.isConnected) this.#boxes.delete(box);
  }

  // The theme has to know of this, too: what did fit into its box may not any more.
  #resized(width) {
    const known = this.#width !== undefined;
    const changed = width !== this.#width;
    this.#width = width;
    if (known && changed) this.changed([]);
  }

  #run() {
    const boxes = [...this.#boxes].filter((box) => box.isConnected);
    const sections = this.#sections;
    this.#waiting = false;
    this.#boxes.clear();
    this.#sections = undefined;
    if (sections) showOutline(sections);
    this.#place.restore();
    mark(boxes);
    for (const part of this.#parts) part(boxes);
    document.dispatchEvent(new Event("docbuild:update"));
  }
}

function mark(boxes) {
  if (!moves() || boxes.length > MOST_MARKED) return;
  for (const box of boxes) box.setAttribute(CHANGED, "");
}
