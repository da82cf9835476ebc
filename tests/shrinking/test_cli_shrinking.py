"""``docbuild bundle`` with --optimize, --fit, --max-width, --write and --undo."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from cli_run import Command, Terminal
from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from plugin_projects import write_project
from shrinking_projects import PACKED, picture, write_mixed

from docbuild.formats.printable import columns
from docbuild.images.formats import format_of
from docbuild.manifest import MANIFEST


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write_mixed(tmp_path / "mixed")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A document without pictures, of which nothing can be made smaller: that is found out soon."""
    return write_project(tmp_path / "bare", "# 插件\n\n" + "没有图。" * 100 + "\n")


def doc(root: Path) -> Mapping[str, bytes]:
    folder = root / "doc"
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_what_optimize_mends_is_no_error_any_more(
    docbuild: Command, mixed: Path, tmp_path: Path
) -> None:
    before, target = doc(mixed), tmp_path / "out.zip"
    assert docbuild("bundle", mixed, "-o", target).code == 1
    assert not target.exists()
    code, out, err = docbuild("bundle", mixed, "-o", target, "--optimize")
    assert (code, err) == (0, "")
    assert "image/y.bmp -> y.png" in out
    assert "converted to PNG" in out
    assert "addresses of pictures rewritten in doc/README.md: 7" in out
    with zipfile.ZipFile(target) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert b'"optimised"' in found.pop(MANIFEST)
    assert {name.removeprefix("doc/"): format_of(data) for name, data in found.items()} == PACKED
    assert doc(mixed) == before, "the folder itself is left alone"
    assert docbuild("verify", target).code == 0


def test_errors_that_it_does_not_mend_are_refused_as_ever(
    docbuild: Command, mixed: Path, tmp_path: Path
) -> None:
    with open(mixed / "doc" / "README.md", "a", encoding="utf-8") as readme:
        readme.write("\n![无](gone.png)\n")
    code, out, err = docbuild("bundle", mixed, "-o", tmp_path / "out.zip", "--optimize")
    assert code == 1
    assert "image-missing" in out
    assert "image-format" not in out
    assert err == "docbuild: not packed: there are errors\n"


