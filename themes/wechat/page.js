"use strict";
// The page works without this script: it adds the outline's current section, the outline's
// button on phones, the switch of the appearance and the keyboard's way into what scrolls.

(() => {
  const root = document.documentElement;
  const article = document.querySelector(".article");
  const outline = document.querySelector(".outline");

  function switchAppearance(button) {
    const modes = ["auto", "light", "dark"];
    const show = (mode) => {
      if (mode === "auto") delete root.dataset.theme;
      else root.dataset.theme = mode;
      button.title = `${button.dataset.label}: ${button.dataset[mode]}`;
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      const next = modes.indexOf(root.dataset.theme ?? "auto") + 1;
      show(modes[next % modes.length]);
    });
    show(root.dataset.theme ?? "auto");
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

  // The current section is the last one whose heading has passed the upper part of the window;
  // at the page's end, where the last ones cannot get there, it is the one aimed at.
  function followSections() {
    const links = new Map();
    for (const link of outline.querySelectorAll("a")) {
      const block = document.getElementById(link.hash.slice(1));
      if (block) links.set(block, link);
    }
    const where = outline.querySelector(".where");
    let current = null;
    const mark = (link) => {
      if (link === current) return;
      current?.removeAttribute("aria-current");
      current = link;
      current?.setAttribute("aria-current", "true");
      where.textContent = current?.textContent ?? "";
      if (current) keepInView(current.closest("ol"), current);
    };
    const update = () => {
      const line = innerHeight * 0.3;
      let passed = null;
      for (const [block, link] of links) {
        if (block.getBoundingClientRect().top > line) break;
        passed = link;
      }
      const target = links.get(document.getElementById(location.hash.slice(1)));
      const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      mark(atEnd && target ? target : passed);
    };
    // Whatever crosses that line may change the section, so the observer watches the line alone.
    const observer = new IntersectionObserver(update, { rootMargin: "-30% 0px -70% 0px" });
    for (const block of article.querySelectorAll(".block")) observer.observe(block);
    addEventListener("scrollend", update);
    addEventListener("hashchange", update);
    update();
  }

  function keepInView(list, link) {
    const top = link.offsetTop - list.offsetTop;
    const below = top + link.offsetHeight > list.scrollTop + list.clientHeight;
    if (top < list.scrollTop || below) list.scrollTop = top - list.clientHeight / 2;
  }

  // What is wider than its box must be reachable by keyboard, and nothing else should be.
  function reachScrollers() {
    for (const box of document.querySelectorAll(".article pre, .article table, .strip")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    }
  }

  switchAppearance(document.querySelector(".appearance"));
  if (outline) {
    foldOutline(outline.querySelector("button"));
    followSections();
  }
  reachScrollers();
  addEventListener("load", reachScrollers);
  addEventListener("resize", reachScrollers);
})();
