"""What every open page is told: from the builder's thread to all sockets.

A message is framed once, by whoever publishes it, and written to every socket in one go of the
loop; no task stands between. A page that does not keep up has a short queue of its own, which
it loses when it is full: then it is sent the whole article as soon as it takes more.
"""

import asyncio
import struct
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from docbuild.preview.messages import (
    NO_NOTICE,
    RECOVERED,
    RELOAD,
    Hello,
    Patch,
    read_patch,
    whole,
    without_own,
)
from docbuild.preview.view import View

_TEXT = 0x81  # a final frame of text
_LONGEST_QUEUE = 64  # messages
_REMEMBERED = 64  # patches, for pages that lost their connection for a moment
_LARGEST_REMEMBERED = 64 * 1024  # characters: beyond that the whole is as good
_PATIENCE = 0.05  # seconds that the builder waits for its messages to be on their way


class Outlet(Protocol):
    """Where the messages to one page leave."""

    @property
    def takes_more(self) -> bool:
        """Whether what is written now goes out soon."""

    def write(self, frame: bytes) -> None:
        """Send a frame."""


class Subscriber:
    """A page that follows.

    ``is_own``: it is on this machine. ``reloaded``: the state of the hub's of that name which
    the page has seen.
    """

    def __init__(self, outlet: Outlet, *, is_own: bool) -> None:
        self.is_own = is_own
        self.reloaded = 0
        self.fell_behind = False
        self._outlet = outlet
        self._queue: deque[bytes] = deque()

    def offer(self, frame: bytes) -> None:
        """Send ``frame`` as soon as it can be, unless the page is too far behind for that."""
        if self.fell_behind:
            return
        if not self._queue and self._outlet.takes_more:
            self._outlet.write(frame)
        elif len(self._queue) < _LONGEST_QUEUE:
            self._queue.append(frame)
        else:
            self._queue.clear()
            self.fell_behind = True

    def resume(self) -> None:
        """Send what waits, as far as it is taken."""
        while self._queue and self._outlet.takes_more:
            self._outlet.write(self._queue.popleft())


class Hub:
    """The current view, and the pages that follow it.

    Everything but ``publish`` is for the thread of the loop.
    """

    def __init__(self, run: str, secret: str, view: View) -> None:
        self.run = run
        self.view = view
        self._secret = secret
        self._reloaded = view.revision  # pages of an earlier revision were to load anew
        self._patches: deque[Patch] = deque(maxlen=_REMEMBERED)
        self._subscribers: set[Subscriber] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Belong to the running loop from now on."""
        self._loop = asyncio.get_running_loop()

    def publish(self, view: View, messages: Sequence[str]) -> None:
        """Serve ``view`` from now on, and tell every page ``messages``. For any other thread.

        A ``RELOAD`` among the messages comes with a revision of its own, so that pages which
        miss it can be told later. Returns when the messages are on their way: a thread that
        goes on computing would keep the interpreter from the very loop that is to send them.
        """
        frames = [_frame(message) for message in messages]
        if self._loop is None:
            self._take(view, messages, frames)
            self._remember(messages)
            return
        sent = threading.Event()
        try:
            self._loop.call_soon_threadsafe(self._deliver, view, messages, frames, sent)
        except RuntimeError:
            if not self._loop.is_closed():
                raise
            return  # the server is gone, and with it all who there were to tell
        sent.wait(_PATIENCE)

    def join(self, subscriber: Subscriber, hello: Hello) -> None:
        """Bring a page up to date, and keep it so."""
        self._subscribers.add(subscriber)
        subscriber.reloaded = self._reloaded
        self._offer(subscriber, [*self._missing(subscriber, hello), *self._state()])

    def resume(self, subscriber: Subscriber) -> None:
        """Go on with a page that takes more again."""
        subscriber.resume()
        if not subscriber.fell_behind:
            return
        subscriber.fell_behind = False
        missed_reload = subscriber.reloaded != self._reloaded
        subscriber.reloaded = self._reloaded
        article = RELOAD if missed_reload else self._whole(subscriber)
        self._offer(subscriber, [article, *self._state()])

    def leave(self, subscriber: Subscriber) -> None:
        self._subscribers.discard(subscriber)

    def _deliver(
        self, view: View, messages: Sequence[str], frames: Sequence[bytes], sent: threading.Event
    ) -> None:
        self._take(view, messages, frames)
        sent.set()
        self._remember(messages)

    def _take(self, view: View, messages: Sequence[str], frames: Sequence[bytes]) -> None:
        if RELOAD in messages:
            self._reloaded = view.revision
        self.view = view
        others = []
        for subscriber in self._subscribers:
            if subscriber.is_own:
                for frame in frames:
                    subscriber.offer(frame)
            else:
                others.append(subscriber)
        for message in messages if others else ():
            frame = _frame(without_own(message))
            for subscriber in others:
                subscriber.offer(frame)

    def _offer(self, subscriber: Subscriber, messages: Iterable[str]) -> None:
        for message in messages:
            subscriber.offer(_frame(message if subscriber.is_own else without_own(message)))

    def _remember(self, messages: Sequence[str]) -> None:
        """Keep the patches that lead to the current revision."""
        for message in messages:
            patch = read_patch(message) if len(message) <= _LARGEST_REMEMBERED else None
            if patch is not None:
                self._patches.append(patch)

    def _missing(self, subscriber: Subscriber, hello: Hello) -> Sequence[str]:
        """What brings the page that said ``hello`` to the current revision."""
        if hello.run != self.run:
            return [self._whole(subscriber)]
        if hello.revision == self.view.revision:
            return []
        if 0 <= hello.revision < self._reloaded:
            return [RELOAD]
        patches = self._path(hello.revision)
        return [self._whole(subscriber)] if patches is None else patches

    def _path(self, revision: int) -> list[str] | None:
        """The patches that lead from ``revision`` to the current one, if all are remembered."""
        by_base = {patch.base: patch for patch in self._patches}
        texts = []
        while revision != self.view.revision:
            patch = by_base.get(revision)
            if patch is None:
                return None
            texts.append(patch.text)
            revision = patch.revision
        return texts

    def _state(self) -> list[str]:
        """The last of what is no part of the article; and that there is none, if it was."""
        view = self.view
        told = [text for text in (view.report, view.releases) if text is not None]
        return [*told, view.failure or RECOVERED, view.notice or NO_NOTICE]

    def _whole(self, subscriber: Subscriber) -> str:
        return whole(self.run, self.view, self._secret if subscriber.is_own else None)


def _frame(message: str) -> bytes:
    """A WebSocket frame (RFC 6455, 5.2), in a tenth of the time that a general writer takes.

    Half a surrogate pair, which UTF-8 cannot carry, becomes ``?``.
    """
    data = message.encode("utf-8", "replace")
    length = len(data)
    if length < 126:
        return struct.pack("!BB", _TEXT, length) + data
    if length < 1 << 16:
        return struct.pack("!BBH", _TEXT, 126, length) + data
    return struct.pack("!BBQ", _TEXT, 127, length) + data
