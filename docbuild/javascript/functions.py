"""Functions and classes as they are declared."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from docbuild.javascript.tree import Tree

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
CLASSES = frozenset({"abstract_class_declaration", "class", "class_declaration"})
MOST_PARAMETERS = 20
LONGEST_PARAMETER = 200  # characters; a longer one is shown as its beginning would mislead


def parameters(tree: Tree, function: Node) -> tuple[str, ...]:
    """As written, each with its default or its dots, and without types."""
    nodes = parameter_nodes(function)[:MOST_PARAMETERS]
    return tuple(_written(tree, node) for node in nodes)


def parameter_nodes(function: Node) -> list[Node]:
    single = function.child_by_field_name("parameter")
    if single is not None:
        return [single]
    found = function.child_by_field_name("parameters")
    given = [] if found is None else found.named_children
    return [node for node in given if node.type != "comment" and not _is_this(node)]


def _is_this(node: Node) -> bool:
    """``this: Type`` of TypeScript is no parameter."""
    pattern = node.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "this"


def pattern(parameter: Node) -> Node:
    """The name or the braces of a parameter, without its type and default."""
    inner = parameter.child_by_field_name("pattern") or parameter
    return inner.child_by_field_name("left") or inner


def _written(tree: Tree, node: Node) -> str:
    name, value = node.child_by_field_name("pattern"), node.child_by_field_name("value")
    text = tree.text(node if name is None else name)
    if value is not None:
        text += f" = {tree.text(value)}"
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_PARAMETER else "…"


def is_async(function: Node) -> bool:
    return any(child.type == "async" for child in function.children[:3])


def is_accessor(method: Node) -> bool:
    return any(child.type in ("get", "set") for child in method.children[:3])


def public_methods(tree: Tree, class_: Node) -> Iterator[tuple[str, Node]]:
    """The methods that an instance of a class has for everybody, by name."""
    body = class_.child_by_field_name("body")
    for node in [] if body is None else body.named_children:
        name = node.child_by_field_name("name")
        if node.type != "method_definition" or name is None or name.type != "property_identifier":
            continue
        marks = {child.type for child in node.children[:4]} | {
            tree.text(child)
            for child in node.children[:2]
            if child.type == "accessibility_modifier"
        }
        written = tree.text(name)
        if not marks & {"static", "private", "protected"} and written != "constructor":
            yield written, node
