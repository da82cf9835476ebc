"""Addresses of components and pages of plugins in a text: ``plugin://weather/card``."""

import re
from collections.abc import Iterator

from docbuild.mentions.code_places import CodePlaces
from docbuild.mentions.mention import Addressed, Scheme

_ADDRESS = (
    r"\b(?P<scheme>plugin|plugin-private)://(?P<host>[\w.-]++)/(?P<name>[\w./-]*+)(?P<rest>.?)"
)
_GONE = r"废弃|弃用|移除|删除|下线|下架|旧版|不再|deprecated|removed|legacy|no longer"
_NEAR = 60  # characters on either side that belong to what is said of an address
# Behind a name that goes on in a way that only a program or a reader can tell.
_OPEN = frozenset("$<>{}*…+[]|\\")


def addresses(text: str, places: CodePlaces) -> Iterator[Addressed]:
    """The addresses in ``text`` that are written out, in order.

    What stands for something else is left out: ``plugin://<alias>/card``, ``plugin://a/${name}``.
    """
    if "://" not in text:
        return
    for match in re.finditer(_ADDRESS, text):
        name = match["name"].rstrip("./") if match["rest"] != "/" else match["name"]
        if not name or match["rest"] in _OPEN or _stands_for(match["host"], name):
            continue
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if tells_of_the_past(_line(around, min(_NEAR, match.start()))):
            continue
        scheme: Scheme = "plugin" if match["scheme"] == "plugin" else "plugin-private"
        start = match.start("name")
        end = start + len(name)
        yield Addressed(
            places.span(match.start(), end),
            scheme,
            match["host"],
            name,
            places.span(*match.span("host")),
            places.span(start, end),
        )


def tells_of_the_past(text: str) -> bool:
    """Whether a sentence or comment says of something that it is no more."""
    return re.search(_GONE, text, re.IGNORECASE) is not None


def _line(text: str, at: int) -> str:
    """The line of ``text`` around ``text[at]``."""
    return text[: at + 1].rpartition("\n")[2] + text[at + 1 :].partition("\n")[0]


_PLACEHOLDERS = frozenset(
    """
    xxx xx x name names component components componentname component-name page pages
    pagename page-name path path/to/page path/to/component pluginname plugin-name
    hello-component hello-page hello-list
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)


def _stands_for(host: str, name: str) -> bool:
    """Whether an address is a pattern: names of plugins are ASCII, and nobody is named ``xxx``."""
    written = f"{host}/{name}"
    low = name.lower()
    return (
        not written.isascii()
        or ".." in written
        or low in _PLACEHOLDERS
        or re.search(r"(?i)x{3,}|^(?:your|my)?-?(?:component|page)(?:-?name)?s?$", low) is not None
    )
