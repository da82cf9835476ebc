// The reader's place: what is at the top of the window stays there while the article changes.
//
// Browsers keep it themselves by scroll anchoring, some not at all and none when the very
// element they anchored to is replaced. So it is remembered while the reader scrolls, and
// corrected, where that is still needed, before the next frame is painted.

const NEIGHBOURS = 4;

export class Place {
  #article;
  #anchors = [];
  #seen = -1; // how far the page was scrolled when the anchors were remembered
  #scrolled = false;
  #waiting = false;

  constructor(article) {
    this.#article = article;
    // Corrections, ours or the browser's, are heard of late and are no news.
    addEventListener("scroll", () => {
      if (scrollY !== this.#seen) this.#note();
    }, { passive: true });
    addEventListener("resize", () => this.#note());
    new ResizeObserver(() => this.restore()).observe(article.root);
    this.#note();
  }

  #note() {
    this.#scrolled = true;
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.remember();
    });
  }

  remember() {
    this.#scrolled = false;
    this.#seen = scrollY;
    this.#anchors = anchors(this.#article.boxes);
  }

  // Not while the reader scrolls: what was remembered is older than that.
  restore() {
    if (this.#scrolled) return;
    const anchor = this.#anchors.find(({ element }) => element.isConnected);
    const off = anchor ? anchor.element.getBoundingClientRect().top - anchor.top : 0;
    if (Math.abs(off) >= 0.5) scrollBy({ top: off, behavior: "instant" });
    this.remember();
  }

  // For the page's next load: which block is at the top, and where.
  get saved() {
    const { boxes } = this.#article;
    const first = firstBelow(boxes, 0);
    const box = boxes[first];
    if (!box || scrollY <= 0) return { scroll: scrollY };
    return { key: box.dataset.block, index: first, top: top(box), scroll: scrollY };
  }

  return({ key, index, top: wanted, scroll }) {
    const box = this.#article.box(key) ?? this.#article.boxes[index];
    if (box) scrollBy({ top: top(box) - wanted, behavior: "instant" });
    else scrollTo({ top: scroll, behavior: "instant" });
    this.remember();
  }
}

function top(element) {
  return element.getBoundingClientRect().top;
}

// The innermost element that crosses the window's upper edge, what it stands in, and the next
// blocks: the first of them that an edit leaves in place will do. Nothing that an edit changes
// is above the edge where the article begins below it.
function anchors(boxes) {
  const first = firstBelow(boxes, 0);
  if (scrollY <= 0 || first === boxes.length) return [];
  if (first === 0 && top(boxes[0]) >= 0) return [];
  const inner = crossing(boxes[first]);
  const next = boxes.slice(first + 1, first + 1 + NEIGHBOURS);
  return [...inner, ...next].map((element) => ({ element, top: top(element) }));
}

function crossing(box) {
  const chain = [box];
  while (top(chain[0]) < 0) {
    const { children } = chain[0];
    const child = children[firstBelow(children, 0)];
    if (!child) break;
    chain.unshift(child);
  }
  return chain;
}

// The index of the first of the elements, which stand in order, whose lower edge is below that
// height of the window; their number if there is none.
export function firstBelow(elements, height) {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().bottom > height) high = middle;
    else low = middle + 1;
  }
  return low;
}
