"""--theme and the settings' theme: which page is made, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_run import Command

TEMPLATE = """\
<!doctype html>
<html {{ root }}><head>{{ head }}<title>{{ plugin.version or "none" }} own</title></head>
<body><article class="article">{{ article }}</article>{{ scripts }}</body></html>
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    manifest = 'title = { zh = "我的", en = "Mine" }\ntemplate = "page.html"\n'
    (folder / "theme.toml").write_text(manifest, encoding="utf-8")
    (folder / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return folder


def test_the_option_takes_a_folder(docbuild: Command, clean: Path, own: Path) -> None:
    code, _, err = docbuild("build", clean, "-o", own.parent / "page", "--theme", own)
    assert (code, err) == (0, "")
    html = (own.parent / "page" / "index.html").read_text(encoding="utf-8")
    assert "<title>none own</title>" in html
    assert "天气插件</h1>" in html


def test_the_option_wins_over_the_settings(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    (clean / "docbuild.toml").write_text('theme = "plain"\n', encoding="utf-8")
    docbuild("build", clean, "-o", tmp_path / "settings")
    docbuild("build", clean, "-o", tmp_path / "option", "--theme", "wechat")
    pages = [
        (tmp_path / name / "index.html").read_text(encoding="utf-8")
        for name in ("settings", "option")
    ]
    assert ["--brand" in page for page in pages] == [False, True]


def test_all_that_is_wrong_with_a_theme_is_told(
    docbuild: Command, clean: Path, own: Path, tmp_path: Path
) -> None:
    broken = TEMPLATE.replace("plugin.version", "plugin.verzion").replace("{{ scripts }}", "")
    (own / "page.html").write_text(broken, encoding="utf-8")
    code, out, err = docbuild("build", clean, "-o", tmp_path / "page", "--theme", own)
    assert (code, out) == (2, "")
    assert "page.html: the template does not use scripts" in err
    assert "page.html:2: plugin has no verzion" in err
    assert "Traceback" not in err
    assert not (tmp_path / "page").exists()
    _, _, err = docbuild("build", clean, "-o", tmp_path / "page", "--theme", own, "--lang", "zh")
    assert "page.html:2：plugin 没有 verzion 这一项" in err


def test_a_template_that_fails_on_this_plugin_alone(
    docbuild: Command, clean: Path, own: Path, tmp_path: Path
) -> None:
    failing = TEMPLATE.replace("plugin.version", "1 // ((plugin.version or '') | length - 3)")
    (own / "page.html").write_text(failing, encoding="utf-8")
    settings = '[plugin]\nversion = "1.0"\n'
    (clean / "docbuild.toml").write_text(settings, encoding="utf-8")
    code, _, err = docbuild("build", clean, "-o", tmp_path / "page", "--theme", own)
    assert code == 2
    assert "page.html:2: the template failed: " in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check", "build", "bundle"])
def test_a_theme_in_the_settings_is_a_name(
    docbuild: Command, clean: Path, own: Path, tmp_path: Path, command: str
) -> None:
    """Whoever sends a pull request writes the settings, and a template is code."""
    (clean / "docbuild.toml").write_text('# x\ntheme = "own"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(own.parent)
        output = () if command == "check" else ("-o", tmp_path / "out")
        code, out, err = docbuild(command, clean, *output)
    assert (code, out) == (2, "")
    assert err.startswith("docbuild: docbuild.toml:2: there is no theme named 'own'")


def test_a_shipped_theme_in_the_settings_passes(docbuild: Command, clean: Path) -> None:
    (clean / "docbuild.toml").write_text('theme = "plain"\n', encoding="utf-8")
    assert docbuild("check", clean).code == 0
