"""What is found of the members that a piece of JavaScript uses."""

from typing import NamedTuple

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
