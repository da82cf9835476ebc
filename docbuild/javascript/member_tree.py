"""What ``members`` says, found in a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from docbuild.javascript.member import Member
from docbuild.javascript.strings import string_value
from docbuild.javascript.syntax import Language
from docbuild.javascript.tree import Tree
from docbuild.source import Span


class _Plugin(NamedTuple):
    """What ``requirePlugin`` gives; ``span`` is that of the alias within its quotes."""

    alias: str
    span: Span


_LONGEST = len("wx.requirePlugin.async")
#: The child of a member that the member itself tells of, and that of what is only written to.
_PARTS = {"member_expression": "object", "assignment_expression": "left"}
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function"})


def members(text: str, language: Language) -> tuple[Member, ...]:
    return tuple(_members(Tree(text, language)))


def _members(tree: Tree) -> Iterator[Member]:
    given: dict[int, _Plugin] = {}  # to functions, by the ids of their nodes
    waiting = [(tree.root, False)]
    while waiting:
        node, is_part = waiting.pop()
        if node.type == "call_expression":
            given.update(_handed_over(tree, node))
        elif node.type == "member_expression" and not is_part:
            yield from _used(tree, node)
        elif node.type in _FUNCTIONS:
            yield from _parameters(tree, node, given.get(node.id))
        else:
            yield from _declared(tree, node)
        part = _PARTS.get(node.type)
        left = None if part is None else node.child_by_field_name(part)
        left_id = None if left is None else left.id
        waiting.extend((child, child.id == left_id) for child in reversed(node.children))


def _declared(tree: Tree, node: Node) -> Iterator[Member]:
    """What ``const a = …``, ``a = …`` or ``function a`` binds."""
    if node.type in ("function_declaration", "class_declaration"):
        yield from _named(tree, node.child_by_field_name("name"), None)
    if node.type not in ("variable_declarator", "assignment_expression"):
        return
    sides = ("name", "value") if node.type == "variable_declarator" else ("left", "right")
    name, value = (node.child_by_field_name(side) for side in sides)
    yield from _bound(tree, name, None if value is None else _plugin(tree, value))


def _bound(tree: Tree, name: Node | None, plugin: _Plugin | None) -> Iterator[Member]:
    if name is not None and name.type == "object_pattern":
        if plugin is not None:
            yield from _destructured(tree, name, plugin)
    else:
        yield from _named(tree, name, plugin)


def _named(tree: Tree, name: Node | None, plugin: _Plugin | None) -> Iterator[Member]:
    if name is not None and name.type in ("identifier", "type_identifier"):
        alias, place = (None, None) if plugin is None else plugin
        yield Member(tree.text(name), alias, (), (tree.span(name),), place)


def _destructured(tree: Tree, pattern: Node, plugin: _Plugin) -> Iterator[Member]:
    for child in pattern.named_children:
        key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
        if key.type in ("shorthand_property_identifier_pattern", "property_identifier"):
            yield Member("", plugin.alias, (tree.text(key),), (tree.span(key),), plugin.span)


def _parameters(tree: Tree, function: Node, plugin: _Plugin | None) -> Iterator[Member]:
    """What a function binds; ``plugin`` is its first argument."""
    alone = function.child_by_field_name("parameter")
    listed = function.child_by_field_name("parameters")
    parameters = [alone] if alone is not None else [] if listed is None else listed.named_children
    for parameter in parameters:
        name = parameter.child_by_field_name("pattern") or parameter
        yield from _bound(tree, name, plugin)
        plugin = None


def _handed_over(tree: Tree, call: Node) -> Iterator[tuple[int, _Plugin]]:
    """The function in ``requirePlugin.async("a").then(plugin => …)``, and what it is given."""
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if callee is None or arguments is None or callee.type != "member_expression":
        return
    owner, name = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    if owner is None or name is None or tree.text(name) != "then":
        return
    plugin = _called_plugin(tree, owner, asynchronous=True)
    if plugin is not None:
        yield from ((argument.id, plugin) for argument in arguments.named_children[:1])


def _plugin(tree: Tree, value: Node) -> _Plugin | None:
    """The plugin that ``value`` is, ``None`` where it is none for certain."""
    while value.type in ("parenthesized_expression", "as_expression") and value.named_children:
        value = value.named_children[0]
    if value.type == "await_expression" and value.named_children:
        return _called_plugin(tree, value.named_children[0], asynchronous=True)
    return _called_plugin(tree, value, asynchronous=False)


def _called_plugin(tree: Tree, call: Node, *, asynchronous: bool) -> _Plugin | None:
    if call.type != "call_expression":
        return None
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    wanted = "requirePlugin.async" if asynchronous else "requirePlugin"
    if callee is None or arguments is None or callee.end_byte - callee.start_byte > _LONGEST:
        return None
    if tree.text(callee).removeprefix("wx.") != wanted:
        return None
    first = next(iter(arguments.named_children), None)
    alias = None if first is None else string_value(tree, first)
    if first is None or alias is None:
        return None
    start, end = tree.span(first)
    return _Plugin(alias, Span(start + 1, end - 1))


def _used(tree: Tree, node: Node) -> Iterator[Member]:
    names: list[Node] = []
    owner: Node | None = node
    while owner is not None and owner.type == "member_expression":
        name = owner.child_by_field_name("property")
        names.extend([] if name is None else [name])
        owner = owner.child_by_field_name("object")
    if owner is None or not names:
        return
    names.reverse()
    texts, spans = tuple(map(tree.text, names)), tuple(map(tree.span, names))
    if owner.type == "identifier":
        yield Member(tree.text(owner), None, texts, spans)
    elif (plugin := _plugin(tree, owner)) is not None:
        yield Member("", plugin.alias, texts, spans, plugin.span)