def test_a_size_that_cannot_be_had(docbuild: Command, bare: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    code, out, err = docbuild("bundle", bare, "-o", target, "--fit", "1kb")
    assert code == 1
    assert "cannot fit into 1 KB: the least is " in out
    assert "remove or shorten the largest first: README.md 1.2 KB" in out
    assert err == "docbuild: not packed: it cannot be made to fit\n"
    assert not target.exists()
    code, out, _ = docbuild("bundle", bare, "-o", target, "--fit", "1kb", "--lang", "zh")
    assert "压不到 1 KB：最少也要 " in out


def test_a_size_that_can_be_had(docbuild: Command, mixed: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    code, out, _ = docbuild("bundle", mixed, "-o", target, "--fit", "1.5MiB")
    assert code == 0
    assert "all of it fits into 1.5 MB" in out
    assert doc(target).keys() == PACKED.keys()


@pytest.mark.parametrize(
    "words",
    [
        ["--fit", "much"],
        ["--fit", "0"],
        ["--fit=-1"],
        ["--fit", "1tb"],
        ["--fit", ""],
        ["--max-width", "wide"],
        ["--max-width", "0"],
        ["--max-width", "1000000"],
        ["--max-width", "²"],
    ],
)
def test_what_is_no_size(docbuild: Command, mixed: Path, words: list[str]) -> None:
    code, out, err = docbuild("bundle", mixed, "-o", "nowhere.zip", *words)
    assert (code, out) == (2, "")
    assert words[0].partition("=")[0] in err


@pytest.mark.parametrize(("size", "count"), [("2MB", 2 << 20), ("1.5 kb", 1536), ("700", 700)])
def test_sizes(docbuild: Command, bare: Path, tmp_path: Path, size: str, count: int) -> None:
    found = shown(docbuild, bare, "-o", tmp_path / "out.zip", "--fit", size)
    assert found["fit"]["target"] == count


def shown(docbuild: Command, *words: str | Path) -> Any:
    """What is printed as JSON, which is as the schema says, and nothing else."""
    outcome = docbuild("bundle", *words, "--format", "json")
    found = json.loads(outcome.out)
    schema = json.loads(files("docbuild.formats").joinpath("shrinkage.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    assert found["written"] == (outcome.code == 0)
    return found


def test_json(docbuild: Command, mixed: Path, bare: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    found = shown(docbuild, mixed, "-o", target, "--optimize")
    assert found["written"]
    assert found["fit"] is None
    assert found["document"]["addresses"] == 7
    assert sorted(each["after"]["path"] for each in found["pictures"]) == sorted(
        path for path in PACKED if path != "README.md"
    )
    assert (
        found["after"]
        == sum(each["after"]["size"] for each in found["pictures"]) + (found["document"]["after"])
    )
    refused = shown(docbuild, bare, "-o", target, "--fit", "1kb")
    assert not refused["written"]
    assert refused["fit"]["least"] == refused["after"]
    assert not shown(docbuild, mixed, "-o", target, "--fit", "10")["fit"]["tried"]


def test_json_of_the_folder_itself(docbuild: Command, mixed: Path) -> None:
    before = doc(mixed)
    assert not shown(docbuild, mixed, "--write")["written"]
    assert doc(mixed) == before
    assert shown(docbuild, mixed, "--write", "--yes")["written"]
    assert doc(mixed).keys() == {*PACKED, "image/x.png"}


def test_nothing_is_written_where_nobody_can_be_asked(docbuild: Command, mixed: Path) -> None:
    before = doc(mixed)
    code, out, err = docbuild("bundle", mixed, "--write")
    assert code == 1
    assert "image/y.bmp -> y.png" in out
    assert "files to be replaced: 2, added: 4, removed: 4" in err
    assert err.endswith("there is nobody to ask here; add --yes once you are sure\n")
    assert doc(mixed) == before
    assert not (mixed / ".docbuild").exists()


class Asked:
    """Somebody at a terminal who answers once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
        self.screen = Terminal()
        monkeypatch.setattr(sys, "stdin", Terminal(answer))
        monkeypatch.setattr(sys, "stderr", self.screen)


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "no\n", "why?\n"])
def test_who_does_not_agree(
    docbuild: Command, mixed: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before = doc(mixed)
    asked = Asked(monkeypatch, answer)
    assert docbuild("bundle", mixed, "--write").code == 1
    assert "The old files are kept in .docbuild/originals. Go on? [y/N] " in asked.screen.getvalue()
    assert doc(mixed) == before


def test_who_agrees(docbuild: Command, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = doc(mixed)
    asked = Asked(monkeypatch, "y\n")
    code, out, _ = docbuild("bundle", mixed, "--write")
    assert code == 0
    assert "docbuild bundle --undo takes it back" in out
    assert "lose something" not in asked.screen.getvalue()
    assert doc(mixed).keys() == {*PACKED, "image/x.png"}
    assert docbuild("check", mixed).code == 0
    assert docbuild("bundle", mixed, "--undo").code == 0
    assert doc(mixed) == before
    assert docbuild("bundle", mixed, "--undo").code == 1
    assert asked.screen.getvalue().endswith("docbuild: there is nothing to take back\n")


def test_what_is_lost_is_said_before(docbuild: Command, mixed: Path) -> None:
    code, _, err = docbuild("bundle", mixed, "--write", "--max-width", "12")
    assert code == 1
    assert "Pictures that lose something, being scaled or no longer of the same pixels: " in err
    assert "  image/y.bmp (24x16 -> 12x8)\n" in err


def test_the_question_in_chinese(
    docbuild: Command, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch, "是\n")
    assert docbuild("bundle", mixed, "--write", "--lang", "zh").code == 0
    said = asked.screen.getvalue()
    assert "将在 doc 里换掉 2 个文件、新增 4 个、删除 4 个。" in said
    assert "继续吗？[y/N] " in said


def test_undo_after_an_edit(docbuild: Command, mixed: Path) -> None:
    assert docbuild("bundle", mixed, "--write", "-y").code == 0
    with open(mixed / "doc" / "README.md", "a", encoding="utf-8") as readme:
        readme.write("\n更多。\n")
    now = doc(mixed)
    code, _, err = docbuild("bundle", mixed, "--undo")
    assert code == 1
    assert "nothing was taken back: README.md." in err
    assert doc(mixed) == now


def test_a_picture_that_another_file_names_stays(docbuild: Command, mixed: Path) -> None:
    (mixed / "README.md").write_text("![](doc/image/a%20b.webp)\n", encoding="utf-8")
    _, _, err = docbuild("bundle", mixed, "--write", "-y")
    assert "named by other files too, so these stay: image/a b.webp" in err
    assert {"image/a b.webp", "image/a b.png"} <= doc(mixed).keys()
    assert "image/y.bmp" not in doc(mixed)


def test_a_folder_that_cannot_become_so_small(docbuild: Command, bare: Path) -> None:
    before = doc(bare)
    code, _, err = docbuild("bundle", bare, "--fit", "100", "--write", "-y")
    assert code == 1
    assert "nothing was changed: it cannot be made to fit" in err
    assert doc(bare) == before


def test_to_the_folder_and_into_a_bundle(docbuild: Command, mixed: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    code, out, _ = docbuild("bundle", mixed, "--write", "-y", "-o", target)
    assert code == 0
    assert f"wrote {target}: 7 files" in out
    with zipfile.ZipFile(target) as archive:
        assert b"optimised" not in archive.read(MANIFEST), "they are what the project has"


def test_nothing_to_do(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", "# 插件\n\n没有图。\n")
    code, out, err = docbuild("bundle", root, "--write")
    assert (code, err) == (0, "")
    assert out.endswith("nothing to change\n")


def test_without_a_document(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", None)
    for words in (["--optimize", "-o", tmp_path / "out.zip"], ["--write"]):
        code, out, err = docbuild("bundle", root, *words)
        assert code == 1
        assert "doc-missing" in out
        assert err == "docbuild: not packed: there are errors\n"


def test_the_table_is_aligned_and_cut_to_the_terminal(docbuild: Command, tmp_path: Path) -> None:
    name = "图片" * 30
    files = {f"doc/{name}.bmp": picture("bmp"), "doc/b.bmp": picture("bmp", drawn=True)}
    readme = f"# 插件\n\n![甲]({name}.bmp) ![乙](b.bmp)\n"
    root = write_project(tmp_path / "p", readme, files)
    _, out, _ = docbuild("bundle", root, "--write", "--lang", "zh")
    lines = out.splitlines()[:4]
    assert lines[0].split() == ["图片", "原来", "之后", "省下", "变化"]
    assert lines[2].startswith("...片")
    assert lines[3].startswith("合计")
    ends = {columns(line[: line.index("%")]) for line in lines[1:]}
    assert len(ends) == 1
    assert all(columns(line) <= 100 for line in lines)


def test_json_of_nothing(docbuild: Command, mixed: Path, tmp_path: Path) -> None:
    code, out, err = docbuild("bundle", mixed, "-o", tmp_path / "out.zip", "--format", "json")
    assert (code, out) == (2, "")
    assert "--optimize" in err


@pytest.mark.parametrize("name", [".docbuild", ".docbuild/originals"])
@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_in_the_way_of_the_old_files_is_named(
    docbuild: Command, mixed: Path, tmp_path: Path, name: str, kind: str
) -> None:
    before, place = doc(mixed), mixed / name
    place.parent.mkdir(exist_ok=True)
    if kind == "file":
        place.touch()
    else:
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to(tmp_path / "elsewhere")
    code, _, err = docbuild("bundle", mixed, "--write", "--yes")
    assert code == 2
    assert f"{place} is " in err.splitlines()[-1]
    code, _, err = docbuild("bundle", mixed, "--undo")
    assert (code, f"{place} is " in err) == (2, True)
    assert doc(mixed) == before
    assert not list(place.iterdir() if kind == "link" else [])
