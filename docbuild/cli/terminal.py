"""The console: what may be printed to it, in which colours, how wide, and how it goes wrong."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import TextIO

from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.formats.printable import printable

_WIDTH = 100  # where there is no terminal to ask, so that a log is the same everywhere
_PATIENCE = 1.0  # seconds before progress is worth showing


def prepare() -> None:
    """Let no closed stream, and no character that a console cannot encode, become an exception."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, _closed(descriptor))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _closed(descriptor: int) -> TextIO:
    """A stream in place of one that was closed before the start; using it is an ``OSError``.

    Its descriptor is taken, or the next file to be opened would get it: what somebody writes to
    a standard stream would go into that.
    """
    reading = descriptor == 0
    nowhere = os.open(os.devnull, os.O_WRONLY if reading else os.O_RDONLY)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
    return open(descriptor, "r" if reading else "w", encoding="utf-8", closefd=False)


def wants_colour(choice: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    """Whether to colour: ``--color``, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"


def width(stream: TextIO, environment: Mapping[str, str]) -> int:
    """The columns of the terminal behind ``stream``, or a constant where it is none."""
    if not stream.isatty():
        return _WIDTH
    if environment.get("COLUMNS", "").isdecimal():
        return int(environment["COLUMNS"])
    try:
        # Not shutil.get_terminal_size, which imports the decompressors too.
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except OSError:
        return _WIDTH


def write(text: str) -> bool:
    """Print a result. A reader that went away (``docbuild check | head``) is no error.

    Returns whether there is somebody to read what follows.
    """
    try:
        return _write(sys.stdout, text)
    except OSError as error:  # such as a full disk
        _let_go(sys.stdout)
        reason = error.strerror or str(error)
        raise CommandError(
            Message(f"写不了标准输出：{reason}", f"cannot write to the standard output: {reason}")
        ) from error


def tell(text: str) -> None:
    """Print what accompanies the result; where that cannot be, the exit code has to do."""
    try:
        _write(sys.stderr, text + "\n")
    except OSError:
        _let_go(sys.stderr)


def print_traceback(error: BaseException) -> None:
    """Print where a mistake of docbuild's own happened."""
    sys.excepthook(type(error), error, error.__traceback__)


def _write(stream: TextIO, text: str) -> bool:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
        return False
    return True


def _let_go(stream: TextIO) -> None:
    """Lead ``stream`` nowhere: its buffer would fail again when the interpreter flushes it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Progress:
    """A line on the terminal about work that takes long; nothing anywhere else."""

    def __init__(self, label: str, enabled: bool) -> None:
        self._label = label
        self._enabled = enabled and sys.stderr.isatty()
        self._started = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` pieces are ready, once it has taken a while."""
        if self._enabled and time.monotonic() - self._started > _PATIENCE:
            _write(sys.stderr, f"\r{printable(self._label)} {done}/{total}\x1b[K")
            self._shown = True

    def clear(self) -> None:
        if self._shown:
            _write(sys.stderr, "\r\x1b[K")
            self._shown = False
