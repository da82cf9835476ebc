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
        return None if re.search(_SENTENCE, re.sub(_QUOTED, "", text)) else "js"
    return None


def json_runs(written: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """The first and last line of each whole object of JSON among lines of text.

    Its brackets stand on lines of their own, as in what is pasted.
    """
    index = 0
    while index < len(written):
        behind, is_object = index + 1, False
        if written[index].text.strip() == "{":
            behind, is_object = _object(written, index)
        if is_object:
            yield written[index], written[behind - 1]
        index = behind


def _object(written: Sequence[Line], start: int) -> tuple[int, bool]:
    """The index behind what could be an object from ``start`` on, and whether it is one."""
    depth, has_keys = 0, False
    for index in range(start, len(written)):
        line = written[index].text
        if not re.match(_JSON_LINE, line):
            return index, False
        bare = re.sub(_QUOTED, "", line)
        depth += len(re.findall(r"[\[{]", bare)) - len(re.findall(r"[\]}]", bare))
        has_keys = has_keys or re.search(_KEY, line) is not None
        if depth <= 0:
            return index + 1, has_keys
    return len(written), False


def _is_wxml(text: str) -> bool:
    stripped = text.strip()
    return (
        re.match(_WXML_START, stripped) is not None
        and stripped.endswith(">")
        and re.search(_MARKDOWN, text, re.MULTILINE) is None
    )


def is_whole(text: str) -> bool:
    """Whether every bracket of a piece of JSON or JavaScript is closed, strings left out."""
    bare = re.sub(_QUOTED, "", text)
    return all(bare.count(one) == bare.count(other) for one, other in ("()", "[]", "{}"))
