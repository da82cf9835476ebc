"use strict";
// The page works without this script: it adds the outline's current section, the outline's
// button on phones, the switch of the appearance and the keyboard's way into what scrolls.
// A live preview changes the article and the outline, and says so by docbuild:update.

(() => {
  const root = document.documentElement;
  const outline = document.querySelector(".outline");

  function switchAppearance(button) {
    const modes = ["auto", "light", "dark"];
    const mode = () => root.dataset.theme ?? "auto";
    const tell = () => {
      button.title = `${button.dataset.label}: ${button.dataset[mode()]}`;
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      const next = modes[(modes.indexOf(mode()) + 1) % modes.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
    });
    new MutationObserver(tell).observe(root, { attributeFilter: ["data-theme"] });
    tell();
    button.hidden = false;
  }

  function foldOutline(button) {
    const open = (state) => button.setAttribute("aria-expanded", String(state));
    const isOpen = () => button.getAttribute("aria-expanded") === "true";
    button.addEventListener("click", () => open(!isOpen()));
    outline.addEventListener("click", (event) => {
      if (event.target.closest("a")) open(false);
    });
    document.addEventListener("click", (event) => {
      if (!outline.contains(event.target)) open(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      open(false);
      button.focus();
    });
    button.hidden = false;
    root.classList.add("folded");
  }

  // The current section is the last one whose heading has reached the place where a link of
  // the outline brings it. At the page's end, where the last ones cannot get there, it is the
  // one that was asked for, or else the last.
  function followSections() {
    const where = outline.querySelector(".where");
    let links = null;
    let targets = null;
    let current = null;
    const collect = () => {
      const target = (link) => document.getElementById(link.getAttribute("href").slice(1));
      links = [...outline.querySelectorAll("a")].filter(target);
      targets = links.map(target);
    };
    const mark = (link) => {
      const title = link?.textContent ?? "";
      if (where.textContent !== title) where.textContent = title;
      if (link === current) return;
      current?.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "true");
      keepInView(link.closest("ol"), link);
    };
    const update = () => {
      if (!links) collect();
      const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
      mark(links[atEnd ? lastSection(targets) : passedSections(targets) - 1] ?? null);
    };
    const follow = oncePerFrame(update);
    for (const event of ["scroll", "resize", "load", "hashchange"]) addEventListener(event, follow);
    document.addEventListener("docbuild:update", () => {
      links = null;
      follow();
    });
    update();
  }

  // How many headings have passed; they stand in order, so a search by halves finds out.
  function passedSections(targets) {
    const line = parseFloat(getComputedStyle(root).scrollPaddingTop) + 4;
    let [low, high] = [0, targets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (targets[middle].getBoundingClientRect().top <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function lastSection(targets) {
    const asked = targets.findIndex((target) => `#${target.id}` === location.hash);
    const visible = asked >= 0 && targets[asked].getBoundingClientRect().top >= 0;
    return visible ? asked : targets.length - 1;
  }

  function keepInView(list, link) {
    const top = link.offsetTop - list.offsetTop;
    const below = top + link.offsetHeight > list.scrollTop + list.clientHeight;
    if (top < list.scrollTop || below) list.scrollTop = top - list.clientHeight / 2;
  }

  // What is wider than its box must be reachable by keyboard, and nothing else should be.
  function reachScrollers() {
    for (const box of document.querySelectorAll(".article pre, .article table, .strip")) {
      const scrolls = box.scrollWidth > box.clientWidth;
      if (scrolls === box.hasAttribute("tabindex")) continue;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  // On paper an address follows its link, unless the link's text is the address.
  function markBareLinks() {
    for (const link of document.querySelectorAll(".article a")) {
      link.classList.toggle("bare", link.textContent === link.getAttribute("href"));
    }
  }

  function oncePerFrame(action) {
    let waiting = false;
    const act = () => {
      waiting = false;
      action();
    };
    return () => {
      if (!waiting) requestAnimationFrame(act);
      waiting = true;
    };
  }

  switchAppearance(document.querySelector(".appearance"));
  if (outline) {
    foldOutline(outline.querySelector("button"));
    followSections();
  }
  addEventListener("beforeprint", markBareLinks);
  reachScrollers();
  addEventListener("load", reachScrollers);
  addEventListener("resize", reachScrollers);
  document.addEventListener("docbuild:update", oncePerFrame(reachScrollers));
})();
