// The way to the readers, step by step: mend, name, upload with the tools, publish.

import { maySend } from "./actions.js";
import { bundleButton } from "./bundle.js";
import { copying } from "./copying.js";
import { element } from "./element.js";
import { recorded } from "./recorded.js";
import { act, button, listenForMarks, marking } from "./release_acts.js";
import { STAGES, stageOf } from "./stages.js";
import { Step } from "./step.js";
import { toast } from "./toasts.js";
import { UploadForm } from "./upload_form.js";
import { words } from "./words.js";

// The rules whose errors smaller pictures in other formats may mend.
const SHRINKABLE = new Set(["doc-size", "image-format", "image-mismatch"]);

export class Upload {
  #errors = 0;
  #revision = -1; // of the report
  #releases = null;
  #chosen = null; // a stage that the author went back or on to
  #shown = null; // the stage that was drawn last
  #drawn = ""; // of what, as JSON
  #steps = Object.fromEntries(STAGES.map((stage, index) => [stage, new Step(stage, index)]));
  #records = element("div");
  #problems = element("ul", { class: "docbuild-record-problems", hidden: true });
  #form = new UploadForm((typed) => this.#prepare(typed));
  #shrink = button(words.mendByShrinking, { "data-stage": "describe", hidden: true });

  // `showFindings()` opens what is to be mended.
  constructor(showFindings) {
    const see = button(words.seeFindings);
    see.addEventListener("click", showFindings);
    this.#shrink.addEventListener("click", () => this.#form.optimize());
    this.#steps.mend.fill(element("p", { class: "docbuild-choices" }, see, this.#shrink));
    this.#steps.describe.fill(this.#form.element);
    this.element = element(
      "div",
      { class: "docbuild-upload" },
      this.#records,
      this.#problems,
      element("ol", { class: "docbuild-steps" },
        ...STAGES.map((stage) => this.#steps[stage].element)),
      maySend() ? null : element("p", { class: "docbuild-more" }, words.needsSecret),
      element("div", { class: "docbuild-aside" }, element("p", {}, words.bundleNote),
        bundleButton()),
    );
    this.element.addEventListener("click", ({ target }) => this.#choose(target));
    listenForMarks(this.element);
  }

  report({ errors, revision, findings }) {
    this.#errors = errors;
    this.#shrink.hidden = !findings.some(({ rule, severity }) =>
      severity === "error" && SHRINKABLE.has(rule));
    this.#revision = revision;
    this.draw();
  }

  show(releases) {
    if (this.#releases?.prepared?.id !== releases.prepared?.id) this.#chosen = null;
    this.#releases = releases;
    this.draw();
  }

  // Only what changed: an edit must not take away what the author has the focus in.
  draw() {
    if (!this.#releases || !this.element.isConnected) return;
    const stage = this.#chosen ?? stageOf(this.#releases, this.#errors);
    const drawn = JSON.stringify([stage, this.#errors, this.#releases]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const hadFocus = this.element.contains(document.activeElement);
    this.#records.replaceChildren(recorded(this.#releases, stage));
    this.#problems.replaceChildren(
      ...this.#releases.problems.map((problem) => element("li", {}, problem)));
    this.#problems.hidden = !this.#releases.problems.length;
    this.#form.show(this.#releases);
    this.#tell(stage);
    this.#turnTo(stage);
    if (hadFocus && (stage !== this.#shown || !this.element.contains(document.activeElement))) {
      this.#steps[stage]?.focus();
    }
    this.#shown = stage;
  }

  #tell(stage) {
    const { prepared, uploaded, published, steps, folder } = this.#releases;
    const named = { upload: prepared, publish: uploaded, done: published }[stage];
    const mend = stage === "mend" ? words.toMend : words.errors;
    this.#steps.mend.say(this.#errors ? mend(this.#errors) : words.noErrors);
    this.#steps.describe.say(named ? words.namedAs(named.version, named.description) : "");
    this.#steps.upload.say(named && stage !== "upload" ? words.wasUploaded : "");
    this.#steps.publish.say(stage === "done" ? words.wasPublished : "");
    const { upload, publish } = this.#steps;
    if (stage === "upload") upload.fill(...uploading(prepared, folder, steps.upload));
    if (stage === "publish") publish.fill(...publishing(uploaded, steps.publish));
  }

  #turnTo(stage) {
    const current = stage === "done" ? STAGES.length : STAGES.indexOf(stage);
    STAGES.forEach((each, index) => this.#steps[each].turn(index - current));
  }

  #choose(target) {
    const stage = target.closest("[data-stage]")?.dataset.stage;
    if (!stage) return;
    this.#chosen = stage;
    this.draw();
  }

  async #prepare(typed) {
    this.#form.busy = true;
    const done = toast(words.preparing, "busy");
    const revision = this.#revision;
    const { ok } = await act({ do: "prepare", revision, ...typed });
    done();
    this.#form.busy = false;
    if (ok) this.#form.forget();
  }
}

function uploading(release, folder, steps) {
  return [
    ...(folder
      ? [element("p", { class: "docbuild-label" }, words.folder), copying(folder, words.folder)]
      : []),
    instructions(steps),
    element("dl", { class: "docbuild-typed" },
      element("dt", {}, words.version),
      element("dd", {}, copying(release.version, words.version)),
      element("dt", {}, words.description),
      element("dd", {}, copying(release.description, words.description))),
    element("p", { class: "docbuild-choices" },
      primary(marking("uploaded", release, words.isUploaded)),
      button(words.again, { "data-stage": "describe" })),
  ];
}

function publishing(release, steps) {
  const publish = primary(marking("published", release, words.isPublished));
  return [instructions(steps), element("p", { class: "docbuild-choices" }, publish)];
}

function primary(made) {
  made.classList.add("docbuild-primary");
  return made;
}

function instructions(steps) {
  return element("ol", { class: "docbuild-instructions" },
    ...steps.map((each) => element("li", {}, each)));
}
