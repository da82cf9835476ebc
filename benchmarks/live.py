"""From the end of a write to the changed text in a browser, beside the least that would do.

    python benchmarks/live.py [FOLDER] [--docs small,typical,large] [--edits N] [--out JSON]

Both servers and their pages are up at the same time and take turns, edit by edit. FOLDER keeps
the documents between runs (a temporary one without it). Needs Chromium, and Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

import documents
from live_edits import KINDS, SITUATIONS, Draft, Kind
from live_page import LivePage
from playwright.async_api import Browser, async_playwright
from server_process import Figures, ServerProcess, free_port

_FLOOR = Path(__file__).parent / "live_floor.py"
_FLAGS = (
    *("--no-sandbox", "--disable-background-timer-throttling", "--disable-renderer-backgrounding"),
    "--disable-backgrounding-occluded-windows",  # two pages are open, and both are to be prompt
)
_PAUSE = 0.3  # seconds between two edits: as long as somebody takes who saves often
_MOST_MOVED = 2.0  # pixels
_tokens = map("token{:05}".format, count(1))


@dataclass
class Measured:
    """Milliseconds of every edit by its kind and where on the page it was looked for.

    ``moved`` is by how many pixels what was in the window moved, for edits in each situation.
    """

    times: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    moved: dict[str, list[float]] = field(default_factory=dict)
    edits: int = 0
    loads: int = 0
    memory: int = 0
    cpu_per_edit: float = 0.0


class Peer:
    """A server that follows its own copy of a document, and its page."""

    def __init__(self, server: ServerProcess, readme: Path, page: LivePage) -> None:
        self.measured = Measured()
        self._server = server
        self._readme = readme
        self._page = page
        self._draft = Draft("")
        self._pauses = Random(1)
        self._before = server.figures()

    async def begin(self, draft: Draft, *, has_panel: bool) -> None:
        """Let ``draft`` be the document, and everything be quiet."""
        self._draft = draft
        token = next(_tokens)
        await self._page.expect(token, ("article",))
        self._write(draft.word(token))
        await self._page.seen(token)
        if has_panel:
            await self._page.open_panel()
        await asyncio.sleep(1.0)
        self._before = self._server.figures()

    async def edit(self, name: str, kind: Kind, areas: tuple[str, ...]) -> None:
        """Make one edit with the marker in the middle of the window; note what came of it."""
        await self._page.show_middle()
        await asyncio.sleep(_PAUSE * self._pauses.uniform(0.7, 1.3))
        await self._page.rest()
        token = next(_tokens)
        text = kind.make(self._draft, token)
        await self._page.expect(token, areas)
        written = self._write(text)
        seen = await self._page.seen(token)
        times = self.measured.times.setdefault(name, {})
        for area, moment in seen.items():
            times.setdefault(area, []).append(1000 * (moment - written))
        self.measured.moved.setdefault(name, []).append(await self._page.moved())
        self.measured.edits += 1

    async def end(self) -> None:
        """Take the figures, and close the page."""
        await asyncio.sleep(_PAUSE)
        now: Figures = self._server.figures()
        self.measured.cpu_per_edit = (now.cpu - self._before.cpu) / max(1, self.measured.edits)
        self.measured.memory = now.memory
        self.measured.loads = self._page.loads
        await self._page.close()

    def _write(self, text: str) -> float:
        """Save as most programs do: emptied, written, closed. When the last byte was written."""
        data = text.encode()
        descriptor = os.open(self._readme, os.O_WRONLY | os.O_TRUNC)
        try:
            os.write(descriptor, data)
            return time.monotonic()  # whoever waits for the closing cannot be ahead of this
        finally:
            os.close(descriptor)


@asynccontextmanager
async def peers(browser: Browser, project: Path, folder: Path) -> AsyncIterator[Mapping[str, Peer]]:
    """The floor and docbuild, each on its own copy of ``project``."""
    draft_text = (project / "doc" / "README.md").read_text(encoding="utf-8")
    async with AsyncExitStack() as stack:
        found = {}
        for name in ("floor", "docbuild"):
            copy = _copy(project, folder / name)
            readme, port = copy / "doc" / "README.md", free_port()
            readme.write_text(Draft(draft_text).text, encoding="utf-8")
            command = [sys.executable, str(_FLOOR), str(port), str(readme)]
            if name == "docbuild":
                options = ("--no-open", "--port", str(port), ".")
                command = [sys.executable, "-m", "docbuild", "serve", *options]
            server = stack.enter_context(ServerProcess(command, copy, folder / f"{name}.log"))
            await asyncio.to_thread(server.wait_for, port)
            page = await LivePage.open(browser, f"http://127.0.0.1:{port}/")
            peer = Peer(server, readme, page)
            await peer.begin(Draft(draft_text), has_panel=name == "docbuild")
            found[name] = peer
        yield found


async def measure(
    browser: Browser, project: Path, folder: Path, edits: int
) -> Mapping[str, Measured]:
    """Every kind of edit so many times, then edits in each situation."""
    async with peers(browser, project, folder) as both:
        floor, docbuild = both["floor"], both["docbuild"]
        for name, kind in KINDS.items():
            for _ in range(edits):
                if kind.by_floor:
                    await floor.edit(name, kind, ("article",))
                await docbuild.edit(name, kind, kind.areas)
        for name, kind in SITUATIONS.items():
            for _ in range(min(edits, 5)):
                await docbuild.edit(name, kind, kind.areas)
        for peer in both.values():
            await peer.end()
        return {name: peer.measured for name, peer in both.items()}


def report(name: str, size: int, measured: Mapping[str, Measured]) -> None:
    """Print what was measured with one document."""
    floor, docbuild = measured["floor"], measured["docbuild"]
    print(f"{name}, {size / 1000:.0f} KB")
    for kind in KINDS:
        least = floor.times.get(kind, {}).get("article")
        for area, times in docbuild.times[kind].items():
            beside = _beside(times, least) if area == "article" and least else ""
            print(f"  {kind:10} {area:8} {_spread(times)}{beside}")
    for situation in SITUATIONS:
        moved = max(docbuild.moved[situation])
        print(f"  edit {situation:6} the window: moved by {moved:.1f} px at most")
    loads = docbuild.loads - 1
    print(f"  reloads {loads} of {docbuild.edits} edits")
    for peer, each in measured.items():
        cpu, memory = 1000 * each.cpu_per_edit, each.memory / 1e6
        print(f"  {peer:8} {memory:4.0f} MB, {cpu:4.0f} ms of processor time per edit", flush=True)


def _spread(times: list[float]) -> str:
    return f"{median(times):7.1f} ms [{min(times):.1f} to {max(times):.1f}]"


def _beside(times: list[float], floor: list[float]) -> str:
    return f"   floor {_spread(floor)}   ratio {median(times) / median(floor):4.2f} (bar 2)"


def _copy(project: Path, target: Path) -> Path:
    """The project once more; pictures are the same files."""
    shutil.copytree(project / "doc", target / "doc", copy_function=os.link)
    (target / "doc" / "README.md").unlink()
    (target / "plugin").mkdir()
    (target / "plugin" / "plugin.json").write_text('{"publicComponents": {}}')
    (target / "project.config.json").write_text('{"compileType": "plugin", "pluginRoot": "plugin"}')
    return target


async def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--docs", default=",".join(documents.SHAPES))
    parser.add_argument("--edits", type=int, default=10)
    parser.add_argument("--out", type=Path, help="a file for all the figures, as JSON")
    arguments = parser.parse_args()
    figures = {}
    wrong = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary) / "documents"
        documents.make(folder, arguments.docs.split(","))
        async with async_playwright() as playwright:
            executable = shutil.which("chromium") or shutil.which("google-chrome")
            browser = await playwright.chromium.launch(executable_path=executable, args=_FLAGS)
            for name in arguments.docs.split(","):
                copies = Path(temporary) / name
                copies.mkdir()
                measured = await measure(browser, folder / name, copies, arguments.edits)
                report(name, (folder / name / "doc" / "README.md").stat().st_size, measured)
                figures[name] = {peer: asdict(each) for peer, each in measured.items()}
                wrong |= is_wrong(measured["docbuild"])
            await browser.close()
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return int(wrong)


def is_wrong(measured: Measured) -> bool:
    """Whether the page was loaded anew, or the reader's place was lost: no machine excuses that."""
    return measured.loads != 1 or any(max(moved) > _MOST_MOVED for moved in measured.moved.values())


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # ends servers, too
    sys.exit(asyncio.run(main()))
