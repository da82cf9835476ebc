"""The child process: pictures in, verdicts out, until its input ends.

Every answer is a message of one sign and its text: ``=`` a verdict as JSON, ``!`` a traceback
of a mistake in our own code. An empty message ends the answers to a picture. It greets with
``READY`` once it has loaded Pillow, so that the start does not count as work on a picture.
"""

from __future__ import annotations

import json
import signal
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator

from docbuild.images.confine import confine, start_clock
from docbuild.images.inspection import inspect
from docbuild.images.limits import CPU_SECONDS, MEMORY_BYTES
from docbuild.images.wire import READY, read_message, write_message


def main() -> None:
    serve(_verdicts, CPU_SECONDS)


def serve(
    answers: Callable[[bytes], Iterable[bytes]],
    cpu_seconds: float,
    memory_bytes: int = MEMORY_BYTES,
) -> None:
    """Give each picture its answers, within the limits and so much processor time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    warnings.simplefilter("ignore")  # Pillow's remarks on odd metadata; nobody reads stderr
    with open(0, "rb") as source, open(1, "wb", buffering=0) as sink:
        confine(memory_bytes)
        write_message(sink, READY)
        while (data := read_message(source)) is not None:
            start_clock(cpu_seconds)
            try:
                for answer in answers(data):
                    write_message(sink, answer)
            except Exception:  # handed to the parent, which raises it
                write_message(sink, b"!" + traceback.format_exc().encode("utf-8", "replace"))
            write_message(sink, b"")


def _verdicts(data: bytes) -> Iterator[bytes]:
    for verdict in inspect(data):
        yield b"=" + json.dumps(verdict._asdict()).encode()
