"""The words by which a document may name what a plugin offers."""

from functools import lru_cache

from docbuild.interface import Component, Interface

_BINDINGS = ("", "bind", "catch", "on")  # bindtap, catchtap, and onTap as in JSX


def normal(name: str) -> str:
    """``name`` without what spellings differ in: ``hello-world`` is ``HelloWorld``."""
    return name.replace("-", "").replace("_", "").lower()


def event_forms(name: str) -> tuple[str, ...]:
    """The normal forms of an event by its own name and by those of its attributes."""
    word = normal(name)
    return tuple(binding + word for binding in _BINDINGS)


def last_part(name: str) -> str:
    """``get`` of ``api.get``."""
    return name.rpartition(".")[2]


@lru_cache(maxsize=4)
def vocabulary(interface: Interface) -> frozenset[str]:
    """All words, in normal form, by which ``interface`` may be described."""
    words = {normal(page.name) for page in interface.pages}
    for export in interface.exports:
        words.update(map(normal, export.name.split(".")))
    for component in interface.components:
        words.add(normal(component.name))
        words.update(_of_members(component))
    return frozenset(words - {""})


def _of_members(component: Component) -> set[str]:
    words = {normal(each.name) for each in component.properties}
    words.update(normal(slot.name) for slot in component.slots)
    for event in component.events:
        words.update(event_forms(event.name))
    return words
