// Which element of the article a finding is about.

const SELECTORS = {
  image: "img, .missing-image",
  link: "a",
  heading: "h1, h2, h3, h4, h5, h6",
  code: "pre",
  item: "li",
  cell: "th, td",
};

// What was removed stands in a comparison, and not in the document.
function present(box, selector) {
  return [...box.querySelectorAll(selector)].filter((node) => !node.closest(".removed"));
}

// The box of its block and, where there is one, the very element; null while neither is there.
export function targetOf(finding, article) {
  const box = finding.block === null ? null : article.box(finding.block);
  if (!box) return null;
  const [kind, index] = finding.element ?? [];
  const selector = SELECTORS[kind];
  const element = selector ? present(box, selector)[index] : null;
  return { box, element: element ?? null, kind: element ? kind : null };
}
