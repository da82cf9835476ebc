"""Strings, words and marks that JSON spells otherwise, and what they should be."""

import re
from collections.abc import Iterator

from docbuild.json_sample.tokens import Token
from docbuild.json_sample.values import Problem
from docbuild.source import Span

PLAIN = frozenset({"true", "false", "null"})
_LITERALS = {"True": "true", "False": "false", "None": "null", "nil": "null"}
_NO_LITERALS = frozenset({"undefined", "NaN", "Infinity"})
_CERTAIN_TEXT = r"[0-9]+(?:\.[0-9]+){2,}|wx[0-9a-f]{16}"  # a version, an AppID


def misspelt(token: Token) -> Iterator[Problem]:
    """What is wrong with a token where it may stand; words are taken for values."""
    text, span = token.text, token.span
    match token.kind:
        case "single":
            inside = text[1:-1].replace("\\'", "'")
            plain = None if '"' in inside else f'"{inside}"'
            yield Problem("single-quotes", span, text, plain)
        case "curly":
            yield Problem("curly-quotes", span, text, f'"{text[1:-1]}"')
        case "string" if "\\" in text:
            yield from _escapes(token)
        case "open" | "close" | "colon" | "comma" if text != token.mark:
            yield Problem("wide", span, text, token.mark)
        case "word" if text in _LITERALS or text in _NO_LITERALS:
            yield Problem("literal", span, text, _LITERALS.get(text))
        case "word" if re.fullmatch(_CERTAIN_TEXT, text):
            yield Problem("unquoted-value", span, text, f'"{text}"')


def stands_for_value(token: Token) -> bool:
    """Whether a word or a number is none of JSON's values, but says which one belongs there."""
    is_value = token.kind == "number" or token.text in PLAIN
    return not is_value and not any(misspelt(token))


def _escapes(token: Token) -> Iterator[Problem]:
    for match in re.finditer(r'\\(?:(["\\/bfnrtu])|.)', token.text):
        if match[1] is None:
            at = token.span.start + match.start()
            yield Problem("escape", Span(at, at + 2), match[0], "\\" + match[0])
