"""render-newline: a paragraph that an editor wrapped, whose every line the platform breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Image, LineBreak, Node, Paragraph, RawHtml
from docbuild.document import children as children_of
from docbuild.rules.lines import Line, lines, paragraphs
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_WIDE = "\u1100"  # from here on characters take two columns: a comparison costs less than a pattern
_NARROWEST = 50  # columns, a wide character taking two: nobody lets an editor wrap at less
_NARROWEST_ALONE = 64  # of a paragraph with a single break
_SLACK = 2
_CLOSING = "、，。；：！？）」』”’》】"  # never begins a line
_OPENING = "（「『“‘《【"
# Lines that begin like this are meant as lines: items, fields, pictures, code.
_BULLETS = "-+*•·●○◆■□→>#|@$<{[(（【「√✓✔❌✅"
_MEANT = r"\d+[.、)）:：]|[一二三四五六七八九十]+、|!\[|[^\s，。,.]{1,12}[:：=]"
_CODE = r"//|[{}=;|]|\w\(|</|`\Z"  # or a table


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for place in subject.once(paragraphs):
        node = place.node
        if isinstance(node, Paragraph) and _breaks(node):
            written = lines(source, node.span, quoted=place.in_quote)
            if len(written) == _breaks(node) + 1 and _is_wrapped(written):
                yield _finding(written, source)


def _breaks(paragraph: Paragraph) -> int:
    """How many lines end in a paragraph of running text; none where it has more than text."""
    count = 0
    waiting: list[Node] = list(paragraph.children)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (RawHtml, Image)):
            return 0
        count += isinstance(node, LineBreak)
        waiting.extend(children_of(node))
    return count


def _is_wrapped(written: Sequence[Line]) -> bool:
    """Whether every line but the last is full: what comes next would not have fitted."""
    texts = [line.text.rstrip("\r\n") for line in written]
    if any(text.endswith(("  ", "\\")) for text in texts[:-1]):
        return False  # breaks by intention
    texts = [text.strip() for text in texts]
    if not all(texts):
        return False
    widths = [_width(text) for text in texts]
    longest = max(widths[:-1])
    if longest < _NARROWEST or widths[-1] > longest + _SLACK:
        return False
    if len(texts) == 2:
        is_full = longest >= _NARROWEST_ALONE and _goes_on(texts[0], texts[1], longest)
    else:
        is_full = _is_torn(texts) and len({text[:2] for text in texts}) > 1
        is_full = is_full and all(
            widths[index] + _unit_width(texts[index + 1]) + _SLACK >= longest
            for index in range(len(texts) - 1)
        )
    # Last, as few paragraphs get here, and the patterns take 0.4 ms to compile.
    is_meant = is_full and any(_is_meant(text) for text in texts[1:])
    return is_full and not is_meant and not re.search(_CODE, "\n".join(texts))


def _is_torn(texts: Sequence[str]) -> bool:
    """Whether lines end in the midst of sentences: an English one, or most of Chinese ones."""
    english = any(
        re.search(r"[a-z,]\Z", before) and re.match(r"[a-z]", behind)
        for before, behind in pairwise(texts)
    )
    chinese = sum(re.search(r"\w\Z", text) is not None for text in texts[:-1])
    return english or chinese * 2 > len(texts) - 1


def _goes_on(first: str, second: str, width: int) -> bool:
    """Whether an English sentence goes on in the second of two lines, which was full."""
    word = _unit_width(second)
    return (
        re.search(r"[a-z,]\Z", first) is not None
        and re.match(r"[a-z]", second) is not None
        and width + word + 1 > _NARROWEST_ALONE + _SLACK
        and " " in second
    )


def _is_meant(text: str) -> bool:
    first = text[0]
    symbol = "\u2460" <= first <= "\u27bf" or first >= "\U0001f000"
    return symbol or first in _BULLETS or re.match(_MEANT, text) is not None


def _width(text: str) -> int:
    return len(text) + sum(character >= _WIDE for character in text)


def _unit_width(text: str) -> int:
    """The columns of what may not be torn apart at the start of a line."""
    end = 1
    if text[0] < _WIDE:
        while end < len(text) and text[end] < _WIDE and not text[end].isspace():
            end += 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return _width(text[:end])


def _finding(written: Sequence[Line], source: Source) -> Finding:
    edits = tuple(_joined(line, following, source) for line, following in pairwise(written))
    last = written[-1]
    return Finding(
        Message(
            f"段落里的换行在平台上会原样显示，这一段断成 {len(written)} 行",
            f"The platform breaks lines where the source does: this paragraph in {len(written)}",
        ),
        Message(
            "一段写成一行，让页面自己换行；GitHub 不显示段落里的换行。",
            "Write the paragraph on one line and let the page wrap it; GitHub shows no breaks.",
        ),
        span=Span(written[0].content_start, last.start + len(last.text.rstrip())),
        fixes=(Fix(Message("合成一行", "Join the lines"), edits, safe=True),),
    )


def _joined(line: Line, following: Line, source: Source) -> Edit:
    """A space between words, none beside Chinese punctuation or between Chinese characters."""
    end = line.start + len(line.text.rstrip())
    span = Span(end, following.content_start)
    before, behind = source.text[span.start - 1], source.text[span.end]
    joined = (before >= _WIDE and behind >= _WIDE) or before in _CLOSING or behind in _OPENING
    return Edit(span, "" if joined else " ")


RULE = Rule(
    name="render-newline",
    severity=Severity.WARNING,
    what=Message(
        "一个段落在编辑器里按宽度断成了好几行。",
        "A paragraph that an editor wrapped into lines of the same width.",
    ),
    why=Message(
        "平台把段落里的每个换行都显示成换行，句子会断在半中间；手机上更窄，就成了长短不齐的行。",
        "The platform shows every newline in a paragraph as a line break, in the midst of "
        "sentences. On the narrow screen of a phone long and short lines alternate.",
    ),
    bad="这个插件提供城市选择、实时天气和未来七天的预报，数据来自气象\n"
    "部门，每小时更新一次。没有网络的时候显示最近一次取到的数据，并\n"
    "且标明时间。",
    good="这个插件提供城市选择、实时天气和未来七天的预报，数据来自气象部门，每小时更新一次。"
    "没有网络的时候显示最近一次取到的数据，并且标明时间。",
    check=_check,
    by_block=True,
)
