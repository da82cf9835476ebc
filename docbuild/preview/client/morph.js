// Make the children of one node like those of another, touching only what differs: a selection,
// the focus, a picture that is shown and the scroll position of a code block survive.

// What the client and themes add to an article's elements; the server's HTML has none of these.
const ADDED = /^(?:tabindex|role|open|aria-.+|data-docbuild-.+)$/;

// The nodes of `source` are used up.
export function morph(target, source) {
  const old = [...target.childNodes];
  const wanted = [...source.childNodes];
  let start = 0;
  let [end, wantedEnd] = [old.length, wanted.length];
  while (start < end && start < wantedEnd && same(old[start], wanted[start])) start += 1;
  while (end > start && wantedEnd > start && same(old[end - 1], wanted[wantedEnd - 1])) {
    end -= 1;
    wantedEnd -= 1;
  }
  exchange(target, old.slice(start, end), wanted.slice(start, wantedEnd), old[end] ?? null);
}

function exchange(target, old, wanted, after) {
  const pairs = old.length === wanted.length;
  let next = 0;
  for (const node of wanted) {
    let found = next;
    while (!pairs && found < old.length && !alike(old[found], node)) found += 1;
    if (found < old.length && alike(old[found], node)) {
      for (; next < found; next += 1) old[next].remove();
      become(old[next], node);
      next += 1;
    } else if (pairs) {
      old[next].replaceWith(node);
      next += 1;
    } else {
      target.insertBefore(node, old[next] ?? after);
    }
  }
  for (; next < old.length; next += 1) old[next].remove();
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
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
  while (start < shorter && before[start] === text[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  node.replaceData(start, before.length - end - start, text.slice(start, text.length - end));
}

function copyAttributes(node, wanted) {
  for (const { name } of [...node.attributes]) {
    if (!wanted.hasAttribute(name) && !ADDED.test(name)) node.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

// Whether the nodes are equal but for what was added to the first.
export function same(node, wanted) {
  if (node.isEqualNode(wanted)) return true;
  if (node.nodeType !== Node.ELEMENT_NODE || !alike(node, wanted)) return false;
  if (node.childNodes.length !== wanted.childNodes.length) return false;
  return sameAttributes(node, wanted) && sameChildren(node, wanted);
}

function sameAttributes(node, wanted) {
  const own = [...node.attributes].filter(({ name }) => !ADDED.test(name));
  const equal = ({ name, value }) => wanted.getAttribute(name) === value;
  return own.length === wanted.attributes.length && own.every(equal);
}

function sameChildren(node, wanted) {
  let other = wanted.firstChild;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!same(child, other)) return false;
    other = other.nextSibling;
  }
  return true;
}
