// Short answers to what the author did, at the page's foot.

import { element, icon } from "./element.js";
import { words } from "./words.js";

const LIFETIME = 6000;
const LONGER = 12000; // of what can be taken back

export const toasts = element("div", { class: "docbuild-toasts", role: "status" });

// `kind` is "good", "bad" or "busy"; what is bad stays until it is closed, what is busy until
// the function that is returned removes it.
export function toast(text, kind, ...extra) {
  const close = element(
    "button",
    { type: "button", class: "docbuild-close", "aria-label": words.close },
    icon("cross"),
  );
  const made = element(
    "div",
    { class: `docbuild-toast docbuild-${kind}` },
    element("p", {}, text),
    ...extra,
    kind === "busy" ? null : close,
  );
  const remove = () => made.remove();
  close.addEventListener("click", remove);
  if (kind === "good" && !made.querySelector("input")) vanish(made, extra.length);
  toasts.append(made);
  return remove;
}

// Not while it is being read or reached for.
function vanish(made, isLonger) {
  setTimeout(() => {
    if (made.matches(":hover, :focus-within")) vanish(made, isLonger);
    else made.remove();
  }, isLonger ? LONGER : LIFETIME);
}
