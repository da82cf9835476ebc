// The article as the server has it: which revision is shown, and what brings the next one.

import { learn } from "./actions.js";
import { Connection } from "./connection.js";

const ANY = -1; // no revision: whoever says so is sent the whole article

export class Live {
  #article;
  #heard;
  #run;
  #revision;
  #waitsForWhole = false;
  #connection;

  // `heard` has a function for each message that does not concern the article alone, and
  // `changed(boxes, sections)` for those that do; `sections` is undefined where they are as before.
  constructor(article, heard) {
    const { run, revision } = document.documentElement.dataset;
    this.#article = article;
    this.#heard = heard;
    this.#run = run;
    this.#revision = Number(revision);
    this.#connection = new Connection({
      hello: () => ({ run: this.#run, revision: this.#revision }),
      message: (data) => this.#take(data),
      state: (open) => {
        this.#waitsForWhole = false;
        heard.connected(open);
      },
    });
  }

  get revision() {
    return this.#revision;
  }

  #take(data) {
    const message = read(data);
    switch (message.type) {
      case "patch":
        return this.#patch(message);
      case "whole":
        return this.#whole(message);
      case "report":
      case "failure":
      case "recovered":
      case "notice":
      case "releases":
      case "reload":
        return this.#heard[message.type](message);
      default:
        return this.#heard.strange();
    }
  }

  #patch({ base, revision, splices, sections }) {
    if (this.#waitsForWhole) return;
    if (base !== this.#revision) {
      this.#waitsForWhole = true;
      this.#connection.ask(ANY);
      return;
    }
    const boxes = this.#article.splice(splices);
    this.#revision = revision;
    this.#heard.changed(boxes, sections);
  }

  #whole({ run, revision, secret, blocks, sections }) {
    if (run !== this.#run) learn(secret ?? null);
    const boxes = this.#article.become(blocks);
    this.#waitsForWhole = false;
    this.#run = run;
    this.#revision = revision;
    this.#heard.changed(boxes, sections);
  }
}

function read(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
