"""Finding the project and its document, on real folders."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from docbuild import asked, config_files
from docbuild.config_files import LARGEST, is_plain, read_config
from docbuild.locate import LocateProblem, Location, locate, move_document
from docbuild.problem import ConfigProblem

PLUGIN = json.dumps({"compileType": "plugin", "pluginRoot": "plugin/", "appid": "wx1"})
MINI = json.dumps({"compileType": "miniprogram", "appid": "wx1"})
MANIFEST = json.dumps({"publicComponents": {"a": "components/a"}, "main": "index.js"})
needs_symlinks = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository's root, so that no search leaves it."""
    (tmp_path / ".git").mkdir()
    return tmp_path.resolve()


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def found(start: Path, *, doc: Path | None = None, named: bool = False) -> Location:
    location = locate(start, doc=doc, named=named)
    assert isinstance(location, Location), location
    return location


def lost(start: Path, *, doc: Path | None = None) -> str:
    problem = locate(start, doc=doc)
    assert isinstance(problem, LocateProblem), problem
    assert problem.message.zh != problem.message.en
    return problem.message.en


CASES = {
    "plugin from its root": ({"project.config.json": PLUGIN, "doc/README.md": ""}, ".", ".", "doc"),
    "plugin from its code": (
        {"project.config.json": PLUGIN, "doc/README.md": "", "plugin/components/README.md": ""},
        "plugin/components",
        ".",
        "doc",
    ),
    "plugin beats nearer doc": (
        {"project.config.json": PLUGIN, "doc/README.md": "", "plugin/doc/README.md": ""},
        "plugin",
        ".",
        "doc",
    ),
    "nearest plugin": (
        {"project.config.json": PLUGIN, "doc/README.md": "", "a/project.config.json": PLUGIN},
        "a",
        "a",
        "doc",
    ),
    "plugin without a document": (
        {"project.config.json": PLUGIN, "README.md": "of the repository"},
        ".",
        ".",
        "doc",
    ),
    "document in the code": (
        {"project.config.json": PLUGIN, "plugin/doc/README.md": ""},
        ".",
        ".",
        "plugin/doc",
    ),
    "document beside the code": (
        {
            "project.config.json": json.dumps({"pluginRoot": "./packages/p"}),
            "packages/doc/README.md": "",
        },
        "packages",
        ".",
        "packages/doc",
    ),
    "Taro": ({"project.config.json": PLUGIN, "src/plugin/doc/README.md": ""}, ".", ".", None),
    "Taro without its configuration": ({"src/plugin/doc/README.md": ""}, "src", ".", None),
    "private configuration": (
        {
            "project.config.json": json.dumps({"compileType": "miniprogram"}),
            "project.private.config.json": json.dumps({"compileType": "plugin"}),
        },
        ".",
        ".",
        "doc",
    ),
    "byte order mark": ({"project.config.json": "\ufeff" + PLUGIN}, ".", ".", "doc"),
    "mini program is no plugin": (
        {"a/project.config.json": json.dumps({"compileType": "miniprogram"}), "README.md": ""},
        "a",
        ".",
        "",
    ),
    "settings mark a project": (
        {"docbuild.toml": "", "README.md": "", "a/README.md": ""},
        "a",
        ".",
        "",
    ),
    "settings without a document": ({"docbuild.toml": ""}, ".", ".", "doc"),
    "folder with doc": ({"doc/README.md": "", "README.md": ""}, ".", ".", "doc"),
    "from the doc folder": ({"doc/README.md": "", "doc/image/a.txt": ""}, "doc/image", ".", "doc"),
    "folder with README.md": ({"README.md": ""}, ".", ".", ""),
    "README.md above": ({"README.md": "", "a/b/c.txt": ""}, "a/b", ".", ""),
    "wrong case": ({"doc/readme.MD": ""}, ".", ".", "doc"),
    "a file of the project": ({"project.config.json": PLUGIN}, "project.config.json", ".", "doc"),
    "the document itself": (
        {"project.config.json": PLUGIN, "a/README.md": ""},
        "a/README.md",
        ".",
        "a",
    ),
    "the document in doc": ({"doc/README.md": ""}, "doc/README.md", ".", "doc"),
    "the document alone": ({"a/README.md": ""}, "a/README.md", "a", ""),
    "broken configuration": ({"project.config.json": "{"}, ".", ".", "doc"),
    "plugin without configuration": (
        {"plugin/plugin.json": MANIFEST, "README.md": "of the repository"},
        ".",
        ".",
        "doc",
    ),
    "plugin without configuration from its code": (
        {"src/plugin/plugin.json": MANIFEST, "README.md": "", "src/plugin/a/README.md": ""},
        "src/plugin/a",
        ".",
        "doc",
    ),
    "document in the code without configuration": (
        {"plugin/plugin.json": MANIFEST, "plugin/doc/README.md": "", "README.md": ""},
        ".",
        ".",
        "plugin/doc",
    ),
    "settings beat a plugin without configuration": (
        {"docbuild.toml": "", "a/plugin/plugin.json": MANIFEST, "doc/README.md": ""},
        "a",
        ".",
        "doc",
    ),
    "plugin without configuration in a repository with a document": (
        {"doc/README.md": "", "a/plugin/plugin.json": MANIFEST},
        "a/plugin",
        "a",
        "doc",
    ),
    "document nearer than a plugin without configuration": (
        {"plugin/plugin.json": MANIFEST, "a/doc/README.md": ""},
        "a",
        "a",
        "doc",
    ),
    "manifest at the root": ({"plugin.json": MANIFEST, "README.md": ""}, ".", ".", ""),
    "mini program with the code of a plugin": (
        {"project.config.json": MINI, "plugin/plugin.json": MANIFEST, "README.md": ""},
        ".",
        ".",
        "",
    ),
}  # files, where to start, the project's root, the document's folder


