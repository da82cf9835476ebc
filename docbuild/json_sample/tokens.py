"""The tokens of a JSON sample, those that JSON does not have included."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias, cast

from docbuild.source import Span

Kind: TypeAlias = Literal[
    "open",
    "close",
    "colon",
    "comma",
    "string",
    "single",
    "curly",
    "number",
    "word",
    "placeholder",
    "ellipsis",
    "comment",
    "unended",
    "other",
]

_CURLY = "“”„＂‘’＇"
_WIDE = dict(zip("：，、；｛｝［］", ":,,,{}[]", strict=True))
_MARKS: dict[str, Kind] = {
    **dict.fromkeys("{[", "open"),
    **dict.fromkeys("}]", "close"),
    ":": "colon",
    ",": "comma",
}
# One set for all punctuation: each with characters from several blocks takes 0.1 ms to compile.
_PATTERN = rf"""
    (?P<comment>//[^\n]*|/\*(?s:.*?)\*/|<!--(?s:.*?)-->|\#[^\n]*)
  | (?P<ellipsis>\.{{2,}}|…+|。{{2,}}|·{{3,}}|\*{{3,}}|-{{3,}}|={{3,}}|~{{3,}})
  | (?P<curly>[{_CURLY}][^{_CURLY}"'\n]*[{_CURLY}"']
            | ["'][^"'{_CURLY}\n]*[{_CURLY}](?=\s*+(?:[:：,，}}\]｝］]|\Z|\n)))
  | (?P<string>"(?:[^"\\\n]|\\.)*+")
  | (?P<single>'(?:[^'\\\n]|\\.)*+')
  | (?P<unended>["'{_CURLY}][^\n]*)
  | (?P<placeholder><[^<>\n]{{1,80}}>|\{{\{{[^{{}}\n]*\}}\}}|\$\{{[^{{}}\n]*\}})
  | (?P<mark>[{{}}\[\]:,：，、；｛｝［］])
  | (?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<word>(?:[^\s"'{_CURLY}{{}}\[\]｛｝［］:：,，、；()<>;=|`…/\\]|(?<=[\w.])/(?=\w))+)
  | (?P<other>\S)
"""


class Token(NamedTuple):
    """``text`` is as written; ``mark`` is the ASCII character that punctuation stands for."""

    kind: Kind
    text: str
    span: Span
    mark: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` without the space between them; the last may be an ``other`` one."""
    for match in re.compile(_PATTERN, re.VERBOSE).finditer(text):
        kind, mark = cast("Kind", match.lastgroup), ""  # the groups are named so
        if match.lastgroup == "mark":
            mark = _WIDE.get(match[0], match[0])
            kind = _MARKS[mark]
        yield Token(kind, match[0], Span(*match.span()), mark)
        if kind == "other":  # this is no JSON, and an open comment is sought to the text's end
            return
