// What marks and badges have in common.

export function worst(findings) {
  return findings.some(({ severity }) => severity === "error") ? "error" : "warning";
}

// The same value again would let the browser work out the style anew.
export function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
