r"""render-backslash: a backslash that is shown, because the platform does not escape what follows.

The platform knows the backslash before ``\`*{}[]()#+-.!_>~|`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Cell, Heading, Paragraph, Text
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

# Where a backslash is none of Markdown's: before letters, as in C:\dir, \d and \alpha, doubled,
# between words, among mathematics, in regular expressions.
_MEANT = (
    r"\\[^\W_]|\\\\|\\\s|\\\Z|(?<![^\W_])[A-Za-z]:\\|(?<!\\)\$[^$]*(?<!\\)\$"
    r"|(?:^|[\s(（:：,，|])/?\^|\$/|\[\^|\(\?|\.[*+]|[*+)\]]\?"
)
_CODE = r"(?<!`)(`++)(?:(?!\1).)*?\1"
_SHOWN = (
    r"\\(?:[<@&]|(?<=[^\W_]\\)[/^](?=[^\W_])|(?<=:\\)/(?=\\?/)|(?<=:\\/\\)/|(?<=:/\\)/"
    r"|[,;=:?]|(?<=\d\\)%|\$(?=[\w{])|[\"'])"
)
_SIGNS = "<@&/^,;=:?%$"  # and quotes, where no others and none of these show some code
_STRUCTURE = r"[{}\[\]=]"
# What the sign would begin without the backslash: an address, an emoji, a heading's line, a mail.
_NEEDED = (
    r"<(?=[^<>\s]*[:@])|(?<=[A-Za-z0-9._+-]\\)@|:(?=\\?/)|/(?=\\?/)|(?<=/\\)/|:(?=[\w+-]+:)"
    r"|(?<![^\s]\\)[=:]|\$"
)
_ENTITIES = {"<": "&lt;", "&": "&amp;"}


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "\\" not in source.text:
        return
    signs = ""  # before which a backslash is shown that was meant for Markdown
    for node in subject.nodes:
        if isinstance(node, Paragraph | Heading | Cell):
            signs = _signs(source[node.span])
        elif signs and isinstance(node, Text) and "\\" in node.text:
            yield from _in_text(node, signs, source)


def _signs(text: str) -> str:
    """The signs before which no backslash of a text is meant to be shown."""
    if "\\" not in text or not re.search(_SHOWN, text):
        return ""
    bare = re.sub(_CODE, "", text, flags=re.DOTALL)
    if re.search(_MEANT, bare):
        return ""
    quotes = (sign for sign in "\"'" if not re.search(rf"(?<!\\){sign}|{_STRUCTURE}", bare))
    return _SIGNS + "".join(quotes)


def _in_text(node: Text, signs: str, source: Source) -> Iterator[Finding]:
    if node.text != source[node.span]:
        return
    for match in re.compile(r"\\").finditer(source.text, *node.span):
        shown = re.compile(_SHOWN).match(source.text, match.start())
        if shown is not None and shown[0][1] in signs:
            yield _finding(Span(*shown.span()), source)


def _finding(span: Span, source: Source) -> Finding:
    sign = source.text[span.start + 1]
    return Finding(
        Message(
            f"平台不认 {sign} 前的反斜杠，读者看到的是 \\{sign}",
            f"The platform knows no backslash before {sign}: readers see \\{sign}",
        ),
        Message(
            f"写成 {_ENTITIES[sign]}，或者放进反引号。",
            f"Write {_ENTITIES[sign]}, or put it into backticks.",
        )
        if sign in _ENTITIES
        else Message(
            "去掉反斜杠，或者放进反引号。", "Remove the backslash, or put it into backticks."
        ),
        span=span,
        fixes=tuple(_fixes(span, sign, source)),
    )


def _fixes(span: Span, sign: str, source: Source) -> Iterator[Fix]:
    if re.compile(_NEEDED).match(source.text, span.start + 1):
        return
    if sign in _ENTITIES:
        written = _ENTITIES[sign]
        yield Fix(Message(f"改为 {written}", f"Write {written}"), (Edit(span, written),), safe=True)
    else:
        backslash = Edit(Span(span.start, span.start + 1), "")
        yield Fix(Message("去掉反斜杠", "Remove the backslash"), (backslash,), safe=True)


RULE = Rule(
    name="render-backslash",
    severity=Severity.WARNING,
    what=Message(
        r"反斜杠写在平台不转义的字符前面，例如 `\<`、`\:`、`\@`。",
        r"A backslash before a sign that the platform does not escape, such as `\<`, `\:` or `\@`.",
    ),
    why=Message(
        "GitHub 上反斜杠对所有英文标点都起作用；平台只认 `*`、`_`、`#`、`~`、`|`、`+`、`-`、"
        "`.`、`!`、`>`、括号、反引号和反斜杠，其他字符前面的反斜杠会显示出来。",
        "On GitHub a backslash works before any ASCII punctuation, on the platform only before "
        "`*`, `_`, `#`, `~`, `|`, `+`, `-`, `.`, `!`, `>`, brackets, backticks and backslashes: "
        "before all others it is shown.",
    ),
    bad=r"类型：Array\<String\>",
    good="类型：Array&lt;String>",
    check=_check,
    by_block=True,
)
