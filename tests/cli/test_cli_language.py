"""In which language and colours the command line answers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cli_run import Command, Terminal

from docbuild.cli import terminal
from docbuild.cli.language import detect


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
