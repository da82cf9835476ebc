"""Which members of which variables a piece of JavaScript uses, and where plugins are bound."""

import re
from typing import NamedTuple

from docbuild.javascript.syntax import LONGEST, Language
from docbuild.source import Span


class Member(NamedTuple):
    """``variable.names[0].names[1]…``, or a declaration of ``variable`` where there are no names.

    ``alias`` is the plugin that ``variable`` is bound to here, or that the member is had from at
    once (``requirePlugin("a").b``, ``const {{b}} = requirePlugin("a")``; then ``variable`` is
    empty); ``None`` where it is no plugin, or one that cannot be told. ``spans`` are those of the
    names, of a declaration that of the variable; ``alias_span`` is where the alias is written,
    without its quotes.
    """

    variable: str
    alias: str | None
    names: tuple[str, ...]
    spans: tuple[Span, ...]
    alias_span: Span | None = None


def members(text: str, language: Language = "js") -> tuple[Member, ...]:
    """The declarations and used members in ``text``, in its order. Never raises."""
    if len(text) > LONGEST or not re.search(r"\.|requirePlugin", text):
        return ()
    # The parser takes longer to load than most checks take: only when there is JavaScript.
    from docbuild.javascript import member_tree  # noqa: PLC0415

    return member_tree.members(text, language)
