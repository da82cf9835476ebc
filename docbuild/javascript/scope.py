"""The names at the top level of a module, and what each is bound to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from docbuild.javascript.changes import Changes
from docbuild.javascript.facts import Elsewhere
from docbuild.javascript.strings import string_value
from docbuild.javascript.tree import Tree

_DECLARATIONS = ("lexical_declaration", "variable_declaration")
NAMED = (
    "abstract_class_declaration",
    "class_declaration",
    "enum_declaration",
    "function_declaration",
    "generator_function_declaration",
)


class Binding(NamedTuple):
    """``path`` leads from what ``node`` or ``elsewhere`` stands for to what the name means."""

    node: Node | None
    path: tuple[str, ...] = ()
    elsewhere: Elsewhere | None = None


class Scope:
    """``additions`` are the members that statements of the top level give a name's object."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.bindings: dict[str, Binding] = {}
        self.additions: defaultdict[str, list[tuple[str, Node]]] = defaultdict(list)
        understood: set[int] = set()
        self.changes = Changes(tree, understood)
        for statement in tree.root.named_children:
            self.bindings.update(_bound(tree, statement))
            understood.update(self._add(statement))

    def _add(self, statement: Node) -> Iterator[int]:
        """Note ``name.member = value``, and give the id of the assignment."""
        inner = statement.named_child(0) if statement.type == "expression_statement" else None
        if inner is None or inner.type != "assignment_expression":
            return
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if left is None or right is None or left.type != "member_expression":
            return
        owner, name = left.child_by_field_name("object"), left.child_by_field_name("property")
        if owner is not None and name is not None and owner.type == "identifier":
            self.additions[self._tree.text(owner)].append((self._tree.text(name), right))
            yield inner.id

    def is_open(self, name: str) -> bool:
        """Whether anything but the statements of the top level may change what a name means."""
        change = self.changes.of(name)
        return change.written or change.handed

    def is_written(self, name: str) -> bool:
        """Whether a member is visibly set elsewhere: what functions go through is no matter."""
        return self.changes.of(name).written


def _bound(tree: Tree, statement: Node) -> Iterator[tuple[str, Binding]]:
    if statement.type == "export_statement":
        declaration = statement.child_by_field_name("declaration")
        if declaration is not None:
            yield from _bound(tree, declaration)
    elif statement.type in _DECLARATIONS:
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator":
                yield from _declared(tree, declarator)
    elif statement.type in NAMED:
        name = statement.child_by_field_name("name")
        if name is not None:
            yield tree.text(name), Binding(statement)
    elif statement.type == "import_statement":
        yield from _imported(tree, statement)


def _declared(tree: Tree, declarator: Node) -> Iterator[tuple[str, Binding]]:
    name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
    if name is None:
        return
    if name.type == "identifier":
        yield tree.text(name), Binding(value)
    elif name.type == "object_pattern":
        for key, local in pattern_names(tree, name):
            yield local, Binding(value, (key,)) if key is not None else Binding(None)


def pattern_names(tree: Tree, pattern: Node) -> Iterator[tuple[str | None, str]]:
    """The keys that an object pattern takes apart, each with the name it gives to the value.

    A key of ``None`` is one that cannot be told, as behind dots.
    """
    for part in pattern.named_children:
        if part.type == "object_assignment_pattern":
            part = part.child_by_field_name("left") or part
        if part.type == "shorthand_property_identifier_pattern":
            yield tree.text(part), tree.text(part)
        elif part.type == "pair_pattern":
            yield from _pair_names(tree, part)
        elif part.type == "rest_pattern" and part.named_child_count:
            yield None, tree.text(part.named_children[0])


def _pair_names(tree: Tree, pair: Node) -> Iterator[tuple[str | None, str]]:
    key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
    if key is None or value is None:
        return
    if value.type == "assignment_pattern":
        value = value.child_by_field_name("left") or value
    local = tree.text(value) if value.type == "identifier" else ""
    yield key_name(tree, key), local


def key_name(tree: Tree, key: Node) -> str | None:
    """The name that a key of an object is, ``None`` where it is computed."""
    if key.type in ("property_identifier", "identifier", "number"):
        return tree.text(key)
    if key.type == "computed_property_name" and key.named_child_count:
        return string_value(tree, key.named_children[0])
    return string_value(tree, key)


def _imported(tree: Tree, statement: Node) -> Iterator[tuple[str, Binding]]:
    source = statement.child_by_field_name("source")
    module = None if source is None else string_value(tree, source)
    for clause in statement.named_children:
        if clause.type == "import_require_clause":
            yield from _required(tree, clause)
        elif clause.type == "import_clause" and module is not None:
            for local, path in _import_names(tree, clause):
                yield local, Binding(None, (), Elsewhere(module, path))


def _required(tree: Tree, clause: Node) -> Iterator[tuple[str, Binding]]:
    """``import name = require('module')`` of TypeScript."""
    source = clause.child_by_field_name("source")
    module = None if source is None else string_value(tree, source)
    if module is not None and clause.named_child_count:
        yield tree.text(clause.named_children[0]), Binding(None, (), Elsewhere(module))


def _import_names(tree: Tree, clause: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in clause.named_children:
        if part.type == "identifier":
            yield tree.text(part), ("default",)
        elif part.type == "namespace_import" and part.named_child_count:
            yield tree.text(part.named_children[0]), ()
        elif part.type == "named_imports":
            for each in part.named_children:
                name = each.child_by_field_name("name")
                local = each.child_by_field_name("alias") or name
                if name is not None and local is not None:
                    yield tree.text(local), (string_value(tree, name) or tree.text(name),)
