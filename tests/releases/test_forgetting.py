"""Making room in a record that is nearly full: what matters now stays as it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cli_run import Command
from release_samples import STAMP, members_of, plant, record

from docbuild.manifest import PackedFile
from docbuild.release.history import History
from docbuild.release.values import Event, EventKind, Release
from docbuild.release_store import places, reading
from docbuild.release_store.collecting import collect
from docbuild.release_store.forgetting import MOST_KEPT, forget
from docbuild.release_store.records import event_bytes, release_bytes
from docbuild.release_store.store import GoneError, Store, open_store
from docbuild.release_store.turns import Turn
from docbuild.release_store.writer import Writer, named_event, writing

UPLOADED, PUBLISHED = EventKind.UPLOADED, EventKind.PUBLISHED


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def state(history: History) -> tuple[object, ...]:
    """What nobody may lose by making room."""
    return (
        history.uploaded,
        history.published,
        set(history.rivals),
        history.prepared,
        history.highest_uploaded,
    )


def live(store: Store, count: int) -> list[Release]:
    """So many releases, each uploaded and published, and a last one prepared."""
    releases = []
    for number in range(count):
        releases.append(store.prepare(members_of(f"1.0.{number}", b"%d" % number), STAMP))
        store.mark(releases[-1], UPLOADED, STAMP)
        store.mark(releases[-1], PUBLISHED, STAMP)
    return [*releases, store.prepare(members_of("2.0.0", b"next"), STAMP)]


def test_the_newest_stay_and_the_state_is_the_same(store: Store) -> None:
    releases = live(store, 6)
    before = store.read()
    found = collect(store.root, None, STAMP, keep_records=2)
    assert found.forgotten == tuple(releases[:4])
    assert found.objects >= 4
    after = store.read()
    assert (after.problems, after.notices) == ((), ())
    assert set(after.releases) == set(releases[4:])
    assert state(after) == state(before)
    assert after.was_published == {each.id for each in releases[4:6]}
    assert all(isinstance(store.members(each), dict) for each in after.releases)
    assert after.told(releases[5], PUBLISHED) == STAMP
    assert collect(store.root, None, STAMP, keep_records=2).forgotten == ()
    assert store.read() == after


def test_what_comes_next_knows_of_what_stayed(store: Store) -> None:
    releases = live(store, 6)
    collect(store.root, None, STAMP, keep_records=1)
    store.mark(releases[-1], UPLOADED, STAMP)
    store.mark(releases[-1], PUBLISHED, STAMP)
    history = store.read()
    assert history.published == history.uploaded == releases[-1]
    assert history.notices == ()
    collect(store.root, None, STAMP, keep_records=0)
    assert store.read().releases == (releases[-1],)
    assert store.undo(releases[-1], PUBLISHED, STAMP) is not None
    assert store.read().published is None
    assert store.read().uploaded == releases[-1]


def test_an_old_one_that_is_published_stays(store: Store) -> None:
    first, *others = live(store, 5)
    store.mark(first, PUBLISHED, STAMP)
    collect(store.root, None, STAMP, keep_records=0)
    history = store.read()
    assert (history.published, history.uploaded) == (first, others[-2])
    assert history.notices == ()


def test_who_undid_it_on_another_branch_undid_it(store: Store) -> None:
    first = live(store, 2)[1]
    (event,) = (
        each for each in store.read().events if (each.release, each.kind) == (first.id, PUBLISHED)
    )
    undone = Event("", EventKind.UNDONE, first.id, (event.id,), (event.id,), STAMP)
    collect(store.root, None, STAMP, keep_records=1)
    assert store.read().published == first
    plant(store.root, "events", event_bytes(undone))  # it comes with a merge
    assert store.read().published is None


def _random_record(store: Store, seed: int) -> None:
    """Releases and events of people who know of some of what there was."""
    chance = random.Random(seed)
    known: list[str] = []
    releases: list[Release] = []
    events: list[Event] = []
    for number in range(chance.randrange(1, 25)):
        parents = tuple(sorted(chance.sample(known, min(len(known), chance.randrange(3)))))
        if chance.random() < 0.5:
            parents = store.read().heads[:50]
        if not releases or chance.random() < 0.4:
            version = chance.choice([None, f"1.0.{chance.randrange(20)}"])
            files = packed(number)
            release = Release("", version, version and "x", files, 0, 0, parents, STAMP)
            path = plant(store.root, "records", release_bytes(release))
            releases.append(release._replace(id=path.stem))
            known.append(path.stem)
        else:
            release = chance.choice(releases)
            kinds = [UPLOADED, PUBLISHED, UPLOADED, PUBLISHED, EventKind.PRUNED, EventKind.UNDONE]
            kind = chance.choice(kinds)
            undoes: tuple[str, ...] = ()
            if kind is EventKind.UNDONE:
                mine = [each for each in events if each.release == release.id]
                undoes = tuple(each.id for each in mine)
            parents = tuple(sorted({*parents, *undoes, release.id}))
            event = named_event(Event("", kind, release.id, undoes, parents, STAMP))
            plant(store.root, "events", event_bytes(event))
            events.append(event)
            known.append(event.id)


def packed(number: int) -> tuple[PackedFile, ...]:
    return (PackedFile("doc/README.md", number, f"{number:064x}"),)


@pytest.mark.parametrize("seed", range(60))
def test_killed_at_any_step_nothing_has_changed(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write and each removal is the last one once; whoever comes next goes on."""
    store = open_store(tmp_path)
    _random_record(store, seed)
    before = store.read()
    steps = _steps(monkeypatch)
    keep = seed % 4
    for killed_at in range(200):
        steps.left = killed_at
        try:
            with writing(store.root, margin=2) as mine:
                forget(mine, keep)
        except KilledError:
            assert state(store.read()) == state(before)
            continue
        break
    after = store.read()
    assert state(after) == state(before)
    assert not after.problems
    assert len(after.events) <= 4 * len(after.releases)
    with writing(store.root) as mine:
        assert forget(mine, keep) == ()


