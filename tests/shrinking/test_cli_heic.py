"""A document that shows a photograph as an iPhone has it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cli_run import Command
from PIL import Image
from pillow_heif import from_pillow
from plugin_projects import write_project

from docbuild.diagnostic import Language
from docbuild.formats.shrinkage_table import shrinkage_table
from docbuild.formats.style import Style
from docbuild.images.formats import format_of
from docbuild.shrinkage import PictureChange, PictureFile, Shrinkage

README = "# 插件\n\n![相片](image/IMG_0001.HEIC) ![又一张][r]\n\n[r]: ./image/%E7%9B%B8.heif\n"


@pytest.fixture
def photographed(tmp_path: Path) -> Path:
    noise = (Image.effect_noise((160, 120), spread) for spread in (20, 30, 40))
    image = Image.merge("RGB", tuple(noise))
    for name in ("first", "second"):
        from_pillow(image).save(tmp_path / name, quality=60)
        image = image.rotate(90, expand=True)
    pictures = {
        "doc/image/IMG_0001.HEIC": (tmp_path / "first").read_bytes(),
        "doc/image/相.heif": (tmp_path / "second").read_bytes(),
    }
    return write_project(tmp_path / "project", README, pictures)


def test_the_finding_leads_to_what_mends_it(docbuild: Command, photographed: Path) -> None:
    code, out, _ = docbuild("check", photographed)
    assert code == 1
    assert out.count("image-format") == 2
    assert "docbuild bundle --write" in out
    assert 'pip install "wxdocbuild[heic]"' in out


def test_a_bundle_has_jpegs_in_their_place(
    docbuild: Command, photographed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.zip"
    code, out, err = docbuild("bundle", photographed, "-o", target, "--optimize")
    assert (code, err) == (0, "")
    assert "HEIC -> IMG_0001.jpg" in out
    with zipfile.ZipFile(target) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert format_of(found["doc/image/IMG_0001.jpg"]) == "jpeg"
    assert format_of(found["doc/image/相.jpg"]) == "jpeg"
    text = found["doc/README.md"].decode()
    assert "(image/IMG_0001.jpg)" in text
    assert "[r]: ./image/%E7%9B%B8.jpg\n" in text
    assert docbuild("verify", target).code == 0


def test_the_folder_itself_is_mended_and_as_it_was(docbuild: Command, photographed: Path) -> None:
    doc = photographed / "doc"
    before = {path: path.read_bytes() for path in doc.rglob("*") if path.is_file()}
    assert docbuild("bundle", photographed, "--write", "--yes").code == 0
    names = {path.name for path in (doc / "image").iterdir()}
    assert {"IMG_0001.jpg", "相.jpg"} <= names
    assert not names & {"IMG_0001.HEIC", "相.heif"}
    assert docbuild("check", photographed).code == 0
    assert docbuild("bundle", photographed, "--undo").code == 0
    assert {path: path.read_bytes() for path in doc.rglob("*") if path.is_file()} == before


def test_who_has_no_plug_in_is_told_how_to_get_it() -> None:
    photo = PictureFile("a.heic", 3000, "0" * 64, "heic", 0, 0)
    change = PictureChange(photo, photo, True, 0.0, "format", "heic")
    shrinkage = Shrinkage((change,), "doc/README.md", (100, 100), 0)
    told: dict[Language, str] = {"zh": "要读 HEIC，先运行", "en": "to have HEIC read, run"}
    for language, words in told.items():
        lines = "\n".join(shrinkage_table(shrinkage, language, Style(False), 100))
        assert words in lines
        assert 'pip install "wxdocbuild[heic]"' in lines
