"""What the READMEs show is what docbuild prints and takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_run import Command
from plugin_projects import picture, write_project

ROOT = Path(__file__).resolve().parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}


def shown(name: str, language: str) -> str:
    """The only block of code in ``language`` that the README has."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (block,) = (body for word, body in blocks if word == language)
    return str(block)


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_report(
    name: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = "\n" * 30 + "![Card](./image/Card.png)\n"
    project = write_project(tmp_path, document)
    outcome = Command(capsys)("check", project, "--lang", language)
    assert outcome.code == 1
    assert outcome.out.startswith(shown(name, "") + "\n")


@pytest.mark.parametrize("name", READMES)
def test_settings(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"docbuild.toml": shown(name, "toml").encode(), "assets/avatar.png": picture()}
    outcome = Command(capsys)("check", write_project(tmp_path, files=files), "--fail-on", "error")
    assert (outcome.code, outcome.err) == (0, "")
    assert "image-size" in outcome.out  # the ignore, of no use in this project
    assert outcome.out.count("warning ") == 1


@pytest.mark.parametrize("name", READMES)
def test_inline_ignore(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path, shown(name, "markdown"), {"doc/image/line.png": picture()})
    outcome = Command(capsys)("check", project)
    assert "image-alt" not in outcome.out
    assert "ignore-" not in outcome.out
