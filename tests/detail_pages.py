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

LIVE = Live(run="r1", revision=7, secret="s3cret")
SAMPLE = Path(__file__).parent.parent / "sample_doc"

ALL_KINDS = (
    "# One\n\ntext `code` [link](https://github.com/) **strong** ~~gone~~\n\n## Two\n\n- item\n\n"
    "### Three\n\n> quote\n\n| a |\n|---|\n| b |\n\n```js\ncode\n```\n"
)

WIDE_BLOCKS = (
    f"<h1 id='-'>{'W' * 300}</h1>",
    f"<p>{'长' * 200}<a href='https://github.com/{'a' * 400}'>{'a' * 400}</a></p>",
    f"<pre><code class='lang-js'>{'x' * 500}\n</code></pre>",
    "<table><thead><tr>"
    + "<th>heading</th>" * 20
    + "</tr></thead><tbody><tr>"
    + f"<td>{'y' * 60}</td>" * 20
    + "</tr></tbody></table>",
    f"<blockquote><ul><li><p><code>{'z' * 300}</code></p><ol><li>"
    f"<pre><code>{'x' * 500}</code></pre></li></ol></li></ul></blockquote>",
    f"<p><span class='missing-image'>找不到 {'p' * 300}.png</span></p>",
    f"<p><span class='dead-link'>{'d' * 300}</span></p>",
)


def shipped(name: str) -> Theme:
    theme = load_theme(name)
    assert isinstance(theme, Theme), theme
    return theme


def wechat() -> Theme:
    return shipped("wechat")


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
    theme: Theme | None = None,
) -> str:
    """The page around a document, or around ``blocks`` of HTML as they are."""
    article = render(parse(Source("doc/README.md", markdown)))
    page = render_page(
        theme or wechat(),
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


def write_sample_page(
    folder: Path, language: Language = "zh", *, theme: Theme | None = None
) -> Path:
    """The sample's page with its pictures in ``folder``; the path of its index.html."""
    profile = sample_profile()
    assert profile.avatar
    shutil.copytree(SAMPLE / "assets", folder / "assets")
    shutil.copytree(SAMPLE / "doc" / "images", folder / "images")
    pictures = {path: path for path in (profile.avatar, *profile.preview_images)}
    html = page_html(sample_markdown(), profile, pictures=pictures, language=language, theme=theme)
    index = folder / INDEX
    index.write_text(html, encoding="utf-8")
    return index


def live_files(
    markdown: str,
    live: Live = LIVE,
    *,
    theme: Theme | None = None,
    blocks: Sequence[str] | None = None,
) -> dict[str, bytes]:
    """What a server sends of a live page, by path: a client that does nothing."""
    theme = theme or wechat()
    files = {
        "": page_html(markdown, live=live, theme=theme, blocks=blocks),
        "-/theme.css": theme.style,
        "-/theme.js": theme.script,
        "-/preview.css": "",
        "-/preview.js": "",
    }
    return {path: text.encode() for path, text in files.items()}
