"""The child process of :mod:`docbuild.images.shrinking`: pictures in, smaller ones out.

A result is two messages: ``=`` and its facts as JSON, ``+`` and its bytes. A picture that is
refused has one, ``-`` and the reason as JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from docbuild.images.limits import SHRINKING_CPU_SECONDS
from docbuild.images.outline import RefusedError
from docbuild.images.shrink import shrink
from docbuild.images.worker import serve


def main() -> None:
    # Decoders of TIFF complain there at length; nobody reads it, and a full pipe would block.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    serve(answers, SHRINKING_CPU_SECONDS)


def answers(data: bytes) -> Iterator[bytes]:
    try:
        for found in shrink(data):
            facts = found._asdict()
            del facts["data"]
            yield b"=" + json.dumps(facts).encode()
            yield b"+" + found.data
    except RefusedError as refusal:
        reason = {"problem": refusal.problem, "detail": refusal.detail}
        yield b"-" + json.dumps(reason).encode()
