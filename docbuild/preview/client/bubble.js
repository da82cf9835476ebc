// What is wrong with an element, told beside it: while it is pointed at, or pinned by a click.

import { element, icon } from "./element.js";
import { fixes, listenForFixes, place, severityMark } from "./finding.js";
import { morph } from "./morph.js";
import { words } from "./words.js";

const PATIENCE = 250; // milliseconds for the pointer to get from the element into the bubble
const GAP = 8;

export class Bubble {
  #owner = null;
  #pinned = false;
  #timer;
  #list = element("ul");
  revision = -1; // of the report that the findings are from

  constructor() {
    const close = element(
      "button",
      { type: "button", class: "docbuild-close", "aria-label": words.close },
      icon("cross"),
    );
    this.element = element(
      "div",
      { class: "docbuild-bubble", id: "docbuild-bubble", role: "group", tabindex: "-1",
        "aria-label": words.findings, hidden: true },
      this.#list,
      close,
    );
    close.addEventListener("click", () => this.close());
    this.element.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.element.addEventListener("pointerleave", () => this.hideSoon());
    this.element.addEventListener("focusin", () => clearTimeout(this.#timer));
    this.element.addEventListener("focusout", () => this.hideSoon());
    document.addEventListener("pointerdown", (event) => this.#pressed(event.target));
    listenForFixes(this.element);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // Beside `owner`, unless another one is pinned.
  show(owner, findings) {
    clearTimeout(this.#timer);
    if (this.#pinned && owner !== this.#owner) return;
    if (this.isOpen && owner === this.#owner) return;
    this.#open(owner, findings);
  }

  pin(owner, findings) {
    if (this.#pinned && owner === this.#owner) {
      this.close();
      return;
    }
    this.#open(owner, findings);
    this.#pinned = true;
    owner.setAttribute("aria-expanded", "true");
    // Behind its badge, so that the next stop of the Tab key is inside.
    owner.after(this.element);
    this.element.focus({ preventScroll: true });
  }

  hideSoon() {
    clearTimeout(this.#timer);
    if (!this.#pinned) this.#timer = setTimeout(() => this.#hide(), PATIENCE);
  }

  close() {
    const inside = this.element.contains(document.activeElement);
    const owner = this.#owner;
    this.#hide();
    if (inside && owner?.isConnected) owner.focus({ preventScroll: true });
  }

  #open(owner, findings) {
    this.#hide();
    this.#owner = owner;
    this.#fill(findings);
    this.element.hidden = false;
    this.follow();
  }

  #fill(findings) {
    const made = element("ul", {}, ...findings.map((finding) => entry(finding, this.revision)));
    morph(this.#list, made);
  }

  // The same with a newer report: `findingsOf(owner)` are the findings that are left to tell.
  update(findingsOf) {
    if (!this.isOpen) return;
    const findings = this.#owner.isConnected ? findingsOf(this.#owner) : [];
    if (findings.length) {
      this.#fill(findings);
      this.follow();
    } else {
      this.close();
    }
  }

  #hide() {
    clearTimeout(this.#timer);
    this.#owner?.removeAttribute("aria-expanded");
    this.#owner = null;
    this.#pinned = false;
    this.element.hidden = true;
  }

  #pressed(node) {
    if (!this.isOpen || this.element.contains(node) || this.#owner?.contains(node)) return;
    this.#hide();
  }

  // To where its owner is now.
  follow() {
    if (!this.isOpen || !this.#owner.isConnected) return;
    const { left, top } = besides(this.#owner.getBoundingClientRect(), this.element);
    const origin = this.element.parentElement.getBoundingClientRect();
    this.element.style.transform = `translate(${left - origin.left}px, ${top - origin.top}px)`;
  }
}

// Below the owner, or above it where there is no room.
function besides(owner, bubble) {
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const widest = document.documentElement.clientWidth - width - GAP;
  const left = Math.max(GAP, Math.min(owner.left, widest));
  const below = owner.bottom + GAP;
  const fits = below + height < innerHeight - 60 || owner.top - GAP - height < 0;
  return { left, top: fits ? below : owner.top - GAP - height };
}

function entry(finding, revision) {
  return element(
    "li",
    { class: `docbuild-finding docbuild-${finding.severity}` },
    severityMark(finding.severity),
    element("p", { class: "docbuild-message" }, finding.message),
    finding.help ? element("p", { class: "docbuild-advice" }, finding.help) : null,
    isForbiddenLink(finding) ? destination(finding.target?.element) : null,
    fixes(finding, revision),
    element("p", { class: "docbuild-source" }, place(finding)),
  );
}

function isForbiddenLink({ rule, severity }) {
  return severity === "error" && rule.startsWith("link-");
}

// What readers would get, as the browser understands the address.
function destination(link) {
  if (!link?.href) return null;
  const inside = link.origin === location.origin;
  const text = inside ? words.landsInside : words.landsAt(decoded(link.href));
  return element("p", { class: "docbuild-destination" }, text);
}

function decoded(url) {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
