"""Waiting for work in a thread that nobody has to wait for at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

_T = TypeVar("_T")


async def in_background(work: Callable[[], _T], stop: Callable[[], None]) -> _T:
    """What ``work`` gives or raises. ``stop`` is called if we are cancelled meanwhile.

    The loop's own threads would not do: they hold up the end of the program.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def settle(result: _T | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # there is one without an error

    def run() -> None:
        result, problem = None, None
        try:
            result = work()
        except BaseException as error:  # raised again where it is awaited
            problem = error
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=run, daemon=True).start()
    try:
        return await future
    except asyncio.CancelledError:
        stop()
        raise
