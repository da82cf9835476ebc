"""Telling a document that is being saved from one that was saved.

Nobody says when a save is complete but the system, by an event, and events may be missing. So what
looks half saved is shown only when it stays as it is for a while.
"""

from typing import NamedTuple, TypeAlias

from docbuild.files import ReadProblem

PATIENCE = 0.5
"""Seconds after which what looks half saved is taken for what was meant."""

_AGAIN = 0.05  # seconds after which a file is read again that changed while it was read

Content: TypeAlias = bytes | ReadProblem | None
"""What reading the document gave; ``None`` where there is none."""


class Verdict(NamedTuple):
    """``show``: this is to be shown now. Else ``until`` is when to read and offer it again (by
    the clock that was given), ``None`` if there is nothing new."""

    show: bool
    until: float | None = None


class Settling:
    """Decides which content of the document is shown; what it showed last is ``shown``.

    The clock is the caller's, in seconds.
    """

    def __init__(self, shown: Content = None) -> None:
        self.shown = shown
        self._held: Content = shown
        self._since = 0.0

    def offer(
        self, content: Content, *, closed: bool, now: float, changed: bool = False
    ) -> Verdict:
        """What to do with what was just read.

        ``closed``: its writer was seen to close it or to move it into place, and nobody has
        begun to write since. ``changed``: something was told of it since the last offer, as is
        assumed of an offer before the time for it: between two looks at an empty file it may
        have been whole.
        """
        if content == self.shown:
            self._held = content
            return Verdict(False)
        if isinstance(content, ReadProblem) and content.code == "changed":
            self._held = self.shown
            return Verdict(False, now + _AGAIN)
        if not self._waits(content, closed) or self._has_stayed(content, changed, now):
            self._held = self.shown = content
            return Verdict(True)
        return Verdict(False, self._since + PATIENCE)

    def _waits(self, content: Content, closed: bool) -> bool:
        if not isinstance(content, bytes):
            return True  # an editor may have moved it away, to put the new one in its place
        before = self.shown if isinstance(self.shown, bytes) else None
        return unfinished(before, content, closed=closed)

    def _has_stayed(self, content: Content, changed: bool, now: float) -> bool:
        is_time = now >= self._since + PATIENCE
        if content == self._held and is_time and not changed:
            return True
        self._held, self._since = content, now
        return False


def unfinished(before: bytes | None, now: bytes, *, closed: bool) -> bool:
    """Whether ``now`` looks like a save of which a part is missing.

    ``before`` is what was there earlier, ``None`` for nothing. What is not ``closed`` may always
    grow. What is closed is whole, unless it is emptied, ends within a character, or is the old
    text cut off inside a line that is not its last. Leaving out the last paragraphs is no such
    cut: it ends with a line.
    """
    if now == before:
        return False
    if not closed:
        return True
    if not before:
        return False
    return not now or _is_cut(before, now) or (_is_text(before) and not _is_text(now))


def _is_cut(before: bytes, now: bytes) -> bool:
    """Whether ``now`` is the beginning of ``before`` up to somewhere inside a line."""
    lost = before[len(now) :]
    if not lost or lost[:1] in b"\r\n" or now.endswith((b"\r", b"\n")):
        return False
    return b"\n" in lost.rstrip() and before.startswith(now)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
