// What is recorded of the document: as it is now, uploaded, and published; in one line each.

import { element } from "./element.js";
import { button, marking } from "./release_acts.js";
import { waitsForPublishing } from "./stages.js";
import { words } from "./words.js";

const WHEN = new Intl.DateTimeFormat(document.documentElement.lang || undefined,
  { dateStyle: "medium", timeStyle: "short" });

// In a few words, for the bar: { text, level }.
export function standing({ prepared, uploaded, published }) {
  if (published?.same) return { text: words.standsPublished(published.version), level: "good" };
  if (uploaded?.same) return { text: words.standsUploaded(uploaded.version), level: "warning" };
  if (prepared?.same) return { text: words.standsPrepared(prepared.version), level: "warning" };
  if (published) return { text: words.standsChanged(published.version), level: "plain" };
  if (uploaded) return { text: words.standsAhead(uploaded.version), level: "plain" };
  return { text: words.standsNowhere, level: "plain" };
}

export function recorded(releases, stage) {
  const { prepared, uploaded, published } = releases;
  const isPending = waitsForPublishing(releases) && stage !== "publish";
  return element(
    "dl",
    { class: "docbuild-records" },
    ...row(words.now, [now(releases)]),
    ...(prepared && stage !== "upload"
      ? row(words.isPrepared, [told(prepared), button(words.goOn, { "data-stage": "upload" })])
      : []),
    ...row(words.lastUploaded, uploaded
      ? [told(uploaded), isPending ? marking("published", uploaded, words.isPublished) : null]
      : [words.noRecord]),
    ...row(words.lastPublished, [published ? told(published) : words.noRecord]),
  );
}

function row(name, children) {
  return [element("dt", {}, name), element("dd", {}, ...children)];
}

function now({ prepared, uploaded, published }) {
  if (published?.same) return words.samePublished;
  if (uploaded?.same) return words.sameUploaded;
  if (prepared?.same) return words.samePrepared;
  return published || uploaded ? words.changed : words.neverRecorded;
}

function told({ version, description, at, by }) {
  const who = by ? ` · ${by}` : "";
  return element(
    "span",
    { class: "docbuild-release", title: description },
    element("strong", {}, version),
    " ",
    element("time", { datetime: at }, WHEN.format(new Date(at))),
    who,
  );
}
