"""The child process of :mod:`docbuild.images.difference`: pairs of pictures in, differences out.

A result is two messages: ``=`` and its facts as JSON, ``+`` and a PNG. A pair that cannot be
compared has one, ``-`` and the reason as JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from docbuild.images.difference import apart
from docbuild.images.difference_picture import difference
from docbuild.images.limits import SHRINKING_CPU_SECONDS
from docbuild.images.outline import RefusedError
from docbuild.images.picture import read_picture
from docbuild.images.worker import serve


def main() -> None:
    # Decoders complain there at length; nobody reads it, and a full pipe would block.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    serve(answers, SHRINKING_CPU_SECONDS)


def answers(message: bytes) -> Iterator[bytes]:
    old, new = apart(message)
    try:
        share, box, data = difference(read_picture(old).image, read_picture(new).image)
    except RefusedError as refusal:
        yield b"-" + json.dumps(refusal.detail).encode()
        return
    except MemoryError:
        yield b"-" + json.dumps("takes too much memory").encode()
        return
    yield b"=" + json.dumps([share, box]).encode()
    yield b"+" + data
