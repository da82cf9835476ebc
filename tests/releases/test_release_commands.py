"""``docbuild release`` and ``docbuild status``, as somebody types them."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from pathlib import Path

import pytest
from cli_run import Command, Terminal
from command_samples import PREPARE, SCHEMA, checked, edit
from faults import tree
from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from plugin_projects import BROKEN, UNUSED, picture, write_project
from release_samples import plant, record

from docbuild.release.tools_project import FILES
from docbuild.release_store.store import Store, open_store


@pytest.fixture
def store(clean: Path) -> Store:
    return open_store(clean)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_from_prepare_to_published(docbuild: Command, clean: Path, store: Store) -> None:
    code, out, err = docbuild("release", "prepare", clean, *PREPARE, "第一版", "--lang", "zh")
    assert (code, err) == (0, "")
    assert out.index("上传文档") < out.index("版本号填 1.0.0")
    assert out.index("docbuild release uploaded") < out.index("小程序插件 > 基本设置")
    assert out.index("小程序插件 > 基本设置") < out.index("docbuild release published")
    names = {name for name, content in tree(store.upload_folder).items() if content != "/"}
    assert names - FILES == {"doc/README.md", "doc/image/card.png", "docbuild-manifest.json"}
    code, out, _ = docbuild("release", "uploaded", clean, "--by", "")
    assert code == 2  # that is a folder, and no release
    code, out, _ = docbuild("release", "uploaded", "prepared", clean, "--by", "")
    assert code == 0
    assert "readers do not see it yet" in out
    code, out, _ = docbuild("release", "published", "1.0.0", clean)
    assert code == 0
    history = store.read()
    assert history.uploaded == history.published == history.releases[0]
    assert history.releases[0].stamp.by == "李雷"
    assert history.events[0].stamp.by is None


def test_what_is_refused_leaves_nothing(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "broken", BROKEN)
    code, out, err = docbuild("release", "prepare", root, *PREPARE, "x")
    assert code == 1
    assert "image-missing" in out
    assert err == "docbuild: not prepared: there are errors\n"
    assert not (root / ".docbuild").exists()
    assert docbuild("release", "prepare", root, *PREPARE, "x", "--force").code == 0
    release = open_store(root).read().prepared[0]
    assert release.errors > 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--document-version", "1.0"),
        ("--document-version", "v1.0.0"),
        ("--document-version", "1.0.1000"),
        ("--document-version", "１.0.0"),
        ("--description", ""),
        ("--description", "  "),
        ("--description", "字" * 101),
        ("--description", "😀" * 51),  # the dialog may count these twice
        ("--description", "一行\n两行"),
    ],
)
def test_the_dialog_has_rules(docbuild: Command, clean: Path, option: str, value: str) -> None:
    words = {"--document-version": "1.0.0", "--description": "x"} | {option: value}
    given = [word for pair in words.items() for word in pair]
    code, out, err = docbuild("release", "prepare", clean, "--no-input", *given)
    assert (code, out) == (2, "")
    assert err.startswith("docbuild: ")
    assert not (clean / ".docbuild").exists()


def test_a_hundred_characters_will_do(docbuild: Command, clean: Path, store: Store) -> None:
    assert docbuild("release", "prepare", clean, *PREPARE, "字" * 100).code == 0
    assert store.read().prepared[0].description == "字" * 100


def test_versions_rise(docbuild: Command, clean: Path, store: Store) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x", "--document-version", "1.9.999")
    docbuild("release", "uploaded", "1.9.999", clean)
    for version in ("1.9.999", "1.9.9", "0.99.0"):
        words = (*PREPARE, "x", "--document-version", version)
        code, _, err = docbuild("release", "prepare", clean, *words)
        assert code == 2
        assert "1.9.999 was uploaded" in err
    edit(clean, "新的一段。")
    docbuild("release", "prepare", clean, *PREPARE, "y")
    assert store.read().prepared[0].version == "1.10.0"
    edit(clean, "又改了。")
    docbuild("release", "prepare", clean, "--no-input")  # the same upload, thought over
    (prepared,) = store.read().prepared
    assert (prepared.version, prepared.description) == ("1.10.0", "y")


def test_the_settings_propose(docbuild: Command, tmp_path: Path) -> None:
    settings = '[plugin]\nversion = "2.5.0"\nversion-notes = "改了说明"\n'
    root = write_project(tmp_path / "project", files={"docbuild.toml": settings.encode()})
    assert docbuild("release", "prepare", root, "--no-input").code == 0
    release = open_store(root).read().prepared[0]
    assert (release.version, release.description) == ("2.5.0", "改了说明")
    docbuild("release", "uploaded", "2.5.0", root)
    edit(root, "新的一段。")
    code, _, err = docbuild("release", "prepare", root, "--no-input")  # the notes are on 2.5.0
    assert code == 2
    assert "--description" in err
    assert docbuild("release", "prepare", root, *PREPARE, "x").code == 0
    assert open_store(root).read().prepared[0].version == "2.5.1"


def asked(monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    stdin = Terminal(answers)
    monkeypatch.setattr(sys, "stdin", stdin)
    monkeypatch.setattr(sys, "stderr", Terminal())


def test_a_terminal_is_asked(
    docbuild: Command, clean: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, "1.0\n\n\n第一版\n")
    assert docbuild("release", "prepare", clean).code == 0
    release = store.read().prepared[0]
    assert (release.version, release.description) == ("1.0.0", "第一版")
    assert isinstance(sys.stderr, io.StringIO)
    said = sys.stderr.getvalue()
    assert "version [1.0.0]: " in said
    assert "three numbers" in said
    assert "the description is empty" in said


def test_a_terminal_that_ends_is_no_answer(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, "")
    assert docbuild("release", "prepare", clean).code == 2
    assert not (clean / ".docbuild").exists()


def test_what_could_not_be_put_back_is_told(docbuild: Command, clean: Path) -> None:
    (clean / ".docbuild/replaced-0123abcd").mkdir(parents=True)
    for words in (["status"], ["release", "list"]):
        code, _, err = docbuild(*words, clean, "--lang", "zh")
        assert (code, "保留在 .docbuild/replaced-0123abcd；" in err) == (0, True), words
        (notice,) = checked(docbuild(*words, clean, "--format", "json").out)["notices"]
        assert "take what you need out of it" in notice


def steps_of(docbuild: Command, root: Path, *more: str) -> list[str]:
    """The steps of preparing, in Chinese, until the dialog."""
    code, out, err = docbuild("release", "prepare", root, *PREPARE, "x", "--lang", "zh", *more)
    assert code == 0, err
    steps = re.findall(r"^  \d+\. (.*)$", out, re.MULTILINE)
    return steps[: next(at for at, step in enumerate(steps) if step.startswith("版本号填"))]


def test_the_steps_tell_what_else_would_go_up(docbuild: Command, tmp_path: Path) -> None:
    plain = steps_of(docbuild, write_project(tmp_path / "plain"))
    assert len(plain) == 1
    assert "打开这个插件项目" in plain[0]
    more = steps_of(docbuild, write_project(tmp_path / "more", files=UNUSED))
    assert "多了 image/unused.png" in more[0]
    assert ".docbuild/upload" in more[0]
    assert ["不要上传代码" in more[1], "docbuild release restore" in more[2]] == [True, True]
    large = {"doc/image/card.png": picture() + bytes(4096)}
    smaller = steps_of(docbuild, write_project(tmp_path / "large", files=large), "--optimize")
    assert "（image/card.png 内容不同）" in smaller[0]
    document = {"src/plugin/doc/README.md": b"# x\n\nok\n"}
    elsewhere = write_project(tmp_path / "taro", None, document)
    steps = steps_of(docbuild, elsewhere, "--force")
    assert "文档在 src/plugin/doc" in steps[0]
    assert "复制到" in steps[2]
    (elsewhere / "project.config.json").write_text('{"compileType": "plugin"}')
    steps = steps_of(docbuild, elsewhere, "--force")  # no AppID: nothing that the tools can open
    assert ["复制到" in steps[0], "打开这个插件项目" in steps[1]] == [True, True]
    assert not (elsewhere / ".docbuild/upload/project.config.json").exists()


def test_what_is_laid_out_is_a_project_and_a_bundle(docbuild: Command, clean: Path) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    upload = clean / ".docbuild/upload"
    assert docbuild("verify", upload).out.startswith("no problems found\n")
    config = json.loads((upload / "project.config.json").read_text(encoding="utf-8"))
    assert (config["compileType"], config["appid"]) == ("plugin", "wx0123456789abcdef")
    for root, name in (("pluginRoot", "plugin.json"), ("miniprogramRoot", "app.json")):
        assert isinstance(json.loads((upload / config[root] / name).read_bytes()), dict)
    (upload / "project.private.config.json").write_text("{}")  # as the tools do
    assert docbuild("verify", upload).out.startswith("no problems found\n")
    (upload / "notes.txt").write_text("x")
    assert "notes.txt" in docbuild("verify", upload).out
    assert docbuild("diff", upload, "--project", clean, "--exit-code").code == 0


def test_marking_what_cannot_be(docbuild: Command, clean: Path, store: Store) -> None:
    for words in (("uploaded",), ("published",), ("uploaded", "1.0.0"), ("show", "abcd")):
        code, out, err = docbuild("release", *words, *([clean] if len(words) > 1 else ["x", clean]))
        assert (code, out) == (2, "")
        assert err
    assert not (clean / ".docbuild").exists()
    docbuild("release", "prepare", clean, *PREPARE, "x")
    assert docbuild("release", "uploaded", "1.0.0", clean, "--undo").code == 1
    assert docbuild("release", "published", "1.0.0", clean, "--undo").code == 1
    assert store.read().events == ()


def test_marking_twice_and_taking_back(docbuild: Command, clean: Path, store: Store) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    for _ in range(2):
        assert docbuild("release", "uploaded", "1.0.0", clean).code == 0
    assert len(store.read().events) == 1
    code, _, err = docbuild("release", "published", "1.0.0", clean)
    assert (code, err) == (0, "")
    assert docbuild("release", "published", "1.0.0", clean, "--undo").code == 0
    assert store.read().published is None
    assert docbuild("release", "uploaded", "uploaded", clean, "--undo").code == 0
    assert store.read().uploaded is None


def test_publishing_what_was_not_noted_as_uploaded(
    docbuild: Command, clean: Path, store: Store
) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    code, _, err = docbuild("release", "published", "1.0.0", clean)
    assert code == 0
    assert "not noted as uploaded before" in err
    assert store.read().uploaded == store.read().published == store.read().releases[0]


def test_a_lower_version_than_was_uploaded_is_told(docbuild: Command, clean: Path) -> None:
    for version in ("1.0.0", "1.1.0"):
        docbuild("release", "prepare", clean, *PREPARE, "x", "--document-version", version)
    assert docbuild("release", "uploaded", "1.1.0", clean).err == ""
    code, _, err = docbuild("release", "uploaded", "1.0.0", clean)
    assert code == 0
    assert "1.1.0 was noted as uploaded" in err


def test_list_and_show(docbuild: Command, clean: Path, store: Store) -> None:
    assert "nothing was noted yet" in docbuild("release", "list", clean).out
    assert checked(docbuild("release", "list", clean, "--format", "json").out)["releases"] == []
    value = checked(docbuild("release", "prepare", clean, *PREPARE, "一", "--format", "json").out)
    assert value["folder"] == str(store.upload_folder)
    docbuild("release", "published", "1.0.0", clean)
    edit(clean, "第二版。")
    docbuild("release", "prepare", clean, *PREPARE, "二")
    lines = docbuild("release", "list", clean, "--lang", "zh").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["已准备", "1.0.1"], ["已发布", "1.0.0"]]
    value = checked(docbuild("release", "list", clean, "--format", "json").out)
    assert [each["state"] for each in value["releases"]] == ["prepared", "published"]
    assert value["published"] == value["releases"][1]["id"]
    for name in ("1.0.0", "published", value["published"][:8]):
        out = docbuild("release", "show", name, clean).out
        assert "doc/image/card.png" in out
        assert value["published"] in out
        shown = checked(docbuild("release", "show", name, clean, "--format", "json").out)
        assert shown["release"]["files"][0]["path"] == "doc/README.md"


def test_show_tells_of_damage(docbuild: Command, clean: Path, store: Store) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    release = store.read().releases[0]
    sha256 = release.files[0].sha256
    (clean / ".docbuild/releases/objects" / sha256[:2] / sha256[2:]).write_bytes(b"x")
    code, out, err = docbuild("release", "show", "1.0.0", clean)
    assert code == 1
    assert "1.0.0" in out
    assert "doc/README.md" in err
    assert docbuild("release", "restore", "1.0.0", clean, "--to", clean / "out").code == 2


def test_hostile_text_in_a_record_does_not_move_the_cursor(docbuild: Command, clean: Path) -> None:
    evil = "\x1b[2J\u202e\r\n::error::x"
    plant(clean, "records", record(by=evil, document={"version": "1.0.0", "description": evil}))
    plant(clean, "records", b'{"format": "\x1b[2J"}')
    for words in (("list",), ("show", "1.0.0")):
        said = docbuild("release", *words, clean)
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out + said.err
        assert "\r" not in said.out + said.err
        assert "\n::error" not in said.out + said.err
    out = docbuild("release", "list", clean, "--format", "json").out
    assert out.isascii()
    checked(out)


def test_unreadable_records_are_told_and_the_rest_works(docbuild: Command, clean: Path) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    plant(clean, "records", record(format=7))
    code, out, err = docbuild("release", "list", clean)
    assert code == 0
    assert "1.0.0" in out
    assert "upgrade" in err
    assert docbuild("release", "gc", clean, "--keep", "0").code == 1
    assert docbuild("release", "uploaded", "1.0.0", clean).code == 0
    value = checked(docbuild("release", "list", clean, "--format", "json").out)
    assert len(value["problems"]) == 1


def test_prepare_shrinks_when_asked(docbuild: Command, clean: Path, store: Store) -> None:
    words = ("--optimize", "--lang", "zh")
    out = docbuild("release", "prepare", clean, *PREPARE, "x", *words).out
    assert "已准备 1.0.0" in out
    assert docbuild("release", "prepare", clean, *PREPARE, "x", "--fit", "1").code == 1
    assert len(store.read().releases) == 1


def test_help_is_in_both_languages(docbuild: Command) -> None:
    for language, word in (("zh", "准备"), ("en", "Prepare")):
        code, out, _ = docbuild("release", "--lang", language, "--help")
        assert code == 0
        assert word in out
        for action in ("prepare", "uploaded", "published", "list", "show", "restore", "gc"):
            assert action in out
            assert docbuild("release", action, "--lang", language, "--help").code == 0
    assert docbuild("release").code == 2
    assert docbuild("release", "publish").code == 2


def test_the_language_may_stand_before_the_action(docbuild: Command, clean: Path) -> None:
    assert docbuild("release", "--lang", "zh", "list", clean).out.startswith("还没有记录")


def test_who_is_git_or_the_login(
    docbuild: Command, clean: Path, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text('[user]\n\tname = "韩\\tMei "\n', encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    docbuild("release", "prepare", clean, "--no-input", "--description", "x")
    assert store.read().releases[0].stamp.by == "韩 Mei"
    monkeypatch.setenv("PATH", str(tmp_path))  # without git
    monkeypatch.setenv("LOGNAME", "lilei")
    docbuild("release", "uploaded", "1.0.0", clean)
    assert store.read().events[0].stamp.by == "lilei"


def test_a_folder_in_the_place_of_a_release(docbuild: Command, clean: Path) -> None:
    code, _, err = docbuild("release", "uploaded", clean)
    assert code == 2
    assert "name a release first" in err


def test_saved_states_do_not_crowd_out_releases(
    docbuild: Command, clean: Path, store: Store
) -> None:
    for number in range(3):
        edit(clean, f"第 {number} 版。")
        docbuild("release", "prepare", clean, *PREPARE, "x", "--document-version", f"1.0.{number}")
        edit(clean, f"没写完 {number}。")
        docbuild("release", "restore", "1.0.0", clean)
    docbuild("release", "gc", clean, "--keep", "2")
    kept = [each for each in store.read().releases if each.id not in store.read().pruned]
    assert [each.version for each in kept if not each.is_saved] == ["1.0.1", "1.0.2"]
    assert len([each for each in kept if each.is_saved]) == 2


def test_the_same_once_more_is_told(docbuild: Command, clean: Path) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    docbuild("release", "uploaded", "1.0.0", clean)
    code, _, err = docbuild("release", "prepare", clean, *PREPARE, "y")
    assert code == 0
    assert "1.0.0" in err
    assert "the very same" in err


@pytest.mark.parametrize(
    "command", [("status",), ("release", "list"), ("release", "show", "1.0.0")]
)
def test_the_end_of_the_calendar(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    plant(clean, "records", record(at="9999-12-31T23:59:59Z"))
    monkeypatch.chdir(clean)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        _, out, err = docbuild(*command)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "9999-12-31 23:59" in out
    assert "Traceback" not in err
