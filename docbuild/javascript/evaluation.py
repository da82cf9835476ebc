"""What the expressions of a module stand for, as far as its own text tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from docbuild.javascript.comments import descriptions
from docbuild.javascript.facts import Elsewhere
from docbuild.javascript.scope import Binding, Scope, key_name
from docbuild.javascript.strings import string_value
from docbuild.javascript.tree import Tree

MOST_STEPS = 20_000  # nodes that are followed in one module: definitions may multiply
DEEPEST = 40  # names that lead to names, objects in objects

_WRAPPERS = frozenset(
    {
        "as_expression",
        "await_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
    }
)
_MERGING = frozenset({"Object.assign", "_extends", "__assign", "_objectSpread", "assign", "extend"})
_SAME = frozenset({"Object.freeze", "Object.seal", "defineComponent"})
_INTEROP = ("interopRequire", "__import", "__toESM", "_interop")  # of Babel, TypeScript, esbuild


class Resolved(NamedTuple):
    """Where an expression leads: a node that is no name, or a thing of another module.

    Neither, where that cannot be told. ``name`` is that of the top level which was followed
    last; its object may have further members.
    """

    node: Node | None = None
    elsewhere: Elsewhere | None = None
    name: str | None = None


class Entry(NamedTuple):
    """An entry of an object. Without a name: a spread of ``elsewhere``, or what is not known.

    ``node`` is where it stands; ``value`` is the method itself for a method.
    """

    name: str | None
    node: Node | None = None
    value: Node | None = None
    elsewhere: Elsewhere | None = None
    description: str | None = None


_UNKNOWN = Entry(None)


class Evaluation:
    """Over one module. Never recurses deeper than ``DEEPEST``."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.scope = Scope(tree)
        self._steps = 0
        self._known: dict[int, list[Entry]] = {}

    def resolved(self, node: Node | None, depth: int = 0) -> Resolved:
        """Follow names, members, ``require`` and what only wraps an expression."""
        self._steps += 1
        if node is None or depth > DEEPEST or self._steps > MOST_STEPS:
            return Resolved()
        if node.type in _WRAPPERS:
            return self.resolved(_first(node), depth + 1)
        if node.type == "type_assertion":
            return self.resolved(node.named_children[-1], depth + 1)
        if node.type in ("identifier", "shorthand_property_identifier"):
            return self._named(node, depth)
        if node.type in ("member_expression", "subscript_expression"):
            return self._member(node, depth)
        if node.type == "call_expression":
            return self._called(node, depth)
        if node.type == "assignment_expression":
            return self.resolved(node.child_by_field_name("right"), depth + 1)
        return Resolved(node)

    def _named(self, node: Node, depth: int) -> Resolved:
        name = self.tree.text(node)
        binding = self.scope.bindings.get(name)
        if binding is None:
            return Resolved(node)  # a global: String, undefined
        found = self._bound(binding, depth)
        return found if found.name is not None or binding.path else found._replace(name=name)

    def _bound(self, binding: Binding, depth: int) -> Resolved:
        if binding.elsewhere is not None:
            return Resolved(None, binding.elsewhere)
        found = self.resolved(binding.node, depth + 1)
        for name in binding.path:
            found = self.member(found, name, depth + 1)
        return found

    def _member(self, node: Node, depth: int) -> Resolved:
        owner = self.resolved(node.child_by_field_name("object"), depth + 1)
        index = node.child_by_field_name("property") or node.child_by_field_name("index")
        if index is None:
            return Resolved()
        known = node.type == "member_expression"
        name = self.tree.text(index) if known else string_value(self.tree, index)
        return Resolved() if name is None else self.member(owner, name, depth + 1)

    def member(self, owner: Resolved, name: str, depth: int = 0) -> Resolved:
        """What stands under ``name`` in the object that ``owner`` is."""
        if owner.elsewhere is not None:
            module, path = owner.elsewhere
            return Resolved(None, Elsewhere(module, (*path, name)))
        if owner.node is None or depth > DEEPEST:
            return Resolved()
        found = Resolved()
        for entry in self.entries(owner, depth + 1):
            if entry.name == name:
                found = self.resolved(entry.value, depth + 1)
        return found

    def _called(self, node: Node, depth: int) -> Resolved:
        arguments = self.arguments(node)
        callee = self.callee(node)
        first = arguments[0] if arguments else None
        if callee == "require" or callee.endswith("__webpack_require__"):
            module = None if first is None else string_value(self.tree, first)
            return Resolved() if module is None else Resolved(None, Elsewhere(module))
        if callee in _SAME and len(arguments) == 1:
            return self.resolved(first, depth + 1)
        if any(mark in callee for mark in _INTEROP) and first is not None:
            return self.resolved(first, depth + 1)  # what is wanted is read as its .default
        return Resolved(node)

    def callee(self, call: Node) -> str:
        """The name of what is called, with at most one dot; ``""`` where it has none."""
        function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        while function is not None and function.type in ("parenthesized_expression",):
            function = _last(function)  # (0, name)(…), as compilers write
            if function is not None and function.type == "sequence_expression":
                function = _last(function)
        if function is None or function.type not in ("identifier", "member_expression"):
            return ""
        if function.type == "identifier":
            return self.tree.text(function)
        owner = function.child_by_field_name("object")
        name = function.child_by_field_name("property")
        before = self.tree.text(owner) + "." if owner is not None and _is_name(owner) else "."
        return before + (self.tree.text(name) if name is not None else "")

    def arguments(self, call: Node) -> list[Node]:
        found = call.child_by_field_name("arguments")
        if found is None or found.type != "arguments":
            return []
        return [child for child in found.named_children if child.type != "comment"]

    def entries(self, where: Resolved | Node | None, depth: int = 0) -> list[Entry]:
        """The entries of an object in order, those of spreads and of ``Object.assign`` put in."""
        found = where if isinstance(where, Resolved) else self.resolved(where, depth)
        if depth > DEEPEST:
            return [_UNKNOWN]
        if found.elsewhere is not None:
            entries = [Entry(None, elsewhere=found.elsewhere)]
        elif found.node is None:
            entries = [_UNKNOWN]
        else:
            entries = self._remembered(found.node, depth)
        if found.name is None:
            return entries
        added = [Entry(name, value, value) for name, value in self.scope.additions[found.name]]
        return entries + added + ([_UNKNOWN] if self.scope.is_open(found.name) else [])

    def _remembered(self, node: Node, depth: int) -> list[Entry]:
        """The entries of one object, which may be asked for by each of its members."""
        if node.id not in self._known:
            self._known[node.id] = list(self._own_entries(node, depth + 1))
        return self._known[node.id]

    def _own_entries(self, node: Node, depth: int) -> Iterator[Entry]:
        if node.type in ("object", "class_body"):
            said = descriptions(self.tree, node.children)
            for child in node.named_children:
                yield from self._entry(child, said.get(child.id), depth)
        elif self.merges(node):
            for argument in self.arguments(node):
                if argument.type == "spread_element":
                    yield _UNKNOWN
                else:
                    yield from self.entries(argument, depth + 1)
        else:
            yield _UNKNOWN

    def merges(self, node: Node) -> bool:
        """Whether a call makes one object out of its arguments."""
        if node.type != "call_expression":
            return False
        callee = self.callee(node)
        return callee in _MERGING or callee.rpartition(".")[2] in ("assign", "_extends", "__assign")

    def _entry(self, child: Node, said: str | None, depth: int) -> Iterator[Entry]:
        self._steps += 1
        if self._steps > MOST_STEPS:
            yield _UNKNOWN
        elif child.type == "pair":
            key = child.child_by_field_name("key")
            value = child.child_by_field_name("value")
            name = self.key(key)
            yield _UNKNOWN if name == "__proto__" else Entry(name, child, value, None, said)
        elif child.type in ("field_definition", "public_field_definition"):
            key = child.child_by_field_name("name") or child.child_by_field_name("property")
            yield Entry(self.key(key), child, child.child_by_field_name("value"), None, said)
        elif child.type == "method_definition":
            yield Entry(self.key(child.child_by_field_name("name")), child, child, None, said)
        elif child.type == "shorthand_property_identifier":
            yield Entry(self.tree.text(child), child, child, None, said)
        elif child.type == "spread_element":
            yield from self.entries(_first(child), depth + 1)
        elif child.type != "comment":
            yield _UNKNOWN

    def key(self, key: Node | None) -> str | None:
        """The name of an entry; a computed one may be a constant of the module."""
        if key is None:
            return None
        if key.type != "computed_property_name":
            return key_name(self.tree, key)
        names = self.strings(_first(key))
        return names[0] if names is not None and len(names) == 1 else None

    def strings(self, node: Node | None) -> tuple[str, ...] | None:
        """The strings that an expression may stand for, ``None`` where it may be any other."""
        found = self.resolved(node).node
        if found is None:
            return None
        if found.type == "ternary_expression":
            either = self.strings(found.child_by_field_name("consequence"))
            other = self.strings(found.child_by_field_name("alternative"))
            return None if either is None or other is None else either + other
        value = string_value(self.tree, found)
        return None if value is None else (value,)

    def fields(self, node: Node | None) -> dict[str, Entry]:
        """The entries of an object that have a name."""
        return {entry.name: entry for entry in self.entries(node) if entry.name is not None}


def _first(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.type != "comment"), None)


def _last(node: Node) -> Node | None:
    return node.named_children[-1] if node.named_child_count else None


def _is_name(node: Node) -> bool:
    return node.type in ("identifier", "this")
