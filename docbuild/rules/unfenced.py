"""Code that was pasted into a document without a fence: told by all of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docbuild.document import Paragraph, RawHtml
from docbuild.rules.lines import Line
from docbuild.source import Source

_JSON_START = r'\s*(?:[\[{]\s*(?:$|")|"[\w$-]+"\s*:\s*[\[{"])'
_JSON_LINE = r'\s*(?:[\[\]{}｛｝,，\s]*|.*"[^"]+"\s*[:：].*|"[^"]*"\s*,?\s*|//.*)\Z'
_JS_START = (
    r"\s*(?:(?:export\s+)?(?:const|let|var)\s+[\w${},\s]+=|import\s.+\sfrom\s*[\"']"
    r"|(?:App|Page|Component|Behavior)\(\{|module\.exports\b|export\s+default\b"
    r"|(?:export\s+)?(?:async\s+)?function\b.*[({]|(?:wx|this|plugin|console)\.\w+[.(\w])"
)
_JS_LINE = (
    r"\s*(?:.*[;{}(),\[\]]|(?:const|let|var|import|export|return|if|else|for)\b.*|//.*"
    r"|/\*.*|\*.*|[\w$.]+\s*[:=(].*)\s*\Z"
)
_WXML_START = (
    r"\s*<(?:view|text|button|block|swiper|scroll-view|cover-view|picker|navigator|template|wxs"
    r"|[a-z][a-z0-9]*(?:-[a-z0-9]+)+|[a-z][a-zA-Z0-9]*+(?=[^<>]*?(?:=[\"']\{\{|\swx:[a-z]"
    r"|\s(?:bind|catch):?[a-zA-Z]+=)))(?=[\s/>])"
)
_CALL = r"(?:App|Page|Component|Behavior|wx\.\w+)\(\{\Z"
_KEY = r'"[\w$-]+"\s*[:：]'
_MARKDOWN = r"^[ \t]*(?:```|~~~|#{1,6} |[-*+] |\d+\. |!\[)"
_SENTENCE = r"[一-鿿][，。；：！？、]"  # in JavaScript outside of strings and comments
_QUOTED = r"//.*|/\*.*|\"[^\"]*\"|'[^']*'|`[^`]*`"


def language(paragraph: Paragraph, source: Source) -> str | None:
    """``json``, ``js`` or ``wxml`` if a paragraph is nothing but that, ``None`` if not."""
    text = source[paragraph.span]
    if isinstance(paragraph.children[0], RawHtml):
        return "wxml" if _is_wxml(text) else None
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    if re.match(_JSON_START, lines[0]):
        has_keys = re.search(_KEY, text) is not None
        return "json" if has_keys and all(re.match(_JSON_LINE, line) for line in lines) else None
    if re.match(_JS_START, lines[0]) and all(re.match(_JS_LINE, line) for line in lines):
        return None if re.search(_SENTENCE, _bare(text)) else "js"
    return None


def runs(written: Sequence[Line]) -> Iterator[tuple[Line, Line, str]]:
    """The first and last line of each piece of code among lines of text, and its language.

    It is an object of JSON whose brackets stand on lines of their own, or a call such as
    ``Page({`` with all that it is given.
    """
    index = 0
    while index < len(written):
        behind, found = index + 1, ""
        first = written[index].text.strip()
        if first == "{":
            behind, text = _brackets(written, index, _JSON_LINE)
            found = "json" if re.search(_KEY, text) else ""
        elif re.match(_CALL, first):
            behind, text = _brackets(written, index, _JS_LINE)
            found = "js" if text and not re.search(_SENTENCE, _bare(text)) else ""
        if found:
            yield written[index], written[behind - 1], found
        index = behind


def _brackets(written: Sequence[Line], start: int, allowed: str) -> tuple[int, str]:
    """The index behind the line that closes the brackets of the first, and the text up to there.

    Where a line is no code, or none closes them, there is no text.
    """
    depth = 0
    for index in range(start, len(written)):
        line = written[index].text
        if not re.match(allowed, line):
            return max(index, start + 1), ""
        bare = _bare(line)
        depth += len(re.findall(r"[\[{(]", bare)) - len(re.findall(r"[\]})]", bare))
        if depth <= 0:
            return index + 1, "\n".join(each.text for each in written[start : index + 1])
    return len(written), ""


def _bare(text: str) -> str:
    """Code without its strings and comments."""
    return re.sub(_QUOTED, "", text)


def _is_wxml(text: str) -> bool:
    stripped = text.strip()
    return (
        re.match(_WXML_START, stripped) is not None
        and stripped.endswith(">")
        and re.search(_MARKDOWN, text, re.MULTILINE) is None
    )


def is_whole(text: str) -> bool:
    """Whether every bracket of a piece of JSON or JavaScript is closed, strings left out."""
    bare = _bare(text)
    return all(bare.count(one) == bare.count(other) for one, other in ("()", "[]", "{}"))
