"""Every system that watchdog knows, by watchdog's public interface: more hops, the same events.

Only Linux tells when a writer closes a file. Elsewhere a file counts as closed when nothing was
heard of it for a moment.
"""

import sys
import time
from collections import deque
from collections.abc import Iterable
from threading import Event as Flag
from threading import Lock

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from docbuild.watching.source import Event, Kind

_MOMENT = 0.05  # seconds
_KINDS = {
    "created": Kind.CREATED,
    "modified": Kind.WRITTEN,
    "closed": Kind.FINISHED,
    "deleted": Kind.GONE,
    "attrib": Kind.TOUCHED,
}


class Observed(FileSystemEventHandler):
    """A source of events. ``tells_closes``: whether closing a file is an event."""

    def __init__(self, *, tells_closes: bool = sys.platform.startswith("linux")) -> None:
        self._observer = Observer()
        self._observer.start()
        self._armed: dict[str, tuple[ObservedWatch, tuple[int, ...]]] = {}
        self._lock = Lock()  # of the above
        self._heard: deque[Event] = deque()
        self._tells_closes = tells_closes
        self._written: dict[str, float] = {}  # when something was last heard of each
        self._woken = Flag()
        self._closed = False

    def dispatch(self, event: FileSystemEvent) -> None:
        """Called by watchdog's thread."""
        self._heard.extend(_translated(event))
        self._woken.set()

    def arm(self, folder: str, identity: tuple[int, ...]) -> bool:
        with self._lock:
            before = self._armed.get(folder)
            if self._closed or (before is not None and before[1] == identity):
                return False
            if before is not None:
                del self._armed[folder]
                self._observer.unschedule(before[0])
            self._armed[folder] = self._observer.schedule(self, folder), identity
            return True

    def disarm_all_but(self, folders: Iterable[str]) -> None:
        with self._lock:
            for folder in self._armed.keys() - set(folders):
                self._observer.unschedule(self._armed.pop(folder)[0])

    def drain(self) -> list[Event]:
        found = [self._heard.popleft() for _ in range(len(self._heard))]
        if self._tells_closes:
            return found
        return self._closed_by_silence(found)

    def wait(self, timeout: float | None) -> None:
        if self._written:
            timeout = min(_MOMENT, _MOMENT if timeout is None else timeout)
        self._woken.wait(timeout)
        if not self._closed:
            self._woken.clear()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        with self._lock:
            self._closed = True
        self._observer.stop()
        self._observer.join()
        self._woken.set()

    def _closed_by_silence(self, found: list[Event]) -> list[Event]:
        now = time.monotonic()
        for event in found:
            if event.kind in (Kind.WRITTEN, Kind.CREATED):
                self._written[event.path] = now
            else:
                self._written.pop(event.path, None)
        silent = [path for path, last in self._written.items() if now - last >= _MOMENT]
        for path in silent:
            del self._written[path]
        return [*found, *(Event(Kind.FINISHED, path) for path in silent)]


def _translated(event: FileSystemEvent) -> Iterable[Event]:
    source, target = _text(event.src_path), _text(event.dest_path)
    if event.is_directory:
        if event.event_type in ("created", "deleted"):
            yield Event(Kind.FOLDER, source)
        elif event.event_type == "moved":
            yield Event(Kind.FOLDER, source)
            yield Event(Kind.FOLDER_MOVED_IN, target)
    elif event.event_type == "moved":
        yield Event(Kind.GONE, source)
        yield Event(Kind.FINISHED, target)
    elif event.event_type in _KINDS:
        yield Event(_KINDS[event.event_type], source)


def _text(path: bytes | str) -> str:
    return path if isinstance(path, str) else path.decode()
