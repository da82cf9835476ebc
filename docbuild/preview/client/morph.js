// Make the children of one node like those of another, touching only what differs: a selection,
// the focus, a picture that is shown and the scroll position of a code block survive.
//
// This is most of what an edit takes in the page, and it runs cold each time. So the nodes are
// walked as the browser links them: making lists of them would take longer than comparing them.

// What the client and themes add to an article's elements; the server's HTML has none of these.
const ADDED = /^(?:tabindex|role|open|aria-.+|data-docbuild-.+)$/;

// A copy of what is in a node, without what was added to it.
export function bare(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const copy = range.cloneContents();
  for (const each of copy.querySelectorAll("*")) {
    for (const name of each.getAttributeNames()) if (ADDED.test(name)) each.removeAttribute(name);
  }
  return copy;
}

// The nodes of `source` are used up.
export function morph(target, source) {
  let node = target.firstChild;
  let wanted = source.firstChild;
  while (node && wanted && same(node, wanted)) {
    node = node.nextSibling;
    wanted = wanted.nextSibling;
  }
  let after = null; // where what is equal again begins
  let wantedAfter = null;
  while (node !== after && wanted !== wantedAfter) {
    const last = after ? after.previousSibling : target.lastChild;
    const wantedLast = wantedAfter ? wantedAfter.previousSibling : source.lastChild;
    // The first two that differ are known to.
    if (last === node && wantedLast === wanted) break;
    if (!same(last, wantedLast)) break;
    after = last;
    wantedAfter = wantedLast;
  }
  exchange(target, node, after, wanted, wantedAfter);
}

// Nodes become those of their kind in order; the others come anew or go.
function exchange(target, first, after, firstWanted, wantedAfter) {
  const pairs = distance(first, after) === distance(firstWanted, wantedAfter);
  let node = first;
  let wanted = firstWanted;
  while (wanted !== wantedAfter) {
    const next = wanted.nextSibling;
    const found = pairs ? node : nextAlike(node, after, wanted);
    if (found === after) {
      target.insertBefore(wanted, node);
    } else {
      removeBetween(node, found);
      node = found.nextSibling;
      if (alike(found, wanted)) become(found, wanted);
      else found.replaceWith(wanted);
    }
    wanted = next;
  }
  removeBetween(node, after);
}

function distance(node, after) {
  let number = 0;
  for (; node !== after; node = node.nextSibling) number += 1;
  return number;
}

function nextAlike(node, after, wanted) {
  while (node !== after && !alike(node, wanted)) node = node.nextSibling;
  return node;
}

function removeBetween(node, after) {
  while (node !== after) {
    const next = node.nextSibling;
    node.remove();
    node = next;
  }
}

function alike(one, other) {
  return one.nodeName === other.nodeName;
}

function become(node, wanted) {
  if (node.nodeType === Node.TEXT_NODE) {
    retype(node, wanted.data);
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    copyAttributes(node, wanted);
    morph(node, wanted);
  }
}

// Replaces only the differing middle, so that a selection in the rest stays where it is.
function retype(node, text) {
  const before = node.data;
  const shorter = Math.min(before.length, text.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let end = before.length;
  let textEnd = text.length;
  while (end > start && textEnd > start
    && before.charCodeAt(end - 1) === text.charCodeAt(textEnd - 1)) {
    end -= 1;
    textEnd -= 1;
  }
  node.replaceData(start, end - start, text.slice(start, textEnd));
}

function copyAttributes(node, wanted) {
  if (!node.hasAttributes() && !wanted.hasAttributes()) return;
  for (const name of node.getAttributeNames()) {
    if (!wanted.hasAttribute(name) && !ADDED.test(name)) node.removeAttribute(name);
  }
  for (const name of wanted.getAttributeNames()) {
    const value = wanted.getAttribute(name);
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

// Whether the nodes are equal but for what was added to the first.
export function same(node, wanted) {
  if (!alike(node, wanted)) return false;
  if (node.nodeType !== Node.ELEMENT_NODE) return node.data === wanted.data;
  return node.isEqualNode(wanted) || (sameAttributes(node, wanted) && sameInside(node, wanted));
}

function sameAttributes(node, wanted) {
  if (!node.hasAttributes()) return !wanted.hasAttributes();
  const own = node.getAttributeNames().filter((name) => !ADDED.test(name));
  const equal = (name) => wanted.getAttribute(name) === node.getAttribute(name);
  return own.length === wanted.attributes.length && own.every(equal);
}

export function sameInside(node, wanted) {
  let child = node.firstChild;
  let other = wanted.firstChild;
  while (child && other && same(child, other)) {
    child = child.nextSibling;
    other = other.nextSibling;
  }
  return !child && !other;
}
