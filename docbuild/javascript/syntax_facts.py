"""What is said of a piece of JavaScript: plain values, with offsets in code points."""

from typing import Literal, NamedTuple, TypeAlias

from docbuild.source import Span

#: JSX is part of the grammar of JavaScript; in TypeScript ``<T>x`` means something else.
Language: TypeAlias = Literal["js", "ts", "tsx"]
ProblemKind: TypeAlias = Literal["unexpected", "missing", "unclosed"]
PluginFunction: TypeAlias = Literal["requirePlugin", "requirePlugin.async"]

MOST_PROBLEMS = 20


class SyntaxProblem(NamedTuple):
    """Where a text is no JavaScript; ``span`` counts code points.

    ``unexpected``: something in ``span``, which may be all of the text, fits nowhere.
    ``missing``: ``expected`` (``)``, ``identifier``: a name of tree-sitter's grammar) should
    stand at the empty ``span``. ``unclosed``: the bracket in ``span`` wants its ``expected``.
    """

    span: Span
    kind: ProblemKind
    expected: str | None = None


class PluginCall(NamedTuple):
    """A call of ``requirePlugin`` or ``requirePlugin.async``, also as a method (``wx.``…).

    ``argument`` is its first argument if that is a string without placeholders; its span, with
    the quotes, is ``argument_span``. ``at_top_level``: it runs as soon as the file is loaded,
    as it stands in no function.
    """

    function: PluginFunction
    argument: str | None
    span: Span
    argument_span: Span | None
    at_top_level: bool
