"""``docbuild diff``: every way to name a side, every output, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cli_run import Command
from plugin_projects import CLEAN, picture, write_project

CHANGED = CLEAN.replace("展示一张图", "下面展示一张图") + "\n新的一段。\n"


def git(folder: Path, *words: str) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in git whose document was changed since."""
    root = write_project(tmp_path / "project")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    (root / "doc" / "README.md").write_text(CHANGED, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def bundle(docbuild: Command, project: Path, tmp_path: Path) -> Path:
    """A bundle of the document before it was changed."""
    old = write_project(tmp_path / "old")
    assert docbuild("bundle", old, "-o", tmp_path / "old.zip").code == 0
    return tmp_path / "old.zip"


def test_by_itself_it_compares_with_what_git_has(docbuild: Command, project: Path) -> None:
    code, out, err = docbuild("diff")
    assert (code, err) == (0, "")
    assert out.startswith("git HEAD (")
    assert "{+下面+}展示一张图" in out
    assert "{+新的一段。+}" in out
    assert "1 block changed, 1 block added" in out


@pytest.mark.parametrize("side", ["HEAD", "git:HEAD", "main~0", "bundle", "folder", "project"])
def test_every_way_to_name_the_old_side(
    docbuild: Command, project: Path, bundle: Path, tmp_path: Path, side: str
) -> None:
    git(project, "branch", "-M", "main")
    old = tmp_path / "old"
    named = {"bundle": bundle, "folder": old / "doc", "project": old}
    found = docbuild("diff", named.get(side, side))
    assert (found.code, found.err) == (0, "")
    assert "1 block changed, 1 block added" in found.out


def test_sides_may_be_the_other_way_round(docbuild: Command, project: Path, bundle: Path) -> None:
    out = docbuild("diff", ".", bundle).out
    assert "1 block changed, 1 block removed" in out
    assert "[-下面-]" in out


def test_the_exit_code_says_so_only_when_asked(docbuild: Command, project: Path) -> None:
    assert docbuild("diff", "HEAD").code == 0
    assert docbuild("diff", "HEAD", "--exit-code").code == 1
    assert docbuild("diff", "HEAD", "git:HEAD", "--exit-code").code == 0


def test_what_was_uploaded_and_published_comes_before_git(docbuild: Command, project: Path) -> None:
    words = ("--document-version", "1.0.0", "--description", "首版", "--no-input")
    assert docbuild("release", "prepare", *words).code == 0
    assert docbuild("release", "uploaded").code == 0
    assert docbuild("diff").out.startswith("uploaded 1.0.0")
    assert docbuild("release", "published").code == 0
    (project / "doc" / "README.md").write_text(CLEAN, encoding="utf-8")
    found = docbuild("diff")
    assert found.out.startswith("published 1.0.0")
    assert "1 block changed, 1 block removed" in found.out
    for side in ("published", "uploaded", "release:1.0.0"):
        assert docbuild("diff", side, "-q").out.count("\n") == 3


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("nothing", "no file, folder or git revision nothing"),
        ("--upload-pack=x", "unrecognized arguments"),
        ("git:--help", "no file, folder or git revision --help"),
        ("git:HEAD:doc", "no file, folder or git revision HEAD:doc"),
        ("published", "nothing was noted as published yet"),
        ("release:9.9.9", "no release"),
        ("doc/README.md", "no ZIP archive"),
        ("plugin", "no plugin document in plugin"),
    ],
)
def test_a_side_that_is_not_there(docbuild: Command, project: Path, side: str, said: str) -> None:
    code, out, err = docbuild("diff", side)
    assert (code, out) == (2, "")
    assert said in err


def test_without_a_repository_a_revision_is_refused(
    docbuild: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_project(tmp_path / "plain"))
    code, _, err = docbuild("diff")
    assert code == 2
    assert "nothing to compare with" in err
    assert "git says: " in err
    git(tmp_path / "plain", "init", "-q")
    assert "no file, folder or git revision HEAD" in docbuild("diff").err


def test_json_has_what_the_text_has(docbuild: Command, project: Path) -> None:
    (project / "doc" / "image" / "card.png").write_bytes(picture("red"))
    found = json.loads(docbuild("diff", "--format", "json").out)
    assert found["version"] == 1
    assert found["same"] is False
    assert set(found) == {
        *("version", "tool", "same", "same_text", "exhausted", "old", "new", "blocks"),
        *("pictures", "findings"),
    }
    assert set(found["old"]) == {"name", "path", "bytes"}
    changes = found["blocks"]["changes"]
    assert [change["kind"] for change in changes] == ["changed", "changed", "added"]
    assert changes[0]["old"] == changes[0]["new"] == {"first_line": 3, "last_line": 3}
    assert changes[0]["lines"] == [[["added", "下面"], ["same", "展示一张图："]]]
    assert changes[2]["old"] is None
    (card,) = found["pictures"]
    assert card["kind"] == "changed"
    assert card["new"]["width"] == 16
    assert card["old"]["sha256"] != card["new"]["sha256"]
    assert found["findings"] == {"gained": [], "lost": [], "kept": 0}


def test_findings_are_gained_and_lost(docbuild: Command, project: Path) -> None:
    (project / "doc" / "README.md").write_text("# 天\n\n![x](no.png)\n", encoding="utf-8")
    found = json.loads(docbuild("diff", "--format", "json").out)["findings"]
    assert [each["rule"] for each in found["gained"]] == ["image-missing"]
    assert found["gained"][0]["line"] == 3


def test_a_page_is_written_whole(docbuild: Command, project: Path, tmp_path: Path) -> None:
    (project / "doc" / "image" / "card.png").write_bytes(picture("red"))
    target = tmp_path / "diff.html"
    found = docbuild("diff", "--format", "html", "-o", target)
    assert (found.code, found.out, found.err) == (0, "", "")
    page = target.read_text(encoding="utf-8")
    assert page.endswith("</html>\n")
    assert '<ins class="added">下面</ins>' in page
    assert page.count("data:image/png;base64,") == 5  # in the text and beside it, and what differs
    assert "http:" not in page


def test_chinese_is_the_language_of_a_chinese_reader(docbuild: Command, project: Path) -> None:
    out = docbuild("diff", "--lang", "zh").out
    assert "改了 1 段文字、新增 1 段" in out


def test_colours_stand_for_the_marks(docbuild: Command, project: Path) -> None:
    out = docbuild("diff", "--color", "always").out
    assert "\x1b[32m下面\x1b[0m" in out
    assert "{+" not in out


def test_what_a_document_says_does_not_move_the_cursor(docbuild: Command, project: Path) -> None:
    (project / "doc" / "README.md").write_text("a \x1b[2J\u202eb\n\n::error::x\n", "utf-8")
    out = docbuild("diff").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.startswith("::") for line in out.splitlines())


@pytest.mark.parametrize("sides", [("",), ("HEAD", "")])
def test_an_empty_word_is_no_side(docbuild: Command, project: Path, sides: tuple[str, ...]) -> None:
    code, out, err = docbuild("diff", *sides)
    assert (code, out) == (2, "")
    assert "one side is empty" in err
