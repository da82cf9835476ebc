"""The plugin's detail page with its document in it, as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Language, Report, Severity
from docbuild.outline import Section
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme

INDEX = "index.html"

# The only inline styles of an article: a table's cells carry their alignment. The policy
# allows these three texts and no other, so the article need not differ from the platform's.
_CELL_STYLES = ("text-align:left", "text-align:center", "text-align:right")

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
) -> Page:
    """The detail page. Everything is escaped but ``blocks``, the article's HTML block by block.

    The blocks must come from our own renderer; ``sections`` is the outline over them.
    ``pictures`` gives the URL, relative to the page, of the avatar and the preview images by
    their path in the profile; one that is absent is shown as a placeholder.
    """
    html = (
        _environment()
        .from_string(theme.template)
        .render(
            language=_HTML_LANGUAGE[language],
            policy=_policy(theme),
            style=Markup(theme.style),
            script=Markup(theme.script),
            text=theme.text[language],
            plugin=_header(profile, plugin, pictures),
            previews=[(path, pictures.get(path)) for path in profile.preview_images],
            category_remark=category_remark,
            sections=_outline(sections),
            blocks=[(block.key, Markup(block.html)) for block in blocks],
            verdict=report and _verdict(report),
        )
    )
    return Page({INDEX: html.encode("utf-8", "replace")})


def _environment() -> ImmutableSandboxedEnvironment:
    """Sandboxed, because a theme may be somebody else's; strict, because a typo is a bug."""
    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _policy(theme: Theme) -> str:
    """The page's Content-Security-Policy: its own style and script by hash, its own pictures."""
    styles = " ".join(_hash(style) for style in _CELL_STYLES)
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            f"style-src {_hash(theme.style)} 'unsafe-hashes' {styles}",
            f"script-src {_hash(theme.script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _header(profile: Profile, plugin: Plugin, pictures: Mapping[str, str]) -> Mapping[str, object]:
    """The profile as the template reads it: blank strings are absent ones."""
    fields = {name: _present(getattr(profile, name)) for name in _TEXT_FIELDS}
    return fields | {
        "app_id": fields["app_id"] or plugin.app_id,
        "avatar": pictures.get(profile.avatar) if profile.avatar else None,
        "category": profile.category,
        "tags": [tag for tag in profile.tags if tag.strip()],
    }


_TEXT_FIELDS = (
    "name",
    "app_id",
    "intro",
    "feature_description",
    "how_to_add",
    "customer_service",
    "developer",
    "version",
    "version_notes",
)


def _present(text: str | None) -> str | None:
    return (text or "").strip() or None


def _outline(sections: Sequence[Section]) -> list[tuple[int, Section]]:
    """Each named section with its depth from 0, whatever level the document starts with."""
    named = [section for section in sections if section.text]
    top = min((section.level for section in named), default=1)
    return [(section.level - top, section) for section in named]


def _verdict(report: Report) -> Mapping[str, object]:
    return {
        "errors": report.number_of(Severity.ERROR),
        "warnings": report.number_of(Severity.WARNING),
        "size": byte_size(report.size),
        "limit": byte_size(report.limit),
    }
