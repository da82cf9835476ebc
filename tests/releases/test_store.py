"""The record on a real disk: written, read, swept, given up; and every kind of damage to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from faults import tree
from release_samples import STAMP, TEXT, members_of, plant, record

from docbuild import folders
from docbuild.packed_files import packed_files
from docbuild.problem import ConfigProblem
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store import reading, turns
from docbuild.release_store.collecting import collect
from docbuild.release_store.places import object_place
from docbuild.release_store.store import Store, VersionError, open_store
from docbuild.release_store.turns import BusyError, turn
from docbuild.release_store.writer import writing

UPLOADED, PUBLISHED = EventKind.UPLOADED, EventKind.PUBLISHED


@pytest.fixture(params=["descriptors", "paths"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of opening folders: the second is what Windows gets."""
    monkeypatch.setattr(folders, "BY_DESCRIPTOR", request.param == "descriptors")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def object_of(store: Store, sha256: str) -> Path:
    return store.root.joinpath(".docbuild", *object_place(sha256))


@pytest.mark.usefixtures("way")
def test_what_was_prepared_is_there_again(store: Store) -> None:
    members = members_of("1.0.0")
    release = store.prepare(members, STAMP)
    assert (release.version, release.description) == ("1.0.0", "改了一段")
    assert (release.errors, release.warnings, release.stamp) == (0, 1, STAMP)
    assert release.total == len(TEXT) + len(b"a picture")
    history = store.read()
    assert history.prepared == history.releases == (release,)
    assert store.members(release) == members
    assert store.missing(release) == ()
    assert {
        name: data for name, data in tree(store.upload_folder).items() if data != "/"
    } == members
    event = store.mark(release, UPLOADED, STAMP)
    assert event is not None
    assert event.parents == (release.id,)
    assert store.read().uploaded == release


def test_reading_writes_nothing(store: Store) -> None:
    assert store.read().releases == ()
    assert os.listdir(store.root) == []


def test_the_same_is_noted_once(store: Store) -> None:
    release = store.prepare(members_of("1.0.0"), STAMP)
    before = tree(store.root)
    assert store.prepare(members_of("1.0.0"), Stamp("2026-02-02T00:00:00Z")) == release
    assert tree(store.root) == before
    assert store.prepare(members_of("1.0.1"), STAMP) != release
    store.mark(release, UPLOADED, STAMP)
    for version in ("1.0.0", "0.99.0"):  # these would be other uploads, which have to rise
        with pytest.raises(VersionError, match=r"1\.0\.0 was uploaded"):
            store.prepare(members_of(version), STAMP)


def test_an_event_is_noted_once(store: Store) -> None:
    release = store.prepare(members_of("1.0.0"), STAMP)
    assert store.mark(release, UPLOADED, STAMP) is not None
    assert store.mark(release, UPLOADED, STAMP) is None
    assert store.mark(release, PUBLISHED, STAMP) is not None
    assert store.mark(release, PUBLISHED, STAMP) is None
    assert len(store.read().events) == 2


def test_undoing_an_upload_undoes_what_follows_from_it(store: Store) -> None:
    release = store.prepare(members_of("1.0.0"), STAMP)
    assert store.undo(release, UPLOADED, STAMP) is None
    store.mark(release, UPLOADED, STAMP)
    store.mark(release, PUBLISHED, STAMP)
    store.undo(release, PUBLISHED, STAMP)
    assert (store.read().uploaded, store.read().published) == (release, None)
    store.mark(release, PUBLISHED, STAMP)
    store.undo(release, UPLOADED, STAMP)
    assert (store.read().uploaded, store.read().published) == (None, None)
    assert store.read().prepared == (release,)
    assert store.undo(release, UPLOADED, STAMP) is None


def test_equal_contents_are_kept_once(store: Store) -> None:
    store.prepare(members_of("1.0.0"), STAMP)
    before = set(tree(store.root))
    store.prepare(members_of("1.0.1"), STAMP)
    added = [name for name in set(tree(store.root)) - before if "objects" in name]
    assert len([name for name in added if len(name) > 50]) == 1  # the manifest


def test_only_what_the_upload_takes_is_prepared(store: Store) -> None:
    for path in (
        "doc/a.webp",
        "doc/.git/a.png",
        "doc/../a.png",
        "a.png",
        "doc/a.png/",
        "doc//a.png",
    ):
        with pytest.raises(ValueError, match="a"):
            store.prepare(members_of("1.0.0", pictures={path: b"x"}), STAMP)
    for version, error in ((None, ValueError), ("1.0", VersionError)):
        with pytest.raises(error, match="version"):
            store.prepare(members_of(version), STAMP)
    assert store.read().releases == ()
    assert not store.upload_folder.exists()


