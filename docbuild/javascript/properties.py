"""The properties of a component as its ``properties`` (or ``props``) declare them."""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from docbuild.interface import Property
from docbuild.javascript.evaluation import Entry, Evaluation, Resolved
from docbuild.javascript.facts import Elsewhere
from docbuild.javascript.tree import line

MOST = 300  # properties of one component
LONGEST_DEFAULT = 400  # characters; a longer one is a table of data

_TYPES = frozenset({"String", "Number", "Boolean", "Object", "Array", "Function", "Date"})

#: The grammar gets what stands behind ``as`` wrong where dots and brackets follow each other.
_CAST = re.compile(rb"(" + b"|".join(each.encode() for each in sorted(_TYPES)) + rb")\s+as\b")
_LITERALS = frozenset({"false", "null", "number", "string", "true"})


class Properties(NamedTuple):
    properties: tuple[Property, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()  # further ones are the entries of these
    complete: bool = True


def read_properties(evaluation: Evaluation, where: Resolved | Node | None) -> Properties:
    found: dict[str, Property] = {}
    elsewhere: list[Elsewhere] = []
    complete = True
    for entry in evaluation.entries(where):
        if entry.name is not None and len(found) < MOST:
            found[entry.name] = _property(evaluation, entry, entry.name)
        elif entry.elsewhere is not None:
            elsewhere.append(entry.elsewhere)
        else:
            complete = False
    return Properties(tuple(found.values()), tuple(elsewhere), complete)


def is_declaration(evaluation: Evaluation, entry: Entry) -> bool:
    """Whether an entry of some object looks like that of a property."""
    value = evaluation.resolved(entry.value).node
    if value is None:
        return False
    if value.type == "object":
        names = {each.name for each in evaluation.entries(Resolved(value))}
        return bool(names & {"type", "optionalTypes"}) and None not in names
    return value.type == "identifier" and evaluation.tree.text(value) in _TYPES


def _property(evaluation: Evaluation, entry: Entry, name: str) -> Property:
    value = evaluation.resolved(entry.value).node
    begins = 1 if entry.node is None else line(entry.node)
    if value is None or value.type != "object":
        return Property(name, _type(evaluation, entry.value), None, entry.description, begins)
    fields = {each.name: each for each in evaluation.entries(Resolved(value)) if each.name}
    initial = fields.get("value") or fields.get("default")
    return Property(
        name=name,
        type=_types(evaluation, fields),
        default=None if initial is None else _default(evaluation, initial),
        description=entry.description,
        line=begins,
    )


def _types(evaluation: Evaluation, fields: dict[str, Entry]) -> str | None:
    """``String | Number``; ``None`` where any type will do."""
    declared = fields.get("type")
    first = None if declared is None else _type(evaluation, declared.value)
    if declared is not None and first is None:
        return None  # null: any type
    others = fields.get("optionalTypes")
    further = None if others is None else _type(evaluation, others.value)
    names = [name for text in (first, further) if text for name in text.split(" | ")]
    return " | ".join(dict.fromkeys(names)) or None


def _type(evaluation: Evaluation, node: Node | None) -> str | None:
    value = evaluation.resolved(node).node
    cast = None if node is None else _CAST.match(evaluation.tree.data, node.start_byte)
    if cast is not None:
        return cast[1].decode()
    if value is None:
        return None
    if value.type == "array":
        parts = [_type(evaluation, each) for each in value.named_children if each.type != "comment"]
        known = [part for part in parts if part is not None]
        return " | ".join(dict.fromkeys(known)) if known and len(known) == len(parts) else None
    text = evaluation.tree.text(value) if value.type == "identifier" else ""
    return text if text in _TYPES else None


def _default(evaluation: Evaluation, initial: Entry) -> str | None:
    node = initial.value
    if node is None or node.type == "method_definition":
        return None
    if node.type in ("identifier", "shorthand_property_identifier", "member_expression"):
        known = evaluation.resolved(node).node
        node = known if known is not None and known.type in _LITERALS else node
    return written(evaluation, node, LONGEST_DEFAULT)


def written(evaluation: Evaluation, node: Node, longest: int) -> str | None:
    """The source text of an expression, ``None`` if it is longer than ``longest`` bytes."""
    return evaluation.tree.text(node) if node.end_byte - node.start_byte <= longest else None
