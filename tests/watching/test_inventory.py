"""What was known of everything that is watched, and what is other than it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from docbuild.watching.change import Watched
from docbuild.watching.fingerprint import fingerprint, is_folder, same_content
from docbuild.watching.inventory import Inventory


@pytest.fixture
def doc(tmp_path: Path) -> Path:
    doc = tmp_path / "doc"
    (doc / "image").mkdir(parents=True)
    for name in ("README.md", "image/a.png", "image/b.png"):
        (doc / name).write_text(name, encoding="utf-8")
    return doc


def _watching(doc: Path) -> Inventory:
    inventory = Inventory()
    inventory.watch(Watched(frozenset({doc.parent / "docbuild.toml"}), frozenset({doc})))
    assert not list(_differences(inventory)), "what is there at first is no change"
    return inventory


def _differences(inventory: Inventory) -> Iterator[str]:
    return inventory.differences(lambda folder, identity: None)


def _changed(inventory: Inventory) -> set[str]:
    return {path for path in _differences(inventory) if inventory.look(path)}


def test_each_kind_of_change_is_a_difference_once(doc: Path) -> None:
    inventory = _watching(doc)
    new, gone, other = doc / "new.png", doc / "image" / "a.png", doc / "README.md"
    new.write_text("", encoding="utf-8")
    gone.unlink()
    other.write_text("other", encoding="utf-8")
    (doc.parent / "docbuild.toml").write_text("", encoding="utf-8")
    names = {new, gone, other, doc.parent / "docbuild.toml"}
    assert _changed(inventory) == set(map(str, names))
    assert not _changed(inventory)


def test_the_same_size_and_the_same_time_are_told_by_the_inode(doc: Path) -> None:
    inventory = _watching(doc)
    readme = doc / "README.md"
    new = doc.parent / "new"
    shutil.copy2(readme, new)
    new.rename(readme)
    assert _changed(inventory) == {str(readme)}


def test_the_folders_that_matter_are_armed_before_they_are_listed(doc: Path) -> None:
    inventory = _watching(doc)
    armed: list[str] = []

    def arm(folder: str, identity: tuple[int, ...]) -> None:
        armed.append(folder)
        assert is_folder(identity)
        if folder == str(doc):
            (doc / "late.png").write_text("", encoding="utf-8")

    assert str(doc / "late.png") in list(inventory.differences(arm))
    assert set(armed) == {str(doc.parent), str(doc), str(doc / "image")}


def test_hidden_folders_and_links_are_entries_without_content(doc: Path) -> None:
    outside = doc.parent / "outside"
    outside.mkdir()
    (doc / ".git").mkdir()
    (doc / "linked").symlink_to(outside)
    inventory = _watching(doc)
    (doc / ".git" / "index").write_text("", encoding="utf-8")
    (outside / "a.png").write_text("", encoding="utf-8")
    assert not _changed(inventory)
    shutil.rmtree(doc / ".git")
    (doc / "linked").unlink()
    assert _changed(inventory) == {str(doc / ".git"), str(doc / "linked")}


def test_a_link_is_other_when_what_it_leads_to_is(doc: Path) -> None:
    target = doc.parent / "target.png"
    target.write_text("a", encoding="utf-8")
    link = doc / "linked.png"
    link.symlink_to(target)
    inventory = _watching(doc)
    target.write_text("other", encoding="utf-8")
    assert _changed(inventory) == {str(link)}
    target.unlink()
    assert _changed(inventory) == {str(link)}


def test_what_goes_while_it_is_listed_is_gone(doc: Path) -> None:
    inventory = _watching(doc)

    def arm(folder: str, identity: tuple[int, ...]) -> None:
        if folder == str(doc / "image"):
            shutil.rmtree(folder)

    changed = {path for path in inventory.differences(arm) if inventory.look(path)}
    changed |= _changed(inventory)
    assert changed == {str(doc / name) for name in ("image", "image/a.png", "image/b.png")}


def test_what_goes_between_its_listing_and_its_look_is_gone(doc: Path) -> None:
    inventory = _watching(doc)
    pictures = {doc / "image" / "a.png", doc / "image" / "b.png"}
    for picture in pictures:
        os.utime(picture, (1, 1))
    changed = set()
    for path in _differences(inventory):
        for other in pictures - {Path(path)}:
            other.unlink(missing_ok=True)
        changed |= {path} if inventory.look(path) else set()
    assert changed == set(map(str, pictures))
    assert len(list((doc / "image").iterdir())) < 2


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    inventory = Inventory()
    odd = frozenset({tmp_path / "a\0b", tmp_path / "a\0b" / "c", tmp_path / ("x" * 300)})
    inventory.watch(Watched(odd, frozenset({tmp_path / "\0"})))
    assert not _changed(inventory)


def test_states_of_content() -> None:
    one = (0o100000, 1, 2, 3, 4, 5)
    assert same_content(one, (*one[:5], 99)), "its permissions changed"
    assert not same_content(one, (*one[:4], 99, 5))
    assert not same_content(one, None)
    assert same_content(None, None)
    assert fingerprint("/") == fingerprint("/")
