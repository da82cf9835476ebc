"""What the platform takes for an e-mail address in the running text, and how to keep it from that.

Its rule for addresses comes before the ones for emphasis and code, and lets nearly any ASCII
mark stand before the ``@``: ``**a@b.com**`` is no bold but a link to ``**a@b.com``, and code
that begins with a name (```lodash@4.17.21```) is no code. Two backticks and a space keep it
code, on the platform as well as on GitHub.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import Link, LinkForm
from docbuild.rules.routes import rejected, scheme
from docbuild.rules.rule import Subject
from docbuild.source import Span

_MARKS = r"[*_~`]*"
# What goes on behind what the platform takes for the host: a@b.co|m_, cli@1.3|/dist/a.js
_REST = r"(?:[A-Za-z0-9@/.:+-]|_(?=[A-Za-z0-9])){0,200}(?<=[A-Za-z0-9/])"
# No host of a mailbox: a version, the name of a file, or one letter or number at the end.
_NO_HOST = (
    r"[0-9]+\.[0-9x]+(?![^.+-])(?:[.+-].*)?|.*\.(?:[^.]|[^.]*[0-9][^.]*)|.*(?<![^@])[1-4]x\.[a-z]+"
    r"|.*\.(?:png|jpe?g|gif|svg|webp|bmp|jsx?|tsx?|vue|css|less|scss|json|wxml|wxss|wxs|tgz|gz)"
)
_NEAR = 2000  # characters of a line that are searched for a backtick
_INTERNATIONAL = r".*\.xn--[^.]+"


class MailLink(NamedTuple):
    """A link that nobody wrote. ``text`` is the whole word that it was made from.

    ``is_address``: the word is somebody's address, not a package, a file or a repository.
    ``was_code``: it stands in backticks that the link has swallowed. ``fix`` is ``None``
    where marks beside it leave no certain one.
    """

    link: Link
    text: str
    is_address: bool
    was_code: bool
    fix: Fix | None


def mail_links(subject: Subject) -> Iterator[MailLink]:
    """Every e-mail address that the platform finds in the running text, in source order."""
    source = subject.snapshot.source
    for found in rejected(subject, "link-scheme"):
        bare = found.link.form is LinkForm.BARE and scheme(found.meant) == "mailto"
        if bare and source is not None:
            yield _read(found.link, source.text)


def _read(link: Link, text: str) -> MailLink:
    start, end = link.span
    marks = re.match(_MARKS, text[start:end])
    behind_marks = start if marks is None else start + marks.end()
    first = start - 1 if behind_marks == start and text[start - 1 : start] == "@" else behind_marks
    rest = re.compile(_REST).match(text, end)
    word = Span(first, end if rest is None else rest.end())
    ticks = _ticks_before(text, word.start)
    edits = _opened(text, word, ticks) if ticks else _quoted(text, word)
    title = Message("写成行内代码", "Write it as code")
    fix = Fix(title, edits, safe=True) if edits else None
    written = text[word.start : word.end]
    return MailLink(link, written, _is_address(written), ticks > 0, fix)


def in_code(word: str) -> Message:
    """How to write ``word`` as code: single backticks do only for what begins with ``@``."""
    if word.startswith("@"):
        return Message("用反引号写成行内代码。", "Put it into backticks, as code.")
    return Message(
        f"前后各用两个反引号，里面留空格：`` {word} ``。只用一个反引号，平台仍会当成邮箱。",
        f"Put it into two backticks with spaces inside: `` {word} ``. Within single ones the "
        "platform still takes it for an address.",
    )


def _is_address(word: str) -> bool:
    """``word`` may be longer than what was taken for an address: ``git@github.com:a/b.git``."""
    user, _, host = word.lower().partition("@")
    if not user or user == "git" or "/" in user:
        return False
    return re.fullmatch(_NO_HOST, host) is None or re.fullmatch(_INTERNATIONAL, host) is not None


def _ticks_before(text: str, place: int) -> int:
    """How many backticks open code right before ``place``, by the pairs on its line."""
    first = max(0, place - _NEAR)
    start = max(text.rfind("\n", first, place), text.rfind("\r", first, place), first - 1) + 1
    runs = re.findall("`+", text[start:place])
    return len(runs[-1]) if len(runs) % 2 and text[place - 1] == "`" else 0


def _quoted(text: str, word: Span) -> tuple[Edit, ...]:
    """Make code of a word, if no backtick beside it would join in."""
    if "`" in text[max(word.start - 1, 0) : word.end + 1]:
        return ()
    marks = ("`", "`") if text[word.start] == "@" else ("`` ", " ``")
    return tuple(Edit(Span(place, place), mark) for place, mark in zip(word, marks, strict=True))


def _opened(text: str, word: Span, ticks: int) -> tuple[Edit, ...]:
    """Let code begin with a space, as it cannot begin with ``word``."""
    close = re.compile(r"[^`\r\n]*(`+)").match(text, word.end, word.end + _NEAR)
    if close is None or len(close[1]) != ticks:
        return ()
    code = text[word.start : close.start(1)].rstrip()
    edit = Edit(Span(word.start - ticks, close.end()), f"`` {code} ``")
    return (edit,)
