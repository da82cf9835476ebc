// What the author should know of the preview itself, above the bar: one line each.

import { element } from "./element.js";
import { words } from "./words.js";

const PATIENCE = 700; // milliseconds that a server may take to start anew without a word

export class Strips {
  #gone = strip("bad", "status");
  #notice = strip("plain", "status");
  #strange = strip("bad", "alert");
  #isOpen = true;
  #timer;

  constructor() {
    this.element = element("div", { class: "docbuild-strips" },
      this.#gone, this.#notice, this.#strange);
  }

  // Told once, however often it is tried again.
  connected(open) {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    clearTimeout(this.#timer);
    if (open) say(this.#gone, null);
    else this.#timer = setTimeout(() => say(this.#gone, words.gone), PATIENCE);
  }

  notice(message) {
    say(this.#notice, message);
  }

  // A message that this page does not know: the server is of another version. It is told here
  // and not in the console, where no author would look.
  strange() {
    const reload = element("button", { type: "button" }, words.reload);
    reload.addEventListener("click", () => location.reload());
    say(this.#strange, words.strange, reload);
  }
}

function strip(kind, role) {
  return element("p", { class: `docbuild-strip docbuild-${kind}`, role, hidden: true });
}

// Readers of the screen are told of every change of a line, also of one to what it said already.
function say(line, text, ...more) {
  if (line.firstChild?.data === (text ?? undefined)) return;
  line.hidden = !text;
  line.replaceChildren(...(text ? [text, ...more] : []));
}
