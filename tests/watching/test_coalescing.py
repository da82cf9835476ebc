"""A save is told at once, a thousand files together."""

from __future__ import annotations

from pathlib import Path

from docbuild.watching.change import Change
from docbuild.watching.coalescing import LATE, LONGEST, QUIET, VERY_QUIET, Coalescing

README = "/p/doc/README.md"


def test_nothing_is_due_at_first() -> None:
    coalescing = Coalescing()
    assert coalescing.due() is None
    assert coalescing.take(9.0) is None


def test_a_closed_file_is_told_at_once() -> None:
    coalescing = Coalescing()
    coalescing.put(README, True, 5.0)
    assert coalescing.take(5.0) == Change(frozenset({Path(README)}), True)
    assert coalescing.take(9.0) is None


def test_a_file_that_is_not_closed_waits_a_little_for_that() -> None:
    coalescing = Coalescing()
    coalescing.put(README, False, 5.0)
    assert coalescing.due() == 5.0 + LATE
    assert coalescing.take(5.0) is None
    coalescing.put(README, True, 5.001)
    assert coalescing.take(5.001) == Change(frozenset({Path(README)}), True)


def test_without_a_close_it_is_told_as_such() -> None:
    coalescing = Coalescing()
    coalescing.put(README, False, 5.0)
    path = frozenset({Path(README)})
    assert coalescing.take(5.0 + LATE) == Change(path, False, path)


def test_the_last_word_counts() -> None:
    coalescing = Coalescing()
    coalescing.put(README, True, 5.0)
    coalescing.put(README, False, 5.0)
    change = coalescing.take(6.0)
    assert change is not None
    assert not change.finished(Path(README))


def test_what_is_closed_and_what_is_not_are_told_apart() -> None:
    coalescing = Coalescing()
    coalescing.put(README, True, 5.0)
    coalescing.put("/p/doc/a.png", False, 5.0)
    change = coalescing.take(5.0)
    assert change is not None
    assert change.finished(Path(README))
    assert not change.finished(Path("/p/doc/a.png"))
    assert not change.finished(Path("/p/doc/other.png"))


def test_a_thousand_files_make_three_changes() -> None:
    coalescing = Coalescing()
    taken = []
    now = 0.0
    for number in range(1000):
        now += 0.0003
        coalescing.put(f"/p/doc/{number}.png", True, now)
        change = coalescing.take(now)
        if change is not None:
            taken.append(change)
    assert coalescing.due() == now + VERY_QUIET
    last = coalescing.take(now + VERY_QUIET)
    assert last is not None
    assert len(taken) == 2
    assert len(last.paths) == 998


def test_the_same_file_again_and_again_is_no_burst() -> None:
    coalescing = Coalescing()
    for number in range(100):
        coalescing.put(README, True, number * 0.001)
        assert coalescing.take(number * 0.001) is not None


def test_a_burst_without_an_end_is_told_all_the_same() -> None:
    coalescing = Coalescing()
    taken, now = 0, 0.0
    while now < 3 * LONGEST:
        now += QUIET / 2
        coalescing.put(f"/p/doc/{now}.png", True, now)
        taken += coalescing.take(now) is not None
    assert 4 <= taken <= 5


def test_after_a_burst_saves_are_told_at_once_again() -> None:
    coalescing = Coalescing()
    for number in range(10):
        coalescing.put(f"/p/doc/{number}.png", True, 0.0)
    assert coalescing.take(QUIET) is not None
    coalescing.put(README, True, 1.0)
    assert coalescing.take(1.0) is not None