class KilledError(Exception):
    """As if by a signal."""


class _Steps:
    left = 0

    def take(self) -> None:
        if self.left == 0:
            raise KilledError
        self.left -= 1


def _steps(monkeypatch: pytest.MonkeyPatch) -> _Steps:
    """Count what is written and removed, and stop where nothing is left."""
    steps = _Steps()
    put, remove = Writer.put_event, Turn.remove_entry

    def counted_put(self: Writer, event: Event) -> None:
        steps.take()
        put(self, event)

    def counted_remove(self: Turn, folder: str, digest: str) -> None:
        steps.take()
        remove(self, folder, digest)

    monkeypatch.setattr(Writer, "put_event", counted_put)
    monkeypatch.setattr(Turn, "remove_entry", counted_remove)
    return steps


class TestFull:
    @pytest.fixture
    def full(self, docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
        """Exactly as many as are read: everything was fine until now."""
        monkeypatch.setattr(reading, "MOST_NAMES", 8)
        store = open_store(clean)
        live(store, 4)
        for number in range(3):
            plant(store.root, "records", record(findings={"errors": number, "warnings": 0}))
        history = store.read()
        assert (len(history.releases), len(history.events), history.problems) == (8, 8, ())
        return store

    def test_it_was_told_before(self, docbuild: Command, full: Store) -> None:
        for words in (["status"], ["release", "list"]):
            code, _, err = docbuild(*words, full.root)
            assert code == 0
            assert "100 %" in err
            assert "docbuild release gc --keep-records" in err

    def test_adding_is_refused_and_the_way_out_is_named(
        self, docbuild: Command, full: Store
    ) -> None:
        before = full.read()
        for words in (
            ["prepare", str(full.root), "--no-input", "--description", "x"],
            ["uploaded", "2.0.0", str(full.root)],
            ["restore", "1.0.0", str(full.root)],  # which has to save what is there
        ):
            code, _, err = docbuild("release", *words)
            assert code == 2
            assert "is full: make room with docbuild release gc --keep-records" in err
        assert full.read() == before

    def test_room_is_made(self, docbuild: Command, full: Store) -> None:
        before = state(full.read())
        code, out, _ = docbuild("release", "gc", full.root, "--keep-records", "1")
        assert (code, "releases forgotten: " in out) == (0, True)
        assert state(full.read()) == before
        assert docbuild("release", "uploaded", "2.0.0", full.root).code == 0
        assert full.read().uploaded == full.read().release(before[3][0].id)  # type: ignore[index]  # the one that was prepared

    def test_room_is_made_in_what_two_people_made_too_large(
        self, docbuild: Command, full: Store
    ) -> None:
        for number in range(40):
            plant(full.root, "records", record(findings={"errors": 9, "warnings": number}))
        code, _, err = docbuild("release", "uploaded", "2.0.0", full.root)
        assert (code, "--keep-records" in err) == (2, True)
        assert docbuild("release", "gc", full.root, "--keep-records", "1").code == 0
        assert docbuild("release", "uploaded", "2.0.0", full.root).code == 0
        assert full.read().problems == ()

    def test_the_size_counts_too(self, full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        size = sum(
            path.stat().st_size
            for folder in ("records", "events")
            for path in (full.root / ".docbuild/releases" / folder).iterdir()
        )
        monkeypatch.setattr(reading, "MOST_NAMES", 1000)
        monkeypatch.setattr(reading, "LARGEST_RECORD", size)
        assert full.read().problems == ()
        with pytest.raises(reading.FullError):
            full.mark(full.read().prepared[0], UPLOADED, STAMP)
        collect(full.root, None, STAMP, keep_records=1)
        full.mark(full.read().prepared[0], UPLOADED, STAMP)


@pytest.mark.parametrize("number", ["x", "-1", "", str(MOST_KEPT + 1)])
def test_only_a_number_will_do(docbuild: Command, clean: Path, number: str) -> None:
    code, _, err = docbuild("release", "gc", clean, "--keep-records", number)
    assert (code, f"at most {MOST_KEPT}" in err) == (2, True)


def test_giving_up_many_at_once_leaves_one_head(store: Store) -> None:
    """So that who comes next knows of all: more heads than an event names would be lost."""
    for number in range(5):
        store.prepare(members_of(f"1.0.{number}", b"%d" % number), STAMP)
    assert len(collect(store.root, 1, STAMP).pruned) == 4
    assert len(store.read().heads) == 1


def test_who_reads_meanwhile_meets_no_half_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the listing and the reading of the releases, and before that of the events."""
    live(store, 4)
    before = state(store.read())
    calls: list[str] = []

    def listed(root: Path, *names: str, most: int = 100) -> list[str]:
        found = places.listed(root, *names, most=most)
        calls.append(names[-1])
        if calls == ["records"]:
            collect(store.root, None, STAMP, keep_records=1)
        return found

    monkeypatch.setattr(reading, "listed", listed)
    history = store.read()
    assert calls.count("records") > 2  # it was read again
    assert (history.problems, history.notices) == ((), ())
    assert state(history) == before


def test_nothing_is_noted_of_what_was_forgotten_meanwhile(docbuild: Command, store: Store) -> None:
    releases = live(store, 3)
    collect(store.root, None, STAMP, keep_records=1)
    before = store.read()
    with pytest.raises(GoneError):
        store.mark(releases[0], UPLOADED, STAMP)
    assert store.read() == before
