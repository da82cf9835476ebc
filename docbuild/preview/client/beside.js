// Side by side, the phone shows what the page shows: it follows where the page is scrolled to.

import { coalesced } from "./frames.js";
import { firstBelow } from "./place.js";
import { listen, tell } from "./talk.js";

export function leadPhone(article, width) {
  const lead = coalesced(() => {
    if (!width.isPhone) tell(width.phone, "follow", spot(article));
  });
  addEventListener("scroll", lead, { passive: true });
  listen("hello", lead);
}

export function followPage(article) {
  listen("follow", (spot) => goTo(article, spot));
  tell(parent, "hello", {});
}

// The block at the window's upper edge, and which part of it is above that; no block where the
// article begins further down.
function spot({ boxes }) {
  const box = boxes[firstBelow(boxes, 0)];
  const { top, height } = box?.getBoundingClientRect() ?? { top: 0, height: 0 };
  if (scrollY <= 0 || !box) return { key: null };
  return { key: box.dataset.block, part: top < 0 ? -top / height : 0, below: Math.max(top, 0) };
}

function goTo(article, { key, part, below }) {
  const box = key === null ? null : article.box(key);
  if (!box) {
    if (key === null) scrollTo({ top: 0, behavior: "instant" });
    return;
  }
  const { top, height } = box.getBoundingClientRect();
  scrollBy({ top: top + part * height - below, behavior: "instant" });
}
