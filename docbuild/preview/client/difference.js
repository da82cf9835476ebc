// The switch that shows what separates the document from what readers see. It is asked for anew
// after every report while it is on, and costs nothing while it is off.

import { maySend, send } from "./actions.js";
import { element, icon } from "./element.js";
import { recall, remember } from "./memory.js";
import { listen, tell } from "./talk.js";
import { toast } from "./toasts.js";
import { words } from "./words.js";

const PAUSE = 120; // milliseconds without a report before the next one is asked for

export class Difference {
  #compared;
  #changed;
  #revision;
  #isOn = false;
  #isAsking = false;
  #timer;
  #phone;
  #answer = null;
  #said = element("span", { role: "status" });

  // `compared` shows it; `changed(boxes)` hears of what looks different now; `revision()` is the
  // one that is shown, and `phone()` the window of the phone, null where there is none.
  constructor(compared, { changed, revision, phone }) {
    this.#compared = compared;
    this.#phone = phone;
    listen("hello", () => this.#tellPhone());
    this.#changed = changed;
    this.#revision = revision;
    this.element = element("button", { type: "button", class: "docbuild-tool docbuild-compare",
      title: words.difference, "aria-label": words.difference, "aria-pressed": "false" },
    icon("compare"));
    this.element.disabled = !maySend();
    if (!maySend()) this.element.title = words.needsSecret;
    this.element.addEventListener("click", () => this.toggle());
    this.strip = element("div", { class: "docbuild-strip docbuild-compares", hidden: true },
      this.#said,
      element("span", { class: "docbuild-choices" }, this.#stepper("up", words.previousChange, -1),
        this.#stepper("down", words.nextChange, 1), this.#ender()));
  }

  get isOn() {
    return this.#isOn;
  }

  restore() {
    if (recall("difference", "sessionStorage") && maySend()) this.#turn(true);
  }

  toggle() {
    if (maySend()) this.#turn(!this.#isOn);
  }

  // After a report: the patch before it is in the page.
  refresh() {
    if (!this.#isOn) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  // The server went away: another one has another secret, which comes with its first message.
  wait() {
    clearTimeout(this.#timer);
  }

  #turn(on) {
    this.#isOn = on;
    remember("difference", on || null, "sessionStorage");
    this.element.setAttribute("aria-pressed", String(on));
    document.documentElement.classList.toggle("docbuild-comparing", on);
    this.strip.hidden = !on;
    if (on) {
      this.#said.textContent = words.comparing;
      this.#ask();
    } else {
      clearTimeout(this.#timer);
      this.#answer = null;
      this.#changed(this.#compared.clear());
      this.#tellPhone();
    }
  }

  // One at a time, and another if the document changed meanwhile.
  async #ask() {
    if (this.#isAsking) {
      this.refresh();
      return;
    }
    this.#isAsking = true;
    const { ok, text, json } = await send("difference");
    this.#isAsking = false;
    // A server that is away sends a report as soon as it is there again.
    if (!this.#isOn || !json) return;
    if (ok) this.#show(json);
    else this.#refused(text);
  }

  #show(answer) {
    if (answer.revision !== this.#revision()) return; // a report is on its way
    this.#answer = answer;
    const { kind, version } = answer.against;
    const said = `${words.comparedTo[kind](version)}${words.colon}${answer.message}`;
    if (this.#said.textContent !== said) this.#said.textContent = said;
    this.#changed(this.#compared.show(answer.blocks));
    this.#tellPhone();
  }

  #tellPhone() {
    const { revision, blocks } = this.#answer ?? { revision: null, blocks: [] };
    tell(this.#phone(), "difference", { revision, blocks });
  }

  #refused(text) {
    this.#turn(false);
    toast(text, "bad");
  }

  #stepper(name, label, direction) {
    const button = element("button", { type: "button", class: "docbuild-tool", title: label,
      "aria-label": label }, icon(name));
    button.addEventListener("click", () => this.#step(direction));
    return button;
  }

  #ender() {
    const button = element("button", { type: "button" }, words.differenceEnd);
    button.addEventListener("click", () => {
      this.#turn(false);
      this.element.focus({ preventScroll: true });
    });
    return button;
  }

  #step(direction) {
    this.#compared.step(direction);
    tell(this.#phone(), "step", { direction });
  }
}

// The phone's page shows what the page around it was answered; returned is what is to be called
// after every change of its article, for the answer may be about the next one.
export function followDifference(compared, { changed, revision }) {
  let latest = null;
  const show = () => {
    if (latest === null || (latest.revision !== null && latest.revision !== revision())) return;
    changed(compared.show(latest.blocks));
    latest = null;
  };
  listen("difference", (said) => {
    latest = said;
    show();
  });
  listen("step", ({ direction }) => compared.step(direction));
  return show;
}
