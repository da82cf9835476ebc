"""What to write instead of an HTML tag, so that the platform and GitHub show it alike.

A tag and its partner are mended together: whichever of the two somebody picks, the edits are
the same.
"""

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import LineBreak, RawHtml
from docbuild.rules.html_pairs import CODE, MARKS, PUNCTUATION, UNSAFE_IN_ADDRESS, paired
from docbuild.rules.html_tags import (
    LAYOUT,
    Place,
    Tag,
    behind_spaces,
    ends_line,
    is_blank,
    starts_line,
)
from docbuild.rules.wording import quoted
from docbuild.source import Span

_LETTERS = frozenset({"abbr", "cite", "font", "ins", "label", "mark", "q", "small", "span", "u"})
_LEFT_OVER = frozenset({"br", "img"})  # that are closed although they never open
# The elements of HTML that documents use.
_KNOWN = frozenset(
    MARKS.keys()
    | CODE
    | LAYOUT
    | _LETTERS
    | _LEFT_OVER
    | set(
        """
        a audio blockquote body button caption col colgroup dd dl dt form h1 h2 h3 h4 h5 h6 head hr
        html iframe input li link meta ol option path pre script select style sub sup svg table
        tbody td textarea tfoot th thead title tr ul video wbr
        """.split()  # noqa: SIM905 - as a list it would fill a screen
    )
)
_BLOCK_MARK = r"[ \t]*(?:[-+*][ \t]|\d+[.)][ \t]|>|#|=+[ \t]*$|```|~~~|\||-+[ \t]*$)"

_AROUND = 24  # siblings before a tag of code that may be around it
_REMOVE = Message("去掉标签", "Remove the tag")


def is_code(tag: Tag) -> bool:
    """Whether a tag is part of a sample, and was not written for HTML."""
    return tag.is_wxml or tag.name not in _KNOWN


def fixes(place: Place, index: int) -> Iterator[Fix]:
    """What can be done about the tag at ``index``; nothing where that is not certain."""
    tag = place.tags[index]
    if is_code(tag):
        yield from _as_code(place, index)
    elif tag.name == "br" and not tag.closing:
        yield from _line_break(place, index)
    elif tag.name == "img" and not tag.closing:
        yield from _image(place, index, tag)
    elif tag.name == "hr" and len(place.nodes) == 1:
        yield Fix(
            Message("换成 ***", "Use ***"), (Edit(place.nodes[index].span, "***"),), safe=True
        )
    else:
        edits = paired(place, index, tag) if tag.partner is not None else None
        if edits is not None:
            title = Message("换成 Markdown", "Use Markdown")
            yield Fix(title, edits, safe=True)
        elif tag.name in LAYOUT | _LETTERS | MARKS.keys() or (
            tag.name in _LEFT_OVER | {"a"} and "href" not in _opening(place, tag).attributes
        ):
            yield from _without(place, index, tag)


def _opening(place: Place, tag: Tag) -> Tag:
    return tag if not tag.closing or tag.partner is None else place.tags[tag.partner]


def _line_break(place: Place, index: int) -> Iterator[Fix]:
    span, text = place.nodes[index].span, place.text
    if place.in_cell:
        before = text[max(0, span.start - 9) : span.start].rstrip(" \t")[-1:]
        edge = starts_line(place.nodes, index) or ends_line(place.nodes, index)
        semicolon = "; " if before.isascii() else "；"
        new = "" if edge else " " if re.match(PUNCTUATION, before) else semicolon
        title = Message("换成分号", "Use a semicolon") if new == semicolon else _REMOVE
        yield Fix(title, (Edit(span, new),), safe=False)
    elif not place.one_line:
        yield from _newline(place, index)


def _newline(place: Place, index: int) -> Iterator[Fix]:
    """A break that both show, by two spaces before the newline; none at the edge of a line."""
    span, text = place.nodes[index].span, place.text
    if starts_line(place.nodes, index):
        yield Fix(_REMOVE, (Edit(span, ""),), safe=True)
        return
    end = behind_spaces(text, span.end)
    if re.compile(_BLOCK_MARK, re.MULTILINE).match(text, end):
        return
    behind = next(iter(place.nodes[index + 1 :]), None)
    again = isinstance(behind, RawHtml) and place.tags.get(index + 1, Tag("", False)).name == "br"
    if again:
        new = ""
    elif ends_line(place.nodes, index):
        new = "  " if any(isinstance(node, LineBreak) for node in place.nodes[index + 1 :]) else ""
        end = span.end
    else:
        new = "  \n"
    yield Fix(Message("换成换行", "Use a newline"), (Edit(Span(span.start, end), new),), safe=True)


