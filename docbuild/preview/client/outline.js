// The outline beside the article, rebuilt by the contract that every theme keeps.

import { morph } from "./morph.js";

const DEEPEST = 2;

export function showOutline(sections) {
  const list = document.querySelector(".outline ol");
  if (!list) return;
  const listed = outline(sections);
  const shown = listed.length > 1 ? listed : [];
  const made = document.createElement("ol");
  made.append(...shown.map(([depth, text, key]) => item(depth, text, key)));
  morph(list, made);
  list.closest(".outline").hidden = shown.length === 0;
}

// Only named sections, with their depth whatever level the document starts with.
function outline(sections) {
  const named = sections.filter(([, text]) => text);
  const highest = named.reduce((least, [level]) => Math.min(least, level), Infinity);
  return named
    .map(([level, text, , key]) => [level - highest, text, key])
    .filter(([depth]) => depth <= DEEPEST);
}

function item(depth, text, key) {
  const link = document.createElement("a");
  link.href = `#block:${key}`;
  link.textContent = text;
  const made = document.createElement("li");
  made.className = `depth-${depth}`;
  made.append(link);
  return made;
}
