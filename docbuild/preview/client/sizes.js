// What goes up, item by item, with what could be saved.

import { level } from "./bar.js";
import { element, track } from "./element.js";
import { byteSize, words } from "./words.js";

export function sizes({ size, limit, items }) {
  const saved = items.reduce((sum, item) => sum + (item.saving ?? 0), 0);
  const largest = Math.max(1, ...items.map((item) => item.size));
  return [
    total(size, limit),
    saved ? element("p", { class: "docbuild-savings" }, words.savings(byteSize(saved))) : null,
    element("ul", { class: "docbuild-items", "aria-label": words.files },
      ...items.map((item) => row(item, largest))),
  ].filter(Boolean);
}

function total(size, limit) {
  const rest = byteSize(Math.abs(limit - size));
  const left = size > limit ? words.over(rest) : words.left(rest);
  return element(
    "div",
    { class: "docbuild-total", "data-level": level(size, limit) },
    element("p", {}, element("strong", {}, byteSize(size)), ` / ${byteSize(limit)}`,
      element("span", {}, left)),
    track(size, limit),
  );
}

function row({ path, size, saving, used }, largest) {
  return element(
    "li",
    {},
    element("span", { class: "docbuild-path" }, path),
    element("span", { class: "docbuild-number" }, byteSize(size)),
    track(size, largest),
    note(saving, used),
  );
}

function note(saving, used) {
  const parts = [used ? null : words.unused, saving ? words.saving(byteSize(saving)) : null];
  const said = parts.filter(Boolean).join(" · ");
  return said ? element("span", { class: "docbuild-note" }, said) : null;
}
