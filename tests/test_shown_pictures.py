"""A page shows a picture by its path, and says what it cannot show."""

from __future__ import annotations

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.references import resolve_all
from docbuild.shown_pictures import page_pictures
from docbuild.source import Source


def article(text: str) -> str:
    document = parse(Source("doc/README.md", text))
    entries = {name: Entry(name, EntryKind.FILE, 9) for name in ("a b.png", "100%.png")}
    tree = Tree(EntryKind.DIRECTORY, entries)
    return render(document, page_pictures(resolve_all(document, tree), "zh")).html


def test_a_picture_is_shown_by_its_path() -> None:
    assert '<img src="a%20b.png" alt="图"' in article("![图](./a%20b.png)")
    assert '<img src="100%25.png" alt="">' in article("![](100%25.png)")


def test_what_is_not_there_is_named() -> None:
    html = article("![卡片 <1>](https://evil.com/x.png)")
    assert '<span class="missing-image">图片无法显示 · 卡片 &lt;1&gt;<br>' in html
    assert "<code>https://evil.com/x.png</code>" in html
    assert "<img" not in html
