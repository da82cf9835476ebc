"""What is wrong with a sample of JavaScript or TypeScript, however it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.javascript.syntax import (
    MOST_PROBLEMS,
    Language,
    SyntaxProblem,
    syntax_errors,
)
from docbuild.json_sample.reading import read
from docbuild.rules.wording import quoted
from docbuild.samples import Sample
from docbuild.source import Span

# The grammars that a sample may be meant in, the likeliest first.
_GRAMMARS: dict[str, tuple[Language, ...]] = {
    "js": ("js", "ts"),
    "javascript": ("js", "ts"),
    "mjs": ("js", "ts"),
    "wxs": ("js",),
    "jsx": ("js", "tsx"),
    "ts": ("ts", "js"),
    "typescript": ("ts", "js"),
    "tsx": ("tsx", "ts"),
}
# What a sample may be a piece of: statements, members, a body, a class, an expression, a list.
_USUAL_FRAMES = (("", ""), ("({", "\n})"))
_FRAMES = (
    *_USUAL_FRAMES,
    ("async function* a() {", "\n}"),
    ("class A {", "\n}"),
    ("(", "\n)"),
    ("[", "\n]"),
)
# What is longer is no sample for people, and the parser may take long over it.
_LONGEST = 6 * 1024  # code points
_LONG_LINE = r"[^\n]{400}"
_MOST_PROBLEMS = 2  # with more the sample is a notation of its own
_LEFT_OUT = (
    r"\.{4,}|\.{3}(?![A-Za-z_$\[({'\"`])|…|。。|···|省略|//\s*(?:其他|其它)|\(\s*/\*[^*]*\*/\s*\)"
    # two samples, one above the other
    r"|或者|(?m:^[ \t]*(?://[ \t]*)?(?:或|or)[ \t]*$)|(?:正确|错误)的?(?:用法|写法|示例)"
)
# Lines of WXML, CSS, a shell, a comparison, a dialogue, or of prose without a comment's marks.
_NO_SCRIPT = (
    r"(?m)^[ \t]*(?:<|\*{3}|[#>] |=>|[0-9]+\. |(?:\$|npm|npx|yarn|pnpm|cnpm|git|cd)\s"
    r"|(?:bind|catch|wx):?\w+=|[\w:.-]+=[\"{]|[.#][\w-]+\s*\{)|^[+-]\s|->|//[ \t]*=>[ \t]*[\[{(]?$"
)
# ``send(data: object)``, ``Object send( String name )``, ``days?: number``, ``{src, gap = 4}``:
# what something takes and gives, and of which type.
_NOTATION = (
    r"[\w$\]][ \t]?\(\s*(?:[\w$]+\??\s*(?::[^(){},]+)?,\s*)*[\w$]+\??\s*:\s*[\w$\[\]|<>. ]+[,)]"
    r"|[\w$]\?[ \t]*:|:[ \t]*\?\w|\([ \t]*[A-Z]\w*[ \t]+\w+[ \t]*[,)]"
    r"|(?m:^[ \t]*[A-Z]\w*[ \t]+[\w.]+[ \t]*[(=])"
    r"|\{[^{}\n]{0,200}[\w$] ?= ?[^=>{}\n][^{}\n]{0,200}\}"
)
# Comments, also one without an end, strings, templates and regular expressions.
_LITERAL = (
    r"//[^\n]*|/\*(?:(?s:.*?)\*/|(?s:.*))"
    r"|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\(?s:.))*+`"
    r"|(?<=[(=,:!&|?{};]) ?/(?![*/])(?:[^/\\\n]|\\.)++/"
)
# The last word of a line behind which something else begins, be there a comment between.
_ITEM_END = (
    r"(?P<last>[^\s,;:{(\[]*+(?<=[\w$'\"`)\]}]))[ \t]*(?://[^\n]*)?(?=\s*\n\s*[\w$'\"`\[{(.])"
)
_MOST_LINES = 4
_WIDE = dict(zip("，；：（）｛｝［］“”‘’！＝", ",;:(){}[]\"\"''!=", strict=True))
_MARKS = frozenset({*",;:.(){}[]`'\"", "=>"})
_ENDS = {"(": ")", "[": "]", "{": "}"}


class _Mistake(NamedTuple):
    """The first problem of a sample, as ``SyntaxProblem``; ``wide`` is full-width punctuation."""

    span: Span
    kind: str
    expected: str | None


def findings(sample: Sample) -> Iterator[Finding]:
    """At most one; none if the language of ``sample`` is another one."""
    grammars = _GRAMMARS.get(sample.language)
    if grammars is not None and _is_readable(sample.code):
        mistake = _mistake(sample.code, grammars)
        if mistake is not None:
            yield _finding(sample, mistake)


def _is_readable(code: str) -> bool:
    return len(code) <= _LONGEST and re.search(_LONG_LINE, code) is None


def _mistake(code: str, grammars: tuple[Language, ...]) -> _Mistake | None:
    problems = syntax_errors(code, grammars[0])
    if not 0 < len(problems) < MOST_PROBLEMS or _is_no_whole(code):
        return None
    first = _first_problem(code, grammars)
    if first is None or _in_pieces(code, grammars) or re.search(_NOTATION, code):
        return None
    bare = re.compile(_LITERAL).sub(_blanked, code)
    comment = bare.find("/*")
    if comment >= 0:
        return _Mistake(Span(comment, comment + len("/*")), "unclosed", "*/")
    bracket = _bracket(bare)
    if bracket is not None:
        return bracket
    if first.kind == "unclosed":
        return None  # the brackets go in pairs: the parser lost its way somewhere else
    start, end = max(first.span.start, 0), min(first.span.end, len(code))
    line_end = code.find("\n", start)
    wide = re.compile(f"[{''.join(_WIDE)}]").search(
        bare, start, max(end, len(code) if line_end < 0 else line_end)
    )
    if wide is not None:
        return _Mistake(Span(*wide.span()), "wide", _WIDE[wide[0]])
    without = _without_comma(code, Span(start, end), grammars)
    return without or _Mistake(Span(start, end), first.kind, first.expected)


def _without_comma(code: str, problem: Span, grammars: tuple[Language, ...]) -> _Mistake | None:
    """The end of a line about the problem with which all is well if a comma follows."""
    begin = code.rfind("\n", 0, max(code.rfind("\n", 0, problem.start), 0)) + 1
    for line in islice(re.compile(_ITEM_END).finditer(code, begin), _MOST_LINES):
        if line.start() > problem.end:
            break
        end = line.end("last")
        if _first_problem(f"{code[:end]},{code[end:]}", grammars) is None:
            return _Mistake(Span(*line.span("last")), "comma", ",")
    return None


def _bracket(bare: str) -> _Mistake | None:
    """The first bracket that ends what it should not, or else the last one without an end."""
    ahead: list[re.Match[str]] = []
    for match in re.finditer(r"[(){}\[\]]", bare):
        if match[0] in _ENDS:
            ahead.append(match)
        elif ahead and _ENDS[ahead[-1][0]] == match[0]:
            ahead.pop()
        else:
            still_open = ahead[-1][0] if ahead else None
            return _Mistake(Span(*match.span()), "mismatch", still_open)
    if not ahead:
        return None
    return _Mistake(Span(*ahead[-1].span()), "unclosed", _ENDS[ahead[-1][0]])


def _blanked(literal: re.Match[str]) -> str:
    """As much space as a literal takes; a comment without an end keeps its start."""
    open_comment = literal[0].startswith("/*") and not literal[0].endswith("*/")
    return ("/*" if open_comment else "").ljust(len(literal[0]))


def _is_no_whole(code: str) -> bool:
    """Whether something is left out, or it is another language after all."""
    if re.search(_LEFT_OUT, code) or re.search(_NO_SCRIPT, code):
        return True
    reading = read(code)
    return not (reading.foreign or reading.problems)


def _first_problem(code: str, grammars: tuple[Language, ...]) -> SyntaxProblem | None:
    """The problem of the frame in which the code makes sense for longest; ``None`` if one fits."""
    best: SyntaxProblem | None = None
    for grammar in grammars:
        for before, behind in _FRAMES if grammar == grammars[0] else _USUAL_FRAMES:
            inner = code.rstrip().rstrip(",;") if behind in ("\n})", "\n)", "\n]") else code
            problems = syntax_errors(before + inner + behind, grammar)
            if not problems:
                return None
            problem = problems[0]._replace(
                span=Span(*(place - len(before) for place in problems[0].span))
            )
            few = len(problems) <= _MOST_PROBLEMS and 0 <= problem.span.start <= len(inner)
            if few and (best is None or problem.span.start > best.span.start):
                best = problem
    return best


def _in_pieces(code: str, grammars: tuple[Language, ...]) -> bool:
    """Whether it is several samples, each of which is well by itself."""
    pieces = [piece for piece in re.split(r"\n\s*\n|\n(?=[ \t]*//)", code) if piece.strip()]
    return len(pieces) > 1 and all(_first_problem(piece, grammars) is None for piece in pieces)


def _finding(sample: Sample, mistake: _Mistake) -> Finding:
    text = sample.code[slice(*mistake.span)].partition("\n")[0]
    span = _on_one_line(sample, mistake.span)
    fixes = tuple(_fixes(span, text, mistake))
    return Finding(_said(text, mistake), _help(fixes, mistake), span=span, fixes=fixes)


def _help(fixes: tuple[Fix, ...], mistake: _Mistake) -> Message:
    if fixes and mistake.kind != "wide":
        title = fixes[0].title
        return Message(f"{title.zh}。", f"{title.en}.")
    return Message(
        "检查这一行和上一行的括号、逗号和引号；省略的地方写成注释 // …。",
        "Look at the brackets, commas and quotes of this line and the one before; write // … "
        "where you leave something out.",
    )


def _said(text: str, mistake: _Mistake) -> Message:
    if mistake.kind == "wide":
        return Message(
            f"代码里有全角标点“{text}”，不能运行",
            f"The code has the full-width mark {text} and does not run",
        )
    if mistake.kind == "unclosed":
        return Message(
            f"代码有语法错误：{text} 没有配对的 {mistake.expected}",
            f"The code does not parse: {text} has no {mistake.expected}",
        )
    if mistake.kind == "mismatch" and mistake.expected is not None:
        return Message(
            f"代码有语法错误：{text} 与前面还没有结束的 {mistake.expected} 不配对",
            f"The code does not parse: {text} does not match the {mistake.expected} still open",
        )
    if mistake.kind == "comma":
        shown = quoted(text)
        return Message(
            f"代码有语法错误：{shown} 后面缺少逗号",
            f"The code does not parse: a comma is missing behind {shown}",
        )
    if mistake.kind == "missing" and mistake.expected in _MARKS:
        return Message(
            f"代码有语法错误：这里缺少 {mistake.expected}",
            f"The code does not parse: {mistake.expected} is missing here",
        )
    if _is_invisible(text):
        code_point = f"U+{ord(text[0]):04X}"
        return Message(
            f"代码里有看不见的字符 {code_point}，不能运行",
            f"The code has the invisible character {code_point} and does not run",
        )
    if not text:
        return Message("代码有语法错误", "The code does not parse")
    return Message(
        f"代码有语法错误：{quoted(text)} 不应该出现在这里",
        f"The code does not parse: {quoted(text)} does not belong here",
    )


def _is_invisible(text: str) -> bool:
    return text != "" and not text[0].isprintable() and not text[0].isspace()


def _fixes(span: Span, text: str, mistake: _Mistake) -> Iterator[Fix]:
    if mistake.kind == "comma":
        title = Message("在后面加上逗号", "Put a comma behind it")
        yield Fix(title, (Edit(Span(span.end, span.end), ","),), safe=True)
    elif mistake.kind == "unexpected" and _is_invisible(text):
        title = Message("删去看不见的字符", "Take out the invisible character")
        yield Fix(title, (Edit(Span(span.start, span.start + 1), ""),), safe=True)
    elif mistake.kind == "wide" and mistake.expected is not None:
        plain = mistake.expected
        title = Message(f"换成 {plain}", f"Use {plain}")
        yield Fix(title, (Edit(span, plain),), safe=True)


def _on_one_line(sample: Sample, span: Span) -> Span:
    """The part of a span on its first line: what does not parse may go on to the end."""
    end = sample.code.find("\n", span.start, span.end)
    return sample.span(span.start, span.end if end < 0 else end)
