"""A comparison as one web page that asks for nothing: for the person who is about to publish.

The document is shown as readers see it, with what was put in and taken out. All text is escaped
but the blocks, which our own renderer wrote; the policy of the page lets no script run but ours.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from docbuild.byte_size import byte_size
from docbuild.comparing import (
    BlockChange,
    Comparison,
    findings_in_words,
    in_words,
    move_in_words,
    moves_down,
    places,
)
from docbuild.diagnostic import Language, Message
from docbuild.formats.comparison.pictures import Embedded
from docbuild.formats.comparison.sections import findings_section, pictures_section
from docbuild.images.difference import Difference, NotCompared
from docbuild.markdown.escape import escape
from docbuild.theme import Theme

_TITLE = Message("文档的改动", "What changes in the document")
_FROM_TO = Message("从 {} 到 {}", "From {} to {}")
_SKIP = Message("跳到正文", "Skip to the document")
_SIZE = Message("上传大小", "Upload size")
_DOCUMENT = Message("正文", "The document")
_VIEW = Message("显示", "Show")
_VIEWS = {
    "marked": Message("标出改动", "Changes"),
    "old": Message("改动前", "Before"),
    "new": Message("改动后", "After"),
}
_ONLY = Message("只看改动", "Changes only")
_PREVIOUS = Message("上一处", "Previous")
_NEXT = Message("下一处", "Next")
_SAME_BLOCKS = Message("{} 段没有改动", "{} blocks as before")
_KINDS = {
    "added": Message("新增", "Added"),
    "removed": Message("删除", "Removed"),
    "changed": Message("修改", "Changed"),
    "moved": Message("移动", "Moved"),
}
_NOTHING = Message("两边的文档一样。", "Both documents are the same.")
_NO_DOCUMENT = Message("这一边没有文档：", "There is no document on this side: ")
_EXHAUSTED = Message(
    "改动太多，部分段落按整段标出。", "Too much was changed: some of it is marked by whole blocks."
)
_FOOTER = Message(
    "由 docbuild 在本机生成。比较的是正文和正文里的图片；页面以平台为准。",
    "Made by docbuild on this machine from the document and the pictures in it; the platform's "
    "page may look otherwise.",
)
_HTML_LANGUAGE: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


def comparison_page(
    comparison: Comparison,
    theme: Theme,
    language: Language,
    differences: Mapping[str, Difference | NotCompared],
) -> str:
    """The page. ``differences`` are those of changed pictures, by path; the pictures that are
    shown are those of which the editions kept the bytes, as far as the page has room for them."""
    page = _Page(comparison, language, Embedded(comparison, language))
    pictures = pictures_section(comparison, page.embedded, differences, language)
    body = "\n".join(
        (
            *page.head(),
            *findings_section(comparison, language),
            *pictures,
            *page.document(),
            f"<footer>{escape(_FOOTER.text(language))}</footer>",
        )
    )
    style, script = _own("comparison.css"), _own("comparison.js")
    styles = (theme.style, style, *(f"text-align:{side}" for side in ("left", "center", "right")))
    return _HTML.format(
        language=_HTML_LANGUAGE[language],
        policy=escape(_POLICY.format(" ".join(map(_hash, styles)), _hash(script))),
        title=escape(f"{_TITLE.text(language)} · {in_words(comparison).text(language)}"),
        theme=theme.style,
        style=style,
        body=body,
        script=script,
    )


# Nothing is asked for, and nothing runs but what is ours. That of the other pages
# (docbuild.page.frame) would take 45 ms to import; the styles are those of the cells of tables.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-hashes' {}; script-src {}; "
    "base-uri 'none'; form-action 'none'"
)
_HTML = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="docbuild">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{theme}</style>
<style>{style}</style>
</head>
<body class="comparison">
{body}
<script>{script}</script>
</body>
</html>
"""


