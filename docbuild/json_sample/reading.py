"""From a JSON sample to its values and its mistakes, as far as both are certain."""

from __future__ import annotations

import re
from functools import lru_cache

from docbuild.json_sample.frames import QUOTED, Frame, unquoted
from docbuild.json_sample.spelling import PLAIN, misspelt, stands_for_value
from docbuild.json_sample.tokens import Token, tokens
from docbuild.json_sample.values import (
    Problem,
    ProblemKind,
    Reading,
    Scalar,
    Text,
)
from docbuild.source import Span

_DEEPEST = 200  # brackets within brackets; what goes deeper is no sample for people
_LONGEST = 256 * 1024  # code points; what is longer is no sample for people
_LEFT_OUT = r"(?i)\.\.|…|其他|其它|其余|省略|等等|\b(?:other|others|rest|more|omitted|your)\b"
_CAPTION = r"[^\S\n]*+[^{}\[\]\"'“”=();`|\n]+(?:\n|\Z)"
_ENDS = {"{": "}", "[": "]"}
_KEYS = frozenset({"string", "single", "curly", "word", "number", "placeholder"})


@lru_cache(maxsize=64)  # several rules read the same samples
def read(text: str) -> Reading:
    """What ``text`` says, and what in it is no JSON. Never raises."""
    if len(text) > _LONGEST:
        return Reading(foreign=True)
    reader = _Reader(text)
    reader.run()
    return reader.reading()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._at = 0
        self._frames = [Frame(None)]
        self._problems: list[Problem] = []
        self._abbreviated = False
        self._foreign = False
        self._stopped = False  # behind this place nothing can be told any more
        self._outdented: Token | None = None  # a bracket that its end does not stand below

    def run(self) -> None:
        self._tokens = list(tokens(self._text))
        while self._at < len(self._tokens) and not self._stopped:
            token = self._tokens[self._at]
            self._at += 1
            self._take(token)
        if len(self._frames) > 1 and not self._stopped and not self._ends_in_dots():
            opening = self._outdented or self._frames[1].opening
            assert opening is not None
            self._problem("unclosed", opening.span, _ENDS[opening.mark])

    def reading(self) -> Reading:
        while len(self._frames) > 1:
            value = self._frames.pop().value(len(self._text))
            self._frames[-1].add(value)
        top = self._frames[0]
        problems = () if self._foreign else tuple(sorted(self._problems, key=_place))
        return Reading(
            tuple(top.items), tuple(top.members), problems, self._abbreviated, self._foreign
        )

    def _take(self, token: Token) -> None:
        match token.kind:
            case "comment":
                self._comment(token)
            case "ellipsis":
                self._abbreviated = True
                self._dots(token)
            case "other":
                self._give_up()
            case "unended":
                self._unended(token)
            case _ if len(self._frames) == 1:
                self._outside(token)
            case _:
                self._inside(token)

    def _comment(self, token: Token) -> None:
        if re.search(_LEFT_OUT, token.text):
            self._abbreviated = True
            self._dots(token)
        elif len(self._frames) > 1:
            self._problem("comment", token.span, token.text)

    def _dots(self, token: Token) -> None:
        frame = self._frames[-1]
        if frame.expects == "value":
            frame.add(Scalar(token.span, token.text))
        frame.key = None
        frame.expects = "any"

    def _give_up(self) -> None:
        self._foreign = self._stopped = True

    def _unended(self, token: Token) -> None:
        if len(self._frames) == 1:
            self._give_up()
        self._problem("unended", token.span, token.text)
        self._stopped = True

    def _outside(self, token: Token) -> None:
        """Outside of all brackets anything may stand that belongs to no program."""
        top, following = self._frames[0], self._following()
        match token.kind:
            case "open":
                self._open(token)
            case "close":
                if top.items and not top.members:
                    self._problem("stray", token.span, token.text)
                    self._stopped = True
            case "colon" | "comma":
                pass
            case _ if top.expects == "value":
                self._value(token)
            case "string" | "single" | "curly" if following == "colon":
                self._key(token)
                self._colon(self._tokens[self._at])
                self._at += 1
            case "string" | "number":
                top.add(Text(token.span, unquoted(token)))
            case _:
                self._skip_caption(token)

    def _skip_caption(self, token: Token) -> None:
        """``app.json:`` or a sentence, on a line of its own."""
        start = self._text.rfind("\n", 0, token.span.start) + 1
        caption = re.compile(_CAPTION).match(self._text, start)
        if caption is None:
            self._give_up()
            return
        while self._at < len(self._tokens) and self._tokens[self._at].span.start < caption.end():
            self._at += 1

    def _inside(self, token: Token) -> None:
        frame = self._frames[-1]
        match frame.expects:
            case "colon":
                self._colon(token)
            case "value":
                self._value(token)
            case "end":
                self._end(token)
            case _:
                self._element(token)

    def _element(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.kind == "close":
            if frame.expects == "next" and frame.comma is not None:
                self._problem("trailing-comma", frame.comma.span, frame.comma.text, "")
            self._close(token)
        elif token.kind == "comma":
            if frame.expects != "any":
                self._problem("extra-comma", token.span, token.text, "")
            frame.expects, frame.comma = "next", None
        elif frame.mark == "[":
            self._value(token)
        elif token.kind in _KEYS:
            self._key(token)
        else:
            self._unexpected(token)

    def _key(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.kind in QUOTED:
            self._check(token)
        if token.kind in ("word", "number"):
            if not token.text.isascii() or self._following() != "colon":
                self._give_up()
            self._problem("unquoted-key", token.span, token.text, f'"{token.text}"')
        frame.key, frame.expects = token, "colon"

    def _colon(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.kind == "colon":
            self._check(token)
            frame.expects = "value"
            return
        assert frame.key is not None
        end = frame.key.span.end
        certain = token.kind in ("string", "number", "open")
        self._problem("missing-colon", Span(end, end), ":", ":" if certain else None)
        self._stopped = True

    def _value(self, token: Token) -> None:
        frame = self._frames[-1]
        match token.kind:
            case "open":
                self._open(token)
            case "string" | "single" | "curly":
                self._check(token)
                frame.add(Text(token.span, unquoted(token)))
            case "number" | "word" | "placeholder":
                self._check(token)
                self._abbreviated |= stands_for_value(token)
                frame.add(Scalar(token.span, token.text))
            case "comma" | "close" if frame.key is not None:
                self._problem("missing-value", frame.key.span, frame.key.text)
                self._stopped = True
            case _:
                self._unexpected(token)

    def _end(self, token: Token) -> None:
        """Behind an element: a comma or the end, or a comma is missing."""
        frame = self._frames[-1]
        if token.kind == "comma":
            self._check(token)
            frame.expects, frame.comma = "next", token
        elif token.kind == "close":
            self._close(token)
        elif self._starts_element(token):
            end = self._end_before(token)
            self._problem("missing-comma", Span(end, end), ",", ",")
            frame.expects, frame.comma = "next", None
            self._element(token)
        elif token.kind == "colon":
            self._unexpected(token)
        else:
            self._give_up()

    def _starts_element(self, token: Token) -> bool:
        if self._frames[-1].mark == "[":
            on_next_line = "\n" in self._text[self._end_before(token) : token.span.start]
            plain = token.kind == "number" or token.text in PLAIN
            return token.kind == "open" or token.kind in QUOTED or (plain and on_next_line)
        return token.kind in _KEYS and self._following() == "colon"

    def _open(self, token: Token) -> None:
        if len(self._frames) > _DEEPEST:
            self._give_up()
        self._check(token)
        self._frames.append(Frame(token))

    def _close(self, token: Token) -> None:
        frame = self._frames[-1]
        self._check(token)
        if token.mark != _ENDS[frame.mark]:
            self._problem("mismatch", token.span, _ENDS[frame.mark])
            self._stopped = True
        assert frame.opening is not None
        self._note_indentation(frame.opening, token)
        self._frames.pop()
        self._frames[-1].add(frame.value(token.span.end))

    def _note_indentation(self, opening: Token, closing: Token) -> None:
        """An end below the start of an outer line tells which bracket was forgotten."""
        own, end = self._indentation(opening), self._indentation(closing)
        starts_line = not self._text[closing.span.start - end : closing.span.start].strip()
        outer = [frame.opening for frame in self._frames[1:-1] if frame.opening is not None]
        if self._outdented is None and starts_line and end < own:
            fits = any(self._indentation(each) == end for each in outer)
            self._outdented = opening if fits else None

    def _indentation(self, token: Token) -> int:
        start = self._text.rfind("\n", 0, token.span.start) + 1
        line = self._text[start : token.span.start + 1]
        return len(line) - len(line.lstrip(" "))

    def _check(self, token: Token) -> None:
        self._problems.extend(misspelt(token))

    def _unexpected(self, token: Token) -> None:
        self._problem("unexpected", token.span, token.text)
        self._stopped = True

    def _following(self) -> str:
        """The kind of the token that comes next."""
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _end_before(self, token: Token) -> int:
        """Where the last token before ``token`` ends that is no comment."""
        at = self._at - 2
        while at > 0 and self._tokens[at].kind == "comment":
            at -= 1
        return self._tokens[at].span.end

    def _ends_in_dots(self) -> bool:
        return self._frames[-1].expects == "any"

    def _problem(
        self, kind: ProblemKind, span: Span, text: str, replacement: str | None = None
    ) -> None:
        self._problems.append(Problem(kind, span, text, replacement))


def _place(problem: Problem) -> Span:
    return problem.span
