"""Linux: the kernel's events of single folders, read by the very thread that acts on them.

watchdog's own way from the kernel to a handler leads through two queues and three threads, each
of which costs a tenth of a millisecond; it hears every opening of a file, our own included; and
a folder that it cannot watch it leaves silent. So of watchdog only the calls of the C library
are used here. They are the same since its version 1.
"""

import ctypes
import os
import select
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Lock
from typing import cast

from watchdog.observers.inotify_c import (
    InotifyConstants,
    inotify_add_watch,
    inotify_init,
    inotify_rm_watch,
)

from docbuild.watching.source import Event, Kind

_remove = cast("Callable[[int, int], int]", inotify_rm_watch)  # whichever type a version gives

_FOLDER = int(InotifyConstants.IN_ISDIR)
_KINDS = {
    int(InotifyConstants.IN_CLOSE_WRITE): Kind.FINISHED,
    int(InotifyConstants.IN_MODIFY): Kind.WRITTEN,
    int(InotifyConstants.IN_MOVED_TO): Kind.FINISHED,
    int(InotifyConstants.IN_CREATE): Kind.CREATED,
    int(InotifyConstants.IN_MOVED_FROM): Kind.GONE,
    int(InotifyConstants.IN_DELETE): Kind.GONE,
    int(InotifyConstants.IN_ATTRIB): Kind.TOUCHED,
    int(InotifyConstants.IN_MOVED_TO) | _FOLDER: Kind.FOLDER_MOVED_IN,
}
_SELF = int(InotifyConstants.IN_DELETE_SELF | InotifyConstants.IN_MOVE_SELF)
_ENDED = int(InotifyConstants.IN_IGNORED | InotifyConstants.IN_UNMOUNT)
_OVERFLOW = int(InotifyConstants.IN_Q_OVERFLOW)
_MASK = sum(bit for bit in _KINDS if not bit & _FOLDER) | _SELF | int(InotifyConstants.IN_ONLYDIR)
_HEADER = struct.Struct("iIII")  # watch, mask, cookie, length of the name
_AT_ONCE = 16 * 1024  # bytes of events: more would have to be mapped anew for each read
_LARGEST = _HEADER.size + 256  # bytes of one event


class Inotify:
    """Raises ``OSError`` where the user has as many inotify instances as are allowed."""

    def __init__(self) -> None:
        self._descriptor = inotify_init()
        if self._descriptor < 0:
            raise _error()
        os.set_blocking(self._descriptor, False)
        os.set_inheritable(self._descriptor, False)
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        self._armed: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._folders: dict[int, str] = {}  # by number of the watch
        self._lock = Lock()  # of all the above
        self._waiting = Lock()  # held by who waits, so that nothing is closed under them
        self._open = True

    def arm(self, folder: str, identity: tuple[int, ...]) -> bool:
        with self._lock:
            before = self._armed.get(folder)
            if not self._open or (before is not None and before[1] == identity):
                return False
            if before is not None:
                self._disarm(folder)
            number = int(inotify_add_watch(self._descriptor, os.fsencode(folder), _MASK))
            if number < 0:
                raise _error()
            self._armed[folder] = number, identity
            self._folders[number] = folder
            return True

    def disarm_all_but(self, folders: Iterable[str]) -> None:
        with self._lock:
            for folder in self._armed.keys() - set(folders):
                self._disarm(folder)

    def drain(self) -> list[Event]:
        found: list[Event] = []
        with self._lock:
            while self._open:
                data = self._read()
                for number, mask, name in _events(data):
                    self._translate(number, mask, name, found)
                if len(data) + _LARGEST <= _AT_ONCE:  # there was room for more
                    break
        return found

    def wait(self, timeout: float | None) -> None:
        with self._waiting:
            if not self._open:
                return
            for descriptor, _ in self._poll.poll(None if timeout is None else timeout * 1000):
                if descriptor == self._woken:
                    os.read(self._woken, 4096)

    def wake(self) -> None:
        with self._lock:
            if self._open:
                self._write_waking()

    def close(self) -> None:
        with self._lock:
            if not self._open:
                return
            self._open = False
            self._write_waking()
        with self._waiting, self._lock:
            for descriptor in (self._descriptor, self._woken, self._waker):
                os.close(descriptor)

    def _write_waking(self) -> None:
        with suppress(BlockingIOError):  # a full pipe wakes as well
            os.write(self._waker, b".")

    def _disarm(self, folder: str) -> None:
        number, _ = self._armed.pop(folder)
        if self._folders.get(number) == folder:  # else it moved, and is watched at its new place
            del self._folders[number]
            _remove(self._descriptor, number)  # fails where the kernel already did

    def _forget(self, number: int, folder: str) -> None:
        del self._folders[number]
        if self._armed.get(folder, (0,))[0] == number:
            del self._armed[folder]

    def _read(self) -> bytes:
        try:
            return os.read(self._descriptor, _AT_ONCE)
        except BlockingIOError:
            return b""

    def _translate(self, number: int, mask: int, name: bytes, found: list[Event]) -> None:
        """Add what an event means to ``found``. This and the like is on the way of each save."""
        folder = self._folders.get(number)
        if folder is None:
            if mask & _OVERFLOW:
                found.append(Event(Kind.LOST, os.sep))
        elif name:
            between = "" if folder == os.sep else os.sep
            path = f"{folder}{between}{name.decode(errors='surrogateescape')}"
            found.append(Event(_KINDS.get(mask, Kind.FOLDER), path))
        elif mask & (_SELF | _ENDED):
            if mask & _ENDED:
                self._forget(number, folder)
            found.append(Event(Kind.LOST, folder))
        else:
            found.append(Event(Kind.FOLDER, folder))  # what may be done with it


def _events(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place < len(data):
        number, mask, _, length = _HEADER.unpack_from(data, place)
        place += _HEADER.size
        yield number, mask, data[place : place + length].rstrip(b"\0")
        place += length


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
