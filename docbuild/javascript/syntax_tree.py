"""What ``syntax`` says, found in a tree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from docbuild.javascript.strings import string_value
from docbuild.javascript.syntax_facts import (
    MOST_PROBLEMS,
    Language,
    PluginCall,
    PluginFunction,
    SyntaxProblem,
)
from docbuild.javascript.tree import Tree

#: What stands in these does not run when the file is loaded, or it is not sure that it does.
_LATER = frozenset(
    {
        "ERROR",
        "arrow_function",
        "class_body",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)

_CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}"}


def problems(text: str, language: Language) -> tuple[SyntaxProblem, ...]:
    tree = Tree(text, language)
    return tuple(islice(_problems(tree), MOST_PROBLEMS))


def first_problem(tree: Tree) -> tuple[int, int] | None:
    """The line and column of the first problem, from 1."""
    found = next(_problems(tree), None)
    if found is None:
        return None
    before = tree.code[: found.span.start]
    return before.count("\n") + 1, found.span.start - (before.rfind("\n") + 1) + 1


def _problems(tree: Tree) -> Iterator[SyntaxProblem]:
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        if node.is_missing:
            yield SyntaxProblem(tree.span(node), "missing", node.type)
        elif node.type == "ERROR":
            yield _unclosed(tree, node) or SyntaxProblem(tree.span(node), "unexpected")
        elif node.has_error:
            waiting.extend(reversed(node.children))


def _unclosed(tree: Tree, error: Node) -> SyntaxProblem | None:
    """The innermost bracket that was opened in what does not parse, and is not closed there."""
    opened: list[Node] = []
    for child in error.children:
        if child.type in _CLOSING:
            opened.append(child)
        elif opened and child.type == _CLOSING[opened[-1].type]:
            opened.pop()
    if not opened:
        return None
    return SyntaxProblem(tree.span(opened[-1]), "unclosed", _CLOSING[opened[-1].type])


def plugin_calls(text: str, language: Language) -> tuple[PluginCall, ...]:
    return tuple(_plugin_calls(Tree(text, language)))


def _plugin_calls(tree: Tree) -> Iterator[PluginCall]:
    waiting = [(tree.root, True)]
    while waiting:
        node, at_top_level = waiting.pop()
        if node.type == "call_expression":
            call = _plugin_call(tree, node, at_top_level)
            if call is not None:
                yield call
        inside = at_top_level and node.type not in _LATER
        waiting.extend((child, inside) for child in reversed(node.children))


def _plugin_call(tree: Tree, node: Node, at_top_level: bool) -> PluginCall | None:
    function = _plugin_function(tree, node.child_by_field_name("function"))
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None or arguments.type != "arguments":
        return None
    given = next((child for child in arguments.named_children if child.type != "comment"), None)
    return PluginCall(
        function=function,
        argument=None if given is None else string_value(tree, given),
        span=tree.span(node),
        argument_span=None if given is None else tree.span(given),
        at_top_level=at_top_level,
    )


def _plugin_function(tree: Tree, callee: Node | None) -> PluginFunction | None:
    owner, name = _owner_and_name(tree, callee)
    if name == "requirePlugin":
        return "requirePlugin"
    if name == "async" and _owner_and_name(tree, owner)[1] == "requirePlugin":
        return "requirePlugin.async"
    return None


def _owner_and_name(tree: Tree, node: Node | None) -> tuple[Node | None, str | None]:
    """``b`` and what stands before the dot, of ``a.b``; ``b`` alone of ``b``."""
    if node is None or node.type not in ("identifier", "member_expression"):
        return None, None
    if node.type == "identifier":
        return None, tree.text(node)
    name = node.child_by_field_name("property")
    return node.child_by_field_name("object"), None if name is None else tree.text(name)
