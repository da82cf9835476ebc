"""The command line itself: its help, wrong uses, and failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_run import Command

from docbuild import __version__
from docbuild.cli.main import COMMANDS


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
        (["zzzz"], "the commands are: init, check,", "可用的命令：init、check、"),
        (["check", "--nope"], "unrecognized arguments: --nope", "不认识的参数：--nope"),
        (["check", "--fromat=json"], "did you mean --format?", "是不是想写 --format？"),
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
