// Bringing a finding's element before the author's eyes.

import { moves } from "./element.js";
import { listen, tell } from "./talk.js";

const FOUND = "data-docbuild-found";
const NARROW = matchMedia("(max-width: 719px)");

export class Visit {
  #marks;
  #panel;
  #width;
  #findings = [];
  #current = -1;

  constructor(marks, panel, width) {
    this.#marks = marks;
    this.#panel = panel;
    this.#width = width;
  }

  report({ findings }) {
    this.#findings = findings;
  }

  // The next finding with a place on the page, or the one before.
  step(direction) {
    const number = this.#findings.length;
    for (let tried = 1; tried <= number; tried += 1) {
      const index = (((this.#current + direction * tried) % number) + number) % number;
      if (!this.#marks.target(this.#findings[index])) continue;
      this.#current = index;
      this.#panel.follow(index);
      this.show(this.#findings[index]);
      return;
    }
  }

  show(finding) {
    this.#current = this.#findings.indexOf(finding);
    if (this.#width.isPhone) {
      tell(this.#width.phone, "show", { finding: { ...finding, target: null } });
      return;
    }
    if (NARROW.matches) this.#panel.close();
    visit(this.#marks.target(finding));
  }
}

// The phone's page is told by the page around it.
export function listenForVisits(marks) {
  listen("show", ({ finding }) => visit(marks.target(finding)));
}

function visit(target) {
  if (!target) return;
  const node = target.element ?? target.box;
  node.scrollIntoView({ block: "center", behavior: moves() ? "smooth" : "instant" });
  if (node.tabIndex < 0) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  for (const other of document.querySelectorAll(`[${FOUND}]`)) other.removeAttribute(FOUND);
  node.setAttribute(FOUND, "");
  setTimeout(() => node.removeAttribute(FOUND), 2000);
}
