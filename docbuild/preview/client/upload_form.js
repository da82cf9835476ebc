// The version and the description of an upload, judged while they are typed.

import { maySend } from "./actions.js";
import { element } from "./element.js";
import { descriptionProblem, versionProblem } from "./stages.js";
import { words } from "./words.js";

export class UploadForm {
  #releases = null;
  #touched = new Set(); // the fields that the author has changed
  #version = field("version", "input", { inputmode: "decimal", maxlength: "11" });
  #description = field("description", "textarea", { rows: "3" });
  #count = element("span", { class: "docbuild-counter", "aria-hidden": "true" });
  #optimize = element("input", { type: "checkbox", name: "optimize" });
  #button = element("button", { type: "submit", class: "docbuild-button docbuild-primary" },
    words.prepare);

  // `prepare({version, description, optimize})` is called with what the upload would take.
  constructor(prepare) {
    this.#description.label.append(this.#count);
    this.#button.disabled = !maySend();
    this.element = element(
      "form",
      { class: "docbuild-form", novalidate: true },
      ...[this.#version, this.#description].flatMap(({ label, input, note }) =>
        [label, input, note]),
      element("label", { class: "docbuild-check" }, this.#optimize, words.optimize),
      this.#button,
    );
    for (const { input } of [this.#version, this.#description]) {
      input.addEventListener("input", () => {
        this.#touched.add(input);
        this.#judge();
      });
    }
    this.#description.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(prepare);
    });
  }

  // What is proposed stands in a field until the author changes it.
  show(releases) {
    this.#releases = releases;
    for (const [{ input }, value] of [
      [this.#version, releases.proposal.version],
      [this.#description, releases.proposal.description],
    ]) if (!this.#touched.has(input) && input.value !== value) input.value = value;
    this.#judge();
  }

  // The author chose to have pictures made smaller.
  optimize() {
    this.#optimize.checked = true;
  }

  // What was typed is used up: the next upload has proposals of its own.
  forget() {
    this.#touched.clear();
  }

  set busy(busy) {
    this.#button.ariaBusy = busy ? "true" : null;
  }

  // A description is one line: the Enter key is to send it.
  #pressed(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #problems() {
    const { above, longest } = this.#releases;
    const [version, description] = this.#values();
    return [versionProblem(version, above), descriptionProblem(description, longest)];
  }

  #values() {
    return [this.#version, this.#description].map(({ input }) => input.value.trim());
  }

  // An empty field is no mistake until it is left so on purpose.
  #judge(all = false) {
    const [version, description] = this.#problems();
    const { above, longest } = this.#releases;
    const told = (part) => all || this.#touched.has(part.input);
    tell(this.#version, told(this.#version) ? version : null, above);
    tell(this.#description, told(this.#description) ? description : null, longest);
    this.#count.textContent = `${this.#values()[1].length} / ${longest}`;
    this.#count.toggleAttribute("data-over", description === "descriptionLong");
  }

  #submit(prepare) {
    this.#judge(true);
    const wrong = this.#problems().findIndex(Boolean);
    if (wrong >= 0) [this.#version, this.#description][wrong].input.focus();
    else if (maySend() && this.#button.ariaBusy !== "true") {
      const [version, description] = this.#values();
      prepare({ version, description, optimize: this.#optimize.checked });
    }
  }
}

function field(name, kind, attributes) {
  const id = `docbuild-${name}`;
  return {
    label: element("label", { for: id }, words[name]),
    input: element(kind, { id, name, autocomplete: "off", "aria-describedby": `${id}-note`,
      ...attributes }),
    note: element("p", { id: `${id}-note`, class: "docbuild-problem", role: "status" }),
  };
}

function tell({ input, note }, problem, value) {
  const said = problem ? words[problem](value) : "";
  if (note.textContent !== said) note.textContent = said;
  input.setAttribute("aria-invalid", String(Boolean(problem)));
}
