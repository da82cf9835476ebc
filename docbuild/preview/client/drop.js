// A picture that is pasted or dropped onto the page is saved into doc/ by the server.

import { maySend, send } from "./actions.js";
import { element } from "./element.js";
import { firstBelow } from "./place.js";
import { toast } from "./toasts.js";
import { byteSize, words } from "./words.js";

const LARGEST = 16 * 1024 * 1024; // bytes, as the server has it

export class Drop {
  #article;
  #label = element("span");
  #fromHere = false; // what is dragged is a picture of this very page

  constructor(article) {
    this.#article = article;
    this.element = element("div", { class: "docbuild-drop", hidden: true, "aria-hidden": "true" },
      this.#label);
    if (!maySend()) return;
    addEventListener("dragstart", () => { this.#fromHere = true; });
    addEventListener("dragend", () => { this.#fromHere = false; });
    addEventListener("dragover", (event) => this.#over(event));
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) this.element.hidden = true;
    });
    addEventListener("drop", (event) => this.#dropped(event));
    addEventListener("paste", (event) => this.#pasted(event));
  }

  #over(event) {
    if (this.#fromHere || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.#point(this.#before(event.clientY));
  }

  // The number of blocks above the gap between blocks that is nearest to that height.
  #before(height) {
    const { boxes } = this.#article;
    const at = firstBelow(boxes, height);
    if (at === boxes.length) return at;
    const { top, bottom } = boxes[at].getBoundingClientRect();
    return height > (top + bottom) / 2 ? at + 1 : at;
  }

  #point(number) {
    const { boxes, root } = this.#article;
    const [above, below] = [boxes[number - 1], boxes[number]].map((box) =>
      box?.getBoundingClientRect());
    const edges = [above?.bottom, below?.top].filter((edge) => edge !== undefined);
    const { left, right, top } = root.getBoundingClientRect();
    const inner = boxes[0]?.getBoundingClientRect() ?? { left, right };
    const height = edges.length
      ? edges.reduce((sum, edge) => sum + edge, 0) / edges.length
      : top + 8;
    this.element.hidden = false;
    this.#label.textContent = above ? words.dropHere : words.dropTop;
    const origin = this.element.parentElement.getBoundingClientRect();
    this.element.style.inlineSize = `${inner.right - inner.left}px`;
    this.element.style.transform =
      `translate(${inner.left - origin.left}px, ${height - origin.top}px)`;
  }

  #dropped(event) {
    this.element.hidden = true;
    if (this.#fromHere || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    const above = this.#article.boxes[this.#before(event.clientY) - 1];
    save(event.dataTransfer.files, above?.dataset.block ?? "");
  }

  #pasted(event) {
    if (event.target.closest?.("input, textarea, [contenteditable]")) return;
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    save(event.clipboardData.files, this.#selected()?.dataset.block ?? "");
  }

  // The block that the author clicked into last.
  #selected() {
    const node = getSelection().focusNode;
    const box = (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)
      ?.closest(".block");
    return box && this.#article.root.contains(box) ? box : null;
  }
}

// One after the other behind the same block: the last goes first. Whether the platform takes
// its format is for the server to say, which knows what to do about it.
async function save(files, after) {
  const pictures = [...files].filter(({ type }) => type.startsWith("image/"));
  if (!pictures.length) toast(words.notPicture, "bad");
  for (const picture of pictures.toReversed()) await saveOne(picture, after);
}

async function saveOne(picture, after) {
  if (picture.size > LARGEST) {
    toast(words.tooLarge(byteSize(LARGEST)), "bad");
    return;
  }
  const done = toast(words.savingPicture, "busy");
  const { ok, text, json } = await send("paste", {
    headers: {
      "Content-Type": picture.type,
      "X-Docbuild-After": after,
      "X-Docbuild-Name": encodeURIComponent(picture.name),
    },
    body: picture,
  });
  done();
  if (!ok || !json) toast(text || words.notSaved, "bad");
  else if (json.inserted) toast(text || words.saved(json.path), "good");
  else await handOver(text || words.saved(json.path), json.markdown);
}

// Without a place to insert it, its Markdown goes to the clipboard; or is shown to be copied.
async function handOver(said, markdown) {
  try {
    await navigator.clipboard.writeText(markdown);
    toast(`${said}${words.stop}${words.copied}`, "good");
  } catch {
    const shown = element("input", { value: markdown, readonly: true, "aria-label": "Markdown" });
    toast(`${said}${words.stop}${words.toCopy}`, "good", shown);
    shown.select();
  }
}
