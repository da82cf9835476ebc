// What the document describes of the plugin: one row for each component, page and interface.

import { element, icon, track } from "./element.js";
import { words } from "./words.js";

export function coverage({ described, total, offers, more }) {
  return [
    element(
      "div",
      { class: "docbuild-total", "data-level": described < total ? "near" : "within" },
      element("p", {}, element("strong", {}, String(described)), ` / ${total}`,
        element("span", {}, words.undescribed(total - described))),
      track(described, total),
    ),
    ...groups(offers),
    more ? element("p", { class: "docbuild-more" }, words.moreOffers(more)) : null,
  ].filter(Boolean);
}

// How much is described, beside the tab's name; nothing where nothing is known.
export function coverageBadge(coverage) {
  if (!coverage) return null;
  const { described, total } = coverage;
  const level = described < total ? "warning" : "good";
  return element(
    "span",
    { class: `docbuild-covered docbuild-${level}` },
    element("span", { "aria-hidden": "true" }, `${described}/${total}`),
    element("span", { class: "docbuild-unseen" }, ` ${words.described(described, total)}`),
  );
}

function groups(offers) {
  const kinds = new Map();
  offers.forEach((offer, index) => {
    if (!kinds.has(offer.kind)) kinds.set(offer.kind, []);
    kinds.get(offer.kind).push(row(offer, index));
  });
  return [...kinds].map(([kind, rows]) =>
    element(
      "section",
      { class: "docbuild-offers", "aria-labelledby": `docbuild-offers-${kind}` },
      element("h2", { id: `docbuild-offers-${kind}` }, words.kinds[kind] ?? kind),
      element("ul", {}, ...rows),
    ));
}

function row(offer, index) {
  const { name, described, missing, members } = offer;
  const absent = missing.reduce((sum, { names }) => sum + names.length, 0);
  const whole = described && !absent;
  return element(
    "li",
    {},
    element(
      "span",
      { class: `docbuild-mark docbuild-${whole ? "good" : "warning"}` },
      icon(whole ? "tick" : "alert"),
    ),
    title(name, offer, index),
    members ? element("span", { class: "docbuild-number" },
      words.described(members - absent, members)) : null,
    note(described, missing),
  );
}

function title(name, offer, index) {
  if (offer.block === null) return element("span", { class: "docbuild-path" }, name);
  return element(
    "button",
    { type: "button", class: "docbuild-path", "data-offer": index, title: words.show },
    name,
  );
}

function note(described, missing) {
  const lines = described
    ? missing.map(({ kind, names }) => words.missing(words.kinds[kind] ?? kind, names))
    : [words.notDescribed];
  const said = lines.join(" · ");
  return said ? element("span", { class: "docbuild-note" }, said) : null;
}
