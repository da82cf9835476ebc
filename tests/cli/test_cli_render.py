"""``docbuild render``: the article alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cli_run import Command


def test_render_prints_the_article_alone(docbuild: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Hi\n\na<br/>b\n", encoding="utf-8")
    assert docbuild("render", tmp_path / "a.md") == (
        0,
        '<h1 id="hi">Hi</h1>\n<p>a&lt;br/&gt;b</p>\n',
        "",
    )


@pytest.mark.parametrize("dialect", ["wechat", "wechat-1.02.1910121"])
def test_render_in_a_dialect(docbuild: Command, tmp_path: Path, dialect: str) -> None:
    (tmp_path / "a.md").write_text("##Hi\n", encoding="utf-8")
    assert docbuild("render", tmp_path / "a.md", "--dialect", dialect)[:2] == (0, "<p>##Hi</p>\n")


def test_render_in_an_unknown_dialect(docbuild: Command, tmp_path: Path) -> None:
    code, out, err = docbuild("render", tmp_path / "a.md", "--dialect", "gfm")
    assert (code, out) == (2, "")
    assert "wechat-1.02.1910121" in err


def test_render_of_the_standard_input(docbuild: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9\n")))
    assert docbuild("render", "-") == (0, "<p>caf\ufffd</p>\n", "")


def test_render_of_what_is_not_there(docbuild: Command, tmp_path: Path) -> None:
    code, out, err = docbuild("render", tmp_path / "a.md")
    assert (code, out) == (2, "")
    assert "cannot read" in err


def test_render_of_too_much(
    docbuild: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * 1025)
    monkeypatch.setattr("docbuild.cli.render.LARGEST_README", 1024)
    code, out, err = docbuild("render", tmp_path / "a.md")
    assert (code, out) == (2, "")
    assert "larger than" in err
