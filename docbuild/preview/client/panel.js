// The panel of the findings, the sizes, what is described of the plugin, and the way to the
// readers. It is drawn only while it is open.

import { coverage, coverageBadge } from "./coverage.js";
import { element, icon } from "./element.js";
import { fixes, listenForFixes, place, safeFixes, severityMark } from "./finding.js";
import { recall, remember } from "./memory.js";
import { morph } from "./morph.js";
import { sizes } from "./sizes.js";
import { byteSize, words } from "./words.js";

const VIEWS = ["findings", "sizes", "coverage", "upload"];
const FILTERS = ["all", "error", "warning"];
const PORTION = 100; // findings that are listed at once

export class Panel {
  #report = null;
  #view = "findings";
  #filter = "all";
  #most = PORTION;
  #body = element("div", { class: "docbuild-body", role: "tabpanel", id: "docbuild-view" });
  #summary = element("p", { class: "docbuild-summary" });
  #tabs;
  #show;
  #opener;
  #upload;
  openers = {}; // by view

  // `show(finding)` leads to the finding's element in the page; `upload` is a view of its own.
  constructor(show, upload) {
    this.#show = show;
    this.#upload = upload;
    this.#tabs = VIEWS.map((view) => this.#tab(view));
    const tabs = element("div", { class: "docbuild-tabs", role: "tablist" }, ...this.#tabs);
    this.element = element(
      "section",
      { class: "docbuild-panel", id: "docbuild-panel", "aria-label": words.panel, hidden: true },
      element("div", { class: "docbuild-head" }, tabs, this.#closer()),
      this.#summary,
      this.#body,
    );
    tabs.addEventListener("keydown", (event) => this.#moveBetweenTabs(event));
    this.#body.addEventListener("click", (event) => this.#clicked(event));
    listenForFixes(this.#body);
  }

  #tab(view) {
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `docbuild-tab-${view}`, "aria-controls": this.#body.id },
      words[view],
    );
    tab.hidden = view === "coverage"; // until a report knows of a plugin
    tab.addEventListener("click", () => this.#turnTo(view));
    return tab;
  }

  #closer() {
    const attributes = { type: "button", class: "docbuild-close", "aria-label": words.collapse };
    const button = element("button", attributes, icon("down"));
    button.addEventListener("click", () => this.close());
    return button;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  restore() {
    const view = recall("panel");
    if (VIEWS.includes(view)) this.#open(view);
  }

  toggle(view) {
    if (this.isOpen && view === this.#view) {
      this.close();
      return;
    }
    this.#opener = document.activeElement;
    this.#open(view);
    this.#tabs[VIEWS.indexOf(view)].focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    const inside = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.#remember(null);
    if (!inside) return;
    const opener = this.#opener?.isConnected ? this.#opener : this.openers.findings;
    opener.focus({ preventScroll: true });
  }

  #open(view) {
    this.element.hidden = false;
    this.#turnTo(view);
  }

  #turnTo(view) {
    this.#view = view;
    this.#body.scrollTop = 0;
    this.#remember(view);
    this.draw();
  }

  #remember(view) {
    document.documentElement.classList.toggle("docbuild-opened", view !== null);
    remember("panel", view);
    for (const [each, opener] of Object.entries(this.openers)) {
      opener.setAttribute("aria-expanded", String(view === each));
    }
  }

