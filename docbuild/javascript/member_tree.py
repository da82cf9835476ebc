"""What ``members`` says, found in a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from docbuild.javascript.member import Member
from docbuild.javascript.strings import string_value
from docbuild.javascript.syntax import Language
from docbuild.javascript.tree import Tree, descendants
from docbuild.source import Span


class _Plugin(NamedTuple):
    """What ``requirePlugin`` gives; ``span`` is that of the alias within its quotes."""

    alias: str
    span: Span


_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function"})


def members(text: str, language: Language) -> tuple[Member, ...]:
    return tuple(_members(Tree(text, language)))


def _members(tree: Tree) -> Iterator[Member]:
    for node in descendants(tree.root):
        if node.type in ("variable_declarator", "assignment_expression"):
            yield from _declared(tree, node)
        elif node.type == "member_expression" and not _is_owner(node):
            yield from _used(tree, node)
        elif node.type in ("function_declaration", "class_declaration"):
            yield from _named(tree, node.child_by_field_name("name"), None)
        elif node.type in _FUNCTIONS:
            yield from _parameters(tree, node)


def _declared(tree: Tree, node: Node) -> Iterator[Member]:
    """What ``const a = …`` or ``a = …`` binds."""
    sides = ("name", "value") if node.type == "variable_declarator" else ("left", "right")
    name, value = (node.child_by_field_name(side) for side in sides)
    plugin = None if value is None else _plugin(tree, value)
    yield from _bound(tree, name, plugin)


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


def _parameters(tree: Tree, function: Node) -> Iterator[Member]:
    """What a function binds: ``requirePlugin.async("a").then(plugin => …)`` hands over a plugin."""
    given = function.child_by_field_name("parameter")
    listed = function.child_by_field_name("parameters")
    parameters = [given] if given is not None else [] if listed is None else listed.named_children
    for index, parameter in enumerate(parameters):
        plugin = _handed_over(tree, function) if index == 0 else None
        name = parameter.child_by_field_name("pattern") or parameter
        yield from _bound(tree, name, plugin)


def _handed_over(tree: Tree, function: Node) -> _Plugin | None:
    arguments = function.parent
    call = None if arguments is None or arguments.type != "arguments" else arguments.parent
    callee = None if call is None else call.child_by_field_name("function")
    if callee is None or callee.type != "member_expression":
        return None
    owner, name = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    is_then = name is not None and tree.text(name) == "then"
    return None if owner is None or not is_then else _called_plugin(tree, owner, asynchronous=True)


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
    if callee is None or arguments is None or tree.text(callee).removeprefix("wx.") != wanted:
        return None
    first = next(iter(arguments.named_children), None)
    alias = None if first is None else string_value(tree, first)
    if first is None or alias is None:
        return None
    start, end = tree.span(first)
    return _Plugin(alias, Span(start + 1, end - 1))


def _is_owner(node: Node) -> bool:
    """Whether a member is asked of this member: then that one tells of both."""
    parent = node.parent
    if parent is None or parent.type != "member_expression":
        return False
    owner = parent.child_by_field_name("object")
    return owner is not None and owner.id == node.id


def _used(tree: Tree, node: Node) -> Iterator[Member]:
    names: list[Node] = []
    owner: Node | None = node
    while owner is not None and owner.type == "member_expression":
        name = owner.child_by_field_name("property")
        if name is not None:
            names.insert(0, name)
        owner = owner.child_by_field_name("object")
    if owner is None or not names or _is_given(node):
        return
    texts, spans = tuple(map(tree.text, names)), tuple(map(tree.span, names))
    if owner.type == "identifier":
        yield Member(tree.text(owner), None, texts, spans)
    elif (plugin := _plugin(tree, owner)) is not None:
        yield Member("", plugin.alias, texts, spans, plugin.span)


def _is_given(node: Node) -> bool:
    """Whether the member is written to."""
    parent = node.parent
    if parent is None or parent.type != "assignment_expression":
        return False
    left = parent.child_by_field_name("left")
    return left is not None and left.id == node.id
