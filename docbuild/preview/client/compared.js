// The article with what separates it from another edition, block by block. What the article
// itself holds stays known to it: the server's patches go on, and the end of it is one step.

import { parsed } from "./article.js";
import { element } from "./element.js";
import { words } from "./words.js";

const KIND = "data-docbuild-difference";
const GONE = new Set(["removed", "left"]); // at all, or in this place

export class Compared {
  #article;
  #current = -1; // of the places, the one that was led to last
  #ghosts = []; // blocks that are gone, each { node, html, before } with the box that follows

  constructor(article) {
    this.#article = article;
  }

  // `blocks` are those that differ, each [kind, key, html]: what was removed stands before the
  // block with that key, or at the end. The boxes that look different now.
  show(blocks) {
    const changed = blocks.filter(([kind]) => !GONE.has(kind));
    const wanted = new Map(changed.map(([kind, key, html]) => [this.#article.box(key),
      { kind, html }]));
    wanted.delete(null);
    const boxes = this.#uncoverBut(wanted);
    for (const [box, { kind, html }] of wanted) {
      box.setAttribute(KIND, kind);
      if (this.#article.cover(box, html)) boxes.push(box);
    }
    this.#place(blocks.filter(([kind]) => GONE.has(kind)));
    return boxes;
  }

  clear() {
    this.#current = -1;
    return this.show([]);
  }

  // To the next place that differs, or the one before.
  step(direction) {
    const places = this.#places.filter((place) => !follows(place));
    if (!places.length) return;
    const start = direction > 0 ? this.#current : Math.max(this.#current, 0);
    this.#current = (start + direction + places.length) % places.length;
    places[this.#current].scrollIntoView({ block: "center", behavior: "instant" });
  }

  // All that differs, in the order of reading.
  get #places() {
    return [...this.#article.root.querySelectorAll(`:scope > [${KIND}]`)];
  }

  #uncoverBut(wanted) {
    const boxes = [];
    for (const box of this.#places) {
      if (wanted.has(box) || !box.matches(".block")) continue;
      box.removeAttribute(KIND);
      this.#article.uncover(box);
      boxes.push(box);
    }
    return boxes;
  }

  // Those that stay where they are are left alone.
  #place(removed) {
    const { root } = this.#article;
    const wanted = removed.map(([kind, key, html]) =>
      ({ kind, html, before: this.#article.box(key) }));
    const isThere = (one) => wanted.some(({ html, before }) =>
      one.html === html && one.before === before && standsBefore(one.node, before));
    const kept = this.#ghosts.filter(isThere);
    for (const { node } of this.#ghosts) if (!kept.some((one) => one.node === node)) node.remove();
    this.#ghosts = wanted.map(({ kind, html, before }) => {
      const index = kept.findIndex((one) => one.html === html && one.before === before);
      const { node } = index < 0 ? { node: ghost(kind, html) } : kept.splice(index, 1)[0];
      if (index < 0) root.insertBefore(node, before);
      return { node, html, before };
    });
  }
}

// Whether a box goes on with what the one before it is: a section that is new, or moved.
function follows(place) {
  const kind = place.getAttribute(KIND);
  return kind !== "changed" && place.previousElementSibling?.getAttribute(KIND) === kind;
}

function standsBefore(node, before) {
  let next = node.nextElementSibling;
  while (next?.matches(".docbuild-ghost")) next = next.nextElementSibling;
  return next === before;
}

function ghost(kind, html) {
  const made = element("div", { class: "docbuild-ghost", [KIND]: kind, role: "group",
    "aria-label": words.absent[kind] });
  made.append(parsed(html));
  return made;
}
