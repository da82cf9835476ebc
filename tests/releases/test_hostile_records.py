"""Every kind of damage to a record, and of malice in one: told, bounded, and left alone."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from faults import tree
from release_samples import STAMP, event, file, members_of, plant, record

from docbuild.problem import ConfigProblem
from docbuild.release.values import EventKind
from docbuild.release_store import reading
from docbuild.release_store.collecting import collect
from docbuild.release_store.places import object_place
from docbuild.release_store.store import Store, open_store

UPLOADED, PUBLISHED = EventKind.UPLOADED, EventKind.PUBLISHED


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def shown(store: Store, path: Path) -> str:
    return path.relative_to(store.root).as_posix()


def object_of(store: Store, sha256: str) -> Path:
    return store.root.joinpath(".docbuild", *object_place(sha256))


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
