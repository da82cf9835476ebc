"""What Markdown a pair of HTML tags becomes with what is between them."""

import re

from docbuild.diagnostic import Edit
from docbuild.document import LineBreak, Link, LinkForm, Text
from docbuild.rules.html_tags import (
    LAYOUT,
    Place,
    Tag,
    behind_spaces,
    ends_line,
    is_blank,
    starts_line,
)
from docbuild.source import Span

MARKS = {
    **dict.fromkeys(("b", "strong", "summary"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
CODE = frozenset({"code", "kbd", "tt", "samp"})
_ADDRESS = r"(?:https?://|[./#]|[\w-]+(?:[./]|$))[^\s<>()]*"
_LIKE_MAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@"
UNSAFE_IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})
_LONGEST = 2000  # characters between a tag and its partner
PUNCTUATION = r"[^\w\s]"
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def paired(place: Place, index: int, tag: Tag) -> tuple[Edit, ...] | None:
    """What a tag and its partner become, if there is Markdown for them."""
    first, last = sorted((index, tag.partner if tag.partner is not None else index))
    opening = place.tags[first]
    if place.nodes[last].span.start - place.nodes[first].span.end > _LONGEST:
        return None
    inner = place.text[place.nodes[first].span.end : place.nodes[last].span.start]
    if opening.name in MARKS:
        return _marked(place, first, last, MARKS[opening.name])
    if opening.name in CODE:
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
    apart = r"[\s<>]|" + PUNCTUATION
    if re.match(PUNCTUATION, inner[0]) and not re.match(apart, before):
        return None
    if re.match(PUNCTUATION, inner[-1]) and not re.match(apart, behind):
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
    address = opening.attributes.get("href", "").strip().translate(UNSAFE_IN_ADDRESS)
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
    indented = first > 0 and is_blank(nodes[first - 1]) and not _takes_spaces(place, first - 3)
    line = nodes[first - 1 if indented else first].span.start
    after, rest = _next_line(place, last)
    return (
        Edit(Span(line, behind_spaces(place.text, start)), "#" * level + " "),
        Edit(Span(end, after), rest),
    )


def _takes_spaces(place: Place, index: int) -> bool:
    """Whether a tag, once mended, takes the spaces of the line behind it along."""
    tag = place.tags.get(index)
    return tag is not None and (tag.name in LAYOUT or re.fullmatch("h[1-6]", tag.name) is not None)


def _next_line(place: Place, last: int) -> tuple[int, str]:
    """Up to where what is behind a heading goes, and what comes instead: far to the right it
    would be code."""
    end = place.nodes[last].span.end
    line = re.compile(r"[ \t]*(\r?\n)(?: {4}|\t)[ \t]*").match(place.text, end)
    return (end, "") if line is None else (line.end(), line[1])
