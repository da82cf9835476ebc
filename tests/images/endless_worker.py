"""A worker that shrinks a picture a little, and then never ends; run by a test as a process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from docbuild.images.shrinking_worker import answers
from docbuild.images.worker import serve


def main() -> None:
    serve(_first_and_no_more, 0.5)


def _first_and_no_more(data: bytes) -> Iterator[bytes]:
    """The first result, that is two messages; for an empty picture not even that."""
    yield from islice(answers(data), 2 if data else 0)
    while True:
        pass
