"""The grammars of tree-sitter."""

from __future__ import annotations

import importlib.machinery
import importlib.util
from functools import cache
from types import ModuleType
from typing import Literal, TypeAlias

import tree_sitter

#: JSX is part of the grammar of JavaScript; in TypeScript ``<T>x`` means something else.
Language: TypeAlias = Literal["js", "ts", "tsx"]


@cache
def parser(language: Language) -> tree_sitter.Parser:
    """A parser is not for several threads at once, so that every call needs the same one."""
    return tree_sitter.Parser(tree_sitter.Language(_grammar(language)))


def _grammar(language: Language) -> object:
    if language == "js":
        return _binding("tree_sitter_javascript").language()
    binding = _binding("tree_sitter_typescript")
    return binding.language_typescript() if language == "ts" else binding.language_tsx()


def _binding(package: str) -> ModuleType:
    """The compiled part of a grammar's package.

    The packages load importlib.resources for queries that nobody asks for here, which takes
    fifteen times as long as the grammar: 10 ms of a check that lasts a tenth of a second.
    """
    found = importlib.util.find_spec(package)  # imports nothing, as the name has no dot
    folders = None if found is None else found.submodule_search_locations
    spec = importlib.machinery.PathFinder.find_spec(f"{package}._binding", folders)
    if folders is None or spec is None or spec.loader is None:
        return importlib.import_module(package)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