@pytest.mark.parametrize("name", CASES)
def test_finds(name: str, root: Path) -> None:
    files, start, project, folder = CASES[name]
    location = found(write(root, files) / start)
    expected = "src/plugin/doc" if folder is None else folder
    assert location.root == root / project
    assert (location.folder, location.folder_name) == (root / project / expected, expected)


def test_named_folder_with_a_document_is_that(root: Path) -> None:
    write(root, {"project.config.json": PLUGIN, "doc/README.md": "", "other/README.md": ""})
    write(root, {"README.md": ""})
    assert found(root / "other").folder_name == "doc"
    assert found(root / "other", named=True).folder_name == "other"
    assert found(root / "doc", named=True).folder_name == "doc"
    assert found(root, named=True).folder_name == "doc"
    assert found(root / "other", named=True).root == root


def test_search_stops_at_the_repository(root: Path) -> None:
    write(root, {"README.md": "", "inner/.git": "gitdir: elsewhere", "inner/a/b.txt": ""})
    said = lost(root / "inner" / "a")
    assert str(root / "inner" / "a") in said
    assert "doc/README.md" in said


def test_document_among_too_many_names(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_files, "MOST_NAMES", 0)
    assert found(write(root, {"doc/README.md": ""})).folder == root / "doc"


def test_missing_path(root: Path) -> None:
    assert "no such path" in lost(root / "nowhere")


class TestExplicit:
    def test_decides_outright(self, root: Path) -> None:
        write(root, {"project.config.json": PLUGIN, "doc/README.md": "a", "docs/v2/x.txt": ""})
        location = found(root, doc=root / "docs" / "v2")
        assert (location.root, location.folder_name) == (root, "docs/v2")
        assert location.explicit
        assert location.rivals == ()

    def test_outside_the_named_project(self, root: Path) -> None:
        write(root, {"a/project.config.json": PLUGIN, "b/README.md": ""})
        location = found(root / "a", doc=root / "b", named=True)
        assert (location.root, location.folder) == (root / "a", root / "b")
        assert location.folder_name == (root / "b").as_posix()
        assert location.plugin_root == "plugin"

    def test_project_is_around_the_folder(self, root: Path) -> None:
        write(root, {"a/project.config.json": PLUGIN, "a/x/README.md": "", "b/doc/README.md": ""})
        assert found(root, doc=root / "a" / "x").root == root / "a"
        assert found(root, doc=root / "b" / "doc").root == root / "b"
        assert found(root, doc=root / "b" / "doc" / "README.md").folder_name == "doc"

    def test_missing_folder(self, root: Path) -> None:
        assert "no such folder" in lost(root, doc=root / "doc")

    @needs_symlinks
    def test_link_is_followed(self, root: Path) -> None:
        write(root, {"real/README.md": "", "p/project.config.json": PLUGIN})
        (root / "p" / "doc").symlink_to(root / "real")
        location = found(root / "p", doc=root / "p" / "doc")
        assert (location.root, location.folder_name) == (root / "p", "doc")
        assert location.folder == root / "real"


