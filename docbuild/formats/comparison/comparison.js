"use strict";
// Sliders over pairs of pictures, and steps from change to change. Without it all is there to see.
(() => {
  for (const picture of document.querySelectorAll(".picture.is-changed")) {
    const slider = picture.querySelector("input[type=range]");
    const pair = picture.querySelectorAll(".old img, .new img");
    if (pair.length < 2) continue;
    picture.classList.add("slides");
    slider.hidden = false;
    const split = () => picture.style.setProperty("--split", `${slider.value}%`);
    slider.addEventListener("input", split);
    split();
  }

  // What is wide scrolls by itself, for which a keyboard has to get there.
  const wide = () => {
    for (const box of document.querySelectorAll(".article :is(pre, table)")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", wide);
  wide();

  // In what is wide, the first change is to be seen.
  for (const box of document.querySelectorAll(".change :is(pre, table)")) {
    const mark = box.querySelector("ins.added:not(.moved), del.removed:not(.moved)");
    if (!mark || box.scrollWidth <= box.clientWidth) continue;
    const past = mark.getBoundingClientRect().right - box.getBoundingClientRect().right;
    if (past > 0) box.scrollLeft += past + box.clientWidth / 3;
  }

  const steps = document.querySelector(".tools .steps");
  const changes = [...document.querySelectorAll(".change")];
  if (!steps || !changes.length) return;
  let at = -1;
  const shown = () => changes.filter((change) => change.getClientRects().length);
  const go = (by) => {
    const visible = shown();
    if (!visible.length) return;
    at = (at + by + (at < 0 && by < 0 ? 1 : 0) + visible.length) % visible.length;
    for (const change of changes) change.classList.toggle("current", change === visible[at]);
    visible[at].scrollIntoView({ block: "center" });
    steps.querySelector("output").textContent = `${at + 1} / ${visible.length}`;
  };
  steps.hidden = false;
  steps.querySelector("output").textContent = `${changes.length}`;
  steps.addEventListener("click", (event) => {
    if (event.target.value) go(Number(event.target.value));
  });
  addEventListener("keydown", (event) => {
    if (event.target.closest("input, button") || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key === "n" || event.key === "j") go(1);
    if (event.key === "p" || event.key === "k") go(-1);
  });
})();
