"""The parent's side of one worker process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, cast

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.images.confine import WALL_SECONDS, overran
from docbuild.images.formats import format_of
from docbuild.images.limits import CPU_SECONDS
from docbuild.images.record import facts_from_record
from docbuild.images.wire import READY, read_message, write_message

_START_SECONDS = 60.0

# Isolated (-I), so that neither the environment nor the working directory adds modules. The
# folders behind the code are those that this process found docbuild and Pillow in; at the end
# of the path they cannot stand in for anything that an installed Python has itself. Only
# docbuild is looked for in the first of them at first: another one may be installed.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[2]); import docbuild; del sys.path[0]; "
    "sys.path += [p for p in sys.argv[2:] if p not in sys.path]; "
    "__import__(sys.argv.pop(1), fromlist=['main']).main()"
)


class WorkerError(RuntimeError):
    """The worker could not start, or met a mistake in docbuild itself: never a bad picture."""


class Answers(NamedTuple):
    """What the worker said of a picture, and why it could not say more, ``None`` if it could.

    ``is_late``: its time was over; else it ended by itself, as a library that gives up may do.
    """

    messages: list[bytes]
    cause: str | None = None
    is_late: bool = False


class Worker:
    """A confined process that inspects pictures, one after the other.

    Once :attr:`alive` is false it has ended, by itself or by its limits. ``module`` is what it
    runs, which must give each picture ``cpu_seconds``.
    """

    def __init__(
        self, module: str = "docbuild.images.worker", cpu_seconds: float = CPU_SECONDS
    ) -> None:
        self.alive = True
        self._cpu_seconds = cpu_seconds
        self._started = False
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, module, *_module_folders()],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            bufsize=0,
        )
        self.pid = self._process.pid
        self._input = cast(BinaryIO, self._process.stdin)
        self._output = cast(BinaryIO, self._process.stdout)
        self._errors = cast(BinaryIO, self._process.stderr)

    def inspect(self, data: bytes) -> tuple[ImageFacts, bool]:
        """The facts, and whether they may be remembered. Raises :class:`WorkerError`."""
        answers = self.ask(data, WALL_SECONDS)
        verdicts = list(map(_answer, answers.messages))
        return verdicts[-1] if verdicts else (_bomb(data, answers.cause or "no answer"), False)

    def ask(self, data: bytes, seconds: float) -> Answers:
        """All answers to a picture, each with its sign, and at most ``seconds`` for them."""
        self.start()
        with self._deadline(seconds) as expired:
            messages, complete = self._exchange(data)
        if complete and not expired.is_set():
            return Answers(messages)
        self.close()
        return Answers(messages, *self._cause(seconds if expired.is_set() else None))

    def kill(self) -> None:
        """Ends the process at once; may be called while another thread waits for an answer."""
        self._process.kill()

    def close(self) -> None:
        """Ends the process and waits for it."""
        self.alive = False
        self._process.kill()
        self._process.wait()
        for stream in (self._input, self._output, self._errors):
            stream.close()

    def _exchange(self, data: bytes) -> tuple[list[bytes], bool]:
        """The answers, and whether the worker lived to say that these are all."""
        messages: list[bytes] = []
        try:
            write_message(self._input, data)
        except OSError:
            return messages, False
        while message := read_message(self._output):
            if message.startswith(b"!"):
                raise WorkerError(message[1:].decode("utf-8", "replace"))
            messages.append(message)
        return messages, message is not None

    def start(self) -> None:
        """Waits until the worker has loaded what it needs; the first picture does that too."""
        if self._started:
            return
        with self._deadline(_START_SECONDS):
            greeting = read_message(self._output)
        if greeting != READY:
            self._process.kill()
            words = self._errors.read().decode("utf-8", "replace")
            self.close()
            raise WorkerError(f"the image worker did not start: {words or 'no reason given'}")
        self._started = True

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Kills the process after that time; the event tells whether it came to that.

        A timer, because Windows cannot wait for a pipe with a timeout.
        """
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield expired
        finally:
            timer.cancel()

    def _cause(self, expired: float | None) -> tuple[str, bool]:
        """Why the process ended, and whether its time was over."""
        status = self._process.wait()
        if overran(status):
            return f"took more than {self._cpu_seconds} s of processor time", True
        if expired is not None:
            return f"took more than {expired} s", True
        return f"ended the worker (status {status})", False


def _answer(message: bytes) -> tuple[ImageFacts, bool]:
    record = json.loads(message[1:])
    lasting = record.pop("lasting")
    facts = facts_from_record(record)
    if facts is None:
        raise WorkerError(f"not a verdict: {record!r}")
    return facts, lasting is True


def _bomb(data: bytes, detail: str) -> ImageFacts:
    return ImageFacts(format_of(data), 0, 0, 0, ImageProblem.BOMB, detail)


def _module_folders() -> list[str]:
    """Where this process finds modules, docbuild's own folder first.

    The working directory counts only if docbuild lies there: it may hold a stranger's files.
    """
    home = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    here = os.getcwd()
    return [home, *(p for p in sys.path if os.path.isabs(p) and p not in (home, here))]