BARE = json.dumps({"appid": "wx1"})
OTHER = json.dumps({"name": "a plugin of another tool", "main": "index.js"})
PLUGIN_ROOTS = {
    "in plugin": ({"plugin/plugin.json": MANIFEST}, "plugin"),
    "in src/plugin": ({"src/plugin/plugin.json": MANIFEST}, "src/plugin"),
    "at the root": ({"plugin.json": MANIFEST}, ""),
    "elsewhere": ({"packages/plugin.json": MANIFEST}, None),
    "in two places": ({"plugin/plugin.json": MANIFEST, "src/plugin/plugin.json": MANIFEST}, None),
    "one of another tool": ({"plugin/plugin.json": MANIFEST, "plugin.json": OTHER}, "plugin"),
    "of another tool": ({"plugin/plugin.json": OTHER}, None),
    "of a mini program": ({"project.config.json": MINI, "plugin/plugin.json": MANIFEST}, None),
    "broken configuration": ({"project.config.json": "{", "plugin/plugin.json": MANIFEST}, None),
    "unread configuration": (
        {"project.private.config.json/x": "", "plugin/plugin.json": MANIFEST},
        None,
    ),
    "without compileType": (
        {"project.config.json": BARE, "plugin/plugin.json": MANIFEST},
        "plugin",
    ),
    "without pluginRoot": (
        {"project.config.json": '{"compileType": "plugin"}', "plugin.json": MANIFEST},
        "",
    ),
    "said to be elsewhere": ({"project.config.json": PLUGIN, "plugin.json": MANIFEST}, "plugin"),
}  # files, and where the plugin is


class TestPluginRoot:
    @pytest.mark.parametrize("name", PLUGIN_ROOTS)
    def test_found(self, root: Path, name: str) -> None:
        files, plugin_root = PLUGIN_ROOTS[name]
        assert found(write(root, {**files, "doc/README.md": ""})).plugin_root == plugin_root

    def test_app_id_is_that_of_a_plugin(self, root: Path) -> None:
        write(root, {"project.config.json": BARE, "plugin/plugin.json": MANIFEST})
        assert found(root).config.app_id is None
        said = json.dumps({"compileType": "plugin", "appid": "wx1"})
        write(root, {"project.config.json": said})
        assert found(root).config.app_id == "wx1"

    def test_a_document_that_is_named(self, root: Path) -> None:
        write(root, {"plugin/plugin.json": MANIFEST, "README.md": ""})
        location = found(root / "README.md")
        assert (location.root, location.folder_name, location.plugin_root) == (root, "", "plugin")

    def test_everything_that_decides_is_asked(self, root: Path) -> None:
        write(root, {"doc/README.md": ""})
        with asked.recording() as asking:
            assert found(root).plugin_root is None
        for name in ("plugin", "src", "plugin.json", "project.config.json"):
            assert str(root / name) in asking.files
        write(root, {"plugin/plugin.json": OTHER})
        with asked.recording() as asking:
            assert found(root).plugin_root is None
        assert str(root / "plugin" / "plugin.json") in asking.files

    @needs_symlinks
    def test_no_link_is_followed(self, root: Path) -> None:
        write(root, {"real/plugin.json": MANIFEST, "doc/README.md": ""})
        (root / "plugin").symlink_to(root / "real")
        assert found(root).plugin_root is None


RIVALS = {"project.config.json": PLUGIN, "doc/README.md": "a\n", "plugin/doc/README.md": "b\n"}
MOVABLE = {"project.config.json": PLUGIN, "doc/README.md": "a", "docs/README.md": "b"}


class TestRivals:
    def test_differing(self, root: Path) -> None:
        write(root, {**RIVALS, "src/plugin/doc/readme.md": "c\n"})
        assert found(root).rivals == ("plugin/doc", "src/plugin/doc")
        assert found(root / "plugin" / "doc" / "README.md").rivals == ("doc", "src/plugin/doc")

    def test_same_bytes_are_none(self, root: Path) -> None:
        write(root, {**RIVALS, "plugin/doc/README.md": "a\n"})
        assert found(root).rivals == ()

    @needs_symlinks
    def test_links_are_not_read(self, root: Path) -> None:
        write(root, {"project.config.json": PLUGIN, "doc/README.md": "a\n", "x/doc/README.md": "b"})
        (root / "plugin").symlink_to(root / "x")
        assert found(root).rivals == ()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO on this system")
    def test_what_cannot_be_read_is_none(self, root: Path) -> None:
        write(root, {"project.config.json": PLUGIN, "doc/README.md": "a\n"})
        (root / "plugin" / "doc").mkdir(parents=True)
        os.mkfifo(root / "plugin" / "doc" / "README.md")
        assert found(root).rivals == ()


