// What the page asks the server to do. Each carries the secret of the server's run.

import { words } from "./words.js";

let secret = document.querySelector('meta[name="docbuild-secret"]')?.content ?? null;

// A server that was started anew has another one, and tells it to the pages of its machine.
export function learn(newSecret) {
  secret = newSecret;
}

export function maySend() {
  return secret !== null;
}

// The answer as { ok, text } with `text` as the server's message, and with `json` or with
// `blob` and `name` where it has such.
export async function send(action, { headers = {}, body = null } = {}) {
  try {
    const url = new URL(`-/${action}`, document.baseURI);
    const marked = { ...headers, "X-Docbuild-Secret": secret ?? "" };
    return await read(await fetch(url, { method: "POST", headers: marked, body }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, text: words.noAnswer };
  }
}

async function read(answer) {
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) {
    const json = await answer.json();
    return { ok: answer.ok, text: json.message ?? "", json };
  }
  if (!answer.ok) return { ok: false, text: words.noSuchAnswer(answer.status) };
  return { ok: true, text: "", blob: await answer.blob(), name: nameOf(answer) };
}

function nameOf(answer) {
  const header = answer.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  return encoded ? decodeURIComponent(encoded) : /filename="([^"]+)"/.exec(header)?.[1] ?? null;
}
