"""docbuild init: a first document, or a whole project, and nothing that was there is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_run import Command
from PIL import Image, ImageChops
from plugin_projects import picture

from docbuild import writing
from docbuild.scaffold.sample_project import NO_APP_ID, sample_project

ROOT = Path(__file__).parent.parent.parent
APP_ID = "wx5e1f0a9c3b7d2846"
CARD = """Component({
  properties: {
    /** 城市名 */
    city: { type: String, value: '' },
    days: Number,
  },
  methods: {
    load() { this.triggerEvent('load', { code: 0 }) },
  },
})
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A plugin project without a document."""
    files = {
        "project.config.json": {
            "compileType": "plugin",
            "pluginRoot": "plugin/",
            "miniprogramRoot": "mini/",
            "appid": APP_ID,
            "projectname": "%E6%99%B4%E9%9B%A8",
        },
        "mini/app.json": {
            "plugins": {
                "other": {"version": "1.0.0", "provider": "wx0123456789abcdef"},
                "qingyu": {"version": "dev", "provider": APP_ID},
            }
        },
        "plugin/plugin.json": {"publicComponents": {"card": "card/card"}, "main": "index.js"},
        "plugin/card/card.json": {"component": True},
    }
    root = tmp_path / "project"
    for name, data in files.items():
        write(root / name, json.dumps(data))
    write(root / "plugin/card/card.js", CARD)
    write(root / "plugin/card/card.wxml", "<slot></slot>\n")
    write(root / "plugin/index.js", "module.exports = { getWeather: async (city) => city }\n")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_first_document_says_what_the_sources_say(docbuild: Command, plugin: Path) -> None:
    code, out, err = docbuild("init", plugin, "--lang=zh")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "已写入 doc/README.md",
        "组件 1 个，页面 0 个，接口 1 个",
        "有 7 处写着“待补充”：从源码里看不出来，请补上",
        "下一步：docbuild serve",
    ]
    text = (plugin / "doc" / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# 晴雨\n")
    assert f'"provider": "{APP_ID}"' in text
    assert '"card": "plugin://qingyu/card"' in text
    assert "| `city` | String | `''` | 城市名 |\n| `days` | Number | | （待补充） |\n" in text
    assert "| `bind:load` | `{ code }` | （待补充） |" in text
    assert "`getWeather(city)`。返回 Promise。" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_first_document_passes_check_and_is_in_sync(
    docbuild: Command, plugin: Path, language: str
) -> None:
    assert docbuild("init", plugin, "--lang", language).code == 0
    code, out, _ = docbuild("check", plugin, "--fail-on=warning")
    assert code == 0
    assert "no problems found" in out
    assert docbuild("sync", plugin, "--check").code == 0


def test_a_project_is_found_from_inside_it(
    docbuild: Command, plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plugin / "doc").mkdir()
    monkeypatch.chdir(plugin / "doc")
    assert docbuild("init").out.startswith("wrote doc/README.md\n")
    assert (plugin / "doc" / "README.md").is_file()


def test_the_settings_know_better(docbuild: Command, plugin: Path) -> None:
    settings = (
        'language = "zh"\ndoc = "pages"\n[plugin]\nname = "晴"\nintro = "好。"\nversion = "2.0.0"\n'
    )
    write(plugin / "docbuild.toml", settings)
    assert docbuild("init", plugin).out.startswith("已写入 pages/README.md")
    text = (plugin / "pages" / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# 晴\n\n好。\n")
    assert '"version": "2.0.0"' in text


@pytest.mark.parametrize("stopgap", ["touristappid", "xxxx", "YOUR-APPID", ""])
def test_an_app_id_that_is_none_is_marked(docbuild: Command, plugin: Path, stopgap: str) -> None:
    config = {"compileType": "plugin", "pluginRoot": "plugin/", "appid": stopgap}
    write(plugin / "project.config.json", json.dumps(config))
    docbuild("init", plugin, "--lang=en")
    text = (plugin / "doc" / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Name of the plugin (to be written)\n")
    assert '"provider": "(to be written: the plugin\'s AppID)"' in text
    docbuild("init", plugin, "--force", "--app-id", APP_ID)
    assert f'"provider": "{APP_ID}"' in (plugin / "doc/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "readme.md"])
def test_a_document_is_not_overwritten_unless_told(
    docbuild: Command, plugin: Path, name: str
) -> None:
    document = plugin / "doc" / name
    write(document, "# Mine\n")
    code, out, err = docbuild("init", plugin)
    assert (code, out) == (2, "")
    assert f"doc/{name} exists and was left alone; --force overwrites it" in err
    assert document.read_text(encoding="utf-8") == "# Mine\n"
    document.chmod(0o640)
    code, out, _ = docbuild("init", plugin, "--force")
    assert code == 0
    assert out.startswith(f"overwrote doc/{name}, which had 7 bytes\n")
    assert os.listdir(plugin / "doc") == [name]
    assert document.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["doc", "doc/README.md"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_no_link_is_written_through(
    docbuild: Command, plugin: Path, tmp_path: Path, name: str, force: tuple[str, ...]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    target = elsewhere if name == "doc" else elsewhere / "README.md"
    write(elsewhere / "README.md", "# Mine\n")
    (plugin / name).parent.mkdir(exist_ok=True)
    (plugin / name).symlink_to(target)
    before = contents(elsewhere)
    code, _, err = docbuild("init", plugin, *force)
    assert code == 2
    assert "symbolic link" in err or "exists and was left alone" in err
    assert contents(elsewhere) == before
    assert (plugin / name).is_symlink()


def test_a_folder_that_cannot_be_written_is_an_error(docbuild: Command, plugin: Path) -> None:
    write(plugin / "doc", "a file where the folder should be")
    code, _, err = docbuild("init", plugin)
    assert code == 2
    assert "cannot write doc/README.md" in err


def test_a_broken_configuration_is_an_error(docbuild: Command, plugin: Path) -> None:
    write(plugin / "docbuild.toml", "[plugin")
    code, _, err = docbuild("init", plugin)
    assert code == 2
    assert "docbuild.toml: This is no valid TOML" in err


def test_a_plugin_that_was_not_built_is_told(docbuild: Command, plugin: Path) -> None:
    (plugin / "plugin/plugin.json").unlink()
    code, _, err = docbuild("init", plugin)
    assert code == 0
    assert "found no component, page or interface: see plugin/plugin.json" in err
    assert docbuild("check", plugin, "--fail-on=warning").code == 0


def test_sources_that_are_not_understood_are_told(docbuild: Command, plugin: Path) -> None:
    write(plugin / "plugin/card/card.js", "Component({ behaviors: [require('x')], ...rest })")
    code, out, err = docbuild("init", plugin)
    assert code == 0
    assert "these components may have more properties or events, from elsewhere: card" in err
    assert out.endswith("next: docbuild serve\n")


def test_sources_that_cannot_be_read_are_told_with_their_place(
    docbuild: Command, plugin: Path
) -> None:
    (plugin / "plugin/card/card.js").write_bytes(b"Component({})\xff")
    code, _, err = docbuild("init", plugin)
    assert code == 0
    assert "plugin/card/card.js" in err


def test_a_document_that_changes_meanwhile_is_not_overwritten(
    docbuild: Command, plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = plugin / "doc" / "README.md"
    write(document, "# Mine\n")

    def replace_file(*_: object) -> bool:  # another program was between the two looks
        return False

    monkeypatch.setattr(writing, "replace_file", replace_file)
    code, _, err = docbuild("init", plugin, "--force")
    assert code == 2
    assert "doc/README.md was changed by another program just now" in err
    assert document.read_text(encoding="utf-8") == "# Mine\n"


def test_a_new_project_that_cannot_be_written_is_an_error(
    docbuild: Command, tmp_path: Path
) -> None:
    write(tmp_path / "file", "x")
    code, _, err = docbuild("init", tmp_path / "file" / "new")
    assert code == 2
    assert "cannot write" in err


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("named", [True, False])
def test_an_empty_folder_becomes_a_project_that_passes_check(
    docbuild: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    named: bool,
) -> None:
    root = tmp_path / "new"
    if not named:
        (root / ".git").mkdir(parents=True)
        monkeypatch.chdir(root)
    code, out, err = docbuild("init", *([root] if named else []), "--lang", language)
    assert (code, err) == (0, "")
    assert contents(root) == dict(sample_project("zh" if language == "zh" else "en"))
    assert out.splitlines()[-1].endswith("docbuild serve" + (f" {root}" if named else ""))
    code, out, _ = docbuild("check", root, "--fail-on=warning", "--lang=en")
    assert code == 0
    assert "no problems found" in out
    assert "(100.0%)" in out
    assert docbuild("sync", root, "--check", "--lang=en").out == (
        "the tables of doc/README.md are up to date\n"
    )


def test_a_new_project_takes_the_app_id(docbuild: Command, tmp_path: Path) -> None:
    out = docbuild("init", tmp_path / "new", "--app-id", APP_ID).out
    assert NO_APP_ID not in out
    found = [name for name, data in contents(tmp_path / "new").items() if APP_ID.encode() in data]
    assert found == ["doc/README.md", "miniprogram/app.json", "project.config.json"]
    assert docbuild("check", tmp_path / "new", "--fail-on=warning").code == 0


def test_a_new_project_says_where_its_app_id_is_wanting(docbuild: Command, tmp_path: Path) -> None:
    out = docbuild("init", tmp_path / "new").out
    assert f"{NO_APP_ID} in doc/README.md, miniprogram/app.json" in out


def test_what_is_no_app_id_is_refused(docbuild: Command, tmp_path: Path) -> None:
    code, _, err = docbuild("init", tmp_path / "new", "--app-id", "123")
    assert code == 2
    assert "an AppID looks like" in err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["notes.txt", "plugin.json"])
def test_a_folder_that_holds_something_else_is_left_alone(
    docbuild: Command, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(picture())
    before = contents(tmp_path)
    code, _, err = docbuild("init", tmp_path, "--force")
    assert code == 2
    assert "neither a plugin project" in err
    assert contents(tmp_path) == before


def test_a_file_is_no_folder_to_begin_in(docbuild: Command, tmp_path: Path) -> None:
    write(tmp_path / "file", "x")
    code, _, err = docbuild("init", tmp_path / "file")
    assert code == 2
    assert err


def test_the_pictures_of_the_sample_are_drawn_by_the_script(tmp_path: Path) -> None:
    """The same script gives the same pictures; the bytes depend on Pillow."""
    code = (
        "import importlib.util, importlib.machinery, pathlib, sys\n"
        "sys.path.insert(0, 'scripts')\n"
        "loader = importlib.machinery.SourceFileLoader('pictures', 'scripts/scaffold-pictures')\n"
        "spec = importlib.util.spec_from_loader('pictures', loader)\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "loader.exec_module(module)\n"
        f"module.PROJECT = pathlib.Path({str(tmp_path)!r})\n"
        "module.main()\n"
    )
    subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, check=True)
    project = ROOT / "docbuild/scaffold/project/common"
    drawn = sorted(tmp_path.rglob("*.png"))
    assert len(drawn) == 2
    for path in drawn:
        with Image.open(path) as ours, Image.open(project / path.relative_to(tmp_path)) as shipped:
            difference = ImageChops.difference(ours.convert("L"), shipped.convert("L"))
            assert max(difference.tobytes()) < 40
