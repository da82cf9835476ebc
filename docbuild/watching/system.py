"""The source of events that this system has."""

from docbuild.watching.observer import Observed
from docbuild.watching.source import Source

try:
    from docbuild.watching.inotify import Inotify
except ImportError:  # no Linux, or a watchdog that no longer has what is used of it
    Inotify = None  # type: ignore[assignment,misc]  # a class or None has no common type to declare


def events_of_system() -> Source:
    """Raises ``OSError`` where the system allows no more listeners."""
    return Observed() if Inotify is None else Inotify()
