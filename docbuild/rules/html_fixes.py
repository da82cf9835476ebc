"""What to write instead of an HTML tag, so that the platform and GitHub show it alike.

A tag and its partner are mended together: whichever of the two somebody picks, the edits are
the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import LineBreak, Link, LinkForm, Node, RawHtml, Text
from docbuild.rules.html_tags import Tag, ends_line, starts_line
from docbuild.rules.wording import quoted
from docbuild.source import Span

_MARKS = {
    **dict.fromkeys(("b", "strong", "summary"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_CODE = frozenset({"code", "kbd", "tt", "samp"})
# Without them nothing is lost that the platform could show.
_LAYOUT = frozenset(
    """
    align article aside big center details div figcaption figure font footer header main nav p
    picture section source small span
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)
_LETTERS = frozenset({"abbr", "cite", "font", "ins", "label", "mark", "q", "small", "span", "u"})
_LEFT_OVER = frozenset({"br", "img"})  # that are closed although they never open
#: The elements of HTML that documents use; any other tag is part of some code.
KNOWN = frozenset(
    _MARKS.keys()
    | _CODE
    | _LAYOUT
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
_PUNCTUATION = r"[^\w\s]"
_ADDRESS = r"(?:https?://|[./#]|[\w-]+(?:[./]|$))[^\s<>()]*"
_LIKE_MAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@"
_UNSAFE_IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})
_LONGEST = 2000  # characters between a tag and its partner
_AROUND = 24  # siblings before a tag of code that may be around it
_REMOVE = Message("去掉标签", "Remove the tag")
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Place(NamedTuple):
    """Where a tag stands: among ``nodes``, with the ``tags`` of them, in ``text``.

    ``one_line``: in a heading or a cell, which cannot have a second.
    """

    nodes: Sequence[Node]
    tags: Mapping[int, Tag]
    text: str
    in_cell: bool
    one_line: bool


def fixes(place: Place, index: int) -> Iterator[Fix]:
    """What can be done about the tag at ``index``; nothing where that is not certain."""
    tag = place.tags[index]
    if tag.name == "br" and not tag.closing:
        yield from _line_break(place, index)
    elif tag.name == "img" and not tag.closing:
        yield from _image(place, index, tag)
    elif tag.name == "hr" and len(place.nodes) == 1:
        yield Fix(
            Message("换成 ***", "Use ***"), (Edit(place.nodes[index].span, "***"),), safe=True
        )
    elif tag.name not in KNOWN:
        yield from _as_code(place, index)
    else:
        edits = _pair(place, index, tag) if tag.partner is not None else None
        if edits is not None:
            title = Message("换成 Markdown", "Use Markdown")
            yield Fix(title, edits, safe=True)
        elif tag.name in _LAYOUT | _LETTERS | _MARKS.keys() or (
            tag.name in _LEFT_OVER | {"a"} and "href" not in _opening(place, tag).attributes
        ):
            yield from _without(place, index, tag)


def _opening(place: Place, tag: Tag) -> Tag:
    return tag if not tag.closing or tag.partner is None else place.tags[tag.partner]


def _pair(place: Place, index: int, tag: Tag) -> tuple[Edit, ...] | None:
    """What a tag and its partner become, if there is Markdown for them."""
    first, last = sorted((index, tag.partner if tag.partner is not None else index))
    opening = place.tags[first]
    if place.nodes[last].span.start - place.nodes[first].span.end > _LONGEST:
        return None
    inner = place.text[place.nodes[first].span.end : place.nodes[last].span.start]
    if opening.name in _MARKS:
        return _marked(place, first, last, _MARKS[opening.name])
    if opening.name in _CODE:
        return _code(place, first, last, inner)
    if opening.name == "a":
        return _link(place, first, last, opening)
    if opening.name in ("sup", "sub"):
        return _small(place, first, last, inner)
    if re.fullmatch("h[1-6]", opening.name):
        return _heading(place, first, last, int(opening.name[1]))
    return None


def _small(place: Place, first: int, last: int, inner: str) -> tuple[Edit, ...] | None:
    """Raised or lowered digits; apart from any word it is text that was to be small."""
    start, end = place.nodes[first].span.start, place.nodes[last].span.end
    if re.fullmatch(r"[0-9()+=-]+", inner):
        table = _RAISED if place.tags[first].name == "sup" else _LOWERED
        return (Edit(Span(start, end), inner.translate(table)),)
    if starts_line(place.nodes, first) or place.text[start - 1] in " \t>":
        return Edit(place.nodes[first].span, ""), Edit(place.nodes[last].span, "")
    return None


