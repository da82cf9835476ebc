"""A half-saved document waits, a saved one does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.files import ReadProblem
from docbuild.saves import PATIENCE, Content, Settling, Verdict, unfinished

OLD = "# 天气\n\n第一段，说明用法。\n\n第二段，也不短。\n\n- 甲\n- 乙\n".encode()
MISSING = ReadProblem("missing", "No such file or directory")
CHANGING = ReadProblem("changed", "changed while it was read")
SHOW = Verdict(True)
NOTHING_NEW = Verdict(False)

WHOLE = {
    "the same": OLD,
    "a word more": OLD.replace("第一段".encode(), "开头一段".encode()),
    "a word less": OLD.replace("说明".encode(), b""),
    "without its last paragraphs": OLD[: OLD.index("第二段".encode())],
    "and without the newline at its end": OLD[: OLD.index("第二段".encode())].rstrip(),
    "without the newline at its end": OLD.rstrip(),
    "without the end of its last line": OLD.rstrip()[:-3],
    "only its first line": "# 天气\n".encode(),
    "another text": "# 别的\n".encode(),
    "exactly a page of memory": b"x" * 4095 + b"\n",
}
HALF = {
    "nothing": b"",
    "cut inside a line": OLD[: OLD.index("说明".encode())],
    "cut inside a character": OLD[: OLD.index("说明".encode()) + 1],
    "another text cut inside a character": "# 别的".encode()[:-1],
    "not UTF-8 at all": "# 天气\n".encode("gbk"),
}


@pytest.mark.parametrize("now", WHOLE.values(), ids=WHOLE)
def test_what_is_closed_and_whole_is_finished(now: bytes) -> None:
    assert not unfinished(OLD, now, closed=True)


@pytest.mark.parametrize("now", HALF.values(), ids=HALF)
def test_what_is_cut_is_unfinished_though_closed(now: bytes) -> None:
    assert unfinished(OLD, now, closed=True)


@pytest.mark.parametrize("now", [*WHOLE.values(), *HALF.values()])
def test_what_is_not_closed_is_unfinished_unless_it_is_the_same(now: bytes) -> None:
    assert unfinished(OLD, now, closed=False) is (now != OLD)


def test_from_nothing_anything_may_come() -> None:
    for before in (None, b""):
        assert not unfinished(before, "新".encode(), closed=True)
        assert not unfinished(before, b"\xff", closed=True)
    assert not unfinished(None, b"", closed=True)


def test_what_was_not_utf8_may_stay_so() -> None:
    assert not unfinished(b"\xff old\n", b"\xff new\n", closed=True)


@given(st.text(min_size=1), st.text())
def test_a_closed_text_that_begins_otherwise_is_never_unfinished(old: str, new: str) -> None:
    changed = ("B" if old[0] != "B" else "A") + new
    assert not unfinished(old.encode(), changed.encode(), closed=True)


def test_a_whole_save_shows_at_once() -> None:
    settling = Settling(OLD)
    assert settling.offer(b"new\n", closed=True, now=0.0) == SHOW
    assert settling.shown == b"new\n"


def test_nothing_new_is_not_shown_again() -> None:
    assert Settling(OLD).offer(OLD, closed=True, now=0.0) == NOTHING_NEW
    assert Settling(None).offer(None, closed=False, now=0.0) == NOTHING_NEW


@pytest.mark.parametrize("content", [b"", OLD[:20], MISSING, None])
def test_what_looks_half_saved_shows_when_it_stays(content: Content) -> None:
    settling = Settling(OLD)
    assert settling.offer(content, closed=True, now=7.0) == Verdict(False, 7.0 + PATIENCE)
    assert settling.shown == OLD
    assert settling.offer(content, closed=False, now=7.0 + PATIENCE) == SHOW
    assert settling.shown == content


def test_time_starts_again_when_it_changes() -> None:
    settling = Settling(OLD)
    settling.offer(b"", closed=False, now=0.0)
    assert settling.offer(OLD[:9], closed=False, now=0.4) == Verdict(False, 0.4 + PATIENCE)
    assert settling.offer(OLD[:9], closed=False, now=0.4 + PATIENCE) == SHOW


@pytest.mark.parametrize(("now", "changed"), [(0.4, False), (0.4, True), (0.6, True)])
def test_time_starts_again_when_it_may_have_been_whole_meanwhile(now: float, changed: bool) -> None:
    settling = Settling(OLD)
    settling.offer(b"", closed=False, now=0.0)
    verdict = settling.offer(b"", closed=False, now=now, changed=changed)
    assert verdict == Verdict(False, now + PATIENCE)
    assert settling.offer(b"", closed=False, now=now + PATIENCE) == SHOW


def test_the_close_ends_the_waiting() -> None:
    settling = Settling(OLD)
    settling.offer(b"", closed=False, now=0.0)
    settling.offer(b"new", closed=False, now=0.01)
    assert settling.offer(b"new\n", closed=True, now=0.02) == SHOW


def test_a_document_that_was_away_for_a_moment_was_never_gone() -> None:
    settling = Settling(OLD)
    settling.offer(MISSING, closed=False, now=0.0)
    assert settling.offer(OLD, closed=True, now=0.1) == NOTHING_NEW
    assert settling.offer(MISSING, closed=False, now=1.0) == Verdict(False, 1.0 + PATIENCE)


def test_what_changes_while_it_is_read_never_shows() -> None:
    settling = Settling(OLD)
    for now in (0.0, 1.0, 2.0):
        verdict = settling.offer(CHANGING, closed=False, now=now)
        assert not verdict.show
        assert verdict.until is not None
        assert now < verdict.until < now + PATIENCE


def test_what_is_there_again_after_a_failure_shows_at_once() -> None:
    assert Settling(MISSING).offer(OLD, closed=True, now=0.0) == SHOW
