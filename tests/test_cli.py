"""The command line, end to end: every command, every option, every exit code."""

from __future__ import annotations

import errno
import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it ships no types
from plugin_projects import BROKEN, CLEAN, picture, write_project

from docbuild import __version__
from docbuild.cli import terminal
from docbuild.cli.language import detect
from docbuild.cli.main import COMMANDS, main
from docbuild.rules.registry import RULES

UNUSED = {"doc/image/unused.png": picture("red")}  # a warning, no error
ENGLISH = {"LC_ALL": "en_US.UTF-8"}


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Command:
    """docbuild in this process, in English unless told otherwise."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Outcome:
        code = main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Outcome(code, out, err)


@pytest.fixture
def docbuild(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return Command(capsys)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write_project(tmp_path / "clean")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write_project(tmp_path / "broken", BROKEN)


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    return write_project(tmp_path / "warned", files=UNUSED)


def rules_of(outcome: Outcome) -> list[str]:
    return [each["rule"] for each in json.loads(outcome.out)["diagnostics"]]


# Without a command


def test_alone_it_shows_the_commands(docbuild: Command) -> None:
    code, out, err = docbuild()
    assert (code, err) == (0, "")
    assert all(f"\n  {name}" in out for name in COMMANDS)
    assert docbuild("--help").out == out


def test_version(docbuild: Command) -> None:
    assert docbuild("--version") == (0, f"docbuild {__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(docbuild: Command, name: str) -> None:
    english, chinese = docbuild(name, "-h"), docbuild("--lang", "zh", name, "--help")
    assert english.code == chinese.code == 0
    assert english.out.startswith(f"usage: docbuild {name}")
    assert chinese.out.startswith(f"用法：docbuild {name}")
    assert "show help" in english.out
    assert "显示帮助" in chinese.out


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (
            ["chekc"],
            "no command chekc; did you mean check?",
            "没有 chekc 这个命令；是不是想用 check？",
        ),
        (["zzzz"], "the commands are: check,", "可用的命令：check、"),
        (["check", "--nope"], "unrecognized arguments: --nope", "不认识的参数：--nope"),
        (["check", "a", "b"], "unrecognized arguments: b", "不认识的参数：b"),
        (["check", "--doc"], "argument --doc: expected one argument", "--doc 后面缺少一个值"),
        (
            ["check", "--format", "xml"],
            "invalid choice: 'xml'",
            "--format 不能是 'xml'，可选的值：",
        ),
        (
            ["check", "--exit-zero=1"],
            "ignored explicit argument '1'",
            "--exit-zero 不带值，多出了 '1'",
        ),
        (["bundle"], "are required: -o/--output", "缺少参数：-o/--output"),
        (["explain"], "are required: RULE", "缺少参数：RULE"),
        (["--nope"], "unrecognized arguments: --nope", "不认识的参数：--nope"),
    ],
)
def test_wrong_use(docbuild: Command, words: list[str], english: str, chinese: str) -> None:
    code, out, err = docbuild(*words)
    assert (code, out) == (2, "")
    assert english in err
    code, out, err = docbuild("--lang=zh", *words)
    assert (code, out) == (2, "")
    assert chinese in err


def test_what_was_typed_is_escaped(docbuild: Command) -> None:
    assert "\x1b" not in docbuild("check", "--\x1b[31m").err
    assert "\x1b" not in docbuild("\x1b[31m").err


# check


def test_check_of_a_clean_project(docbuild: Command, clean: Path) -> None:
    code, out, err = docbuild("check", clean)
    assert (code, err) == (0, "")
    assert out.startswith("no problems found\nupload size [#")


def test_check_of_a_broken_project(docbuild: Command, broken: Path) -> None:
    code, out, err = docbuild("check", broken)
    assert (code, err) == (1, "")
    heads = [line for line in out.splitlines() if line.startswith("doc/")]
    assert [head.split()[:3] for head in heads] == [
        ["doc/README.md:3:1", "error", "image-missing"],
        ["doc/README.md:3:25", "error", "link-host"],
        ["doc/README.md:5:3", "warning", "render-html"],
        ["doc/image/card.png", "warning", "image-unused"],
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
    (clean / "docbuild.toml").write_text('language = "en"\n', encoding="utf-8")
    _, out, err = docbuild("check", clean, "-v")
    assert out == docbuild("check", clean).out
    assert f"project {clean}\ndocument doc/README.md\nsettings docbuild.toml\n" in err


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


# Languages and colours


def test_the_language_by_option_settings_and_locale(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert docbuild("check", clean).out.startswith("no problems")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert docbuild("check", clean).out.startswith("没有发现问题")
    (clean / "docbuild.toml").write_text('language = "en"\n', encoding="utf-8")
    assert docbuild("check", clean).out.startswith("no problems")
    assert docbuild("check", clean, "--lang=zh").out.startswith("没有发现问题")
    assert docbuild("--lang", "zh", "check", clean).out.startswith("没有发现问题")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr:en:zh"}, "en"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
    ],
)
def test_the_language_of_an_environment(environment: dict[str, str], language: str) -> None:
    assert detect(environment) == language


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "on_terminal", "colour"),
    [
        ("auto", {}, False, False),
        ("auto", {}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_on_colours(
    choice: str, environment: dict[str, str], on_terminal: bool, colour: bool
) -> None:
    stream = Terminal() if on_terminal else io.StringIO()
    assert terminal.wants_colour(choice, environment, stream) is colour


def test_color_option(docbuild: Command, broken: Path) -> None:
    assert "\x1b[1;31merror\x1b[0m" in docbuild("check", broken, "--color=always").out
    assert "\x1b" not in docbuild("check", broken, "--color=auto").out


def test_color_option_before_the_command(docbuild: Command) -> None:
    assert "\x1b" in docbuild("--color", "always", "rules").out


# Failures


def test_where_there_is_no_project(docbuild: Command, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    code, out, err = docbuild("check", tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("docbuild: No plugin project in ")


def test_settings_that_are_wrong(docbuild: Command, clean: Path) -> None:
    (clean / "docbuild.toml").write_text('langauge = "zh"\nfail-on = 3\n', encoding="utf-8")
    code, out, err = docbuild("check", clean)
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith("docbuild: docbuild.toml:1: ")
    assert "language" in first
    assert second.startswith("docbuild: docbuild.toml:2: ")


def test_interrupted(docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("docbuild.cli.check.run", interrupt)
    assert docbuild("check", clean) == (130, "", "docbuild: interrupted\n")


def test_a_bug_is_loud(docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docbuild.cli.check.run", lambda options: 1 // 0)
    code, out, err = docbuild("check", clean)
    assert (code, out) == (2, "")
    assert "ZeroDivisionError" in err
    assert "内部出错" in err
    assert "failed internally" in err


# build


def test_build_writes_the_page_and_its_pictures(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    profile = '[plugin]\nname = "天气"\navatar = "logo.png"\n'
    (clean / "docbuild.toml").write_text(profile, encoding="utf-8")
    (clean / "logo.png").write_bytes(picture("gold"))
    target = tmp_path / "page"
    code, out, err = docbuild("build", clean, "-o", target)
    assert (code, err) == (0, "")
    assert out.endswith(f"wrote {target / 'index.html'}\n")
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert written == {".docbuild", "index.html", "image/card.png", "_profile/0.png"}
    assert (target / "image/card.png").read_bytes() == picture()
    assert (target / "_profile/0.png").read_bytes() == picture("gold")
    html = (target / "index.html").read_text(encoding="utf-8")
    assert '<img src="image/card.png" alt="天气卡片">' in html
    assert "_profile/0.png" in html


def test_build_writes_in_spite_of_findings(docbuild: Command, broken: Path, tmp_path: Path) -> None:
    code, out, _ = docbuild("build", broken, "-o", tmp_path / "page")
    assert code == 1
    assert "image-missing" in out
    assert (tmp_path / "page" / "index.html").exists()
    assert docbuild("build", broken, "-o", tmp_path / "page", "--exit-zero").code == 0


def test_build_without_a_document_still_shows_the_plugin(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", None)
    assert docbuild("build", root, "-o", tmp_path / "page").code == 1
    assert (tmp_path / "page" / "index.html").exists()


def test_build_keeps_off_what_it_did_not_write(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "page"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work", encoding="utf-8")
    code, out, err = docbuild("build", clean, "-o", target)
    assert (code, out) == (2, "")
    assert "--force" in err
    assert os.listdir(target) == ["thesis.txt"]
    assert docbuild("build", clean, "-o", target, "--force").code == 0
    assert docbuild("build", clean, "-o", target).code == 0
    assert (target / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_build_into_a_file(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("", encoding="utf-8")
    code, _, err = docbuild("build", clean, "-o", tmp_path / "page")
    assert code == 2
    assert "cannot write" in err


def test_a_profile_cannot_fetch_from_outside(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(picture())
    (clean / "link.png").symlink_to(tmp_path / "secret.png")
    (clean / "key.pem").write_text("secret", encoding="utf-8")
    settings = clean / "docbuild.toml"
    listed = '["link.png", "key.pem", "missing.png"]'
    settings.write_text(f"[plugin]\npreview-images = {listed}\n", encoding="utf-8")
    docbuild("build", clean, "-o", tmp_path / "page")
    assert (tmp_path / "page" / "index.html").exists()
    assert not (tmp_path / "page" / "_profile").exists()
    settings.write_text('[plugin]\navatar = "../secret.png"\n', encoding="utf-8")
    assert docbuild("build", clean, "-o", tmp_path / "other").code == 2
    assert not (tmp_path / "other").exists()


# bundle


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
    assert out.endswith(f"wrote {target}: 2 files, {target.stat().st_size} bytes\n")
    with zipfile.ZipFile(target) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {"doc/README.md": readme.encode(), "doc/image/card.png": picture()}


def test_bundle_refuses_errors(docbuild: Command, broken: Path, tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    target.write_bytes(b"the one before")
    code, out, err = docbuild("bundle", broken, "--output", target)
    assert code == 1
    assert "image-missing" in out
    assert err == "docbuild: not packed: there are errors\n"
    assert target.read_bytes() == b"the one before"


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


# render


def test_render_prints_the_article_alone(docbuild: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Hi\n\na<br/>b\n", encoding="utf-8")
    assert docbuild("render", tmp_path / "a.md") == (
        0,
        '<h1 id="hi">Hi</h1>\n<p>a&lt;br/&gt;b</p>\n',
        "",
    )


def test_render_of_the_standard_input(docbuild: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9\n")))
    assert docbuild("render", "-") == (0, "<p>caf\ufffd</p>\n", "")


def test_render_of_what_is_not_there(docbuild: Command, tmp_path: Path) -> None:
    code, out, err = docbuild("render", tmp_path / "a.md")
    assert (code, out) == (2, "")
    assert "cannot read" in err


# rules and explain


def test_rules_lists_every_rule(docbuild: Command) -> None:
    code, out, _ = docbuild("rules")
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.name for rule in RULES]
    assert [line.split()[1] for line in lines] == [rule.severity.value for rule in RULES]


def test_rules_as_json(docbuild: Command) -> None:
    value = json.loads(docbuild("rules", "--format", "json", "--lang=zh").out)
    assert value["version"] == 1
    assert value["rules"] == [
        {"name": rule.name, "severity": rule.severity.value, "what": rule.what.zh} for rule in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_explain_tells_all_of_a_rule(docbuild: Command, rule: object) -> None:
    name, why = rule.name, rule.why  # type: ignore[attr-defined] # parametrised
    code, out, _ = docbuild("explain", name)
    assert code == 0
    assert out.startswith(name)
    assert why.en in out
    assert why.zh in docbuild("explain", name, "--lang=zh").out


def test_explain_of_no_rule(docbuild: Command) -> None:
    code, out, err = docbuild("explain", "image-misssing")
    assert (code, out) == (2, "")
    assert "did you mean image-missing?" in err
    assert "docbuild rules lists them all" in docbuild("explain", "zzzzzzzz").err


# As a process of its own


def process(
    *words: str | Path, environment: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "docbuild", *map(str, words)]
    return subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_as_a_process(broken: Path) -> None:
    done = process("check", broken, environment=ENGLISH)
    assert done.returncode == 1
    assert done.stderr == b""
    assert done.stdout.startswith(b"doc/README.md:3:1 error image-missing ")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252", "utf-8"])
def test_a_console_that_cannot_encode_a_character(tmp_path: Path, encoding: str) -> None:
    root = write_project(tmp_path / "项目😀", BROKEN.replace("外链", "外😀链"))
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (["check", root, "--lang=zh", "-v"], ["check", "--lang=zh", "--help"]):
        done = process(*words, environment=environment)
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away(broken: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "docbuild", "check", str(broken)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_render_through_a_pipe() -> None:
    done = process("render", "-", stdin="# 标题\n".encode(), environment={"PYTHONUTF8": "1"})
    assert done.stdout.decode() == '<h1 id="-">标题</h1>\n'


def test_progress_shows_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, log = Terminal(), io.StringIO()
    monkeypatch.setattr(terminal, "_PATIENCE", -1)
    for stream in (screen, log):
        monkeypatch.setattr("sys.stderr", stream)
        progress = terminal.Progress("working", enabled=True)
        progress(1, 3)
        progress.clear()
        progress.clear()
    assert screen.getvalue() == "\rworking 1/3\x1b[K\r\x1b[K"
    assert log.getvalue() == ""


def test_progress_waits_before_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    progress = terminal.Progress("working", enabled=True)
    progress(1, 3)
    progress.clear()
    assert screen.getvalue() == ""


def test_the_width_of_a_terminal() -> None:
    parent, child = pty.openpty()
    with os.fdopen(parent, "wb"), os.fdopen(child, "w") as stream:
        assert terminal.width(stream, {"COLUMNS": "71"}) == 71
        assert terminal.width(stream, {}) > 0
    assert terminal.width(io.StringIO(), {"COLUMNS": "71"}) == 100
    assert terminal.width(Terminal(), {}) == 100


# What a start costs

HEAVY = ("PIL", "jinja2", "watchdog", "importlib.metadata", "zipfile", "tomllib")


def test_a_check_without_pictures_imports_nothing_heavy(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", "# 标题\n\n正文\n")
    (root / "doc" / "image" / "card.png").unlink()
    program = (
        "import sys; from docbuild.cli.main import main;"
        f"code = main(['check', {str(root)!r}]);"
        "print(code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    code, *loaded = done.stderr.decode().split()
    assert code == "0"
    assert "mistune" in loaded
    assert not set(HEAVY) & set(loaded)
