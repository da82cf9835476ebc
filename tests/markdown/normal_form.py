"""What a reader can tell apart in a piece of HTML: two renderings agree if this is equal.

Tags with the attributes that show, and text with its spaces folded outside ``<pre>``; spaces
at the edges of blocks do not show. Ids and class names do not show, but the language of a
code block counts, since it decides how the code is coloured.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

_SHOWN = {"src", "href", "alt", "title", "start"}
_BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("table", "thead", "tr", "th", "td", "blockquote", "pre", "hr", "br"),
}
_VOID = {"img", "br", "hr"}
_BASE = re.compile(r"^/__plugindoc__/")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "tbody":
            shown = sorted(f"{k}={v}" for k, v in map(_attribute, attrs) if k and v != "")
            self.events.append(("start", tag, *shown))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and tag != "tbody":
            self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self.events and self.events[-1][0] == "text":
            data = self.events.pop()[1] + data
        self.events.append(("text", data))


def _attribute(attribute: tuple[str, str | None]) -> tuple[str, str]:
    name, value = attribute[0], attribute[1] or ""
    if name in {"src", "href"}:
        return name, "url:" + unquote(re.sub(r"^(\./)+", "", _BASE.sub("", value)))
    if name == "alt":
        return name, "alt:" + value
    if name == "style":
        return "align", value.removeprefix("text-align:")
    if name == "class":
        return "language", re.sub(r"^lang(uage)?-", "", value)
    return (name, value) if name in _SHOWN else ("", "")


def normal_form(html: str) -> list[tuple[str, ...]]:
    """The events of ``html`` that a reader can tell apart."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    events, kept, preformatted = reader.events, [], 0
    for index, event in enumerate(events):
        if event[1] == "pre":
            preformatted += 1 if event[0] == "start" else -1
        if event[0] != "text":
            kept.append(event)
            continue
        text = event[1].rstrip("\n") if preformatted else re.sub(r"[ \t\n\r]+", " ", event[1])
        if not preformatted and _is_edge(events, index - 1):
            text = text.lstrip()
        if not preformatted and _is_edge(events, index + 1):
            text = text.rstrip()
        if text:
            kept.append(("text", text))
    return kept


def _is_edge(events: list[tuple[str, ...]], index: int) -> bool:
    return not 0 <= index < len(events) or events[index][1] in _BLOCKS
