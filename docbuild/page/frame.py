"""What docbuild itself puts on every page: a theme gets it ready-made and cannot forget a hook."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from docbuild.diagnostic import Language, Message
from docbuild.outline import Section
from docbuild.page.template import fill
from docbuild.page_block import PageBlock
from docbuild.theme import Theme

# The only inline styles of an article: a table's cells carry their alignment. The policy
# allows these three texts and no other, so the article need not differ from the platform's.
_CELL_STYLES = ("text-align:left", "text-align:center", "text-align:right")

_DEEPEST = 2  # in the outline, from 0; what is below would make it a second document

_NOTHING = Message("还没有开发文档。", "There is no document yet.")

_EMPTY = Markup('<p class="empty">{}</p>')
_ITEM = Markup('<li class="depth-{}"><a href="#block:{}">{}</a></li>')

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
<link rel="icon" href="{{ icon or 'data:,' }}">
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
{% elif theme.script %}
<script>{{ theme.script | safe }}</script>
{% endif %}"""


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


def frame(
    theme: Theme, html_language: str, live: Live | None, icon: str | None
) -> Mapping[str, Markup]:
    """The root's attributes, what the head begins with, and the scripts at the body's end."""
    values = {"language": html_language, "live": live, "icon": icon, "theme": theme}
    return {
        "root": _part(_ROOT, values),
        "head": _part(_HEAD, values | {"policy": _own_policy(theme)}),
        "scripts": _part(_SCRIPTS, values),
    }


# By hand and not by a template, whose sandbox looks at every attribute: the article and the outline
# of a large document have thousands.
def article(blocks: Sequence[PageBlock], language: Language) -> Markup:
    """The blocks in their boxes, or a word on there being none."""
    if not blocks:
        return _EMPTY.format(_NOTHING.text(language))
    return Markup(
        "\n".join(
            f'<div class="block" id="block:{block.key}" data-block="{block.key}">{block.html}</div>'
            for block in blocks
        )
    )


def outline_items(sections: Sequence[Section]) -> Markup:
    """The items of the outline; nothing where there are fewer than two to choose from.

    A depth counts from 0, whatever level the document starts with.
    """
    named = [section for section in sections if section.text]
    top = min((section.level for section in named), default=1)
    listed = [section for section in named if section.level - top <= _DEEPEST]
    if len(listed) < 2:
        return Markup()
    return Markup("\n").join(
        _ITEM.format(section.level - top, section.block, section.text) for section in listed
    )


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
    return content_policy(_hash(theme.style), _hash(theme.script) if theme.script else "'none'")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _part(template: str, values: Mapping[str, object]) -> Markup:
    return Markup(fill(template, values, path="docbuild").rstrip("\n"))
