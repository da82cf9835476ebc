"""What is wrong with a sample of WXML: tags that do not go in pairs, a quote too few."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.nearest import nearest
from docbuild.rules.wording import quoted
from docbuild.samples import Sample
from docbuild.source import Span
from docbuild.wxml.balance import Problem, ProblemKind, unclosed
from docbuild.wxml.tags import Attribute, Tag, markup, tags

_WXML = frozenset({"wxml"})
_MAYBE = frozenset({"", "html", "xml"})
_VOID = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    """.split()  # noqa: SIM905 - as HTML has them
)
# What only WXML has, or has otherwise than HTML.
_NAMES = frozenset({"block", "view", "swiper", "navigator", "picker", "template", "wxs"})
_BUILT_IN = _NAMES | frozenset(
    """
    scroll-view swiper-item text image button icon progress rich-text input textarea form label
    picker-view picker-view-column slider switch checkbox checkbox-group radio radio-group audio
    video camera canvas map import include slot web-view movable-area movable-view cover-view
    cover-image live-player live-pusher open-data page-meta navigation-bar match-media editor
    share-element root-portal official-account ad
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)
_ATTRIBUTE = r"(?:wx|bind|catch|mut-bind|capture-bind|generic|model):|bind[a-z]+$|catch[a-z]+$"
_VUE = r"[@:]|v-"
_MOST = 10  # findings in a sample: the others follow from them
_LEFT_OUT = r"\.\.\.|…|省略|其他|其它"
_DIFFERENCE = r"(?m)^[+-]\s*<"
_RUNAWAY = r">\s*\n|\n\s*<"  # in a value whose closing quote was forgotten

_SAYS: dict[ProblemKind, tuple[Message, Message]] = {
    "unclosed": (
        Message("<{name}> 没有结束标签", "<{name}> has no end"),
        Message("补上 </{name}>，或者写成 <{name} />。", "Add </{name}>, or write <{name} />."),
    ),
    "stray": (
        Message("</{name}> 没有对应的开始标签", "</{name}> ends nothing"),
        Message("删掉它，或者补上 <{name}>。", "Remove it, or add the <{name}> that it ends."),
    ),
    "mismatch": (
        Message(
            "这里应该是 </{open}>，而不是 </{name}>", "This should be </{open}>, not </{name}>"
        ),
        Message(
            "开始和结束的标签名要一致，区分大小写。", "Both tags have the same name, case included."
        ),
    ),
    "unfinished": (
        Message("标签 {name} 缺少 >", "The tag {name} has no >"),
        Message("补上 >。", "Add the >."),
    ),
    "comment": (
        Message("注释没有结束", "The comment has no end"),
        Message("补上 -->。", "Add the -->."),
    ),
}


def findings(sample: Sample) -> Iterator[Finding]:
    """The mistakes of ``sample``; none if it is not WXML."""
    if not _is_wxml(sample) or re.search(_DIFFERENCE, sample.code):
        return
    runaway = next(_runaways(sample.code), None)
    if runaway is not None:
        yield _unquoted(sample, runaway)
        return
    problems = unclosed(sample.code, void=_void(sample))
    if not problems or re.search(_LEFT_OUT, _text(sample.code)):
        return
    for problem in problems[:_MOST]:
        if not _is_fragment(sample, problem) and not _is_html(sample, problem):
            yield _finding(sample, problem)


def _is_wxml(sample: Sample) -> bool:
    if sample.language in _WXML:
        return True
    if sample.language not in _MAYBE or not sample.code.lstrip().startswith("<"):
        return False
    found = tags(sample.code)
    return any(map(_is_wxml_tag, found)) and not any(map(_is_vue_tag, found))


def _is_wxml_tag(tag: Tag) -> bool:
    return (
        tag.name in _NAMES
        or "-" in tag.name
        or any(re.match(_ATTRIBUTE, attribute.name) for attribute in tag.attributes)
    )


def _is_vue_tag(tag: Tag) -> bool:
    return any(re.match(_VUE, attribute.name) for attribute in tag.attributes)


def _void(sample: Sample) -> frozenset[str]:
    return frozenset() if sample.language in _WXML else _VOID


def _runaways(code: str) -> Iterator[Attribute]:
    for tag in tags(code):
        for attribute in tag.attributes:
            value = attribute.value or ""
            if "{{" not in value and re.search(_RUNAWAY, value):
                yield attribute


def _text(code: str) -> str:
    """What stands between the tags, comments included."""
    parts, at = [], 0
    for each in markup(code):
        if isinstance(each, Tag):
            parts.append(code[at : each.span.start])
            at = each.span.end
    return "".join([*parts, code[at:]])


def _is_fragment(sample: Sample, problem: Problem) -> bool:
    """Whether a stray end is that of something that begins before the sample does."""
    code = sample.code
    own = problem.span.start - code.rfind("\n", 0, problem.span.start) - 1
    first = len(code) - len(code.lstrip())
    return problem.kind == "stray" and own < first - code.rfind("\n", 0, first) - 1


def _is_html(sample: Sample, problem: Problem) -> bool:
    """Whether it is right by HTML, which knows no case."""
    if sample.language in _WXML or problem.tag is None or problem.opening is None:
        return False
    return problem.tag.name.lower() == problem.opening.name.lower()


def _finding(sample: Sample, problem: Problem) -> Finding:
    message, cure = (_filled(said, problem) for said in _SAYS[problem.kind])
    span = problem.span
    if problem.kind == "comment":
        span = Span(span.start, span.start + len("<!--"))
    return Finding(message, cure, span=sample.span(*span), fixes=tuple(_fixes(sample, problem)))


def _filled(said: Message, problem: Problem) -> Message:
    name = "" if problem.tag is None else quoted(problem.tag.name)
    opening = "" if problem.opening is None else quoted(problem.opening.name)
    filled = (text.replace("{name}", name).replace("{open}", opening) for text in said)
    return Message(*filled)


def _fixes(sample: Sample, problem: Problem) -> Iterator[Fix]:
    tag, opening = problem.tag, problem.opening
    if tag is None:
        return
    if problem.kind == "unclosed" and problem.bare:
        end = tag.span.end
        space = "" if sample.code[end - 2].isspace() else " "
        edit = Edit(sample.span(end - 1, end), f"{space}/>")
        yield Fix(Message(f"写成 <{tag.name} />", f"Write <{tag.name} />"), (edit,), safe=True)
    if opening is not None and nearest(tag.name, [opening.name]) == opening.name:
        yield _same_name(sample, opening, tag)


def _same_name(sample: Sample, opening: Tag, closing: Tag) -> Fix:
    """Give both tags one name: the one that the platform knows, else the first."""
    wrong, right = (closing, opening)
    if closing.name in _BUILT_IN and opening.name not in _BUILT_IN:
        wrong, right = (opening, closing)
    start = wrong.span.start + len("</" if wrong.is_closing else "<")
    edit = Edit(sample.span(start, start + len(wrong.name)), right.name)
    title = Message(f"{wrong.name} 改为 {right.name}", f"Change {wrong.name} to {right.name}")
    return Fix(title, (edit,), safe=right.name in _BUILT_IN)


def _unquoted(sample: Sample, attribute: Attribute) -> Finding:
    end = sample.code.find("\n", attribute.span.start)
    return Finding(
        Message(
            f"属性 {quoted(attribute.name)} 的值没有结束的引号",
            f"The value of {quoted(attribute.name)} has no closing quote",
        ),
        Message("补上引号。", "Add the quote."),
        span=sample.span(attribute.span.start, end),
    )
