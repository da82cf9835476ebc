"""One server, an author who edits its project, the pages that follow, and checks in between."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from server_process import ServerProcess
from soak_author import Author
from soak_browser import Tab
from soak_growth import Growth
from soak_page import Page, load
from soak_truth import differences, truth

BETWEEN_CHECKS = 60.0  # seconds
BETWEEN_FIGURES = 0.5
PATIENCE = 60.0  # seconds until pages have to show what is there, and an idle server to be idle

# Of each change: the wanderer goes, and comes back; the sleeper stops reading, and goes on.
_GO, _RETURN, _SLEEP, _WAKE = 0.02, 0.02, 0.02, 0.005


class Soak:
    """What is wrong is added to ``problems``."""

    def __init__(
        self, server: ServerProcess, port: int, author: Author, tabs: Sequence[Tab], seed: int
    ) -> None:
        self.problems: list[str] = []
        self.growth = Growth()
        self._author = author
        self._server = server
        self._port = port
        self._tabs = tabs
        self._random = Random(seed)
        self._steady, self._wanderer, self._sleeper = self._pages = [
            Page(name, port) for name in ("the steady page", "the wanderer", "the sleeper")
        ]
        self._checks = 0

    async def run(self, seconds: float, pause: float) -> None:
        """Edit for so long, with checks in between; stop at the first problem."""
        end = time.monotonic() + seconds
        lives = [asyncio.create_task(page.live(), name=page.name) for page in self._pages]
        await self._check()
        while not self.problems and time.monotonic() < end:
            await self._work(min(end, time.monotonic() + BETWEEN_CHECKS), pause)
            await self._check()
            dead = [life for life in lives if life.done()]
            self.problems += [f"{life.get_name()} ended: {life.exception()!r}" for life in dead]
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)

    async def _work(self, end: float, pause: float) -> None:
        due = 0.0
        while time.monotonic() < end and self._server.is_running:
            await self._author.act()
            self._unsettle()
            if time.monotonic() >= due:
                self.growth.working.append(self._server.figures())
                due = time.monotonic() + BETWEEN_FIGURES
            await asyncio.sleep(self._random.uniform(0, 2 * pause))

    def _unsettle(self) -> None:
        """Let pages lose their connection, or stop reading, or come back."""
        chances = (_GO, _RETURN, _SLEEP, _WAKE)
        go, come, sleep, wake = (self._random.random() < chance for chance in chances)
        if go:
            self._wanderer.disconnect()
        if come:
            self._wanderer.wake()
        if sleep:
            self._sleeper.fall_asleep()
        if wake:
            self._sleeper.wake()

    async def _check(self) -> None:
        """Let all come to rest, and see whether everything is as it has to be."""
        self._checks += 1
        for page in self._pages:
            page.wake()
        await self._author.mend()
        project = self._author.folder
        wanted = await asyncio.to_thread(truth, project, project.with_name("output"))
        end = time.monotonic() + PATIENCE
        found = ["nothing was loaded"]
        while found and time.monotonic() < end and self._server.is_running:
            await asyncio.sleep(0.1)
            with suppress(OSError):
                loaded = await asyncio.to_thread(load, self._port)
                found = differences(wanted, loaded, self._pages)
                for tab in self._tabs if not found else ():
                    found += await tab.differences()
        self.problems += found
        if not found:
            await self._check_quiet(end)

    async def _check_quiet(self, end: float) -> None:
        """Take the figures of a server at rest, as soon as they are no more than the first."""
        if not self.growth.quiet:
            await asyncio.sleep(1.0)
            self.growth.quiet.append(self._server.figures())
            return
        while True:
            self.growth.quiet[1:] = [self._server.figures()]
            if not self.growth.quiet_problems() or time.monotonic() > end:
                return
            await asyncio.sleep(0.1)

    def tell(self) -> None:
        """Print what was done and measured."""
        done = self._author.done
        print(f"{done.total()} changes, {self._checks} checks: {_told(done)}")
        for page in self._pages:
            print(f"{page.name}: {_told(page.heard)}")
        if self.growth.working:
            first, last = self.growth.thirds()
            print(f"memory {first:.1f} MB in the first third, {last:.1f} MB in the last")
        for figures in self.growth.quiet:
            print(f"at rest: {figures}", flush=True)


def _told(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common())
