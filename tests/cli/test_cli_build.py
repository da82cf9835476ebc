"""``docbuild build``: the page as a folder of files."""

from __future__ import annotations

import os
from pathlib import Path

from cli_run import Command
from plugin_projects import picture, write_project

from docbuild.files import digest


def test_build_writes_the_page_and_its_pictures(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    profile = '[plugin]\nname = "天气"\navatar = "logo.png"\n'
    (clean / "docbuild.toml").write_text(profile, encoding="utf-8")
    (clean / "logo.png").write_bytes(picture("gold"))
    target = tmp_path / "page"
    code, out, err = docbuild("build", clean, "-o", target)
    assert (code, err) == (0, "")
    assert out.endswith(f"wrote {target / 'index.html'}\n")
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    avatar = f"_profile/{digest(picture('gold'))[:16]}.png"
    assert written == {".docbuild", "index.html", "image/card.png", avatar}
    assert (target / "image/card.png").read_bytes() == picture()
    assert (target / avatar).read_bytes() == picture("gold")
    html = (target / "index.html").read_text(encoding="utf-8")
    assert '<img src="image/card.png" alt="天气卡片">' in html
    assert avatar in html


def test_build_writes_in_spite_of_findings(docbuild: Command, broken: Path, tmp_path: Path) -> None:
    code, out, _ = docbuild("build", broken, "-o", tmp_path / "page")
    assert code == 1
    assert "image-missing" in out
    assert (tmp_path / "page" / "index.html").exists()
    assert docbuild("build", broken, "-o", tmp_path / "page", "--exit-zero").code == 0


def test_build_without_a_document_still_shows_the_plugin(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", None)
    assert docbuild("build", root, "-o", tmp_path / "page").code == 1
    assert (tmp_path / "page" / "index.html").exists()


def test_build_keeps_off_what_it_did_not_write(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "page"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work", encoding="utf-8")
    code, out, err = docbuild("build", clean, "-o", target)
    assert (code, out) == (2, "")
    assert "--force" in err
    assert os.listdir(target) == ["thesis.txt"]
    assert docbuild("build", clean, "-o", target, "--force").code == 0
    assert docbuild("build", clean, "-o", target).code == 0
    assert (target / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_build_into_a_file(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("", encoding="utf-8")
    code, _, err = docbuild("build", clean, "-o", tmp_path / "page")
    assert code == 2
    assert "cannot write" in err


def test_a_profile_cannot_fetch_from_outside(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(picture())
    (clean / "link.png").symlink_to(tmp_path / "secret.png")
    (clean / "key.pem").write_text("secret", encoding="utf-8")
    settings = clean / "docbuild.toml"
    listed = '["link.png", "key.pem", "missing.png"]'
    settings.write_text(f"[plugin]\npreview-images = {listed}\n", encoding="utf-8")
    docbuild("build", clean, "-o", tmp_path / "page")
    assert (tmp_path / "page" / "index.html").exists()
    assert not (tmp_path / "page" / "_profile").exists()
    settings.write_text('[plugin]\navatar = "../secret.png"\n', encoding="utf-8")
    assert docbuild("build", clean, "-o", tmp_path / "other").code == 2
    assert not (tmp_path / "other").exists()


def test_a_profile_picture_with_a_script_is_not_written(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    (clean / "plain.svg").write_text(svg.format("<g/>"), encoding="utf-8")
    (clean / "active.svg").write_text(svg.format("<script>1</script>"), encoding="utf-8")
    (clean / "torn.png").write_bytes(picture()[:60])
    settings = '[plugin]\npreview-images = ["plain.svg", "active.svg", "torn.png"]\n'
    (clean / "docbuild.toml").write_text(settings, encoding="utf-8")
    docbuild("build", clean, "-o", tmp_path / "page")
    (written,) = (tmp_path / "page" / "_profile").iterdir()
    assert written.read_bytes() == (clean / "plain.svg").read_bytes()


def test_build_writes_through_no_link(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    page, elsewhere = tmp_path / "page", tmp_path / "elsewhere"
    page.mkdir()
    elsewhere.mkdir()
    (page / ".docbuild").write_text("", encoding="utf-8")
    (page / "image").symlink_to(elsewhere)
    code, _, err = docbuild("build", clean, "-o", page)
    assert code == 2
    assert "symbolic link" in err
    assert os.listdir(elsewhere) == []


def test_build_with_a_theme_that_is_not_there(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    (clean / "docbuild.toml").write_text('theme = "nope"\n', encoding="utf-8")
    code, _, err = docbuild("build", clean, "-o", tmp_path / "page")
    assert code == 2
    assert "nope" in err
    assert not (tmp_path / "page").exists()


def test_build_below_a_file(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = docbuild("build", clean, "-o", tmp_path / "file" / "page")
    assert code == 2
    assert "cannot write" in err


def test_every_language_has_its_page(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    for language, html_language in (("zh", "zh-CN"), ("en", "en")):
        docbuild("build", clean, "-o", tmp_path / language, "--lang", language)
        html = (tmp_path / language / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{html_language}"' in html