class TestSettingsFolder:
    def test_moves(self, root: Path) -> None:
        location = move_document(found(write(root, MOVABLE)), "./docs/")
        assert isinstance(location, Location)
        assert (location.folder, location.folder_name) == (root / "docs", "docs")
        assert location.rivals == ("doc",)

    def test_root_itself(self, root: Path) -> None:
        location = move_document(found(write(root, {**MOVABLE, "README.md": "c"})), ".")
        assert isinstance(location, Location)
        assert (location.folder, location.folder_name) == (root, "")
        assert location.rivals == ("doc",)

    def test_what_the_user_named_stays(self, root: Path) -> None:
        location = found(write(root, MOVABLE), doc=root / "doc")
        assert move_document(location, "docs") is location

    @pytest.mark.parametrize("doc", ["..", "../x", "/etc", "a/../../x", "C:/x", "..\\x"])
    def test_never_leads_out(self, root: Path, doc: str) -> None:
        assert isinstance(move_document(found(write(root, MOVABLE)), doc), LocateProblem)

    @needs_symlinks
    @pytest.mark.parametrize("doc", ["link", "link/deeper"])
    def test_never_follows_a_link(self, root: Path, doc: str) -> None:
        write(root, MOVABLE)
        (root / "link").symlink_to("/etc")
        assert isinstance(move_document(found(root), doc), LocateProblem)


class TestConfiguration:
    def problem(self, root: Path) -> ConfigProblem:
        (problem,) = found(root).config.problems
        return problem

    def test_broken_json_names_its_place(self, root: Path) -> None:
        problem = self.problem(write(root, {"project.config.json": '{\n  "a":\n}'}))
        assert problem.place == "project.config.json:3:1"

    def test_comments_are_no_json(self, root: Path) -> None:
        problem = self.problem(write(root, {"project.config.json": f"// comment\n{PLUGIN}"}))
        assert problem.line == 1

    def test_root_outside_is_refused(self, root: Path) -> None:
        text = json.dumps({"compileType": "plugin", "pluginRoot": "../other"})
        write(root, {"p/project.config.json": text, "doc/README.md": "", "other/doc/README.md": ""})
        assert "out of the project" in self.problem(root / "p").message.en
        assert found(root / "p").plugin_root is None
        assert found(root / "p").folder_name == "doc"

    @pytest.mark.parametrize("value", ["\ud800", "a/\udcff", "a\0b"])
    def test_root_that_no_file_can_have_as_its_name(self, root: Path, value: str) -> None:
        text = json.dumps({"compileType": "plugin", "pluginRoot": value})
        write(root, {"project.config.json": text, "doc/README.md": ""})
        assert "is no path" in self.problem(root).message.en

    def test_endless_path(self, root: Path) -> None:
        """A look at each of its million folders would take hours."""
        write(root, {"doc/README.md": ""})
        assert is_plain(root, "doc/" + "x/" * 1_000_000)

    def test_not_utf8(self, root: Path) -> None:
        (root / "project.config.json").write_bytes(b'{\n"a": "\xff"}')
        assert self.problem(root).place == "project.config.json:2"

    def test_too_large(self, root: Path) -> None:
        (root / "project.config.json").write_bytes(b" " * (LARGEST + 1))
        assert "1 MiB" in self.problem(root).message.zh

    def test_directory(self, root: Path) -> None:
        (root / "project.config.json").mkdir()
        assert self.problem(root).path == "project.config.json"

    @needs_symlinks
    def test_link_is_not_followed(self, root: Path) -> None:
        write(root, {"real.json": PLUGIN})
        (root / "project.config.json").symlink_to("real.json")
        assert "link" in self.problem(root).message.en

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO on this system")
    def test_fifo_does_not_block(self, root: Path) -> None:
        os.mkfifo(root / "project.config.json")
        assert "not a regular file" in self.problem(root).message.en

    @needs_symlinks
    def test_no_link_on_the_way(self, root: Path) -> None:
        write(root, {"real/plugin.json": "{}"})
        (root / "plugin").symlink_to("real")
        assert isinstance(read_config(root, "plugin/plugin.json"), ConfigProblem)
        assert read_config(root, "real/plugin.json") == "{}"
        assert read_config(root, "real/plugin.json/x") is None
        assert read_config(root, "nowhere/x") is None