class _Page:
    def __init__(self, comparison: Comparison, language: Language, embedded: Embedded) -> None:
        self.embedded = embedded
        self._comparison = comparison
        self._language = language
        self._down = moves_down(comparison.blocks)
        self._changes = 0
        self._noted: set[tuple[int, str]] = set()

    def head(self) -> Iterator[str]:
        comparison = self._comparison
        names = (comparison.old.name, comparison.new.name)
        old, new = (f"<strong>{escape(name.text(self._language))}</strong>" for name in names)
        yield f'<a class="skip" href="#comparison:document">{self._say(_SKIP)}</a>'
        yield '<header class="comparison-head">'
        yield f"<h1>{self._say(_TITLE)}</h1>"
        yield f"<p>{self._say(_FROM_TO).format(old, new)}</p>"
        yield f'<p class="summary">{escape(in_words(comparison).text(self._language))}</p>'
        findings = findings_in_words(comparison)
        if findings is not None:
            name = "worse" if comparison.gained else "better"
            yield f'<p class="{name}">{escape(findings.text(self._language))}</p>'
        yield f"<p>{self._say(_SIZE)} {self._size()}</p>"
        if comparison.exhausted:
            yield f'<p class="worse">{self._say(_EXHAUSTED)}</p>'
        yield "</header>"

    def document(self) -> Iterator[str]:
        changed = any(block.kind != "same" for block in self._comparison.blocks)
        yield (
            '<section class="comparison-document" id="comparison:document" tabindex="-1" '
            f'aria-label="{self._say(_DOCUMENT)}">'
        )
        if changed:
            yield from self._tools()
        yield '<article class="card article" lang="zh-CN">'
        for edition in (self._comparison.old, self._comparison.new):
            if edition.build.document is None:
                name = escape(edition.name.text(self._language))
                yield f'<p class="note">{self._say(_NO_DOCUMENT)}{name}</p>'
        if not changed:
            yield f'<p class="note">{self._say(_NOTHING)}</p>'
        for place in places(self._comparison.blocks):
            yield from self._same(place) if place[0].kind == "same" else self._change(place)
        yield "</article></section>"

    def _tools(self) -> Iterator[str]:
        yield f'<div class="tools"><fieldset><legend>{self._say(_VIEW)}</legend>'
        for name, text in _VIEWS.items():
            checked = " checked" if name == "marked" else ""
            yield (
                f'<label><input type="radio" name="view" value="{name}"{checked}>'
                f"<span>{self._say(text)}</span></label>"
            )
        yield "</fieldset>"
        yield (
            '<label class="only"><input type="checkbox" name="only">'
            f"<span>{self._say(_ONLY)}</span></label>"
        )
        yield '<div class="steps" hidden><output></output>'
        yield f'<button type="button" value="-1">{self._say(_PREVIOUS)}</button>'
        yield f'<button type="button" value="1">{self._say(_NEXT)}</button></div></div>'

    def _same(self, blocks: list[BlockChange]) -> Iterator[str]:
        said = self._say(_SAME_BLOCKS).format(len(blocks))
        yield f'<div class="calm"><p class="folded">{said}</p>'
        yield from (f'<div class="block">{self._html(block)}</div>' for block in blocks)
        yield "</div>"

    def _change(self, place: Sequence[BlockChange]) -> Iterator[str]:
        """One box for what is one change to a reader."""
        self._changes += 1
        first = place[0]
        name, label = f"is-{first.kind}", self._say(_KINDS[first.kind])
        note = ""
        if first.move is not None:
            side = "from" if first.new_html is None else "to"
            name, label = f"{name} {side}", self._say(move_in_words(place, self._down))
            note = self._note(first.move, side, label)
        yield (
            f'<div class="change {name}" id="change:{self._changes}" role="group" '
            f'aria-label="{label}">{note}'
        )
        yield from (f'<div class="block">{self._html(block)}</div>' for block in place)
        yield "</div>"

    def _note(self, number: int, side: str, text: str) -> str:
        """Where blocks went, or came from. The first of several pieces of a move is led to."""
        other = "to" if side == "from" else "from"
        known = (number, side) in self._noted
        self._noted.add((number, side))
        name = "" if known else f' id="move:{side}:{number}"'
        return f'<p class="note"{name}><a href="#move:{other}:{number}">{text}</a></p>'

    def _html(self, block: BlockChange) -> str:
        return self.embedded.html(block.marked_html, is_same=block.kind == "same")

    def _size(self) -> str:
        old, new = self._comparison.size
        if old == new:
            return byte_size(new)
        change = f"{'+' if new > old else '−'}{byte_size(abs(new - old))}"
        return f"{byte_size(old)} → {byte_size(new)} ({change})"

    def _say(self, message: Message) -> str:
        return escape(message.text(self._language))


def _hash(text: str) -> str:
    """How a policy names an element's text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
