"""What is done with a long record takes time in proportion to it: counted, not measured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from release_samples import STAMP

from docbuild.formats.release_json import history_json
from docbuild.manifest import PackedFile
from docbuild.release.history import History, history_of
from docbuild.release.values import Event, EventKind, Release
from docbuild.release_store import collecting, forgetting


def entries(count: int) -> tuple[list[Release], list[Event]]:
    """So many releases in a row, each uploaded and published."""
    releases: list[Release] = []
    events: list[Event] = []
    parents: tuple[str, ...] = ()
    for number in range(count):
        name = f"{number:061x}"
        file = PackedFile("doc/README.md", 1, f"{name}abc")
        version = f"1.{number // 1000}.{number % 1000}"
        releases.append(Release(f"{name}000", version, "x", (file,), 0, 0, parents, STAMP))
        for kind in (EventKind.UPLOADED, EventKind.PUBLISHED):
            parents = (f"{name}{len(events) % 2 + 1:03}",)
            before = (releases[-1].id,) if kind is EventKind.UPLOADED else (events[-1].id,)
            events.append(Event(parents[0], kind, releases[-1].id, (), before, STAMP))
    return releases, events


def steps(work: Callable[[], object]) -> int:
    """How many instructions of Python ``work`` takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def shown(history: History) -> None:
    for each in history.releases:
        history.state(each)
        history.told(each, EventKind.UPLOADED)


WORK: dict[str, Callable[[History], object]] = {
    "read": lambda history: history_of(history.releases, history.events),
    "list": shown,
    "list as JSON": lambda history: history_json(history, "en"),
    "give up": lambda history: collecting._superfluous(history, 10),
    "forget": lambda history: forgetting._kept(history, 10),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK.keys())
def test_four_times_the_releases_take_four_times_the_steps(
    work: Callable[[History], object],
) -> None:
    small, large = history_of(*entries(100)), history_of(*entries(400))
    assert len(large.heads) == 1
    work(small)  # whatever is made once is there by now
    assert steps(lambda: work(large)) < 6 * steps(lambda: work(small))