@pytest.mark.parametrize(("number", "is_whole"), [(3, True), (4, False)])
def test_nothing_is_added_to_what_is_not_read_as_a_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, is_whole: bool
) -> None:
    monkeypatch.setattr(reading, "MOST_NAMES", 3)
    monkeypatch.setattr("docbuild.release_store.places.MOST_NAMES", 3)
    for errors in range(number):
        plant(store.root, "records", record(findings={"errors": errors, "warnings": 0}))
    assert (store.read().problems == ()) is is_whole
    before = tree(store.root / ".docbuild/releases")
    if is_whole:
        store.mark(store.read().releases[0], UPLOADED, STAMP)
        return
    with pytest.raises(reading.PartialError, match="more than"):
        store.mark(store.read().releases[0], UPLOADED, STAMP)
    with pytest.raises(reading.PartialError):
        store.prepare(members_of("2.0.0"), STAMP)
    assert tree(store.root / ".docbuild/releases") == before


def test_nothing_is_added_to_what_is_too_large(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for errors in range(3):
        plant(store.root, "records", record(findings={"errors": errors, "warnings": 0}))
    monkeypatch.setattr(reading, "LARGEST_RECORD", 500)
    with pytest.raises(reading.PartialError, match="larger than"):
        store.prepare(members_of("2.0.0"), STAMP)


class TestCollecting:
    def test_what_is_needed_stays(self, store: Store) -> None:
        releases = [store.prepare(members_of(f"1.0.{n}", b"%d" % n), STAMP) for n in range(6)]
        store.mark(releases[0], PUBLISHED, STAMP)
        store.mark(releases[2], UPLOADED, STAMP)
        last = store.prepare(members_of("1.0.9", b"9"), STAMP)
        found = collect(store.root, 0, STAMP)
        assert set(found.pruned) == {releases[1], *releases[3:]}
        assert found.objects == 2 * len(found.pruned)
        for each in (releases[0], releases[2], last):
            assert isinstance(store.members(each), dict)
        history = store.read()
        assert len(history.releases) == 7
        assert history.pruned == {each.id for each in found.pruned}
        assert collect(store.root, 0, STAMP).pruned == ()

    def test_the_newest_stay(self, store: Store) -> None:
        releases = [store.prepare(members_of(f"1.0.{n}", b"%d" % n), STAMP) for n in range(6)]
        assert collect(store.root, None, STAMP).pruned == ()
        assert collect(store.root, 4, STAMP).pruned == tuple(releases[:2])
        assert collect(store.root, 99, STAMP).pruned == ()

    def test_what_came_just_now_stays(self, store: Store) -> None:
        store.prepare(members_of("1.0.0"), STAMP)
        path = object_of(store, "ab" * 32)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"with a pull whose records are to follow")
        assert collect(store.root, 0, STAMP).objects == 0
        assert path.exists()
        assert collect(store.root, 0, STAMP, grace=-3600).objects == 1
        assert not path.exists()

    def test_contents_given_up_come_back_with_the_same_document(self, store: Store) -> None:
        first = store.prepare(members_of("1.0.0", b"1"), STAMP)
        store.prepare(members_of("1.0.1", b"2"), STAMP)
        collect(store.root, 0, STAMP)
        assert isinstance(store.members(first), ConfigProblem)
        again = store.prepare(members_of("1.0.0", b"1"), STAMP)
        assert again != first
        assert store.members(again) == members_of("1.0.0", b"1")

    def test_what_was_given_up_elsewhere_and_matters_now(self, store: Store) -> None:
        """Published on another branch, and git kept the contents by chance."""
        first = store.prepare(members_of("1.0.0", b"1"), STAMP)
        store.prepare(members_of("1.0.1", b"2"), STAMP)
        with writing(store.root) as mine:
            mine.tell(first, EventKind.PRUNED, (), STAMP)
        store.mark(first, PUBLISHED, STAMP)
        assert collect(store.root, None, STAMP, grace=-3600).objects == 0
        assert isinstance(store.members(first), dict)

    def test_strange_files_are_left_alone(self, store: Store) -> None:
        store.prepare(members_of("1.0.0"), STAMP)
        objects = store.root / ".docbuild/releases/objects"
        (objects / "notes").write_bytes(b"x")
        (objects / "zz").mkdir()
        (objects / "zz/notes").write_bytes(b"x")
        (objects / "ab").mkdir(exist_ok=True)
        (objects / "ab/notes").write_bytes(b"x")
        collect(store.root, 0, STAMP, grace=-3600)
        assert (objects / "notes").exists()
        assert (objects / "zz/notes").exists()
        assert (objects / "ab/notes").exists()


