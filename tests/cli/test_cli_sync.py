"""docbuild sync: the document follows the sources; CI can ask whether it does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_run import Command

BEGIN = "[//]: # (docbuild:begin properties quote-card)"
OLD, NEW = "compact", "dense"


@pytest.fixture
def project(docbuild: Command, tmp_path: Path) -> Path:
    """A project whose document is current."""
    root = tmp_path / "project"
    assert docbuild("init", root, "--lang=en").code == 0
    return root


def rename(project: Path) -> None:
    """Let a property of the sources have another name."""
    sources = project / "plugin/components/quote-card/quote-card.js"
    text = sources.read_text(encoding="utf-8")
    assert f"{OLD}: {{" in text
    sources.write_text(text.replace(f"{OLD}: {{", f"{NEW}: {{"), encoding="utf-8")


def readme(project: Path) -> bytes:
    return (project / "doc" / "README.md").read_bytes()


def test_what_is_current_is_not_touched(docbuild: Command, project: Path) -> None:
    before = (project / "doc" / "README.md").stat()
    assert docbuild("sync", project) == (0, "the tables of doc/README.md are up to date\n", "")
    assert (project / "doc" / "README.md").stat() == before


def test_the_table_follows_the_sources(docbuild: Command, project: Path) -> None:
    before = readme(project)
    rename(project)
    assert docbuild("sync", project) == (
        0,
        "updated doc/README.md\n  quote-card: added dense; removed compact\n",
        "",
    )
    assert readme(project) == before.replace(b"| `compact` |", b"| `dense` |")
    assert docbuild("sync", project, "--lang=zh").out == "doc/README.md 里的属性表都是最新的\n"


def test_check_is_for_ci(docbuild: Command, project: Path) -> None:
    before = readme(project)
    assert docbuild("sync", project, "--check").code == 0
    rename(project)
    code, out, _ = docbuild("sync", project, "--check")
    assert code == 1
    assert out.startswith("doc/README.md is out of date: run docbuild sync\n")
    assert readme(project) == before
    assert docbuild("sync", project, "--check", "-q").out == ""
    assert "需要更新" in docbuild("sync", project, "--check", "--lang=zh").out


def test_diff_shows_it_and_writes_nothing(docbuild: Command, project: Path) -> None:
    before = readme(project)
    rename(project)
    code, out, _ = docbuild("sync", project, "--diff")
    assert code == 0
    assert "--- a/doc/README.md\n+++ b/doc/README.md\n@@" in out
    assert "\n-| `compact` | Boolean | `false` | compact, without the author |\n" in out
    assert "\n+| `dense` | Boolean | `false` | compact, without the author |\n" in out
    assert readme(project) == before
    assert docbuild("sync", project, "--diff", "--check").code == 1
    assert "\x1b[32m+| `dense`" in docbuild("sync", project, "--diff", "--color=always").out


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_other_byte_stays(docbuild: Command, project: Path, end: str) -> None:
    text = "\ufeff" + readme(project).decode().replace("\n", end).rstrip()
    (project / "doc" / "README.md").write_bytes(text.encode())
    rename(project)
    assert docbuild("sync", project).code == 0
    assert readme(project) == text.replace("| `compact` |", "| `dense` |").encode()


def test_a_document_without_marks_is_told_how(docbuild: Command, clean: Path) -> None:
    code, out, _ = docbuild("sync", clean)
    assert code == 0
    assert "doc/README.md has no marks" in out
    assert "[//]: # (docbuild:begin properties NAME)" in out
    assert "组件名" in docbuild("sync", clean, "--lang=zh").out


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (BEGIN, BEGIN.replace("quote", "qoute"), "did you mean quote-card?"),
        (BEGIN, "", "doc/README.md:63:1: This ends quote-card, which did not begin"),
        (BEGIN, f"text\n{BEGIN}", "This mark is void"),
        (BEGIN, f"{BEGIN}\n\n{BEGIN}", "doc/README.md:56:1: quote-card begins here"),
    ],
)
def test_broken_marks_are_errors_with_their_place(
    docbuild: Command, project: Path, old: str, new: str, complaint: str
) -> None:
    path = project / "doc" / "README.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = readme(project)
    code, _, err = docbuild("sync", project)
    assert code == 2
    assert complaint in err
    assert readme(project) == before


def test_a_component_whose_sources_are_gone_is_left_alone(docbuild: Command, project: Path) -> None:
    before = readme(project)
    for path in (project / "plugin/components/quote-card").iterdir():
        path.unlink()
    code, _, err = docbuild("sync", project)
    assert code == 0
    assert "the sources of component quote-card could not be read" in err
    assert readme(project) == before


@pytest.mark.parametrize(
    ("data", "complaint"),
    [(b"\xff\xfe", "is not UTF-8"), (None, "there is no doc/README.md; docbuild init")],
)
def test_a_document_that_cannot_be_read_is_an_error(
    docbuild: Command, project: Path, data: bytes | None, complaint: str
) -> None:
    path = project / "doc" / "README.md"
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    code, _, err = docbuild("sync", project)
    assert code == 2
    assert complaint in err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_written_through(docbuild: Command, project: Path, tmp_path: Path) -> None:
    rename(project)
    (project / "doc" / "README.md").rename(tmp_path / "elsewhere.md")
    (project / "doc" / "README.md").symlink_to(tmp_path / "elsewhere.md")
    before = (tmp_path / "elsewhere.md").read_bytes()
    code, _, err = docbuild("sync", project)
    assert code == 2
    assert "doc/README.md" in err
    assert (tmp_path / "elsewhere.md").read_bytes() == before
