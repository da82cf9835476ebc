"""Whether a piece of JavaScript parses, and how it calls other plugins."""

import re
from typing import Literal, NamedTuple, TypeAlias

from docbuild.source import Span

Language: TypeAlias = Literal["js", "ts", "tsx"]
ProblemKind: TypeAlias = Literal["unexpected", "missing", "unclosed"]
PluginFunction: TypeAlias = Literal["requirePlugin", "requirePlugin.async"]

MOST_PROBLEMS = 20
LONGEST = 256 * 1024  # code points of a sample that is looked at

_MENTIONS_PLUGIN = re.compile("requirePlugin")


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


def syntax_errors(text: str, language: Language = "js") -> tuple[SyntaxProblem, ...]:
    """Where ``text`` does not parse, in order; at most ``MOST_PROBLEMS``, the first ones.

    None for a text longer than ``LONGEST``. Never raises.
    """
    if not text.strip() or len(text) > LONGEST:
        return ()
    # The parser takes longer to load than most checks take: only when there is JavaScript.
    from docbuild.javascript import syntax_tree  # noqa: PLC0415

    return syntax_tree.problems(text, language)


def plugin_calls(text: str, language: Language = "js") -> tuple[PluginCall, ...]:
    """The calls in ``text`` by which a plugin is had, in order. Never raises."""
    if len(text) > LONGEST or not _MENTIONS_PLUGIN.search(text):
        return ()
    # As above: a text that mentions none is answered without the parser.
    from docbuild.javascript import syntax_tree  # noqa: PLC0415

    return syntax_tree.plugin_calls(text, language)