def test_a_turn_is_waited_for_and_not_for_ever(store: Store) -> None:
    with turn(store.root), pytest.raises(BusyError), turn(store.root, patience=0):
        pass
    with turn(store.root, patience=0):
        pass


def test_what_is_in_tmp_is_swept(store: Store) -> None:
    release = store.prepare(members_of("1.0.0"), STAMP)
    before = tree(store.root)
    with turn(store.root) as mine:  # and killed, as it were, before anything was noted
        mine.note(["ab" * 32, release.files[0].sha256, "nonsense"])
        mine.put(b"x", *object_place("ab" * 32))
        mine.put(b"half", "tmp", "half")
    with writing(store.root):
        pass
    assert tree(store.root) == before
    assert isinstance(store.members(release), dict)


def test_nothing_is_swept_that_an_unreadable_record_may_need(store: Store) -> None:
    store.prepare(members_of("1.0.0"), STAMP)
    plant(store.root, "records", record(format=2))
    with turn(store.root) as mine:
        mine.note(["ab" * 32])
        mine.put(b"x", *object_place("ab" * 32))
    with writing(store.root):
        pass
    assert object_of(store, "ab" * 32).exists()


@pytest.mark.parametrize(
    "place",
    [
        ".git/hooks",
        "../outside",
        "/tmp/outside",
        "a/../b",
        "",
        "a//b",
        "a\0b",
        "notes/a",
        "x" * 999,
    ],
)
def test_a_note_of_a_move_leads_nowhere_else(store: Store, place: str) -> None:
    """``tmp/`` may have come with the repository, in spite of .gitignore; it is kept then."""
    temporary = store.root / ".docbuild/tmp"
    (temporary / "old").mkdir(parents=True)
    (temporary / "old/post-commit").write_bytes(b"x")
    (temporary / "moved").write_bytes(place.encode())
    (store.root / ".git").mkdir()
    (store.root / "notes").write_bytes(b"x")
    with writing(store.root):
        pass
    assert os.listdir(store.root / ".git") == []
    assert sorted(os.listdir(store.root)) == [".docbuild", ".git", "notes"]
    assert not (store.root.parent / "out").exists()
    (kept,) = (store.root / ".docbuild").glob("replaced-*")
    assert (kept / "post-commit").read_bytes() == b"x"
    assert not temporary.exists()
    (notice,) = store.read().notices
    assert f".docbuild/{kept.name}" in notice.zh
    assert f".docbuild/{kept.name}" in notice.en
    (kept / "post-commit").unlink()
    kept.rmdir()
    (store.root / ".docbuild/replaced-\n").mkdir()  # nobody but us gives names that are told
    assert store.read().notices == ()


def test_git_is_told_what_to_keep_and_to_leave_as_it_is(store: Store) -> None:
    store.prepare(members_of("1.0.0"), STAMP)
    ignored = (store.root / ".docbuild/.gitignore").read_text(encoding="utf-8").split("\n")
    assert {"/upload/", "/tmp/", "/lock"} <= set(ignored)
    attributes = (store.root / ".docbuild/releases/.gitattributes").read_text(encoding="utf-8")
    assert attributes.startswith("* -text")
    (store.root / ".docbuild/.gitignore").write_text("mine", encoding="utf-8")
    store.prepare(members_of("1.0.1"), STAMP)
    assert (store.root / ".docbuild/.gitignore").read_text(encoding="utf-8") == "mine"


def test_names_of_a_saved_state_may_be_any(store: Store) -> None:
    """A name that Windows cannot hold, or that is no UTF-8, is kept too."""
    names = ["doc/a:b.png", "doc/\udcff.png", "doc/a\\b.png", "doc/A.png", "doc/a.png"]
    members = {name: name.encode("utf-8", "surrogateescape") for name in sorted(names)}
    with writing(store.root) as mine:
        saved = mine.add(Release("", None, None, packed_files(members), 0, 0, (), STAMP), members)
    assert saved.is_saved
    assert store.members(saved) == members
    assert store.read().releases == (saved,)
    assert store.read().prepared == ()


def test_turns_have_a_limit() -> None:
    assert 1 < turns.PATIENCE < 600


def test_nothing_is_added_to_a_record_that_cannot_be_read_for_now(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = store.prepare(members_of("1.0.0"), STAMP)
    before = tree(store.root)

    def failing(name: str, folder: folders.Folder) -> int:
        if name == f"{release.id}.json":
            raise OSError(5, "Input/output error")
        return folders.open_file(name, folder)

    monkeypatch.setattr(reading, "open_file", failing)
    assert store.read().problems
    with pytest.raises(OSError, match=r"Input/output error.*records"):
        store.prepare(members_of("1.0.1"), STAMP)
    assert tree(store.root) == before
