"""``docbuild bundle``: what goes up, or why not."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from cli_run import Command
from plugin_projects import CLEAN, picture, write_project

from docbuild.diagnostic import Finding
from docbuild.manifest import MANIFEST
from docbuild.rules import checker
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Subject


def test_bundle_packs_what_goes_up_and_is_shown(
    docbuild: Command, warned: Path, tmp_path: Path
) -> None:
    readme = "\ufeff" + CLEAN.replace("\n", "\r\n")
    (warned / "doc" / "README.md").write_bytes(readme.encode())
    (warned / "doc" / "notes.md").write_text("# 草稿\n", encoding="utf-8")
    target = tmp_path / "bundle.zip"
    code, out, err = docbuild("bundle", warned, "-o", target)
    assert (code, err) == (0, "")
    assert "image-unused" in out
    assert out.endswith(f"wrote {target}: 3 files, {target.stat().st_size} bytes\n")
    with zipfile.ZipFile(target) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed.pop(MANIFEST)
    assert packed == {"doc/README.md": readme.encode(), "doc/image/card.png": picture()}


def test_bundle_refuses_errors(docbuild: Command, broken: Path, tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    target.write_bytes(b"the one before")
    code, out, err = docbuild("bundle", broken, "--output", target)
    assert code == 1
    assert "image-missing" in out
    assert err == "docbuild: not packed: there are errors\n"
    assert target.read_bytes() == b"the one before"


def test_bundle_never_overwrites_the_document(docbuild: Command, clean: Path) -> None:
    readme = clean / "doc" / "README.md"
    before = readme.read_bytes()
    code, out, err = docbuild("bundle", clean, "-o", readme)
    assert (code, out) == (2, "")
    assert "belongs to the document itself" in err
    assert readme.read_bytes() == before


def test_bundles_are_the_same_wherever_they_are_made(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    other = write_project(tmp_path / "elsewhere" / "copy")
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o700)
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    assert docbuild("bundle", clean, "-o", first).code == 0
    assert docbuild("bundle", other, "-o", second).code == 0
    assert first.read_bytes() == second.read_bytes()


def test_bundle_that_cannot_be_written(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    code, _, err = docbuild("bundle", clean, "-o", tmp_path / "nowhere" / "bundle.zip")
    assert code == 2
    assert "cannot write" in err


def test_names_that_clash_are_an_error_and_no_crash(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    (clean / "doc" / "image" / "CARD.png").write_bytes(picture("red"))
    readme = CLEAN + "\n![另一张](image/CARD.png)\n"
    (clean / "doc" / "README.md").write_text(readme, encoding="utf-8")
    code, out, err = docbuild("bundle", clean, "-o", tmp_path / "bundle.zip")
    assert code == 1
    assert "resource-name" in out
    assert "Traceback" not in err


def test_names_that_clash_are_not_packed_though_nobody_wants_to_hear_of_them(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    (clean / "doc" / "image" / "CARD.png").write_bytes(picture("red"))
    readme = CLEAN + "\n![另一张](image/CARD.png)\n"
    (clean / "doc" / "README.md").write_text(readme, encoding="utf-8")
    (clean / "docbuild.toml").write_text('[rules]\nresource-name = "off"\n', encoding="utf-8")
    code, _, err = docbuild("bundle", clean, "-o", tmp_path / "bundle.zip")
    assert code == 1
    assert "not packed: cannot pack what clashes" in err
    assert not (tmp_path / "bundle.zip").exists()


def test_a_crashed_rule_is_loud_and_packs_nothing(
    docbuild: Command, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_subject: Subject) -> Iterator[Finding]:
        raise ZeroDivisionError("a bug of a rule")

    crashing = RULES[0]._replace(check=crash)
    check = partial(checker.check, rules=(crashing, *RULES[1:]))
    monkeypatch.setattr("docbuild.build.check", check)
    for words in (["check"], ["bundle", "-o", tmp_path / "bundle.zip"]):
        code, out, err = docbuild(*words, clean)
        assert code == 2
        assert f"internal The rule {crashing.name} crashed" in out
        assert "ZeroDivisionError: a bug of a rule" in err
    assert not (tmp_path / "bundle.zip").exists()
