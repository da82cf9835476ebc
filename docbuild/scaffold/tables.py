"""Tables of what a component, page or function has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docbuild.diagnostic import Language
from docbuild.interface import Component, Event, Property, Slot
from docbuild.scaffold.escaping import cell_code, inline, shown
from docbuild.scaffold.event_detail import event_detail
from docbuild.scaffold.wording import (
    ANY,
    DEFAULT,
    DEFAULT_SLOT,
    DESCRIPTION,
    EVENT,
    PARAMETER,
    PROPERTY,
    SLOT,
    TO_DO,
    TYPE,
)

_VARIABLE = re.compile(r"[A-Za-z_$][\w$.]*")
_CONSTANTS = frozenset({"true", "false", "null", "undefined", "NaN", "Infinity"})

LONGEST_DEFAULT = 60  # characters; a longer one says less in a cell than nothing


def properties_table(component: Component, language: Language) -> str:
    """The properties in the order of the source; empty where there are none."""
    heads = (PROPERTY, TYPE, DEFAULT, DESCRIPTION)
    rows = (
        (
            property_name(each),
            property_type(each, language),
            property_default(each),
            description(each.description, language),
        )
        for each in own_properties(component)
    )
    return table([head.text(language) for head in heads], rows)


def own_properties(component: Component) -> list[Property]:
    """Those that are not the platform's, whose own documents describe them."""
    return [each for each in component.properties if shown(each.name) and not each.inherited]


def property_name(given: Property) -> str:
    return cell_code(given.name)


def property_type(given: Property, language: Language) -> str:
    return ANY.text(language) if given.type is None else inline(given.type)


def property_default(given: Property) -> str:
    return cell_code(default_value(given))


def default_value(given: Property) -> str:
    """The default as a reader is to see it; empty where its source text tells them nothing."""
    text = shown(given.default or "")
    is_variable = _VARIABLE.fullmatch(text) and text not in _CONSTANTS
    return "" if is_variable or len(text) > LONGEST_DEFAULT else text


def description(text: str | None, language: Language) -> str:
    """A cell that is never empty: the platform loses an empty one at the end of a table."""
    return inline(text or "") or TO_DO.text(language)


def events_table(events: Iterable[Event], language: Language) -> str:
    """Without the column of what they carry where that is known of none."""
    named = [each for each in events if shown(each.name)]
    details = [cell_code(event_detail(each.detail)) for each in named]
    rows = [
        (cell_code(f"bind:{each.name}"), detail, description(each.description, language))
        for each, detail in zip(named, details, strict=True)
    ]
    header = (EVENT.text(language), "`event.detail`", DESCRIPTION.text(language))
    if not any(details):
        return table((header[0], header[2]), [(row[0], row[2]) for row in rows])
    return table(header, rows)


def slots_table(slots: Iterable[Slot], language: Language) -> str:
    rows = (
        (
            cell_code(each.name) or DEFAULT_SLOT.text(language),
            description(each.description, language),
        )
        for each in slots
    )
    return table([SLOT.text(language), DESCRIPTION.text(language)], rows)


def parameters_table(names: Iterable[str], language: Language) -> str:
    rows = ((cell_code(name), TO_DO.text(language)) for name in names if shown(name))
    return table([PARAMETER.text(language), DESCRIPTION.text(language)], rows)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The lines of a table, whose cells are Markdown without pipes; empty without rows."""
    lines = [row_line(row) for row in rows]
    if not lines:
        return ""
    return "\n".join((row_line(header), f"|{':---|' * len(header)}", *lines))


def row_line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
