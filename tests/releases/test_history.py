"""What releases and events say together, in whatever order they came and were found."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.diagnostic import Message
from docbuild.manifest import PackedFile
from docbuild.release.choice import choose
from docbuild.release.history import History, State, history_of
from docbuild.release.values import Event, EventKind, Release, Stamp

UPLOADED, PUBLISHED, UNDONE = EventKind.UPLOADED, EventKind.PUBLISHED, EventKind.UNDONE


class Book:
    """Notes one thing after the other, each of which knows of those that it is told of."""

    def __init__(self) -> None:
        self.releases: list[Release] = []
        self.events: list[Event] = []
        self._number = 0

    def prepare(self, version: str | None, *parents: str, at: int = 0) -> Release:
        file = PackedFile("doc/README.md", 1, f"{self._number:064x}")
        stamp = self._stamp(at)
        release = Release(self._id(), version, "x", (file,), 0, 0, parents, stamp)
        self.releases.append(release)
        return release

    def tell(
        self, kind: EventKind, release: Release, *parents: str, at: int = 0, undoes: str = ""
    ) -> Event:
        undone = (undoes,) if undoes else ()
        event = Event(self._id(), kind, release.id, undone, parents, self._stamp(at))
        self.events.append(event)
        return event

    def read(self) -> History:
        """The state, which must be the same whatever the order."""
        history = history_of(self.releases, self.events)
        for seed in range(5):
            chance = random.Random(seed)
            releases, events = list(self.releases), list(self.events)
            chance.shuffle(releases)
            chance.shuffle(events)
            assert history_of(releases, events) == history
        return history

    def _id(self) -> str:
        self._number += 1
        return f"{self._number:064x}"

    def _stamp(self, at: int) -> Stamp:
        return Stamp(f"2026-01-01T00:00:{at:02}Z")


def test_nothing() -> None:
    history = Book().read()
    assert history == History()
    assert history.highest_uploaded is None


def test_the_life_of_a_release() -> None:
    book = Book()
    first = book.prepare("1.0.0")
    assert book.read().prepared == (first,)
    assert book.read().state(first) is State.PREPARED
    sent = book.tell(UPLOADED, first, first.id)
    assert (book.read().uploaded, book.read().published) == (first, None)
    assert book.read().prepared == ()
    out = book.tell(PUBLISHED, first, sent.id)
    assert book.read().published == first
    second = book.prepare("1.1.0", out.id)
    third = book.prepare("1.2.0", second.id)
    history = book.read()
    assert (history.uploaded, history.published) == (first, first)
    assert history.prepared == (third,)  # the one before was thought better of
    sent = book.tell(UPLOADED, third, third.id)
    history = book.read()
    assert (history.uploaded, history.published) == (third, first)
    states = [history.state(each) for each in (first, second, third)]
    assert states == [State.PUBLISHED, State.UNUSED, State.UPLOADED]
    book.tell(PUBLISHED, third, sent.id)
    history = book.read()
    states = [history.state(each) for each in (first, second, third)]
    assert states == [State.WAS_PUBLISHED, State.UNUSED, State.PUBLISHED]
    assert history.highest_uploaded == "1.2.0"


def test_parents_decide_and_no_clock() -> None:
    """The second was noted after the first, by a clock that had been put back."""
    book = Book()
    first, second = book.prepare("1.0.0", at=50), book.prepare("1.1.0", at=40)
    out = book.tell(PUBLISHED, first, first.id, second.id, at=50)
    book.tell(PUBLISHED, second, out.id, at=1)
    assert book.read().published == second


def test_publishing_an_older_one_again_counts() -> None:
    book = Book()
    first, second = book.prepare("1.0.0"), book.prepare("2.0.0")
    one = book.tell(PUBLISHED, first, first.id)
    two = book.tell(PUBLISHED, second, second.id, one.id)
    book.tell(PUBLISHED, first, two.id)
    history = book.read()
    assert history.published == first
    assert history.state(second) is State.WAS_PUBLISHED


def test_what_was_published_was_uploaded() -> None:
    book = Book()
    first = book.prepare("1.0.0")
    book.tell(PUBLISHED, first, first.id)
    history = book.read()
    assert (history.uploaded, history.published) == (first, first)
    assert history.highest_uploaded == "1.0.0"


def test_publishing_late_does_not_hide_a_later_upload() -> None:
    book = Book()
    first, second = book.prepare("1.0.0"), book.prepare("1.1.0")
    one = book.tell(UPLOADED, first, first.id, second.id)
    two = book.tell(UPLOADED, second, one.id)
    book.tell(PUBLISHED, first, two.id)
    history = book.read()
    assert (history.uploaded, history.published) == (second, first)


def test_two_people_publish_without_knowing() -> None:
    book = Book()
    root = book.prepare("1.0.0")
    mine, yours = book.prepare("1.1.0", root.id), book.prepare("1.2.0", root.id)
    book.tell(PUBLISHED, mine, mine.id, at=50)
    book.tell(PUBLISHED, yours, yours.id, at=10)
    history = book.read()
    assert history.published == yours
    assert "1.1.0" in history.notices[0].zh
    assert "1.2.0" in history.notices[0].en
    assert history.rivals == (mine,)
    book.tell(PUBLISHED, mine, *history.heads)
    assert book.read().published == mine
    assert book.read().notices == ()


def test_two_people_upload_one_version() -> None:
    book = Book()
    mine, yours = book.prepare("1.1.0"), book.prepare("1.1.0")
    sent = book.tell(UPLOADED, mine, mine.id, at=3)
    book.tell(UPLOADED, yours, yours.id, at=2)
    history = book.read()
    assert history.uploaded == mine
    assert len(history.notices) == 1
    assert mine.short in history.notices[0].zh
    assert isinstance(choose(history, "1.1.0"), Message)
    book.tell(UNDONE, mine, *history.heads, undoes=sent.id)
    history = book.read()
    assert history.uploaded == yours
    assert history.notices == ()
    assert choose(history, "1.1.0") == yours


def test_undoing_brings_back_what_was_before() -> None:
    book = Book()
    first, second = book.prepare("1.0.0"), book.prepare("9.0.0")
    one = book.tell(PUBLISHED, first, first.id, second.id)
    two = book.tell(PUBLISHED, second, one.id)
    wrong = book.tell(UNDONE, second, two.id, undoes=two.id)
    history = book.read()
    assert (history.published, history.uploaded) == (first, first)
    assert history.prepared == ()  # the upload of the first knew of it
    again = book.tell(PUBLISHED, second, wrong.id)
    assert book.read().published == second
    book.tell(UNDONE, first, again.id, undoes=again.id)  # of another release: it undoes nothing
    assert book.read().published == second


def test_what_is_lacking_is_no_obstacle() -> None:
    book = Book()
    first = book.prepare("1.0.0", "f" * 64)
    gone = Release("e" * 64, "5.0.0", "x", (), 0, 0, (), Stamp("2026-01-01T00:00:00Z"))
    lost = book.tell(PUBLISHED, gone, gone.id)
    out = book.tell(PUBLISHED, first, "d" * 64, lost.id)
    history = book.read()
    assert history.published == first
    assert out.id in history.heads
    assert lost.id not in history.heads
    assert gone.short in history.notices[0].zh


def in_order(listed: Sequence[Release | Event]) -> None:
    """Everything stands behind its parents."""
    places = {each.id: place for place, each in enumerate(listed)}
    for each in listed:
        known = [places[parent] for parent in each.parents if parent in places]
        assert all(place < places[each.id] for place in known)


@given(st.data())
def test_the_order_of_arrival_never_matters(data: st.DataObject) -> None:
    """And everything stands behind its parents, and something is published if it was said."""
    book = Book()
    ids: list[str] = []
    for _ in range(data.draw(st.integers(1, 12))):
        some = st.lists(st.sampled_from(ids), max_size=3, unique=True) if ids else st.just([])
        parents, at = data.draw(some), data.draw(st.integers(0, 59))
        kind = data.draw(st.sampled_from((None, UPLOADED, PUBLISHED, UNDONE)))
        if kind is None or not book.releases:
            version = data.draw(st.sampled_from(("1.0.0", "1.0.1", "2.0.0", None)))
            ids.append(book.prepare(version, *parents, at=at).id)
        else:
            release = data.draw(st.sampled_from(book.releases))
            undoes = data.draw(st.sampled_from(ids)) if kind is UNDONE else ""
            ids.append(book.tell(kind, release, *parents, at=at, undoes=undoes).id)
    history = book.read()
    in_order(history.releases)
    in_order(history.events)
    assert (history.published is None) == (not history.was_published)
    assert (history.uploaded is None) == (not history.was_uploaded)
    assert history.was_published <= history.was_uploaded
    assert not {each.id for each in history.prepared} & history.was_uploaded
    for each in history.releases:
        history.state(each)


class TestChoosing:
    @pytest.fixture
    def book(self) -> Book:
        book = Book()
        first = book.prepare("1.0.0")
        sent = book.tell(UPLOADED, first, first.id)
        book.tell(PUBLISHED, book.prepare("1.1.0", sent.id), sent.id)
        book.prepare("1.2.0", *book.read().heads)
        book.prepare("1.2.0", *book.read().heads)
        return book

    def test_by_state(self, book: Book) -> None:
        history = book.read()
        assert choose(history, "published") == history.published
        assert choose(history, "uploaded") == history.uploaded
        assert choose(history, "prepared") == history.releases[-1]

    def test_by_version_the_newest_that_may_be_meant(self, book: Book) -> None:
        history = book.read()
        assert choose(history, "1.0.0") == history.releases[0]
        assert choose(history, "1.2.0") == history.releases[-1]

    def test_by_the_beginning_of_the_id(self, book: Book) -> None:
        history = book.read()
        assert choose(history, history.releases[1].id) == history.releases[1]
        several = choose(history, "0000")
        assert isinstance(several, Message)
        assert "1.1.0" in several.zh

    @pytest.mark.parametrize("text", ["", "9.9.9", "abcd", "pubished", "1.0", "x" * 300])
    def test_nothing_of_the_kind(self, book: Book, text: str) -> None:
        assert isinstance(choose(book.read(), text), Message)

    @pytest.mark.parametrize("text", ["published", "uploaded", "prepared"])
    def test_nothing_at_all(self, text: str) -> None:
        assert isinstance(choose(History(), text), Message)


def test_heads_are_what_nobody_knows_of() -> None:
    book = Book()
    first, second = book.prepare("1.0.0"), book.prepare("1.0.1")
    assert book.read().heads == (first.id, second.id)
    event = book.tell(UPLOADED, first, first.id)
    assert book.read().heads == tuple(sorted((second.id, event.id)))


def test_every_order_of_a_merge_is_one_state() -> None:
    book = Book()
    root = book.prepare("1.0.0")
    for version, at in (("1.1.0", 3), ("1.1.1", 2), ("1.0.5", 9)):
        release = book.prepare(version, root.id, at=at)
        book.tell(PUBLISHED, release, release.id, at=at)
    state = book.read()
    assert state.published is not None
    for releases in itertools.permutations(book.releases):
        for events in itertools.permutations(book.events):
            assert history_of(releases, events) == state
