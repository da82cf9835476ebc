"""What a module's text defines first."""

from __future__ import annotations

from docbuild.javascript.facts import Definition
from docbuild.javascript.reading import read_module
from docbuild.javascript.syntax import Language


def defined(text: str, language: Language = "js") -> Definition:
    """The first definition of a module that parses."""
    module = read_module(text, language)
    assert module.error is None
    return module.definitions[0]
