"""Whether a module may export more than the statements of its top level show."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from docbuild.javascript.changes import Changes
from docbuild.javascript.tree import Tree


def may_gain_exports(
    tree: Tree, changes: Changes, is_understood: Callable[[int], bool], is_es: bool
) -> bool:
    """Whether something may be added to ``exports`` that ``is_understood`` does not cover.

    That takes an offset in bytes. In a module that exports by statements ``this`` is nothing.
    """
    uses = [
        _module_uses(tree, changes, is_understood),
        changes.uses.of("exports") if b"exports" in tree.data else [],
        [] if is_es else changes.uses.of_this(),
    ]
    return any(
        each is None
        or any(any(changes.by(use)) for use in each if not is_understood(use.start_byte))
        for each in uses
    )


def _module_uses(
    tree: Tree, changes: Changes, is_understood: Callable[[int], bool]
) -> list[Node] | None:
    """What is made of ``module`` in places that are not understood; ``None`` for anything."""
    uses = changes.uses.of("module") if b"module" in tree.data else []
    found: list[Node] = []
    for use in uses or []:
        above = changes.uses.parent(use)
        if above is None or is_understood(use.start_byte):
            continue
        if above.type == "variable_declarator":  # const { exports } = module
            return None
        found.append(above if is_module_exports(tree, above) else use)
    return None if uses is None else found


def is_module_exports(tree: Tree, node: Node) -> bool:
    """``module.exports``, however it is written."""
    owner = node.child_by_field_name("object")
    key = node.child_by_field_name("property") or node.child_by_field_name("index")
    if owner is None or key is None or tree.text(owner) != "module":
        return False
    return tree.text(key).strip("'\"") == "exports"