def _marked(place: Place, first: int, last: int, mark: str) -> tuple[Edit, ...] | None:
    """Emphasis, where GitHub's stricter rules take the marks as well."""
    text = place.text
    start, end = place.nodes[first].span.end, place.nodes[last].span.start
    before = text[place.nodes[first].span.start - 1 : place.nodes[first].span.start] or " "
    behind = text[place.nodes[last].span.end : place.nodes[last].span.end + 1] or " "
    inner = text[start:end]
    if not inner or inner != inner.strip() or mark[0] in inner + before + behind or "\n\n" in inner:
        return None
    apart = r"[\s<>]|" + _PUNCTUATION
    if re.match(_PUNCTUATION, inner[0]) and not re.match(apart, before):
        return None
    if re.match(_PUNCTUATION, inner[-1]) and not re.match(apart, behind):
        return None
    return Edit(place.nodes[first].span, mark), Edit(place.nodes[last].span, mark)


def _code(place: Place, first: int, last: int, inner: str) -> tuple[Edit, ...] | None:
    for node in place.nodes[first + 1 : last]:
        bare = isinstance(node, Link) and node.form is LinkForm.BARE
        if not (isinstance(node, Text) or bare):
            return None
    code = re.sub("&lt;", "<", re.sub("&gt;", ">", inner)).strip()
    if not code or re.search("[`&\n\r]", code):
        return None
    marks = ("`` ", " ``") if re.match(_LIKE_MAIL, code) else ("`", "`")
    whole = Span(place.nodes[first].span.start, place.nodes[last].span.end)
    if "`" in place.text[max(0, whole.start - 1) : whole.end + 1]:
        return None
    return (Edit(whole, code.join(marks)),)


def _link(place: Place, first: int, last: int, opening: Tag) -> tuple[Edit, ...] | None:
    """A link; the spaces and line ends at the edges of its text go."""
    address = opening.attributes.get("href", "").strip().translate(_UNSAFE_IN_ADDRESS)
    start, end = place.nodes[first].span.end, place.nodes[last].span.start
    inner = place.text[start:end]
    pictures = re.sub(r"<img[^<>]*>", "", inner)
    if not re.fullmatch(_ADDRESS, address) or not inner.strip() or re.search(r"[\[\]]", pictures):
        return None
    if any(isinstance(node, Link) for node in place.nodes[first + 1 : last]):
        return None
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return (
        Edit(Span(place.nodes[first].span.start, start), "["),
        Edit(Span(end, place.nodes[last].span.end), f"]({address})"),
    )


def _heading(place: Place, first: int, last: int, level: int) -> tuple[Edit, ...] | None:
    """A heading, where it has a line of its own."""
    nodes = place.nodes
    broken = any(isinstance(node, LineBreak) for node in nodes[first:last])
    alone = starts_line(nodes, first) and ends_line(nodes, last)
    if broken or not alone or place.one_line or last == first + 1:
        return None
    start, end = nodes[first].span.end, nodes[last].span.start
    # Behind a tag's own line, the spaces before this one go with that tag.
    indented = (
        first > 2 and _is_blank(nodes[first - 1]) and not isinstance(nodes[first - 3], RawHtml)
    )
    line = nodes[first - 1 if indented else first].span.start
    return (
        Edit(Span(line, _behind_spaces(place.text, start)), "#" * level + " "),
        Edit(Span(end, nodes[last].span.end), ""),
    )


def _line_break(place: Place, index: int) -> Iterator[Fix]:
    span, text = place.nodes[index].span, place.text
    if place.in_cell:
        before = text[max(0, span.start - 9) : span.start].rstrip(" \t")[-1:]
        edge = starts_line(place.nodes, index) or ends_line(place.nodes, index)
        semicolon = "; " if before.isascii() else "；"
        new = "" if edge else " " if re.match(_PUNCTUATION, before) else semicolon
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
    end = _behind_spaces(text, span.end)
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
    image = f"![{alt}]({source.translate(_UNSAFE_IN_ADDRESS)})"
    sized = not tag.attributes.keys().isdisjoint({"width", "height", "style"})
    title = Message(f"换成 {quoted(image)}", f"Use {quoted(image)}")
    yield Fix(title, (Edit(place.nodes[index].span, image),), safe=not sized)


def _as_code(place: Place, index: int) -> Iterator[Fix]:
    """A tag of some code, with all up to its partner if that is on the same line."""
    first, last = index, index
    for opening in range(max(0, index - _AROUND), index + 1):
        tag = place.tags.get(opening)
        if tag is None or tag.partner is None or tag.name in KNOWN:
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
    block = tag.name in _LAYOUT and tag.name not in _LETTERS
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
    while behind < len(nodes) and (
        _is_blank(nodes[behind]) or isinstance(nodes[behind], LineBreak)
    ):
        behind += 1
    if behind < len(nodes):
        start = nodes[behind].span.start
        return Span(span.start, _behind_spaces(text, start))
    before = nodes[index - 1] if index else None
    if isinstance(before, LineBreak) and index > 1 and not isinstance(nodes[index - 2], RawHtml):
        return Span(before.span.start, span.end)
    return span


def _behind_spaces(text: str, place: int) -> int:
    spaces = re.compile(r"[ \t]*").match(text, place)
    return place if spaces is None else spaces.end()


def _is_blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.text.strip()


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
