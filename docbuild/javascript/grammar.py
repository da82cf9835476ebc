"""The grammars of tree-sitter."""

from __future__ import annotations

import importlib.machinery
import importlib.util
from functools import cache
from types import ModuleType

import tree_sitter

from docbuild.javascript.syntax_facts import Language


@cache
def parser(language: Language) -> tree_sitter.Parser:
    """The parser, which is not for several threads at once."""
    return tree_sitter.Parser(tree_sitter.Language(_grammar(language)))


def _grammar(language: Language) -> object:
    if language == "js":
        return _javascript().language()
    return _typescript().language_typescript() if language == "ts" else _typescript().language_tsx()


def _javascript() -> ModuleType:
    found = _binding("tree_sitter_javascript")
    if found is not None:
        return found
    # Only where its compiled part was not found: see _binding.
    import tree_sitter_javascript  # noqa: PLC0415

    return tree_sitter_javascript


def _typescript() -> ModuleType:
    found = _binding("tree_sitter_typescript")
    if found is not None:
        return found
    # As above.
    import tree_sitter_typescript  # noqa: PLC0415

    return tree_sitter_typescript


def _binding(package: str) -> ModuleType | None:
    """The compiled part of a grammar's package, if it is where it has always been.

    The packages load importlib.resources for queries that nobody asks for here, which takes
    fifteen times as long as the grammar: 10 ms of a check that lasts a tenth of a second.
    """
    found = importlib.util.find_spec(package)  # imports nothing, as the name has no dot
    folders = None if found is None else found.submodule_search_locations
    if folders is None:
        return None
    spec = importlib.machinery.PathFinder.find_spec(f"{package}._binding", folders)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
