"""The detail page: what a theme's template is given, and the file that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Language, Report, Severity
from docbuild.outline import Section
from docbuild.page.frame import Live, article, frame, outline_items
from docbuild.page.template import fill
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme

INDEX = "index.html"

# What a template is given, by name; what it may ask of two of them.
VALUES = (
    *("root", "head", "scripts", "article", "outline", "language", "text", "plugin"),
    *("previews", "category_remark", "verdict", "live"),
)
_TEXT_FIELDS = (
    *("name", "app_id", "intro", "feature_description", "how_to_add", "customer_service"),
    *("developer", "version", "version_notes"),
)
HEADER_FIELDS = (*_TEXT_FIELDS, "avatar", "category", "tags")
VERDICT_FIELDS = ("errors", "warnings", "size", "limit")

_HTML_LANGUAGE: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Page:
    """The files of a page by their path relative to its folder; pictures are the caller's."""

    files: Mapping[str, bytes] = field(repr=False)


def render_page(
    theme: Theme,
    profile: Profile,
    plugin: Plugin,
    *,
    blocks: Sequence[PageBlock],
    sections: Sequence[Section],
    language: Language,
    pictures: Mapping[str, str] = MappingProxyType({}),
    category_remark: str | None = None,
    report: Report | None = None,
    live: Live | None = None,
) -> Page:
    """The detail page. Everything is escaped but ``blocks``, the article's HTML block by block.

    The blocks must come from our own renderer; ``sections`` is the outline over them.
    ``pictures`` gives the URL, relative to the page, of the avatar and the preview images by
    their path in the profile; one that is absent is shown as a placeholder. A ``live`` page
    links ``-/theme.css``, ``-/preview.css``, ``-/theme.js`` and ``-/preview.js`` and has nothing
    inline; its policy is for the server to send, and its verdict for the client to show.

    Raises :class:`ThemeError` where the template of an unchecked theme fails.
    """
    header = _header(profile, plugin, pictures)
    html_language = _HTML_LANGUAGE[language]
    values = {
        **frame(theme, html_language, live, header["avatar"]),
        "article": article(blocks, language),
        "outline": outline_items(sections),
        "language": html_language,
        "text": theme.text[language],
        "plugin": header,
        "previews": [(path, pictures.get(path)) for path in profile.preview_images],
        "category_remark": category_remark,
        "verdict": _verdict(report) if report and not live else None,
        "live": live,
    }
    html = fill(theme.template, values, path=theme.template_path)
    return Page({INDEX: html.encode("utf-8", "replace")})


def _header(profile: Profile, plugin: Plugin, pictures: Mapping[str, str]) -> Mapping[str, Any]:
    """The profile as the template reads it: blank strings are absent ones."""
    fields = {name: _present(getattr(profile, name)) for name in _TEXT_FIELDS}
    return fields | {
        "app_id": fields["app_id"] or plugin.app_id,
        "avatar": pictures.get(profile.avatar) if profile.avatar else None,
        "category": profile.category,
        "tags": [tag for tag in profile.tags if tag.strip()],
    }


def _present(text: str | None) -> str | None:
    return (text or "").strip() or None


def _verdict(report: Report) -> Mapping[str, object]:
    return {
        "errors": report.number_of(Severity.ERROR),
        "warnings": report.number_of(Severity.WARNING),
        "size": byte_size(report.size),
        "limit": byte_size(report.limit),
    }
