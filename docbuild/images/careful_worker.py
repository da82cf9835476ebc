"""The same child process as :mod:`.optimising_worker`, for pictures that were the end of one.

The tools that compress are native code, and mozjpeg ends its process over a damaged picture
that decoders take: here none of them runs.
"""

from __future__ import annotations

from docbuild.images import optimising_worker, recompress


def main() -> None:
    recompress.leave_out()
    optimising_worker.main()
