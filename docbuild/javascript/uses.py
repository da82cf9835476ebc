"""Where a name of the top level is used in a module, those of inner scopes left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from tree_sitter import Node

from docbuild.javascript.functions import FUNCTIONS
from docbuild.javascript.tree import Places, Tree

MOST_STEPS = 200_000  # nodes that are looked at in one module, 1 µs each
HIGHEST = 200  # nodes above one that are looked at

_NAMES = frozenset(
    {
        "identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "this",
    }
)
#: What stands in a pattern binds, in the field or wherever it stands.
_PATTERNS = {
    "array_pattern": None,
    "assignment_pattern": "left",
    "object_assignment_pattern": "left",
    "object_pattern": None,
    "optional_parameter": "pattern",
    "pair_pattern": "value",
    "required_parameter": "pattern",
    "rest_pattern": None,
}
_WORD = re.compile(rb"[\w$\x80-\xff]+")
_OWN_THIS = FUNCTIONS - {"arrow_function"} | {"class_body"}
TOP = ("program", "export_statement")


class Uses:
    """``parent`` is known for the nodes that were given, and all that is above them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._parents: dict[int, Node] = {}
        self._steps = 0

    def of(self, name: str) -> list[Node] | None:
        """The places where ``name`` stands for that of the top level; ``None`` for too many."""
        nodes = list(self._named(name))
        scopes = {scope.id for scope in map(self._scope, nodes) if scope is not None}
        if self._steps > MOST_STEPS:
            return None
        if scopes:
            nodes = [node for node in nodes if not any(a.id in scopes for a in self.above(node))]
        return nodes

    def of_this(self) -> list[Node] | None:
        """The places where ``this`` is that of the module."""
        nodes = list(self._named("this"))
        found = [node for node in nodes if not any(a.type in _OWN_THIS for a in self.above(node))]
        return None if self._steps > MOST_STEPS else found

    def parent(self, node: Node) -> Node | None:
        return self._parents.get(node.id)

    def above(self, node: Node) -> Iterator[Node]:
        """The nodes around one, from the inside."""
        found = self.parent(node)
        for _ in range(HIGHEST):
            if found is None:
                return
            self._steps += 1
            yield found
            found = self.parent(found)
        self._steps = MOST_STEPS + 1  # then nothing is certain

    def _named(self, name: str) -> Iterator[Node]:
        places = Places(self._words.get(name.encode("utf-8", "replace"), []))
        waiting = self._statements(places)
        while waiting and self._steps <= MOST_STEPS:
            node = waiting.pop()
            if node.type in _NAMES and self._tree.text(node) == name:
                yield node
            self._steps += 1 + node.named_child_count
            for child in node.named_children if self._steps <= MOST_STEPS else ():
                if places.any_in(child):
                    self._parents[child.id] = node
                    waiting.append(child)

    def _statements(self, places: Places) -> list[Node]:
        """The statements of the top level that hold one of the places, in no order."""
        root, starts = self._tree.root, self._starts
        indices = {bisect_right(starts, start) - 1 for start in places.starts}
        found = [root.children[index] for index in indices if index >= 0]
        self._parents.update((node.id, root) for node in found)
        return found

    @cached_property
    def _words(self) -> dict[bytes, list[int]]:
        """Where each word of the text begins, in bytes."""
        found: defaultdict[bytes, list[int]] = defaultdict(list)
        for match in _WORD.finditer(self._tree.data):
            found[match[0]].append(match.start())
        return dict(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [child.start_byte for child in self._tree.root.children]

    def _scope(self, node: Node) -> Node | None:
        """The inner scope in which a name is declared here, ``None`` where it is not."""
        parent = self.parent(node)
        while parent is not None and is_in(node, parent, _PATTERNS):
            node, parent = parent, self.parent(parent)
        if parent is None:
            return None
        above = self.parent(parent)
        if parent.type == "formal_parameters":
            return above
        if parent.type in ("arrow_function", "catch_clause") and is_field(
            node, parent, "parameter"
        ):
            return parent
        if parent.type == "for_in_statement" and is_field(node, parent, "left"):
            return None if parent.child_by_field_name("kind") is None else parent
        if not is_field(node, parent, "name"):
            return None
        if parent.type in ("function_expression", "generator_function", "class"):
            return parent
        return self._scope_of(parent, above)

    def _scope_of(self, declaring: Node, above: Node | None) -> Node | None:
        if declaring.type == "variable_declarator" and above is not None:
            if above.type == "variable_declaration":  # var
                return next((each for each in self.above(above) if each.type in FUNCTIONS), None)
            above = self.parent(above)
        elif not declaring.type.endswith("_declaration"):
            return None
        return None if above is None or above.type in TOP else above


def is_field(node: Node, parent: Node, field: str) -> bool:
    found = parent.child_by_field_name(field)
    return found is not None and found.id == node.id


def is_in(node: Node, parent: Node, fields: dict[str, str | None]) -> bool:
    if parent.type not in fields:
        return False
    field = fields[parent.type]
    return field is None or is_field(node, parent, field)
