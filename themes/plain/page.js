"use strict";
// The page works without this script. It opens the outline where there is room for it, marks the
// current section there, and lets the keyboard into what scrolls. A live preview changes the
// article and the outline under it.

(() => {
  const outline = document.querySelector(".outline");
  const room = matchMedia("(min-width: 1200px)");
  let current = null;

  function unfold() {
    outline.querySelector("details").open = room.matches;
  }

  function markSection() {
    const passed = (link) => {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      return target && target.getBoundingClientRect().top < innerHeight / 4;
    };
    const link = [...outline.querySelectorAll("a")].findLast(passed);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    current?.setAttribute("aria-current", "true");
    if (current && room.matches) keepInView(current, current.closest("ol"));
  }

  function keepInView(link, list) {
    const top = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (top < 0 || top > list.clientHeight - link.offsetHeight) {
      list.scrollTop += top - list.clientHeight / 2;
    }
  }

  function reachScrollers() {
    for (const box of document.querySelectorAll(".article :is(pre, table)")) {
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

  function followOutline() {
    unfold();
    markSection();
    room.addEventListener("change", unfold);
    outline.addEventListener("click", (event) => {
      if (event.target.closest("a") && !room.matches) unfold();
    });
    addEventListener("scroll", () => requestAnimationFrame(markSection));
    document.addEventListener("docbuild:update", () => requestAnimationFrame(markSection));
  }

  if (outline) followOutline();
  reachScrollers();
  for (const event of ["load", "resize"]) addEventListener(event, reachScrollers);
  document.addEventListener("docbuild:update", () => requestAnimationFrame(reachScrollers));
  addEventListener("beforeprint", markBareLinks);
})();
