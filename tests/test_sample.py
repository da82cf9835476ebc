"""The sample is a whole plugin project, and its document tells the truth about its code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from detail_pages import SAMPLE, sample_markdown, sample_profile
from PIL import Image

from docbuild import document
from docbuild.markdown.html import render
from docbuild.markdown.parse import parse
from docbuild.source import Source

PLUGIN = SAMPLE / "plugin"
DOC = SAMPLE / "doc"


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


MANIFEST: dict[str, Any] = load(PLUGIN / "plugin.json")
COMPONENTS: dict[str, str] = MANIFEST["publicComponents"]
NODES = parse(Source("doc/README.md", sample_markdown())).nodes


def test_it_offers_components_a_page_and_an_interface() -> None:
    assert len(COMPONENTS) == 3
    assert len(MANIFEST["pages"]) == 1
    assert (PLUGIN / MANIFEST["main"]).is_file()


@pytest.mark.parametrize("suffix", [".js", ".json", ".wxml", ".wxss"])
def test_components_and_pages_are_whole(suffix: str) -> None:
    for path in (*COMPONENTS.values(), *MANIFEST["pages"].values()):
        assert (PLUGIN / path).with_suffix(suffix).stat().st_size > 0


def test_the_mini_program_uses_the_plugin() -> None:
    config = load(SAMPLE / "project.config.json")
    assert config["compileType"] == "plugin"
    app = load(SAMPLE / config["miniprogramRoot"] / "app.json")
    alias, used = next(iter(app["plugins"].items()))
    assert used == {"version": "dev", "provider": config["appid"]}
    index = load(SAMPLE / config["miniprogramRoot"] / "pages/index/index.json")
    assert index["usingComponents"] == {name: f"plugin://{alias}/{name}" for name in COMPONENTS}


def test_every_json_file_is_json() -> None:
    paths = sorted(SAMPLE.rglob("*.json"))
    assert len(paths) > 5
    assert all(isinstance(load(path), dict) for path in paths)


def test_the_document_names_the_version_and_app_id_of_the_profile() -> None:
    profile = sample_profile()
    block = next(node for node in NODES if isinstance(node, document.CodeBlock))
    declared = json.loads(block.code)["plugins"]["qingyu"]
    assert declared == {"version": profile.version, "provider": profile.app_id}
    assert load(SAMPLE / "project.config.json")["appid"] == profile.app_id


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_every_property_and_event_of_a_component_is_documented(name: str) -> None:
    code = (PLUGIN / COMPONENTS[name]).with_suffix(".js").read_text(encoding="utf-8")
    properties = re.findall(r"^    (\w+): \{ type: (\w+)", code, re.MULTILINE)
    events = re.findall(r"triggerEvent\('(\w+)'", code)
    assert properties
    section = re.split(r"^##+ ", sample_markdown(), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(f"{name}\n"))
    for prop, kind in properties:
        assert f"| `{prop}` | {kind} |" in text
    for event in events:
        assert f"bind:{event}" in text


def test_every_interface_is_documented() -> None:
    code = (PLUGIN / MANIFEST["main"]).read_text(encoding="utf-8")
    names = re.findall(r"^  (\w+): ", code, re.MULTILINE)
    assert len(names) == 4
    for name in names:
        assert f"### {name}\n" in sample_markdown()


def test_every_picture_is_used_and_described() -> None:
    images = [node for node in NODES if isinstance(node, document.Image)]
    assert all(image.alt for image in images)
    used = {(DOC / image.destination).resolve() for image in images}
    there = {path.resolve() for path in DOC.rglob("*") if path.is_file()}
    assert used == there - {(DOC / "README.md").resolve()}


def test_pictures_come_in_png_jpeg_and_gif() -> None:
    formats = set()
    for path in (DOC / "images").iterdir():
        with Image.open(path) as image:
            image.load()
            formats.add(image.format)
            assert image.width <= 1440
    assert formats == {"PNG", "JPEG", "GIF"}


def test_the_animation_moves() -> None:
    with Image.open(DOC / "images" / "refresh.gif") as image:
        assert getattr(image, "n_frames", 1) > 8


def test_the_document_is_small() -> None:
    size = sum(path.stat().st_size for path in DOC.rglob("*") if path.is_file())
    assert size < 300 * 1024


def test_links_lead_to_the_allowed_hosts() -> None:
    links = [node.destination for node in NODES if isinstance(node, document.Link)]
    assert links
    allowed = r"https://(developers\.weixin\.qq\.com|mp\.weixin\.qq\.com|github\.com)/|#[a-z]+$"
    assert all(re.match(allowed, link) for link in links)


def test_anchors_lead_to_headings() -> None:
    html = render(parse(Source("doc/README.md", sample_markdown()))).html
    anchors = re.findall(r'href="#([^"]*)"', html)
    assert anchors
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_nothing_in_the_document_is_raw_html() -> None:
    assert not [node for node in NODES if isinstance(node, document.RawHtml)]


def test_pictures_of_the_profile_lie_outside_the_document() -> None:
    profile = sample_profile()
    paths = (profile.avatar, *profile.preview_images)
    assert len(paths) == 4
    for path in paths:
        assert path
        assert not path.startswith("doc/")
        with Image.open(SAMPLE / path) as image:
            image.load()
