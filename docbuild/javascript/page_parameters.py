"""What a page reads from the query that it is opened with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from docbuild.javascript.evaluation import Entry, Evaluation
from docbuild.javascript.functions import FUNCTIONS, parameter_nodes, pattern
from docbuild.javascript.scope import pattern_names
from docbuild.javascript.strings import string_value
from docbuild.javascript.tree import Places, Tree

MOST = 100

_NO_PARAMETERS = frozenset({"hasOwnProperty", "toString"})


def parameters_of(evaluation: Evaluation, fields: Mapping[str, Entry]) -> tuple[str, ...]:
    """The names by ``onLoad`` among the options of a page, or among a component's methods."""
    entry = fields.get("onLoad")
    if entry is None and "methods" in fields:
        entry = evaluation.fields(fields["methods"].value).get("onLoad")
    function = None if entry is None else evaluation.resolved(entry.value).node
    if function is None or function.type not in FUNCTIONS:
        return ()
    given = parameter_nodes(function)
    names = _names(evaluation.tree, function, pattern(given[0])) if given else iter(())
    return tuple(dict.fromkeys(name for name in names if name))[:MOST]


def _names(tree: Tree, function: Node, parameter: Node) -> Iterator[str]:
    if parameter.type == "object_pattern":
        yield from (key for key, _ in pattern_names(tree, parameter) if key is not None)
    elif parameter.type == "identifier":
        name = tree.text(parameter)
        body = function.child_by_field_name("body")
        places = Places.of(
            tree, re.compile(rb"(?<![\w$.])" + re.escape(name.encode()) + rb"(?![\w$])")
        )
        for node in places.around(body) if body is not None else ():
            yield from _read_from(tree, node, name)


def _read_from(tree: Tree, node: Node, name: str) -> Iterator[str]:
    """The keys that one expression reads from what is called ``name``."""
    if node.type in ("member_expression", "subscript_expression"):
        owner = node.child_by_field_name("object")
        key = node.child_by_field_name("property") or node.child_by_field_name("index")
        if owner is None or key is None or owner.type != "identifier" or tree.text(owner) != name:
            return
        dotted = node.type == "member_expression"
        text = tree.text(key) if dotted else string_value(tree, key)
        if text and text not in _NO_PARAMETERS:
            yield text
    elif node.type == "variable_declarator":
        value, taken = node.child_by_field_name("value"), node.child_by_field_name("name")
        if value is None or taken is None or tree.text(value) != name:
            return
        if taken.type == "object_pattern":
            yield from (key for key, _ in pattern_names(tree, taken) if key is not None)
