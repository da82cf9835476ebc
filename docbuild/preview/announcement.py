"""What is printed when the preview starts."""

import io
from collections.abc import Sequence
from typing import NamedTuple

import segno

from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.formats.style import Style
from docbuild.preview.own_site import Site

_PREVIEW = Message("预览", "Preview")
_WATCHING = Message("监视", "Watching")
_PHONE = Message("手机", "Phone")
_STOP = Message("按 Ctrl-C 结束", "Press Ctrl-C to stop")
_OPEN_TO_ALL = Message(
    "同一网络里知道这个地址的人都能看到预览（不能修改）。地址每次启动都会变。",
    "Anyone on your network who knows this address can see the preview, but change nothing. "
    "The address is a new one at every start.",
)
_QUIET_ZONE = 2  # modules of light around the code; phones find it with so few
_WHITE_ON_BLACK, _RESET = "\x1b[97;40m", "\x1b[0m"


class Look(NamedTuple):
    """How to print: in colour or not, and whether a phone could scan it."""

    language: Language
    style: Style
    is_terminal: bool


def announcement(site: Site, watched: Sequence[str], look: Look) -> str:
    """The addresses and what is watched; with others on the network, a code for a phone."""
    rows = [(_PREVIEW, look.style.bold(site.url))]
    rows += [(_WATCHING, printable(path)) for path in watched]
    rows += [(_PHONE, look.style.bold(url)) for url in site.lan_urls]
    lines = _table(rows, look.language)
    if site.lan:
        if look.is_terminal:
            lines += ["", *_code(site.lan_urls[0], look.style)]
        lines += ["", look.style.yellow(_OPEN_TO_ALL.text(look.language))]
    return "\n".join([*lines, "", _STOP.text(look.language), ""])


def _table(rows: Sequence[tuple[Message, str]], language: Language) -> list[str]:
    """The rows with a label before the first of its kind."""
    labels = [label.text(language) for label, _ in rows]
    width = max(map(len, labels)) + 2
    before = ["", *labels]
    return [
        ("" if label == last else label).ljust(width) + value
        for label, last, (_, value) in zip(labels, before, rows, strict=False)
    ]


def _code(url: str, style: Style) -> list[str]:
    """A QR code of half blocks, two modules to a character, light where the blocks are."""
    drawn = io.StringIO()
    segno.make_qr(url, error="l").terminal(drawn, border=_QUIET_ZONE, compact=True)
    lines = drawn.getvalue().splitlines()
    if not style.enabled:
        return lines
    return [f"{_WHITE_ON_BLACK}{line}{_RESET}" for line in lines if line]
