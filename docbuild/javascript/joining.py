"""One definition made of several: a component and its behaviours."""

from collections.abc import Iterable
from typing import TypeVar

from docbuild.interface import Event, Property
from docbuild.javascript.facts import Definition

_T = TypeVar("_T", Property, Event)


def joined(first: Definition, second: Definition) -> Definition:
    """``first`` with what ``second`` adds to it; where both declare something, ``first`` does."""
    return first._replace(
        properties=first_by_name((*first.properties, *second.properties)),
        events=first_by_name((*first.events, *second.events)),
        external_classes=_once(first.external_classes + second.external_classes),
        parameters=_once(first.parameters + second.parameters),
        behaviors=first.behaviors + second.behaviors,
        properties_from=first.properties_from + second.properties_from,
        options_from=first.options_from + second.options_from,
        handed_to=first.handed_to + second.handed_to,
        properties_complete=first.properties_complete and second.properties_complete,
        events_complete=first.events_complete and second.events_complete,
    )


def first_by_name(declared: Iterable[_T]) -> tuple[_T, ...]:
    """Each name once, as it is declared first."""
    found: dict[str, _T] = {}
    for each in declared:
        found.setdefault(each.name, each)
    return tuple(found.values())


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
