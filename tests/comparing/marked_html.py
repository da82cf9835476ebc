"""What is left of marked HTML without its insertions, or without its deletions."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

_VOID = {"img", "br", "hr"}
_INLINE = {"strong", "em", "del", "code", "a", "span"}
_KNOWN = {*_VOID, *_INLINE, "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "ins"}
_KNOWN |= {"blockquote", "pre", "table", "thead", "tbody", "tr", "th", "td"}
_NOT_COMPARED = {"id", "class", "style", "start"}  # those of the new side stand for both
_MARKS = {"ins": "added", "del": "removed"}

#: A character, a picture or the begin of a block, with the elements around it.
Seen = tuple[tuple[str, ...], str]


def seen(html: str, without: str = "") -> list[Seen]:
    """All that ``html`` shows, ``without`` what has that class (``added`` or ``removed``).

    Space counts in code alone. Raises ``AssertionError`` for HTML that is not well-formed.
    """
    reader = _Reader(without)
    reader.feed(html)
    reader.close()
    assert not reader.open, "an element stays open"
    return reader.found


def all_seen(htmls: Iterable[str], without: str = "") -> list[Seen]:
    return [each for html in htmls for each in seen(html, without)]


class _Reader(HTMLParser):
    def __init__(self, without: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Seen] = []
        self.open: list[tuple[str, str | None, bool]] = []
        self._without = without

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _KNOWN, f"no element of an article: {tag}"
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        is_mark = tag in _MARKS and classes in ([_MARKS[tag]], [_MARKS[tag], "moved"])
        assert is_mark or tag != "ins"
        is_left_out = bool(self._without) and self._without in classes
        told = sorted((k, v) for k, v in attrs if k not in _NOT_COMPARED)
        name = f"{tag} {told}" if told else tag
        if tag in _VOID:
            self._add(name, force=is_left_out)
            return
        if tag not in _INLINE and not is_mark:
            self._add(name, force=is_left_out)
        self.open.append((tag, None if is_mark else name, is_left_out))

    def handle_endtag(self, tag: str) -> None:
        assert tag not in _VOID
        assert self.open[-1][0] == tag, f"{tag} ends within {self.open[-1][0]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        in_code = any(tag == "pre" for tag, _, _ in self.open)
        for character in data:
            if in_code or not character.isspace():
                self._add(character)

    def _add(self, what: str, *, force: bool = False) -> None:
        if not force and not any(left_out for _, _, left_out in self.open):
            around = tuple(name for _, name, _ in self.open if name is not None)
            self.found.append((around, what))
