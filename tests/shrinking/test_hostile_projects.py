"""Names and references that nobody would think of: what is shown stays, and can be taken back."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st
from plugin_projects import write_project
from shrinking_projects import built, opened, picture

from docbuild.build import Build
from docbuild.bundle_members import members
from docbuild.diagnostic import Severity
from docbuild.document import Document
from docbuild.markdown.html import render
from docbuild.shrinking.in_place import apply, changes_of, undo
from docbuild.shrinking.shrink import Wish, shrink
from docbuild.verifying import verify

NAMES = (
    "a.webp",
    "A.png",
    "a.png",
    "a-2.png",
    "a.jpg",
    "100%.webp",
    "what?.bmp",
    "a#b.webp",
    "a b.webp",
    "a  b.png",
    "שלום.webp",
    "图片.webp",
    "caf\u00e9.webp",
    "cafe\u0301.bmp",
    "x" * 240 + ".webp",
    "长" * 80 + ".tiff",
    "(1).bmp",
    "a&amp;b.webp",
    "a'\".webp",
    "-.webp",
    "up/a.webp",
    "up/A.WEBP",
    "shot",
)
KINDS = ("png", "webp", "bmp", "jpeg", "gif", "tiff")
FORMS = (
    "![图]({})",
    "![图]({} '题')",
    "![图](<{}>)",
    "![图](./up/../{})",
    "[![图]({0})]({0})",
    "[看]({})",
    "![图][r]\n\n[r]: {}\n",
    "![r]\n\n[r]: <{}> '题'\n\n[R]: {}\n",
    "<!-- ![图]({}) -->",
    "`![图]({})` 和 {}",
    "```\n![图]({})\n```",
    "    ![图]({})",
    "文件 {} 在这里：![图]({})",
    "| 一 |\n|---|\n| ![图]({}) |",
    "> - ![图]({})\n>   {}",
    "## ![图]({}) 题",
    '<img src="{}">',
)
FORCED, ERROR = "bundle-manifest", Severity.ERROR
WISHES = (Wish(True), Wish(True, max_width=8), Wish(True, fit=1500), Wish(True, fit=700))


def _encoded(name: str) -> str:
    return quote(name, safe="/")


def _half_encoded(name: str) -> str:
    return re.sub(r"[ ()<>%?#\"']", lambda found: quote(found[0]), name)


WAYS: tuple[Callable[[str], str], ...] = (_encoded, _half_encoded, str)


@st.composite
def projects(draw: st.DrawFn) -> tuple[str, dict[str, bytes]]:
    """A document, and the pictures beside it."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    kinds = {name: draw(st.sampled_from(KINDS)) for name in names}
    pictures = {
        name: picture(kind, 24, 16, drawn=draw(st.booleans())) for name, kind in kinds.items()
    }
    ways = st.sampled_from(WAYS)
    wanted = st.tuples(st.sampled_from(names), ways, st.sampled_from(FORMS))
    lines = [
        form.replace("{0}", "{}").replace("{}", write(name))
        for name, write, form in draw(st.lists(wanted, min_size=1, max_size=6))
    ]
    return "# 插件\n\n" + "\n\n".join(lines) + "\n", pictures


def shown(document: Document) -> str:
    """What is rendered, but for addresses, which headings have in their names too."""
    html = render(document, lambda image: f"<img {image.alt!r} {image.title!r}>").html
    return re.sub(r'(href|id|src)="[^"]*"', r"\1", html)


def rules(built: Build) -> Counter[str]:
    return Counter(each.rule for each in built.report.diagnostics)


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def hold(root: Path, readme: str, pictures: Mapping[str, bytes], wish: Wish) -> None:
    write_project(root, readme, {f"doc/{name}": data for name, data in pictures.items()})
    before = built(root)
    assert before.document is not None
    folder = opened(root).location.folder
    packed = shrink(before, folder, wish)
    if packed.shrinkage.is_small_enough:
        _is_as_good(before, packed.built)
        found = verify(members(packed.built, shrinkage=packed.shrinkage)).diagnostics
        expected = (
            {*rules(packed.built), FORCED}
            if packed.built.report.number_of(ERROR)
            else rules(packed.built)
        )
        assert [each for each in found if each.rule not in expected] == []
    done = shrink(before, folder, wish._replace(packed=False, kept=frozenset()))
    was, location = content(folder), opened(root).location
    apply(location, changes_of(done))
    _is_as_good(before, built(root))
    assert rules(built(root)) == rules(done.built)
    assert undo(location) in ((), None)
    assert content(folder) == was


def _is_as_good(before: Build, after: Build) -> None:
    assert before.document is not None
    assert after.document is not None
    assert shown(after.document) == shown(before.document)
    assert not rules(after) - rules(before)


@given(projects(), st.sampled_from(WISHES))
@settings(max_examples=25)
def test_what_is_shown_stays_and_can_be_taken_back(
    project: tuple[str, dict[str, bytes]], wish: Wish
) -> None:
    with tempfile.TemporaryDirectory() as root:
        hold(Path(root), *project, wish)
