// A picture of the article, as large as the window lets it be.

import { element, icon } from "./element.js";
import { words } from "./words.js";

export class Zoom {
  #article;
  #shown = null; // the article's picture that is shown, and where it was last
  #picture = element("img", { alt: "" });
  #caption = element("figcaption");
  #figure = element("figure");

  constructor(article) {
    this.#article = article;
    const close = element(
      "button",
      { type: "button", class: "docbuild-close", "aria-label": words.close },
      icon("cross"),
    );
    this.element = element(
      "dialog",
      { class: "docbuild-zoom", "aria-label": words.zoomed },
      this.#figure,
      close,
    );
    this.element.addEventListener("click", () => this.element.close());
    this.element.addEventListener("close", () => {
      this.#shown = null;
      this.#figure.replaceChildren();
    });
    article.root.addEventListener("click", (event) => this.#open(event.target));
    article.root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (this.#open(event.target)) event.preventDefault();
    });
  }

  // Makes the pictures of these boxes reachable by keyboard. Those in links lead elsewhere.
  prepare(boxes) {
    for (const picture of boxes.flatMap((box) => [...box.querySelectorAll("img")])) {
      if (picture.closest("a")) continue;
      picture.tabIndex = 0;
      picture.setAttribute("role", "button");
      picture.setAttribute("aria-label", words.zoom(picture.alt));
    }
  }

  #open(picture) {
    if (!picture.matches("img") || picture.closest("a")) return false;
    this.#show(picture);
    this.#figure.replaceChildren(this.#picture, this.#caption);
    this.element.showModal();
    return true;
  }

  #show(picture) {
    const box = picture.closest(".block");
    const index = [...box.querySelectorAll("img")].indexOf(picture);
    this.#shown = { picture, index, place: this.#article.boxes.indexOf(box) };
    if (this.#picture.getAttribute("src") !== picture.getAttribute("src")) {
      this.#picture.src = picture.getAttribute("src");
    }
    this.#picture.alt = picture.alt;
    this.#caption.textContent = picture.alt || picture.title;
  }

  // After a change of the article: the same picture with its new content, else that in its place.
  refresh() {
    if (!this.#shown) return;
    const { picture, index, place } = this.#shown;
    const now = picture.isConnected
      ? picture
      : this.#article.boxes[place]?.querySelectorAll("img")[index];
    if (now) this.#show(now);
  }
}