def _image(place: Place, index: int, tag: Tag) -> Iterator[Fix]:
    source = tag.attributes.get("src", "").strip()
    alt = " ".join(re.sub(r"[\[\]\\]", "", tag.attributes.get("alt", "")).split())
    if not source or re.search(r"[\r\n]", source):
        return
    image = f"![{alt}]({source.translate(UNSAFE_IN_ADDRESS)})"
    sized = not tag.attributes.keys().isdisjoint({"width", "height", "style"})
    title = Message(f"换成 {quoted(image)}", f"Use {quoted(image)}")
    yield Fix(title, (Edit(place.nodes[index].span, image),), safe=not sized)


def _as_code(place: Place, index: int) -> Iterator[Fix]:
    """A tag of some code, with all up to its partner if that is on the same line."""
    first, last = index, index
    for opening in range(max(0, index - _AROUND), index + 1):
        tag = place.tags.get(opening)
        if tag is None or tag.partner is None or not is_code(tag):
            continue
        if opening <= index <= tag.partner:
            first, last = opening, tag.partner
            break
    span = Span(place.nodes[first].span.start, place.nodes[last].span.end)
    written = place.text[max(0, span.start - 1) : span.end + 1]
    if re.search("[`\r\n]", written.strip("\r\n")):
        return
    edits = (Edit(Span(span.start, span.start), "`"), Edit(Span(span.end, span.end), "`"))
    yield Fix(Message("写成行内代码", "Write it as code"), edits, safe=True)


def _without(place: Place, index: int, tag: Tag) -> Iterator[Fix]:
    """The tag and its partner taken away, and their lines if they had them to themselves."""
    both = sorted({index, index if tag.partner is None else tag.partner})
    edits = tuple(Edit(_emptied(place, each), "") for each in both)
    if all(_may_go(place, each, edit.span) for each, edit in zip(both, edits, strict=True)):
        yield Fix(_REMOVE, edits, safe=True)


def _may_go(place: Place, index: int, span: Span) -> bool:
    """Whether what is around the tag stays what it is; a comment would begin a block."""
    tag = place.tags[index]
    if place.text.startswith("<!", span.end):
        return False
    block = tag.name in LAYOUT and tag.name not in _LETTERS
    if block and not place.one_line and _joins(place, index, tag):
        return False
    return not starts_line(place.nodes, index) or (
        re.compile(_BLOCK_MARK, re.MULTILINE).match(place.text, span.end) is None
    )


def _emptied(place: Place, index: int) -> Span:
    nodes, text = place.nodes, place.text
    span = nodes[index].span
    if not starts_line(nodes, index):
        return span
    behind = index + 1
    while behind < len(nodes) and (is_blank(nodes[behind]) or isinstance(nodes[behind], LineBreak)):
        behind += 1
    if behind < len(nodes):
        start = nodes[behind].span.start
        return Span(span.start, behind_spaces(text, start))
    before = nodes[index - 1] if index else None
    if isinstance(before, LineBreak) and index > 1 and not isinstance(nodes[index - 2], RawHtml):
        return Span(before.span.start, span.end)
    return span


def _joins(place: Place, index: int, tag: Tag) -> bool:
    """Whether two paragraphs would become one line without this tag of a block."""
    step = -1 if tag.closing else +1
    outer = index - step  # the neighbour outside of the element
    if tag.closing:
        return not ends_line(place.nodes, index) and not _closes(place, index + 1)
    if starts_line(place.nodes, index):
        return False
    neighbour = place.tags.get(outer)
    return neighbour is None or neighbour.closing


def _closes(place: Place, index: int) -> bool:
    neighbour = place.tags.get(index)
    return neighbour is not None and neighbour.closing