  #moveBetweenTabs(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = this.#tabs.filter((tab) => !tab.hidden);
    const current = this.#tabs[VIEWS.indexOf(this.#view)];
    const next = shown[(shown.indexOf(current) + step + shown.length) % shown.length];
    this.#turnTo(VIEWS[this.#tabs.indexOf(next)]);
    next.focus();
  }

  show(report) {
    this.#report = report;
    this.draw();
  }

  draw() {
    if (!this.isOpen) return;
    if (this.#report) this.#tell(this.#report.coverage ?? null);
    this.#tabs.forEach((tab, index) => select(tab, VIEWS[index] === this.#view));
    this.#body.setAttribute("aria-labelledby", `docbuild-tab-${this.#view}`);
    this.#summary.hidden = this.#view === "upload";
    if (this.#view === "upload") {
      this.#drawUpload();
      return;
    }
    this.#upload.element.remove();
    if (!this.#report) return;
    this.#summary.textContent = summary(this.#report);
    this.element.dataset.light = this.#report.light;
    const made = element("div");
    made.append(...this.#drawn());
    morph(this.#body, made);
  }

  #drawn() {
    if (this.#view === "sizes") return sizes(this.#report);
    return this.#view === "coverage" ? coverage(this.#report.coverage) : this.#findings();
  }

  // It changes by itself, and what is typed in it stays.
  #drawUpload() {
    if (this.#upload.element.parentNode === this.#body) return;
    this.#body.replaceChildren(this.#upload.element);
    this.#upload.draw();
  }

  // The badge of the coverage; without a plugin there is no such view.
  #tell(known) {
    const tab = this.#tabs[VIEWS.indexOf("coverage")];
    const hadFocus = tab === document.activeElement;
    tab.hidden = known === null;
    tab.replaceChildren(...[words.coverage, coverageBadge(known)].filter(Boolean));
    if (known !== null || this.#view !== "coverage") return;
    this.#view = "findings";
    if (hadFocus) this.#tabs[0].focus({ preventScroll: true });
  }

  #findings() {
    const { findings, more, revision } = this.#report;
    const shown = findings
      .map((finding, index) => ({ finding, index }))
      .filter(({ finding }) => this.#filter === "all" || finding.severity === this.#filter);
    const list = shown
      .slice(0, this.#most)
      .map(({ finding, index }) => item(finding, index, revision));
    const hidden = shown.length - list.length;
    return [
      filters(this.#filter, findings, safeFixes(findings, revision)),
      list.length
        ? element("ol", { class: "docbuild-findings" }, ...list)
        : element("p", { class: "docbuild-none" },
          findings.length ? words.nothingSuch : words.nothing),
      hidden ? element("button", { type: "button", class: "docbuild-button", "data-more": true },
        words.showMore(Math.min(hidden, PORTION), hidden)) : null,
      more ? element("p", { class: "docbuild-more" }, words.more(more)) : null,
    ].filter(Boolean);
  }

  #clicked(event) {
    const filter = event.target.closest("[data-filter]")?.dataset.filter;
    if (filter) this.#filter = filter;
    const wantsMore = event.target.closest("[data-more]") !== null;
    if (wantsMore) this.#most += PORTION;
    if (filter || wantsMore) this.draw();
    const shown = event.target.closest("[data-show]");
    if (shown) this.#show(this.#report.findings[Number(shown.dataset.show)]);
    const offer = event.target.closest("[data-offer]");
    if (offer) this.#show(this.#report.coverage.offers[Number(offer.dataset.offer)]);
  }

  // Scrolls the list to a finding that was reached elsewhere.
  follow(index) {
    for (const other of this.#body.querySelectorAll("[aria-current]")) {
      other.removeAttribute("aria-current");
    }
    if (index >= this.#most) {
      this.#most = index + PORTION;
      this.draw();
    }
    const item = this.#body.querySelector(`[data-finding="${index}"]`);
    item?.setAttribute("aria-current", "true");
    item?.scrollIntoView({ block: "nearest" });
  }
}

function select(tab, selected) {
  tab.setAttribute("aria-selected", String(selected));
  tab.tabIndex = selected ? 0 : -1;
}

function summary({ errors, warnings, size, limit }) {
  const missing = [
    errors ? words.toMend(errors) : null,
    size > limit ? words.toShrink(byteSize(size - limit)) : null,
    !errors && warnings ? words.toLook(warnings) : null,
  ].filter(Boolean);
  return missing.join(" · ") || words.allClear;
}

function filters(current, findings, safe) {
  const buttons = FILTERS.map((filter) => {
    const number = findings.filter(({ severity }) => filter === "all" || severity === filter);
    return element(
      "button",
      { type: "button", class: "docbuild-filter", "aria-pressed": String(filter === current),
        "data-filter": filter },
      words[filter],
      element("span", {}, ` ${number.length}`),
    );
  });
  return element("div", { class: "docbuild-filters", role: "group", "aria-label": words.filter },
    ...buttons, safe);
}

function item(finding, index, revision) {
  return element(
    "li",
    { class: `docbuild-finding docbuild-${finding.severity}`, "data-finding": index },
    severityMark(finding.severity),
    message(finding, index),
    finding.help ? element("p", { class: "docbuild-advice" }, finding.help) : null,
    fixes(finding, revision),
    element("p", { class: "docbuild-source" }, place(finding),
      element("span", { class: "docbuild-rule" }, finding.rule)),
  );
}

function message(finding, index) {
  if (finding.block === null) {
    return element("p", { class: "docbuild-message" }, finding.message);
  }
  return element(
    "button",
    { type: "button", class: "docbuild-message", "data-show": index, title: words.show },
    finding.message,
  );
}
