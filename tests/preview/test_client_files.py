"""The client's files as text: all are there, speak both languages, and know no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docbuild.preview.client_files import read_client_files

CLIENT = Path(__file__).parent.parent.parent / "docbuild" / "preview" / "client"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(CLIENT.iterdir())}
SCRIPTS = {name: text for name, text in FILES.items() if name.endswith(".js")}

IMPORTED = re.compile(r"""(?:from|import)\(? ?"\./([^"]+)"|@import url\("([^"]+)"\)""")
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


def imports(text: str) -> set[str]:
    return {one or other for one, other in IMPORTED.findall(text)}


def test_every_file_is_served_and_reached_from_what_pages_link() -> None:
    assert read_client_files().keys() == FILES.keys()
    reached: set[str] = set()
    waiting = {"preview.js", "preview.css"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= imports(FILES[name]) - reached
    assert reached == FILES.keys()


def keys(table: str) -> dict[str, str]:
    """The keys of a table of words, each with the parameters that its sentence takes."""
    found = re.findall(r"^  (\w+): (\([\w, ]*\) =>)?", table, re.MULTILINE)
    assert len(found) > 50
    return dict(found)


def test_everything_is_said_in_both_languages() -> None:
    zh, en = SCRIPTS["words.js"].split("const en = {")
    assert keys(zh) == keys(en)


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_another_host_or_writes_to_the_console(name: str) -> None:
    text = FILES[name].replace(SVG_NAMESPACE, "")
    assert not re.search(r"(?:https?:)?//[\w-]+\.", text)
    assert "console." not in text
    assert max(map(len, text.splitlines())) <= 100


def test_html_is_parsed_in_one_place() -> None:
    """Everything else is made element by element: what a document says stays text."""
    parsing = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|document\.write|eval\(")
    assert {name for name, text in SCRIPTS.items() if parsing.search(text)} == {"article.js"}


def test_nothing_asks_for_the_layout_between_a_patch_and_its_end() -> None:
    measuring = re.compile(
        r"getBoundingClientRect|offset(?:Top|Left|Width|Height)|getComputedStyle"
    )
    for name in ("live.js", "article.js", "morph.js", "connection.js"):
        assert not measuring.search(SCRIPTS[name])
