"""What ``reading`` gives, found in a tree."""

from __future__ import annotations

from docbuild.javascript.definitions import Definitions
from docbuild.javascript.evaluation import Evaluation
from docbuild.javascript.events import events
from docbuild.javascript.exports import Exports
from docbuild.javascript.facts import UNREAD, Module
from docbuild.javascript.syntax_facts import Language
from docbuild.javascript.syntax_tree import first_problem
from docbuild.javascript.tree import Tree

_LONGEST_TRIED_TWICE = 256 * 1024


def module_of(text: str, language: Language) -> Module:
    tree, error = _parsed(text, language)
    if tree.gave_up:
        return UNREAD
    evaluation = Evaluation(tree)
    definitions = Definitions(evaluation)
    exports = Exports(evaluation, definitions)
    found, complete = events(definitions.triggers.triggers)
    module = Module(
        given=exports.all(),
        open=tuple(sorted(exports.open)),
        is_es=exports.is_es,
        definitions=tuple(definitions.found),
        events=found,
        events_complete=complete,
        composes=any(trigger.is_composed for trigger in definitions.triggers.triggers),
        error=error,
    )
    return module if error is None else _doubtful(module)


def _parsed(text: str, language: Language) -> tuple[Tree, tuple[int, int] | None]:
    """The tree; types in a file that has the suffix of JavaScript are understood, too."""
    tree = Tree(text, language)
    if not tree.root.has_error:
        return tree, None
    if language == "js" and len(text) <= _LONGEST_TRIED_TWICE:
        other = Tree(text, "tsx")
        if not other.root.has_error:
            return other, None
    return tree, first_problem(tree)


def _doubtful(module: Module) -> Module:
    """Of a text that does not parse, what was found is there; whether it is all, who knows."""
    definitions = tuple(
        each._replace(properties_complete=False, events_complete=False)
        for each in module.definitions
    )
    return module._replace(open=((),), definitions=definitions, events_complete=False)
