// The live preview of one page: an article that follows the server, and the author's tools.

import { Afterwards } from "./afterwards.js";
import { Appearance } from "./appearance.js";
import { Article } from "./article.js";
import { Bar } from "./bar.js";
import { followPage, leadPhone } from "./beside.js";
import { Compared } from "./compared.js";
import { Difference, followDifference } from "./difference.js";
import { Drop } from "./drop.js";
import { element } from "./element.js";
import { Failure } from "./failure.js";
import { coalesced } from "./frames.js";
import { Keys } from "./keys.js";
import { keepHere } from "./links.js";
import { Live } from "./live.js";
import { Marks } from "./marks.js";
import { Panel } from "./panel.js";
import { Place } from "./place.js";
import { keepPlace, returnToPlace } from "./reload.js";
import { Strips } from "./strips.js";
import { toasts } from "./toasts.js";
import { Upload } from "./upload.js";
import { listenForVisits, Visit } from "./visit.js";
import { Width } from "./width.js";
import { words } from "./words.js";
import { Zoom } from "./zoom.js";

const isPhone = "phone" in document.documentElement.dataset;
const article = new Article(document.querySelector(".article"));
const place = new Place(article);
const marks = new Marks(article);
const zoom = new Zoom(article);
const drop = new Drop(article);
const appearance = new Appearance();
const aside = element("aside", { class: "docbuild", "aria-label": words.tools });
const afterwards = new Afterwards(
  article,
  place,
  (boxes) => zoom.prepare(boxes),
  () => zoom.refresh(),
  () => marks.refresh(),
);

const comparison = {
  changed: (boxes) => afterwards.changed(boxes),
  revision: () => live.revision,
};

marks.element.append(drop.element);
aside.append(marks.element, zoom.element);
const tools = isPhone ? phoneTools() : authorTools();
document.body.append(aside);
document.documentElement.classList.add("docbuild-live");
keepHere(article);
zoom.prepare(article.boxes);
returnToPlace(place);

const live = new Live(article, {
  ...tools,
  changed(boxes, sections) {
    tools.recovered();
    afterwards.changed(boxes, sections);
    tools.changed();
  },
  reload() {
    keepPlace(place);
    location.reload();
  },
});

// In a phone's frame stands the page alone; the page around it has the tools.
function phoneTools() {
  const nothing = () => {};
  aside.append(toasts);
  listenForVisits(marks);
  followPage(article);
  addEventListener("pagehide", () => keepPlace(place));
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") marks.bubble.close();
  });
  return {
    changed: followDifference(new Compared(article), comparison),
    report: coalesced((report) => marks.show(report)),
    failure: nothing,
    recovered: nothing,
    notice: nothing,
    releases: nothing,
    connected: nothing,
    strange: nothing,
  };
}

function authorTools() {
  const upload = new Upload(() => panel.toggle("findings"));
  const panel = new Panel((finding) => visit.show(finding), upload);
  const width = new Width();
  const visit = new Visit(marks, panel, width);
  leadPhone(article, width);
  const failure = new Failure();
  const strips = new Strips();
  const difference = new Difference(new Compared(article), {
    ...comparison,
    phone: () => width.phone,
  });
  const keys = new Keys({
    p: () => panel.toggle("findings"),
    j: () => visit.step(1),
    k: () => visit.step(-1),
    v: () => width.next(),
    t: () => appearance.next(),
    u: () => panel.toggle("upload"),
    d: () => difference.toggle(),
    Escape: () => closeOne(marks.bubble, failure, panel),
  });
  const bar = new Bar(panel, difference.element, width.element, appearance.element, keys.element);
  panel.openers = { findings: bar.findings, sizes: bar.sizes, upload: bar.upload };
  const foot = element("div", { class: "docbuild-foot" }, toasts, strips.element, difference.strip,
    bar.element);
  aside.append(width.stage, failure.element, panel.element, foot, keys.dialog);
  makeRoom(foot);
  panel.restore();
  difference.restore();
  return {
    changed: () => {},
    report: coalesced((report) => {
      bar.show(report);
      visit.report(report);
      marks.show(report);
      panel.show(report);
      upload.report(report);
      difference.refresh();
    }),
    releases(releases) {
      bar.stands(releases);
      upload.show(releases);
      difference.refresh();
    },
    failure: (message) => failure.show(message),
    recovered: () => failure.clear(),
    notice: ({ message }) => strips.notice(message),
    connected(open) {
      strips.connected(open);
      if (!open) difference.wait();
    },
    strange: () => strips.strange(),
  };
}

// Nothing is to be hidden by what stands above the bar now and then.
function makeRoom(foot) {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--docbuild-foot", `${foot.offsetHeight}px`);
  }).observe(foot);
}

function closeOne(bubble, failure, panel) {
  if (bubble.isOpen) bubble.close();
  else if (failure.isOpen) failure.clear();
  else panel.close();
}
