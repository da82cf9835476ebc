"""New names for pictures: every address follows, and nothing else of the document changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "markdown"))
from random_documents import random_document

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.document import Definition, Document, Heading, Image, Link, Node, children
from docbuild.markdown import parse
from docbuild.references import resolve_all
from docbuild.shrinking.meaning import places, shown_files
from docbuild.shrinking.rewriting import rewritten
from docbuild.source import Source, Span

# What documents of the grammar name, and what becomes of it.
RENAMES: Mapping[str, str] = {
    "image/a.png": "image/a.jpg",
    "image/图片.png": "image/图片-2.gif",
    "image/a b.png": "image/a b-12.jpg",
    "a b.png": "a b.jpg",
    "p.png": "p-2.jpg",
    "u": "u.png",
    "b": "b.png",
    "a.webp": "a.png",
    "img/caf\u00e9.bmp": "img/caf\u00e9.png",
    "img/100% (1).webp": "img/100% (1).jpg",
    "img/a&amp;b.webp": "img/a&amp;b.png",
    "shot": "shot.png",
    "x.y.tiff": "x.y.png",
}
SAME = "stays.png"


def tree(*paths: str) -> Tree:
    return Tree(
        EntryKind.DIRECTORY, {path: Entry(path, EntryKind.FILE, 1) for path in sorted(paths)}
    )


BEFORE, AFTER = tree(*RENAMES, SAME), tree(*RENAMES.values(), SAME)


def document(text: str) -> Document:
    return parse(Source("doc/README.md", text))


def renamed(text: str, renames: Mapping[str, str] = RENAMES, before: Tree = BEFORE) -> str:
    return rewritten(text, places(document(text), before), renames)[0]


def shapes(parsed: Document) -> Iterator[tuple[object, ...]]:
    """All that there is in a document but for places and addresses."""
    yield tuple((key, each.label, each.title) for key, each in parsed.definitions.items())
    stack: list[Node] = list(reversed(parsed.blocks))
    while stack:
        node = stack.pop()
        below = children(node)
        yield type(node), len(below), tuple(_plain(node))
        stack.extend(reversed(below))


def _plain(node: Node) -> Iterator[object]:
    has_picture = isinstance(node, Heading) and any(
        isinstance(each, Image | Link) for each in node.children
    )
    for name, value in node._asdict().items():
        is_place = isinstance(value, Span) or name == "destination"
        is_address = name == "identifier" and has_picture  # which the platform makes of it too
        if not is_place and not is_address and not isinstance(value, tuple):
            yield value


def leads_to(text: str, among: Tree) -> list[str | None]:
    """The files that the addresses of a document mean, in source order."""
    found = {place.span: place.path for place in places(document(text), among)}
    nodes = [each for each in document(text).nodes if isinstance(each, Image | Link | Definition)]
    return [found.get(each.destination_span) for each in nodes]


def hold(text: str) -> None:
    after = renamed(text)
    assert list(shapes(document(after))) == list(shapes(document(text)))
    for new, old in zip(leads_to(after, AFTER), leads_to(text, BEFORE), strict=True):
        assert old is None or new == RENAMES.get(old, old)
    for reference in resolve_all(document(after), AFTER):
        assert reference.verdict not in ("missing", "case-mismatch") or reference.path not in {
            *RENAMES.values()
        }


@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_documents_that_authors_write(suffix: str) -> None:
    changed = 0
    for seed in range(200):
        text = random_document(seed).replace("(p.png", f"(a{suffix}").replace("/url", "u")
        hold(text)
        changed += renamed(text) != text
    assert changed > 25, "the documents hold pictures"


NAMES = st.sampled_from([*RENAMES, SAME])
LABELS = st.sampled_from(["r", "图", "R x"])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """A way to write the address of a file."""
    path = draw(NAMES)
    prefix = draw(st.sampled_from(["", "./", "././", "img/../", "./img/./../"]))
    must = set(" %()&") if draw(st.booleans()) else set(" %()")
    also = set(draw(st.lists(st.sampled_from(path), max_size=4)))
    return prefix + "".join(
        "".join(f"%{byte:02x}" for byte in each.encode())
        if each != "/" and (each in must or each in also)
        else "&amp;"
        if each == "&"
        else each
        for each in path
    )


@st.composite
def constructs(draw: st.DrawFn) -> str:
    """A piece of a document with the address of a file in it."""
    address, label = draw(addresses()), draw(LABELS)
    title = draw(st.sampled_from(["", ' "题 a.webp"', " 'a.webp'"]))
    return draw(
        st.sampled_from(
            [
                f"![图]({address}{title})",
                f"![](<{address}>{title})",
                f"[![图]({address}{title})](https://github.com/a.webp)",
                f"[看图]({address})",
                f"![a][{label}]\n\n[{label}]: {address}{title}\n",
                f"![{label}]\n\n[{label}]: <{address}>\n",
                f"> 引用\n> ![图]({address})\n",
                f"- 一\n  ![图]({address}{title})\n\n  [{label}]: {address}\n",
                f"| a | b |\n|---|---|\n| ![]({address}) | a.webp |\n",
                f"## ![图]({address}) 标题",
                f"`![图]({address})`",
                f"```\n![图]({address})\n```",
                f'<img src="{address}">',
                f"**![图]({address}{title})** _a.webp_",
            ]
        )
    )


@given(st.lists(constructs(), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_every_way_to_write_an_address(parts: list[str], line_end: str) -> None:
    hold("\n\n".join(parts).replace("\n", line_end))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("![](./a.webp 'a.webp') a.webp", "![](./a.png 'a.webp') a.webp"),
        ("\ufeff![](a.webp)\r\n", "\ufeff![](a.png)\r\n"),
        ("![](img/caf%C3%A9.bmp)", "![](img/caf%C3%A9.png)"),
        ("![](img/cafe\u0301.bmp)", "![](img/cafe\u0301.png)"),
        ("![](IMG/CAF\u00c9.BMP)", "![](img/caf\u00e9.png)"),
        ("![](%61.w%65bp)", "![](a.png)"),
        ("![](img/100%25%20%281%29.webp)", "![](img/100%25%20%281%29.jpg)"),
        ("![](img/a&amp;amp;b.webp)", "![](img/a&amp;amp;b.png)"),
        ("![](./%61.W%45BP)", "![](./a.png)"),
        ("![](shot)", "![](shot.png)"),
        ("![](shot/.)", "![](shot.png)"),
        ("![](x.y.tiff)", "![](x.y.png)"),
        ("![](b.webp) ![](/a.webp) ![](a.webp?x)", "![](b.webp) ![](/a.webp) ![](a.webp?x)"),
        ("[a.webp]: a.webp\n[b]: a.webp", "[a.webp]: a.png\n[b]: a.png"),
        ("a.webp <a.webp> `a.webp`", "a.webp <a.webp> `a.webp`"),
    ],
)
def test_an_address_stays_as_it_is_written(text: str, wanted: str) -> None:
    assert renamed(text) == wanted


def test_what_nothing_else_could_be_meant_by_is_shown() -> None:
    text = "![](a.webp) ![](./A.WEBP) ![](stays.png) ![](STAYS.png) ![](gone.webp) [x](shot)"
    assert shown_files(resolve_all(document(text), BEFORE), BEFORE) == ("a.webp", SAME)


@pytest.mark.parametrize("kind", [EntryKind.SYMLINK, EntryKind.DIRECTORY, EntryKind.OTHER])
def test_no_link_is_followed(kind: EntryKind) -> None:
    among = Tree(EntryKind.DIRECTORY, {"a.webp": Entry("a.webp", kind)})
    assert shown_files(resolve_all(document("![](a.webp)"), among), among) == ()
    assert renamed("![](a.webp)", before=among) == "![](a.webp)"
