"""The plugin's detail page with its document in it: as one file, or live with links to the rest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Language, Message, Report, Severity
from docbuild.outline import Section
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme

INDEX = "index.html"

# The only inline styles of an article: a table's cells carry their alignment. The policy
# allows these three texts and no other, so the article need not differ from the platform's.
_CELL_STYLES = ("text-align:left", "text-align:center", "text-align:right")

_DEEPEST = 2  # in the outline, from 0; what is below would make it a second document

_NOTHING = Message("还没有开发文档。", "There is no document yet.")

_HTML_LANGUAGE: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}

# A theme gets the following ready-made, so that none can forget what the live preview needs.
_ROOT = """\
lang="{{ language }}"
{%- if live %} data-run="{{ live.run }}" data-revision="{{ live.revision }}"
{%- if live.phone %} data-phone{% endif %}{% endif %}"""

_HEAD = """\
<meta charset="utf-8">
{% if not live %}
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
{% endif %}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="generator" content="docbuild">
{% if live and live.secret %}
<meta name="docbuild-secret" content="{{ live.secret }}">
{% endif %}
<link rel="icon" href="{{ plugin.avatar or 'data:,' }}">
{% if live %}
<link rel="stylesheet" href="-/theme.css">
<link rel="stylesheet" href="-/preview.css">
{% else %}
<style>{{ theme.style | safe }}</style>
{% endif %}"""

_SCRIPTS = """\
{% if live %}
<script src="-/theme.js" defer></script>
<script src="-/preview.js" defer></script>
{% else %}
<script>{{ theme.script | safe }}</script>
{% endif %}"""

_ARTICLE = """\
{% for block in blocks %}
<div class="block" id="block:{{ block.key }}" data-block="{{ block.key }}">
{{- block.html | safe }}</div>
{% else %}
<p class="empty">{{ nothing }}</p>
{% endfor %}"""

_OUTLINE = """\
{% for depth, section in sections %}
<li class="depth-{{ depth }}"><a href="#block:{{ section.block }}">{{ section.text }}</a></li>
{% endfor %}"""


@dataclass(frozen=True, slots=True)
class Live:
    """What a page of the live preview carries for its client.

    ``run`` names the run of the server and ``revision`` the state of the article. ``secret``
    allows to write, and is for pages on this machine only. ``phone``: the page stands in the
    frame of a phone's size.
    """

    run: str
    revision: int
    secret: str | None = field(default=None, repr=False)
    phone: bool = False


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
    """
    values = {
        "language": _HTML_LANGUAGE[language],
        "text": theme.text[language],
        "plugin": _header(profile, plugin, pictures),
        "live": live,
    }
    listed = _outline(sections)
    html = _template(theme.template).render(
        **values,
        root=_part(_ROOT, **values),
        head=_part(_HEAD, **values, theme=theme, policy=_own_policy(theme)),
        scripts=_part(_SCRIPTS, **values, theme=theme),
        article=_part(_ARTICLE, blocks=blocks, nothing=_NOTHING.text(language)),
        outline=_part(_OUTLINE, sections=listed) if len(listed) > 1 else "",
        previews=[(path, pictures.get(path)) for path in profile.preview_images],
        category_remark=category_remark,
        verdict=_verdict(report) if report and not live else None,
    )
    return Page({INDEX: html.encode("utf-8", "replace")})


def content_policy(styles: str, scripts: str, *more: str) -> str:
    """A Content-Security-Policy for a page, with the sources of its styles and of its scripts.

    The cells of tables keep their alignment by any of them. ``more`` are further directives:
    a live page needs ``connect-src``, and its server may send ``frame-ancestors``.
    """
    cells = " ".join(map(_hash, _CELL_STYLES))
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            f"style-src {styles} 'unsafe-hashes' {cells}",
            f"script-src {scripts}",
            "base-uri 'none'",
            "form-action 'none'",
            *more,
        )
    )


def _own_policy(theme: Theme) -> str:
    return content_policy(_hash(theme.style), _hash(theme.script))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _part(template: str, **values: object) -> Markup:
    return Markup(_template(template).render(**values).rstrip("\n"))


@lru_cache(maxsize=16)  # a live preview renders the same few again and again
def _template(text: str) -> Template:
    """Sandboxed, because a theme may be somebody else's; strict, because a typo is a bug."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)


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
    deep = ((section.level - top, section) for section in named)
    return [(depth, section) for depth, section in deep if depth <= _DEEPEST]


def _verdict(report: Report) -> Mapping[str, object]:
    return {
        "errors": report.number_of(Severity.ERROR),
        "warnings": report.number_of(Severity.WARNING),
        "size": byte_size(report.size),
        "limit": byte_size(report.limit),
    }
