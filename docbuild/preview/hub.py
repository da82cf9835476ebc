"""What every open page is told: from the builder's thread to all sockets.

The builder publishes; each page has a short queue of its own and a task that empties it. A page
that cannot keep up loses its queue, and is sent the whole article when it can.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Sequence

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

_LONGEST_QUEUE = 64  # messages
_REMEMBERED = 64  # patches, for pages that lost their connection for a moment
_LARGEST_REMEMBERED = 64 * 1024  # characters: beyond that the whole is as good
_PATIENCE = 0.05  # seconds that the builder waits for its messages to be on their way


class Subscriber:
    """A page that follows, and what is still to be sent to it.

    ``is_own``: it is on this machine. ``reloaded``: the state of the hub's of that name which
    the page has seen.
    """

    def __init__(self, *, is_own: bool) -> None:
        self.is_own = is_own
        self.reloaded = 0
        self.fell_behind = False
        self._queue: deque[str] = deque()
        self._wake = asyncio.Event()

    def offer(self, message: str) -> None:
        """Queue ``message``, unless the page is too far behind for single messages."""
        if self.fell_behind:
            return
        if len(self._queue) == _LONGEST_QUEUE:
            self._queue.clear()
            self.fell_behind = True
        else:
            self._queue.append(message)
        self._wake.set()

    async def ready(self) -> None:
        """Wait until there is something to send."""
        await self._wake.wait()

    def take(self) -> str | None:
        """The next message, or ``None`` if there is none left."""
        if self._queue:
            return self._queue.popleft()
        self._wake.clear()
        return None


class Hub:
    """The current view, and the pages that follow it.

    Everything but ``publish`` is for the thread of the loop.
    """

    def __init__(self, run: str, secret: str, view: View) -> None:
        self.run = run
        self.view = view
        self._secret = secret
        self._reloaded = view.revision  # a page of an earlier revision has the old surroundings
        self._patches: deque[Patch] = deque(maxlen=_REMEMBERED)
        self._subscribers: set[Subscriber] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Belong to the running loop from now on."""
        self._loop = asyncio.get_running_loop()

    def publish(self, view: View, messages: Sequence[str]) -> None:
        """Serve ``view`` from now on, and tell every page ``messages``. For any other thread.

        Returns when the messages are on their way: a thread that goes on computing would keep
        the interpreter from the very loop that is to send them.
        """
        if self._loop is None:
            self._take(view, messages)
            return
        sent = threading.Event()
        try:
            self._loop.call_soon_threadsafe(self._deliver, view, messages, sent)
        except RuntimeError:
            if not self._loop.is_closed():
                raise
            return  # the server is gone, and with it all who there were to tell
        sent.wait(_PATIENCE)

    def join(self, subscriber: Subscriber, hello: Hello) -> None:
        """Bring a page up to date, and keep it so."""
        self._subscribers.add(subscriber)
        subscriber.reloaded = self._reloaded
        self._offer(subscriber, self._missing(subscriber, hello))
        self._offer(subscriber, self._state())

    def leave(self, subscriber: Subscriber) -> None:
        self._subscribers.discard(subscriber)

    def next_message(self, subscriber: Subscriber) -> str | None:
        """What to send to a page now, or ``None`` to wait."""
        if subscriber.fell_behind:
            subscriber.fell_behind = False
            missed_reload = subscriber.reloaded != self._reloaded
            subscriber.reloaded = self._reloaded
            self._offer(subscriber, [RELOAD if missed_reload else self._whole(subscriber)])
            self._offer(subscriber, self._state())
        return subscriber.take()

    def _deliver(self, view: View, messages: Sequence[str], sent: threading.Event) -> None:
        self._take(view, messages)
        loop = asyncio.get_running_loop()
        loop.call_soon(sent.set)  # behind the tasks that this woke
        loop.call_soon(self._remember, messages)

    def _take(self, view: View, messages: Sequence[str]) -> None:
        if view.surroundings != self.view.surroundings:
            self._reloaded = view.revision
        self.view = view
        for subscriber in self._subscribers:
            self._offer(subscriber, messages)

    def _offer(self, subscriber: Subscriber, messages: Sequence[str]) -> None:
        for message in messages:
            subscriber.offer(message if subscriber.is_own else without_own(message))

    def _remember(self, messages: Sequence[str]) -> None:
        """Keep the patches that lead to the current revision, without a gap."""
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
        report = () if view.report is None else (view.report,)
        return [*report, view.failure or RECOVERED, view.notice or NO_NOTICE]

    def _whole(self, subscriber: Subscriber) -> str:
        return whole(self.run, self.view, self._secret if subscriber.is_own else None)
