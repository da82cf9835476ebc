"""Detail pages for the tests: the sample's, and pages around given blocks."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from docbuild.diagnostic import Language, Report
from docbuild.markdown.html import render
from docbuild.markdown.parse import parse
from docbuild.outline import outline
from docbuild.page import INDEX, Live, render_page
from docbuild.page_block import numbered
from docbuild.plugin import Plugin
from docbuild.settings import Profile, Settings
from docbuild.settings_file import read_settings
from docbuild.source import Source
from docbuild.theme import Theme, load_theme

SAMPLE = Path(__file__).parent.parent / "sample_doc"


def wechat() -> Theme:
    theme = load_theme("wechat")
    assert isinstance(theme, Theme), theme
    return theme


def page_html(
    markdown: str = "",
    profile: Profile = Profile(),  # noqa: B008 - frozen, so it may be shared
    plugin: Plugin = Plugin(),  # noqa: B008
    *,
    blocks: Sequence[str] | None = None,
    language: Language = "zh",
    pictures: Mapping[str, str] = MappingProxyType({}),
    category_remark: str | None = None,
    report: Report | None = None,
    live: Live | None = None,
) -> str:
    """The page around a document, or around ``blocks`` of HTML as they are."""
    article = render(parse(Source("doc/README.md", markdown)))
    page = render_page(
        wechat(),
        profile,
        plugin,
        blocks=numbered((html for _, html in article.blocks) if blocks is None else blocks),
        sections=outline((key, node) for key, (node, _) in enumerate(article.blocks)),
        language=language,
        pictures=pictures,
        category_remark=category_remark,
        report=report,
        live=live,
    )
    assert list(page.files) == [INDEX]
    return page.files[INDEX].decode()


def sample_profile() -> Profile:
    text = (SAMPLE / "docbuild.toml").read_text(encoding="utf-8")
    settings = read_settings(text, "docbuild.toml", rule_names=frozenset())
    assert isinstance(settings, Settings), settings
    return settings.profile


def sample_markdown() -> str:
    return (SAMPLE / "doc" / "README.md").read_text(encoding="utf-8")


def write_sample_page(folder: Path, language: Language = "zh") -> Path:
    """The sample's page with its pictures in ``folder``; the path of its index.html."""
    profile = sample_profile()
    assert profile.avatar
    shutil.copytree(SAMPLE / "assets", folder / "assets")
    shutil.copytree(SAMPLE / "doc" / "images", folder / "images")
    pictures = {path: path for path in (profile.avatar, *profile.preview_images)}
    html = page_html(sample_markdown(), profile, pictures=pictures, language=language)
    index = folder / INDEX
    index.write_text(html, encoding="utf-8")
    return index


def write_live_page(folder: Path, markdown: str, live: Live = Live("run", 1)) -> Path:  # noqa: B008
    """A page of the live preview in ``folder`` with its theme, but a client that does nothing."""
    (folder / "-").mkdir()
    files = {
        INDEX: page_html(markdown, live=live),
        "-/theme.css": wechat().style,
        "-/theme.js": wechat().script,
        "-/preview.css": "",
        "-/preview.js": "",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / INDEX
