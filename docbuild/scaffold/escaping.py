"""Text of any origin as Markdown that shows exactly that text, on the platform and on GitHub.

The two differ: the platform knows no backslash before ``<``, and cuts a table's row at every
pipe, be it escaped or in code; so both are written as character references. It makes links of
whatever looks like an address, which the document may not have: addresses become code.
"""

from __future__ import annotations

import re

# Controls, marks of direction and halves of surrogate pairs, which nobody sees; and U+2424, which
# the platform takes for a line end.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2424\ufeff\ud800-\udfff]"
)
_WIDE = r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]+[ \t]*(?={_WIDE})")

_RUN = re.compile(r"[!-_a-{}~]+")  # ASCII without spaces, pipes and backticks
_TURNED = re.compile(r"://|www\.|[!-~]@[0-9A-Za-z]|:[a-z0-9_+-]+:")  # into links, or emoji
_EDGES = re.compile(r"""[("'<\[{]*(.*?)[.,;:!?"')\]}>]*""", re.DOTALL)

_SPECIAL = re.compile(r"[\\`*\[\]~]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
_REFERENCE = re.compile(r"&(?=#?\w)")
_BLOCK_START = re.compile(r"[#+\->=]|(?<=\d)[.)]")
_CLOSING_HASHES = re.compile(r"#(?=#*\Z)")


def shown(text: str) -> str:
    """``text`` as a reader is to see it: on one line, without what nobody sees."""
    return " ".join(_WRAPPED.sub("", _UNSEEN.sub("", text)).split())


def inline(text: str) -> str:
    """Markdown that shows :func:`shown` of ``text`` within a cell or behind other text."""
    text, end = shown(text), 0
    pieces: list[str] = []
    for run in _RUN.finditer(text):
        if _TURNED.search(run[0]):
            pieces += _plain(text[end : run.start()]), _unlinked(run[0])
            end = run.end()
    return "".join((*pieces, _plain(text[end:])))


def paragraph(text: str) -> str:
    """The same as a paragraph by itself, which must not become a list, heading or the like."""
    written = inline(text)
    digits = len(written) - len(written.lstrip("0123456789"))
    if _BLOCK_START.match(written, digits) and (digits == 0 or written[digits] in ".)"):
        return (
            f"{written[:digits]}\\{written[digits:]}"
            if written[0] != "="
            else f"&#61;{written[1:]}"
        )
    return written


def heading(text: str, level: int) -> str:
    """A heading; hashes at its end would be taken for closing ones."""
    return f"{'#' * level} {_CLOSING_HASHES.sub('&#35;', inline(text))}"


def code(text: str) -> str:
    """``text`` as code, anywhere but in a table; nothing where there is nothing to show."""
    text = shown(text)
    return _code(text) if text else ""


def cell_code(text: str) -> str:
    """``text`` as code; as plain text where it has a pipe, which no code in a table can."""
    return inline(text) if "|" in text else code(text)


def fence(text: str, language: str) -> str:
    """A block of code, whatever backticks it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    # For the platform a backtick may begin an address of mail, which comes before code.
    space = " " if text.startswith("`") or text.endswith("`") or "@" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _unlinked(run: str) -> str:
    """What would become a link or an emoji, as code; punctuation around it stays outside."""
    match = _EDGES.fullmatch(run)
    inner = match[1] if match else run
    if match is None or not _TURNED.search(inner):
        return _code(run)
    return _plain(run[: match.start(1)]) + _code(inner) + _plain(run[match.end(1) :])


def _plain(text: str) -> str:
    text = _REFERENCE.sub("&amp;", text)
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return text.replace("<", "&lt;").replace("|", "&#124;")
