// Links of the article: readers follow them away from the page, the author must not lose it.

export function keepHere(article) {
  article.root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || elsewhere || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    const forbidden = link.dataset.docbuildMark === "error";
    const inside = link.origin === location.origin;
    if (!forbidden && !inside) window.open(link.href, "_blank", "noopener,noreferrer");
  });
}
