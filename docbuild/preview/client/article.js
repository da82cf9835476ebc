// The article as its blocks, kept as the server says. Nothing here asks for the layout: an edit
// is in the page before the browser has to measure anything.

import { bare, morph, same, sameInside } from "./morph.js";
import { words } from "./words.js";

// Beyond so many blocks at once, boxes are exchanged whole: nobody's place is in all of them.
const MOST_MORPHED = 200;

const parser = document.createElement("template");

export class Article {
  #empty;
  #covers = new Map(); // from each box that shows something else: { html, own } with its content

  constructor(root) {
    this.root = root;
    this.boxes = [...root.querySelectorAll(":scope > .block")];
    this.#empty = root.querySelector(":scope > .empty") ?? emptyNote();
  }

  box(key) {
    const found = document.getElementById(`block:${key}`);
    return found && found.parentNode === this.root ? found : null;
  }

  // Lets a box show other HTML than its own, which patches go on to change. Whether that is news.
  cover(box, html) {
    const cover = this.#covers.get(box);
    if (cover?.html === html) return false;
    this.#covers.set(box, { html, own: cover?.own ?? bare(box) });
    morph(box, parsed(html));
    return true;
  }

  uncover(box) {
    const cover = this.#covers.get(box);
    if (!cover) return;
    this.#covers.delete(box);
    morph(box, cover.own);
  }

  // Applies the splices in order; the boxes that are new or changed.
  splice(splices) {
    let changed = [];
    for (const splice of splices) {
      changed = changed.concat(this.#splice(splice[0], splice[1], splice[2]));
    }
    this.#noteEmptiness();
    return changed;
  }

  #splice(at, removed, blocks) {
    const old = this.boxes.slice(at, at + removed);
    if (old.length === blocks.length && blocks.length <= MOST_MORPHED) {
      blocks.forEach((block, index) => this.#renew(old[index], block[0], block[1]));
      return old;
    }
    for (const box of old) this.#covers.delete(box);
    const after = this.boxes[at + removed] ?? null;
    const fresh = parse(blocks);
    const moveIn = keepPictures(old, fresh);
    this.root.insertBefore(together(fresh), after);
    moveIn();
    for (const box of old) box.remove();
    this.boxes = replaced(this.boxes, at, removed, fresh);
    return fresh;
  }

  // Becomes these blocks, whatever was there; boxes with equal content stay. Keys may be those
  // of another run of the server, so that only the content can tell.
  become(blocks) {
    for (const box of [...this.#covers.keys()]) this.uncover(box);
    const wanted = parse(blocks);
    const { start, end, rest } = untouched(this.boxes, wanted);
    for (let index = 0; index < start; index += 1) rename(this.boxes[index], wanted[index]);
    for (let index = 1; index <= end; index += 1) rename(this.boxes.at(-index), wanted.at(-index));
    const changed = this.#exchange(start, this.boxes.length - end, rest);
    this.#noteEmptiness();
    return changed;
  }

  // What is covered changes below its cover, until that is exchanged, too.
  #renew(box, key, html) {
    const cover = this.#covers.get(box);
    if (cover) cover.own = parsed(html).cloneNode(true);
    else morph(box, parsed(html));
    box.id = `block:${key}`;
    box.setAttribute("data-block", key);
  }

  #exchange(start, end, wanted) {
    const old = this.boxes.slice(start, end);
    const kept = keptBoxes(old, wanted);
    const after = this.boxes[end] ?? null;
    const gone = new Set(old);
    const changed = [];
    const boxes = wanted.map((fresh, index) => {
      const box = kept.get(index);
      if (box) {
        gone.delete(box);
        rename(box, fresh);
      } else {
        changed.push(fresh);
      }
      return box ?? fresh;
    });
    const moveIn = keepPictures([...gone], changed);
    insertBetween(this.root, boxes, new Set(changed), after);
    moveIn();
    for (const box of gone) box.remove();
    this.boxes = replaced(this.boxes, start, end - start, boxes);
    return changed;
  }

  #noteEmptiness() {
    if (this.boxes.length) this.#empty.remove();
    else if (!this.#empty.isConnected) this.root.append(this.#empty);
  }
}

// What the server wrote, to be taken at once: there is one fragment for all.
export function parsed(html) {
  parser.innerHTML = html;
  return parser.content;
}

function emptyNote() {
  const note = document.createElement("p");
  note.className = "empty";
  note.textContent = words.empty;
  return note;
}

function rename(box, fresh) {
  if (box.id === fresh.id) return;
  box.id = fresh.id;
  box.dataset.block = fresh.dataset.block;
}

function parse(blocks) {
  parser.innerHTML = blocks
    .map(([key, html]) => `<div class="block" id="block:${key}" data-block="${key}">${html}</div>`)
    .join("");
  return [...parser.content.children];
}

function together(nodes) {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(node);
  return fragment;
}

// Not by splice(…): its arguments would lie on the stack, and a document may have very many.
function replaced(boxes, at, removed, fresh) {
  return [...boxes.slice(0, at), ...fresh, ...boxes.slice(at + removed)];
}

// A picture that is shown already moves over, so that it neither flashes nor loses its size:
// by the function that is returned, when the fresh boxes are in the page. Through the parser's
// document it would be loaded again, as would the one that it replaces in this one.
function keepPictures(old, fresh) {
  const shown = new Map(pictures(old).map((picture) => [likeness(picture), picture]));
  const moves = [];
  for (const picture of shown.size ? pictures(fresh) : []) {
    const before = shown.get(likeness(picture));
    if (!before) continue;
    shown.delete(likeness(picture));
    const seat = document.createComment("");
    picture.replaceWith(seat);
    moves.push(() => seat.replaceWith(before));
  }
  return () => moves.forEach((move) => move());
}

function pictures(boxes) {
  return boxes.flatMap((box) => [...box.querySelectorAll("img")]);
}

function likeness(picture) {
  return ["src", "alt", "title"].map((name) => picture.getAttribute(name)).join("\n");
}

function sameContent(box, fresh) {
  return same(box, fresh) || sameInside(box, fresh);
}

function untouched(boxes, wanted) {
  const most = Math.min(boxes.length, wanted.length);
  let start = 0;
  while (start < most && sameContent(boxes[start], wanted[start])) start += 1;
  let end = 0;
  while (end < most - start && sameContent(boxes.at(-1 - end), wanted.at(-1 - end))) end += 1;
  return { start, end, rest: wanted.slice(start, wanted.length - end) };
}

// Which old box stands for the wanted one with that index: the first equal one in order.
function keptBoxes(old, wanted) {
  const places = new Map();
  old.forEach((box, index) => {
    const content = box.textContent;
    if (!places.has(content)) places.set(content, []);
    places.get(content).push(index);
  });
  const kept = new Map();
  let next = 0;
  wanted.forEach((fresh, index) => {
    const candidates = places.get(fresh.textContent) ?? [];
    const found = candidates.find((place) => place >= next && sameContent(old[place], fresh));
    if (found === undefined) return;
    kept.set(index, old[found]);
    next = found + 1;
  });
  return kept;
}

function insertBetween(root, boxes, fresh, after) {
  let next = after;
  for (const box of boxes.toReversed()) {
    if (fresh.has(box)) root.insertBefore(box, next);
    next = box;
  }
}
