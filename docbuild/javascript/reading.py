"""What one module of a plugin says by itself: the door for who reads plugins."""

from docbuild.javascript.facts import UNREAD, Module
from docbuild.javascript.syntax_facts import Language

LONGEST = 1024 * 1024  # code points of a module; longer ones are bundles, which say nothing

#: Raise this with every change of what is read, so that no older facts are recalled.
VERSION = 10


def read_module(text: str, language: Language) -> Module:
    """Never raises. A text that does not parse is read as far as it can be."""
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        return UNREAD
    # The parser takes longer to load than a check of a project whose sources are known.
    from docbuild.javascript.module_tree import module_of  # noqa: PLC0415

    return module_of(text, language)
