"""``docbuild check``: its options, exit codes and formats."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest
from cli_run import Command, Outcome
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it ships no types
from plugin_projects import BROKEN, CLEAN, picture, write_project

from docbuild import files
from docbuild.build import Project, build, find


def rules_of(outcome: Outcome) -> list[str]:
    return [each["rule"] for each in json.loads(outcome.out)["diagnostics"]]


def test_check_of_a_clean_project(docbuild: Command, clean: Path) -> None:
    code, out, err = docbuild("check", clean)
    assert (code, err) == (0, "")
    assert out.startswith("no problems found\nupload size [#")


def test_check_of_a_broken_project(docbuild: Command, broken: Path) -> None:
    (broken / "doc" / "image" / "unused.png").write_bytes(picture())
    code, out, err = docbuild("check", broken)
    assert (code, err) == (1, "")
    heads = [line for line in out.splitlines() if line.startswith("doc/")]
    assert [head.split()[:3] for head in heads] == [
        ["doc/README.md:3:1", "error", "image-missing"],
        ["doc/README.md:3:25", "error", "link-host"],
        ["doc/README.md:5:3", "warning", "render-html"],
        ["doc/image/unused.png", "warning", "image-unused"],
    ]
    assert "2 errors, 2 warnings" in out


def test_check_finds_the_project_around(
    docbuild: Command, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken / "doc" / "image")
    assert docbuild("check") == docbuild("check", broken)


def test_check_with_the_folder_named(docbuild: Command, tmp_path: Path) -> None:
    (tmp_path / "手册").mkdir()
    (tmp_path / "手册" / "README.md").write_text(BROKEN, encoding="utf-8")
    outcome = docbuild("check", "--doc", tmp_path / "手册", "--format=json")
    assert rules_of(outcome)[:2] == ["image-missing", "link-host"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 0),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on=warning", "--exit-zero"], 0),
    ],
)
def test_what_warnings_make_of_the_exit_code(
    docbuild: Command, warned: Path, words: list[str], code: int
) -> None:
    assert docbuild("check", warned, *words).code == code


def test_fail_on_by_the_settings(docbuild: Command, warned: Path) -> None:
    (warned / "docbuild.toml").write_text('fail-on = "warning"\n', encoding="utf-8")
    assert docbuild("check", warned).code == 1
    assert docbuild("check", warned, "--fail-on", "error").code == 0


def test_exit_zero(docbuild: Command, broken: Path) -> None:
    code, out, _ = docbuild("check", broken, "--exit-zero")
    assert code == 0
    assert "2 errors" in out


def test_quiet_prints_findings_alone(docbuild: Command, clean: Path, broken: Path) -> None:
    assert docbuild("check", clean, "--quiet") == (0, "", "")
    out = docbuild("check", broken, "-q").out
    assert "image-missing" in out
    assert "upload size" not in out


def test_verbose_tells_what_was_read(docbuild: Command, clean: Path) -> None:
    settings = 'language = "en"\ndialect = "wechat-1.02.1910121"\n'
    (clean / "docbuild.toml").write_text(settings, encoding="utf-8")
    _, out, err = docbuild("check", clean, "-v")
    assert out == docbuild("check", clean).out
    assert f"project {clean}\ndocument doc/README.md\nsettings docbuild.toml\n" in err
    assert "dialect wechat-1.02.1910121 (marked 0.3.19)\n" in err


def test_an_unknown_dialect_is_a_mistake_in_the_settings(docbuild: Command, clean: Path) -> None:
    (clean / "docbuild.toml").write_text('dialect = "wechatt"\n', encoding="utf-8")
    code, _, err = docbuild("check", clean)
    assert code == 2
    assert "docbuild.toml:1" in err
    assert "did you mean “wechat”" in err


def test_output_goes_to_a_file(docbuild: Command, broken: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    printed = docbuild("check", broken, "--format", "json").out
    assert docbuild("check", broken, "--format", "json", "--output", target) == (1, "", "")
    assert target.read_text(encoding="utf-8") == printed


def test_a_file_gets_no_colours_unless_told(
    docbuild: Command, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.txt"
    monkeypatch.setenv("FORCE_COLOR", "1")
    docbuild("check", broken, "--output", target)
    assert "\x1b" not in target.read_text(encoding="utf-8")
    docbuild("check", broken, "--output", target, "--color=always")
    assert "\x1b" in target.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    code, out, err = docbuild("check", clean, "--output", tmp_path / "nowhere" / "report.txt")
    assert (code, out) == (2, "")
    assert "cannot write" in err
    assert os.strerror(errno.ENOENT) in err


def schema() -> Draft202012Validator:
    file = resources.files("docbuild.formats") / "report.schema.json"
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


HOSTILE: Mapping[str, str | bytes | None] = {
    "clean": CLEAN,
    "broken": BROKEN,
    "missing": None,
    "empty": "",
    "binary": bytes(range(256)) * 40,
    "gbk": "# 插件\n\n说明".encode("gbk"),
    "bom and crlf": "\ufeff" + BROKEN.replace("\n", "\r\n"),
    "escapes": "# \x1b]0;a\x07\n\n![\u202e](\x9b2J.png)\n\n[::error::](http://a%0a.b/)\n",
    "nested": ">" * 5000 + "a\n" + "[" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_json_of_any_document_keeps_to_its_schema(
    docbuild: Command, tmp_path: Path, name: str
) -> None:
    root = write_project(tmp_path / "project", HOSTILE[name])
    (root / "doc" / os.fsdecode(b"image/caf\xe9.png")).write_bytes(picture())
    code, out, err = docbuild("check", root, "--format", "json")
    assert err == ""
    value = json.loads(out)
    assert code == (1 if value["summary"]["errors"] else 0)
    assert "doc/image/caf\\udce9.png" in [each["path"] for each in value["diagnostics"]]
    schema().validate(value)
    counted = [each["severity"] for each in value["diagnostics"]]
    assert value["summary"]["errors"] == counted.count("error")
    assert value["summary"]["warnings"] == counted.count("warning")


@pytest.mark.parametrize("name", HOSTILE)
def test_text_of_any_document_is_fit_for_a_terminal(
    docbuild: Command, tmp_path: Path, name: str
) -> None:
    root = write_project(tmp_path / "project", HOSTILE[name])
    (root / "doc" / os.fsdecode(b"image/\x1b[31m\xe9\n::error::.png")).write_bytes(picture())
    code, out, err = docbuild("check", root)
    assert code in (0, 1)
    assert err == ""
    shown = out.replace("\n", "").replace("\u3000", "")
    assert shown.isprintable()
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]


def test_spans_in_json_are_the_constructs(docbuild: Command, broken: Path) -> None:
    diagnostics = json.loads(docbuild("check", broken, "--format=json").out)["diagnostics"]
    spans = [each for each in diagnostics if "start" in each]
    cut = [BROKEN[each["start"]["offset"] : each["end"]["offset"]] for each in spans]
    assert cut == ["![卡片](image/cart.png)", "[外链](https://example.com/)", "<br/>"]


def test_the_folder_by_the_settings(docbuild: Command, clean: Path) -> None:
    (clean / "手册").mkdir()
    (clean / "手册" / "README.md").write_text(BROKEN, encoding="utf-8")
    settings = clean / "docbuild.toml"
    settings.write_text('doc = "手册"\n', encoding="utf-8")
    outcome = docbuild("check", clean, "--format", "json")
    assert json.loads(outcome.out)["diagnostics"][0]["path"] == "手册/README.md"
    (clean / "link").symlink_to(clean / "手册")
    settings.write_text('doc = "link"\n', encoding="utf-8")
    assert docbuild("check", clean).code == 2


def test_more_pictures_than_fit_into_memory_at_once(
    docbuild: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colours = ("red", "green", "blue")
    readme = "".join(f"![{colour}](image/{colour}.png)\n" for colour in colours)
    pictures = {f"doc/image/{colour}.png": picture(colour) for colour in colours}
    root = write_project(tmp_path / "project", "# 颜色\n\n" + readme, pictures)
    expected = docbuild("check", root).out
    monkeypatch.setattr("docbuild.pictures._AT_ONCE", len(picture("red")) + 1)
    assert docbuild("check", root).out == expected
    (root / "doc" / "image" / "blue.png").write_bytes(b"no picture at all")
    assert "blue.png" in docbuild("check", root).out


def test_a_picture_that_vanishes_while_it_is_read(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the listing and the reading, which nothing can bring about from outside."""
    read_file = files.read_file

    def read_late(root: Path, path: str, limit: int) -> bytes | files.ReadProblem:
        if path == "image/card.png":
            (root / path).unlink()
        return read_file(root, path, limit)

    monkeypatch.setattr(files, "read_file", read_late)
    code, out, _ = docbuild("check", clean)
    assert code == 1
    assert "doc/image/card.png error resource-unreadable" in out


def test_progress_counts_all_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = {f"doc/{number}.png": picture(f"#00000{number}") for number in range(5)}
    root = write_project(tmp_path / "project", files=pictures)
    monkeypatch.setenv("DOCBUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("docbuild.pictures._AT_ONCE", 2 * len(picture()) + 1)
    project = find(root, named=True)
    assert isinstance(project, Project)
    told: list[tuple[int, int]] = []
    build(project, keep_data=False, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]
    told.clear()
    build(project, keep_data=False, progress=lambda done, total: told.append((done, total)))
    assert told == []
