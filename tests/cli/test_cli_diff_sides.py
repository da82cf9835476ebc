"""``docbuild diff`` where a side is not what it seems, or not to be had: what people are told."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from cli_run import Command
from PIL import Image
from plugin_projects import CLEAN, picture, write_project
from test_cli_diff import git

MORE = CLEAN + "\n新的一段。\n"


def write(root: Path, text: str = MORE) -> None:
    (root / "doc" / "README.md").write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_project(tmp_path / "project")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    monkeypatch.chdir(root)
    return root


def said(docbuild: Command, *words: str) -> tuple[str, str]:
    """What is complained of, in both languages."""
    found = [docbuild("diff", *words, "--lang", language) for language in ("zh", "en")]
    assert [(each.code, each.out) for each in found] == [(2, ""), (2, "")]
    return found[0].err, found[1].err


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        ("main..HEAD", "两个版本请分开写", "write two revisions as two words"),
        ("HEAD:doc/README.md", "冒号后面的路径不用写", "leave out the path"),
        ("nothing", "没有 nothing 这个文件", "there is no file, folder or git revision nothing"),
    ],
)
def test_what_is_no_revision_says_how_to_write_it(
    docbuild: Command, project: Path, word: str, zh: str, en: str
) -> None:
    chinese, english = said(docbuild, word)
    assert zh in chinese
    assert en in english


def test_a_shallow_clone_says_that_its_history_is_not_whole(
    docbuild: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project)
    git(project, "commit", "-qam", "second")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", project.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert docbuild("diff", "HEAD").code == 0
    chinese, english = said(docbuild, "HEAD~1")
    assert "浅克隆" in chinese
    assert "git fetch --unshallow" in english


def test_a_revision_without_a_document_is_said_so(docbuild: Command, project: Path) -> None:
    git(project, "rm", "-rq", "--cached", "doc")
    git(project, "commit", "-qm", "none")
    out = docbuild("diff", "HEAD", "--lang", "zh").out
    assert "这一边没有文档：git HEAD (" in out
    assert "there is no document on this side: git HEAD (" in docbuild("diff", "HEAD").out


def test_a_folder_that_is_a_revision_too_is_the_folder_and_says_so(
    docbuild: Command, project: Path
) -> None:
    git(project, "branch", "doc")
    write(project)
    found = docbuild("diff", "doc", "--lang", "zh")
    assert (found.code, "没有区别" in found.out) == (0, True)
    assert "doc 既是目录也是 git 版本" in found.err
    found = docbuild("diff", "git:doc")
    assert (found.err, "1 block added" in found.out) == ("", True)
    assert docbuild("diff", "./doc").err == ""


def test_a_release_that_is_named_like_a_revision(docbuild: Command, project: Path) -> None:
    words = ("--document-version", "1.0.0", "--description", "x", "--no-input")
    assert docbuild("release", "prepare", *words).code == 0
    chinese, english = said(docbuild, "1.0.0")
    assert "请写 release:1.0.0" in chinese
    assert "write release:1.0.0" in english
    assert docbuild("diff", "release:1.0.0").code == 0


def test_a_release_whose_contents_were_given_up(docbuild: Command, project: Path) -> None:
    for number in range(3):
        write(project, f"{MORE}\n第 {number} 次\n")
        words = ("--document-version", f"1.0.{number}", "--description", "x", "--no-input")
        assert docbuild("release", "prepare", *words).code == 0
        assert docbuild("release", "uploaded").code == 0
    assert docbuild("release", "gc", "--keep", "1").code == 0
    chinese, english = said(docbuild, "release:1.0.0")
    assert "已经用 docbuild release gc 清理" in chinese
    assert "given up by docbuild release gc" in english


@pytest.mark.parametrize("there", ["within", "around"])
def test_a_project_in_a_folder_of_the_repository(
    docbuild: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    root = write_project(tmp_path / "all" / "packages" / "weather")
    git(tmp_path / "all", "init", "-q")
    git(tmp_path / "all", "add", "-A")
    git(tmp_path / "all", "commit", "-qm", "first")
    write(root)
    monkeypatch.chdir(root if there == "within" else tmp_path / "all")
    words = () if there == "within" else ("--project", "packages/weather")
    found = docbuild("diff", "HEAD", *words)
    assert (found.code, "1 block added" in found.out) == (0, True)


def test_a_project_that_is_a_submodule(
    docbuild: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    allowed = ("-c", "protocol.file.allow=always")
    git(outer, *allowed, "submodule", "add", "-q", project.as_uri(), "weather")
    git(outer, "commit", "-qm", "with it")
    write(outer / "weather")
    monkeypatch.chdir(outer)
    found = docbuild("diff", "HEAD", "--project", "weather")
    assert (found.code, "1 block added" in found.out) == (0, True)


def pointer(data: bytes) -> str:
    digest = sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


def put_into_lfs(project: Path, data: bytes) -> Path:
    """Let git have a pointer for the picture, and the disk the picture."""
    card = project / "doc" / "image" / "card.png"
    card.write_text(pointer(data), encoding="utf-8", newline="")
    git(project, "commit", "-qam", "by LFS")
    card.write_bytes(data)
    return card


def test_a_picture_in_lfs_that_is_on_the_disk_is_no_change(
    docbuild: Command, project: Path
) -> None:
    put_into_lfs(project, picture("red"))
    assert "no difference" in docbuild("diff", "HEAD").out


def test_a_picture_in_lfs_that_is_in_its_store_is_compared(
    docbuild: Command, project: Path
) -> None:
    data = picture("red")
    put_into_lfs(project, data).write_bytes(picture("navy"))
    assert f"card.png  {len(pointer(data))} B -> " in docbuild("diff", "HEAD").out
    digest = sha256(data).hexdigest()
    stored = project / ".git" / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    stored.parent.mkdir(parents=True)
    stored.write_bytes(data)
    assert f"card.png  16 x 12, {len(data)} B -> 16 x 12, " in docbuild("diff", "HEAD").out
    stored.write_bytes(data[:-1] + b"x")
    assert f"card.png  {len(pointer(data))} B -> " in docbuild("diff", "HEAD").out


def test_the_help_says_what_the_exit_codes_are(docbuild: Command) -> None:
    assert "退出码是 0" in docbuild("diff", "--help", "--lang", "zh").out
    assert "exit code is 0" in " ".join(docbuild("diff", "--help").out.split())


def test_the_working_tree_is_not_asked_for_where_it_is_no_side(
    docbuild: Command, project: Path
) -> None:
    write(project)
    git(project, "commit", "-qam", "second")
    (project / "doc" / "README.md").unlink()
    found = docbuild("diff", "HEAD~1", "HEAD")
    assert (found.code, "1 block added" in found.out) == (0, True)


def test_pictures_that_were_only_made_smaller_for_the_upload_are_no_change(
    docbuild: Command, project: Path
) -> None:
    card = project / "doc" / "image" / "card.png"
    card.write_bytes(noisy())
    words = ("--document-version", "1.0.0", "--description", "x", "--no-input", "--optimize")
    assert docbuild("release", "prepare", *words).code == 0
    assert docbuild("release", "uploaded").code == 0
    found = docbuild("diff", "uploaded").out
    assert "no difference" in found, "the release has it smaller"
    bundle = project.parent / "smaller.zip"
    assert docbuild("bundle", "-o", bundle, "--optimize").code == 0
    assert "no difference" in docbuild("diff", bundle).out
    card.write_bytes(picture("navy"))
    assert "1 picture changed" in docbuild("diff", "uploaded").out


def noisy() -> bytes:
    """A picture that can be made smaller."""
    sink = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(sink, "PNG", compress_level=0)
    return sink.getvalue()
