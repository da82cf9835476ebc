"""Titles that the platform's renderer does not get done with are told from those that it does."""

from __future__ import annotations

import pytest
from dialect_oracle import rendered_in_time

from docbuild.markdown.endless import endless_titles

_LONG = "a title of forty characters, or a few more"
_ENDLESS = {
    "apostrophe": f"[a]: b '{_LONG}'s end'",
    "in a list": f"- x\n  - y\n    [a]: b\n 'two\n{_LONG}",
}
#: Where the renderer was seen not to come to an end, each time for seconds.
_ENDLESS_TOO = {
    "open": f"[a]: b '{_LONG}",
    "before a blank line": f"[a]: b '{_LONG}\r\n \r\n'",
    "next line": f"[a]:\n b\n  '{_LONG}",
    "footnote": f"[^1]: see '{_LONG}' by me",
    "fence behind a list": f"- a\n```\n[a]: b '{_LONG}\n```",
    "lazy line of a list": f"- x\n[a]: b '{_LONG}",
    "behind a list": f"- x\n\n[a]: b '{_LONG}",
    "quote": f"> [a]: b '{_LONG}",
    "list in a quote": f"> - x\n>   [a]: b '{_LONG}",
    "behind a heading": f"# x\n[a]: b '{_LONG}",
    "behind a table": f"|a|b|\n|-|-|\n|c|d|\n[a]: b '{_LONG}",
}
_ENDING = {
    "closed": f"[a]: b '{_LONG}'",
    "closed on another line": f"[a]: b '{_LONG}\n{_LONG}'",
    "short": "[a]: b 'it is so short, and it's good'",
    "short lines": "[a]: b 'a" + "\nb" * 40,
    "inside a paragraph": f"text\n[a]: b '{_LONG}",
    "fence": f"```\n[a]: b '{_LONG}\n```",
    "behind a marker": f"- [a]: b '{_LONG}",
    "indented in a list": f"- x\n    [a]: b '{_LONG}",
    "inside a quoted paragraph": f"> x\n> [a]: b '{_LONG}",
    "quote in a list": f"- > [a]: b '{_LONG}",
    "code": f"    [a]: b '{_LONG}",
    "HTML": f"<div>\n[a]: b '{_LONG}\n</div>",
    "quote as destination": f"[a]: '{_LONG}",
    "double quote": f'[a]: b "{_LONG}',
    "parenthesis": f"[a]: b ({_LONG}",
}


@pytest.mark.parametrize("name", _ENDLESS | _ENDLESS_TOO)
def test_endless_titles_are_found(name: str) -> None:
    text = (_ENDLESS | _ENDLESS_TOO)[name]
    [title] = endless_titles(text, 0, len(text))
    assert text[title.start] == "'"
    assert _LONG in text[slice(*title)]


@pytest.mark.parametrize("name", _ENDING)
def test_others_are_none(name: str) -> None:
    assert endless_titles(_ENDING[name], 0, len(_ENDING[name])) == ()


def test_the_platform_agrees() -> None:
    texts = [*_ENDLESS.values(), *_ENDING.values()]
    ended = [html is not None for html in rendered_in_time(texts)]
    assert ended == [False] * len(_ENDLESS) + [True] * len(_ENDING)
