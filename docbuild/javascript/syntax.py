"""Whether a piece of JavaScript parses, and how it calls other plugins."""

import re

from docbuild.javascript.syntax_facts import (
    MOST_PROBLEMS,
    Language,
    PluginCall,
    PluginFunction,
    ProblemKind,
    SyntaxProblem,
)

__all__ = [
    "LONGEST",
    "MOST_PROBLEMS",
    "Language",
    "PluginCall",
    "PluginFunction",
    "ProblemKind",
    "SyntaxProblem",
    "plugin_calls",
    "syntax_errors",
]

LONGEST = 256 * 1024  # code points of a sample that is looked at

_MENTIONS_PLUGIN = re.compile("requirePlugin")


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
