"""Where events come from: the system's own, or watchdog's. Both are only hints."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple, Protocol


class Kind(Enum):
    """What an event says of a path."""

    WRITTEN = "written"  # some of it: its writer has it open
    TOUCHED = "touched"  # its times or its permissions
    CREATED = "created"
    FINISHED = "finished"  # closed after writing, or moved into place
    GONE = "gone"
    FOLDER = "folder"  # a folder came or went
    FOLDER_MOVED_IN = "folder moved in"
    LOST = "lost"  # events were lost, or the folder is no longer watched


class Event(NamedTuple):
    kind: Kind
    path: str


class Source(Protocol):
    """Events of single folders, not of those below. Any thread may call any of these."""

    def arm(self, folder: str, identity: tuple[int, ...]) -> bool:
        """Listen to ``folder``, which is that one; whether that is new. Raises ``OSError``."""

    def disarm_all_but(self, folders: Iterable[str]) -> None:
        """Stop listening to the other folders."""

    def drain(self) -> list[Event]:
        """All events since the last call, without waiting."""

    def wait(self, timeout: float | None) -> None:
        """Return when there are events, when woken, or after ``timeout`` seconds."""

    def wake(self) -> None:
        """Let ``wait`` return."""

    def close(self) -> None:
        """Stop listening, and let ``wait`` return."""
