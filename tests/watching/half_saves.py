"""A writer who is caught in the middle of every save, and a reader who must not show that.

As a program, this module is the writer: ``half_saves.py DOCUMENT SEED`` saves until its standard
input ends, and prints how many seconds the longest save took.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from follower import Follower

from docbuild.saves import PATIENCE


def document(number: int, paragraphs: int) -> bytes:
    """A text that shows whether it is whole."""
    body = "".join(f"\n第 {each} 段：天气 weather {number}\n" for each in range(paragraphs))
    return f"# {number}\n{body}\n{zlib.crc32(body.encode()):08x}\n".encode()


def is_whole(data: object) -> bool:
    if not isinstance(data, bytes):
        return False
    head, _, rest = data.partition(b"\n")
    body, _, checksum = rest.rstrip(b"\n").rpartition(b"\n")
    return head.startswith(b"# ") and checksum == b"%08x" % zlib.crc32(body)


def _pieces(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = start + random.choice((1, 7, 100, 4096))
        yield data[start:end]
        _pause()
        start = end


def _pause() -> None:
    if random.random() < 0.2:
        time.sleep(random.choice((0.0, 0.0005, 0.003)))


def _in_place(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        _pause()
        for piece in _pieces(data):
            file.write(piece)


def _over_the_old(path: Path, data: bytes) -> None:
    """The new beginning stands before the old end, until what is too much is cut off."""
    with path.open("rb+", buffering=0) as file:
        for piece in _pieces(data):
            file.write(piece)
        file.truncate()


def _emptied_first(path: Path, data: bytes) -> None:
    os.truncate(path, 0)
    _pause()
    with path.open("rb+", buffering=0) as file:
        _pause()
        file.write(data)


def _twice(path: Path, data: bytes) -> None:
    """As a formatter does it: saved, and at once saved again."""
    path.write_bytes(data)
    _in_place(path, data)


def _renamed(path: Path, data: bytes) -> None:
    new = path.with_name("README.md.tmp")
    _in_place(new, data)
    new.rename(path)


def _moved_away(path: Path, data: bytes) -> None:
    old = path.with_name("README.md~")
    path.rename(old)
    _pause()
    _in_place(path, data)
    old.unlink()


def _deleted(path: Path, data: bytes) -> None:
    path.unlink()
    _pause()
    _in_place(path, data)


WAYS: tuple[Callable[[Path, bytes], None], ...] = (
    _in_place,
    _over_the_old,
    _emptied_first,
    _twice,
    _renamed,
    _moved_away,
    _deleted,
)


def write(path: Path, seed: int) -> float:
    """Save until the standard input ends; the seconds of the longest save."""
    random.seed(seed)
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    longest, number = 0.0, 0
    while not ended.is_set():
        number += 1
        began = time.monotonic()
        random.choice(WAYS)(path, document(number, random.randrange(200)))
        longest = max(longest, time.monotonic() - began)
        _pause()
    path.write_bytes(document(0, 1))
    return longest


class Outcome(NamedTuple):
    """``broken`` are the contents that were shown and must not have been."""

    reads: int
    shown: int
    held: int
    longest: float
    broken: list[object]

    @property
    def is_meaningful(self) -> bool:
        """Whether no save took so long that it had to be shown half."""
        return self.longest < PATIENCE / 2


def follow(root: Path, *, reads: int, seed: int) -> Outcome:
    """Read a document so many times while it is saved all the time."""
    readme = root / "doc" / "README.md"
    readme.parent.mkdir(parents=True)
    readme.write_bytes(document(0, 1))
    broken: list[object] = []
    shown = held = 0
    with Follower(root) as follower, _writer(readme, seed) as writer:
        for number in range(reads):
            follower.step(0 if number % 8 else 0.002)
            held += follower.is_holding
            shown += len(follower.shown) - 1
            broken += [each for each in follower.shown[1:] if not is_whole(each)]
            del follower.shown[:-1], follower.changes[:]
        longest = float(writer.communicate()[0])
        follower.until_shown(document(0, 1).decode())
    return Outcome(reads, shown, held, longest, broken)


def _writer(readme: Path, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, readme, str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
