// One finding as it is shown in the panel and beside the very element.

import { maySend, send } from "./actions.js";
import { element, icon } from "./element.js";
import { toast } from "./toasts.js";
import { words } from "./words.js";

// Schemes that would run something in this page instead of opening an editor.
const RUNS = /^\s*(?:javascript|data|vbscript):/i;

export function place(finding) {
  const { path, line, column, editor } = finding;
  const text = line ? `${path}:${line}:${column}` : path;
  if (!editor || RUNS.test(editor)) return element("span", { class: "docbuild-where" }, text);
  return element(
    "a",
    { class: "docbuild-where", href: editor, title: words.edit, rel: "noopener" },
    element("span", { class: "docbuild-unseen" }, `${words.edit}: `),
    text,
    icon("edit"),
  );
}

// The buttons of its fixes; a click on one carries the finding's fix to the server.
export function fixes(finding, revision) {
  if (!finding.fixes.length) return null;
  const buttons = finding.fixes.map((fix) => fixButton(fix.title, fix.id, revision));
  return element("p", { class: "docbuild-fixes", role: "group", "aria-label": words.fixes },
    ...buttons);
}

function fixButton(title, id, revision) {
  const button = element("button", { type: "button", class: "docbuild-fix" }, title);
  button.dataset.fix = id;
  button.dataset.revision = revision;
  button.disabled = !maySend();
  if (!maySend()) button.title = words.needsSecret;
  return button;
}

// One button for all fixes that change nothing for readers, where there are several.
export function safeFixes(findings, revision) {
  const number = findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
  return number > 1 ? fixButton(words.mendAll(number), "safe", revision) : null;
}

export function severityMark(severity) {
  return element(
    "span",
    { class: `docbuild-mark docbuild-${severity}` },
    icon(severity === "error" ? "cross" : "alert"),
    element("span", { class: "docbuild-unseen" }, `${words[severity] ?? severity}: `),
  );
}

// Sends the fix of a button that was clicked anywhere below `root`.
export function listenForFixes(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-fix]");
    if (!button || button.disabled || button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const body = { revision: Number(button.dataset.revision), id: button.dataset.fix };
    const answer = await send("fix", {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    button.ariaBusy = null;
    toast(answer.text || (answer.ok ? words.fixed : words.refused), answer.ok ? "good" : "bad");
  });
}
