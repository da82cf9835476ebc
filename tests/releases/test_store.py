"""The record on a real disk: written, read, swept, given up; and every kind of damage to it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from faults import tree
from release_samples import STAMP, TEXT, event, file, members_of, plant, record

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


def shown(store: Store, path: Path) -> str:
    return path.relative_to(store.root).as_posix()


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


@pytest.mark.parametrize("damage", ["gone", "other", "longer", "link", "folder", "fifo"])
def test_damaged_contents_are_told_and_healed(store: Store, damage: str) -> None:
    whole = store.prepare(members_of("1.0.0", b"# other\n", {"doc/b.png": b"b"}), STAMP)
    release = store.prepare(members_of("1.0.1"), STAMP)
    path = object_of(store, release.files[0].sha256)
    path.unlink()
    if damage in ("other", "longer"):
        path.write_bytes(b"x" * (len(release.files[0].path) if damage == "other" else 10_000))
    elif damage == "link":
        path.symlink_to(object_of(store, release.files[1].sha256))
    elif damage == "folder":
        path.mkdir()
    elif damage == "fifo":
        os.mkfifo(path)
    found = store.members(release)
    assert isinstance(found, ConfigProblem)
    assert release.files[0].path in found.message.zh
    assert release.short in found.message.en
    assert found.path == path.relative_to(store.root).as_posix()
    assert isinstance(store.members(whole), dict)
    assert store.read().prepared == (release,)
    if damage == "folder":
        path.rmdir()
    assert store.prepare(members_of("1.0.1"), STAMP) == release
    assert store.members(release) == members_of("1.0.1")


HOSTILE_RECORDS: dict[str, Any] = {
    "no JSON": b"{",
    "no object": b"[]",
    "no UTF-8": b'{"format": "\xff"}',
    "nothing": b"",
    "nested": b"[" * 100_000,
    "a number without an end": b'{"format": ' + b"1" * 10_000 + b"}",
    "no format": record(format=...),
    "a format that is no number": record(format=True),
    "a newer format": record(format=2),
    "a newer kind": record(kind="reviewed"),
    "no version": record(document={"description": "x"}),
    "a version of words": record(document={"version": "x", "description": "x"}),
    "a long version": record(document={"version": "1.0.1000", "description": "x"}),
    "a document that is a list": record(document=[]),
    "an endless description": record(document={"version": "1.0.0", "description": "x" * 9999}),
    "no time": record(at=...),
    "a time of words": record(at="yesterday"),
    "a day that is none": record(at="2026-02-31T00:00:00Z"),
    "a name that is a number": record(by=7),
    "parents that are words": record(parents=["x"]),
    "a million parents": record(parents=["0" * 64] * 10_001),
    "no files": record(files=...),
    "files that are words": record(files=["doc/README.md"]),
    "a file twice": record(files=[file("doc/README.md")] * 2),
    "files out of order": record(files=[file("doc/b.png"), file("doc/a.png")]),
    "files that clash": record(files=[file("doc/A.png"), file("doc/a.png")]),
    "a negative size": record(files=[{**file("doc/README.md"), "size": -1}]),
    "an endless size": record(files=[{**file("doc/README.md"), "size": 10**12}]),
    "no digest": record(files=[{**file("doc/README.md"), "sha256": "../../x"}]),
    "negative findings": record(findings={"errors": -1, "warnings": 0}),
    **{
        f"the path {path!a}": record(files=[file(path)])
        for path in (
            "README.md", "/doc/README.md", "doc/../README.md", "doc/../../x.png", "doc/./a.png",
            "doc//a.png", "doc/", "doc", "", "doc/.git/config.png", "doc/.a.png", "doc/a.sh",
            "doc/hooks/post-commit", "doc/a\0.png", "doc/a\\..\\..\\b.png", "doc/CON.png",
            "doc/a:b.png", "docs/README.md", "doc/notes.md", "doc/\u202egnp.exe.png",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE_RECORDS.values(), ids=HOSTILE_RECORDS.keys())
def test_a_record_that_is_none_is_told_and_left_alone(store: Store, value: object) -> None:
    sound = store.prepare(members_of("1.0.0"), STAMP)
    bad = plant(store.root, "records", value)
    data = bad.read_bytes()
    history = store.read()
    assert history.releases == (sound,)
    assert [problem.path for problem in history.problems] == [shown(store, bad)]
    assert all(history.problems[0].message)
    assert collect(store.root, 0, STAMP, grace=0).problems == history.problems
    store.mark(sound, UPLOADED, STAMP)
    assert store.read().uploaded == sound
    assert bad.read_bytes() == data


REASONS = {
    "doc/CON.png": ("文件名 'doc/CON.png' 在有的操作系统上用不了", "cannot hold a file called"),
    "doc/a.exe": ("'doc/a.exe' 不是能上传的文件", "is no file that can go up"),
}


@pytest.mark.parametrize("path", REASONS)
def test_a_path_that_will_not_do_is_told_in_words(store: Store, path: str) -> None:
    plant(store.root, "records", record(files=[file(path)]))
    message = store.read().problems[0].message
    assert REASONS[path][0] in message.zh
    assert REASONS[path][1] in message.en
    assert "cannot pack" not in message.zh + message.en


def test_paths_that_clash_are_told_in_words(store: Store) -> None:
    plant(store.root, "records", record(files=[file("doc/A.png"), file("doc/a.png")]))
    message = store.read().problems[0].message
    assert "'doc/A.png' 和 'doc/a.png' 在有的操作系统上会混为一个" in message.zh


@pytest.mark.parametrize("changes", [{"at": "yesterday"}, {"document": []}, {"by": ...}])
def test_a_garbled_key_is_told_without_words_of_python(store: Store, changes: Any) -> None:
    plant(store.root, "records", record(**changes))
    message = store.read().problems[0].message
    assert re.fullmatch("“[a-z]+” 缺少或写错了", message.zh)
    assert re.fullmatch("“[a-z]+” is missing or garbled", message.en)


@pytest.mark.parametrize(
    "value",
    [
        record(findings={"errors": 10**4200, "warnings": 0}),
        record(format=10**4200),
        record(kind="x" * 900),
    ],
)
def test_no_endless_number_is_read_or_told(store: Store, value: object) -> None:
    plant(store.root, "records", value)
    history = store.read()
    assert history.releases == ()
    assert len(history.problems[0].message.en) < 200


HOSTILE_EVENTS: dict[str, Any] = {
    "no JSON": b"{",
    "a newer format": event(format=2),
    "a newer kind": event(kind="withdrawn"),
    "no release": event(release=...),
    "a release that is a path": event(release="../x"),
    "undoing words": event(undoes=["x"]),
    "undoing a word": event(undoes="x"),
}


@pytest.mark.parametrize("value", HOSTILE_EVENTS.values(), ids=HOSTILE_EVENTS.keys())
def test_an_event_that_is_none_is_told(store: Store, value: object) -> None:
    sound = store.prepare(members_of("1.0.0"), STAMP)
    bad = plant(store.root, "events", value)
    history = store.read()
    assert (history.prepared, history.events) == ((sound,), ())
    assert [problem.path for problem in history.problems] == [shown(store, bad)]


def test_a_newer_record_says_so(store: Store) -> None:
    plant(store.root, "records", record(format=2))
    assert "upgrade" in store.read().problems[0].message.en
    assert "升级" in store.read().problems[0].message.zh


def test_a_name_that_is_not_the_digest(store: Store) -> None:
    path = plant(store.root, "records", record())
    for name in ("0" * 64 + ".json", "x.json", path.name.upper(), path.stem, f"{path.stem}.json~"):
        shutil.copy(path, path.parent / name)
    history = store.read()
    assert [each.id for each in history.releases] == [path.stem]
    assert len(history.problems) == 5


def test_an_event_about_nothing_changes_nothing(store: Store) -> None:
    plant(store.root, "events", event())
    history = store.read()
    assert (history.uploaded, history.problems) == (None, ())


@pytest.mark.parametrize("place", [".docbuild", ".docbuild/releases", ".docbuild/releases/records"])
def test_no_link_is_followed(store: Store, place: str, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    store.prepare(members_of("1.0.0"), STAMP)
    (store.root / place).rename(elsewhere / "moved")
    (store.root / place).symlink_to(elsewhere / "moved")
    before = tree(elsewhere)
    history = store.read()
    assert history.releases == ()
    assert history.problems
    with pytest.raises(OSError, match="symbolic links"):
        store.prepare(members_of("1.0.1"), STAMP)
    assert tree(elsewhere) == before


@pytest.mark.parametrize("place", ["tmp", "lock", "upload", "releases/objects"])
def test_no_link_is_written_through(store: Store, place: str, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "precious").write_bytes(b"precious")
    (store.root / ".docbuild/releases").mkdir(parents=True)
    (store.root / ".docbuild" / place).symlink_to(elsewhere)
    with pytest.raises(OSError, match=r"symbolic links|not a directory|Not a directory"):
        store.prepare(members_of("1.0.0"), STAMP)
    assert tree(elsewhere) == {"precious": b"precious"}
    assert store.read().releases == ()


def test_special_files_among_the_records(store: Store) -> None:
    folder = store.root / ".docbuild/releases/records"
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{'1' * 64}.json")
    (folder / f"{'2' * 64}.json").mkdir()
    (folder / f"{'3' * 64}.json").symlink_to("/dev/zero")
    assert len(store.read().problems) == 3


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


def test_reading_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NAMES", 3)
    monkeypatch.setattr("docbuild.release_store.places.MOST_NAMES", 3)
    for number in range(5):
        plant(store.root, "records", record(findings={"errors": number, "warnings": 0}))
    history = store.read()
    assert len(history.releases) == 3
    assert len(history.problems) == 1
    monkeypatch.setattr(reading, "LARGEST_RECORD", 500)
    assert len(store.read().releases) < 3
    monkeypatch.setattr(reading, "LARGEST_CONTENT", 3)
    assert isinstance(store.members(history.releases[0]), ConfigProblem)


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
