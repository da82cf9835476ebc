"""Whether an object of the top level may get members that no statement there shows.

What is not known to leave an object alone changes it. Code that runs later is no matter of
its own: a member set by a function that users call is set when they have read the document.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from tree_sitter import Node

from docbuild.javascript.functions import FUNCTIONS
from docbuild.javascript.tree import Tree
from docbuild.javascript.uses import TOP, Uses, is_field, is_in

DEEPEST = 20  # objects in objects, each with a name of its own

_MEMBERS = frozenset({"member_expression", "subscript_expression"})
_TRANSPARENT = frozenset(
    {
        "as_expression",
        "await_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
        "type_assertion",
    }
)
#: Where a member is written to that stands in the field, or anywhere in it.
_TARGETS: dict[str, str | None] = {
    "array_pattern": None,
    "assignment_expression": "left",
    "assignment_pattern": "left",
    "augmented_assignment_expression": "left",
    "for_in_statement": "left",
    "object_assignment_pattern": "left",
    "pair_pattern": "value",
    "rest_pattern": None,
    "update_expression": None,
}
#: Where a value goes no further.
_ENDS = frozenset(
    {
        "binary_expression",
        "call_expression",  # as what is called
        "class_heritage",
        "do_statement",
        "export_specifier",
        "export_statement",
        "expression_statement",
        "extends_clause",
        "for_in_statement",
        "if_statement",
        "new_expression",
        "object",  # as {name}
        "pair",
        "parenthesized_expression",
        "sequence_expression",
        "spread_element",
        "subscript_expression",  # as the index
        "switch_statement",
        "template_substitution",
        "ternary_expression",
        "type_query",
        "unary_expression",
        "while_statement",
    }
)
_HOLDING = _MEMBERS | {"assignment_expression"}
_FLOWING = frozenset({"||", "&&", "??"})
_WRITING = re.compile(
    r"(?:^|[._])(?:assign|defineProperty|defineProperties|extends?|merge|mixin|set|setPrototypeOf)$"
)
_HARMLESS = re.compile(
    r"(?:Object|JSON|Array|Math|Number|String|Promise|console|wx|swan|my)\.\w+"
    r"|String|Number|Boolean|parseInt|parseFloat|isNaN|structuredClone|require"
    r"|[\w$.]*(?:interop|__import|__toESM)[\w$]*"
    r"|(?:[\w$]*\.)?\w*(?:Component|Page|Behavior|Mixin)(?:With\w+)?|defineComponent|App"
)
_EXPORTS = re.compile(rb"(?:module\s*\.\s*)?exports\b")
_SETS_THIS = re.compile(r"\bthis\s*(?:\.\s*[\w$]+|\[[^\]\n]*\])\s*=(?!=)")


class Change(NamedTuple):
    """``written``: something in the text writes to a member; ``deeply``: to one of a member.
    ``handed``: something that may write gets hold of the object."""

    written: bool = False
    deeply: bool = False
    handed: bool = False


_ANY = Change(True, True, True)


class Changes:
    """``understood`` are the ids of assignments that are counted already.

    ``by`` takes nodes that ``uses`` gave, and those above them.
    """

    def __init__(self, tree: Tree, understood: set[int]) -> None:
        self._tree = tree
        self._understood = understood
        self.uses = Uses(tree)
        self._known: dict[str, Change] = {}
        self._depth = 0

    def of(self, name: str) -> Change:
        """What may happen to the object that a name of the top level stands for."""
        if name not in self._known:
            if self._depth > DEEPEST:
                return _ANY
            self._known[name] = Change()  # names may lead to each other
            self._depth += 1
            self._known[name] = self._joined(name)
            self._depth -= 1
        return self._known[name]

    def _joined(self, name: str) -> Change:
        uses = self.uses.of(name)
        if uses is None:
            return _ANY
        written = deeply = handed = False
        for use in uses:
            change = self.by(use)
            written |= change.written
            deeply |= change.deeply
            handed |= change.handed
            if written and deeply and handed:
                break
        return Change(written, deeply, handed)

    def by(self, use: Node) -> Change:
        """What happens at one place to the object that ``use`` stands for there."""
        members, node, parent = 0, use, self.uses.parent(use)
        while parent is not None:
            if parent.type in _MEMBERS and is_field(node, parent, "object"):
                members += 1
                if self._is_prototype(parent):
                    return Change()
            elif parent.type not in _TRANSPARENT:
                break
            node, parent = parent, self.uses.parent(parent)
        if parent is None:
            return Change()
        if members:
            return self._through_member(node, parent, members)
        return self._whole(node, parent)

    def _is_prototype(self, node: Node) -> bool:
        """``Class.prototype``: what is set there becomes no member of the function itself."""
        key = node.child_by_field_name("property")
        return key is not None and self._tree.text(key) == "prototype"

    def _through_member(self, node: Node, parent: Node, members: int) -> Change:
        if is_in(node, parent, _TARGETS) and parent.id not in self._understood:
            return Change(written=True, deeply=members > 1)
        if parent.type == "call_expression" and self._sets_this and not self._is_later(parent):
            return Change(handed=True)
        return Change()

    @cached_property
    def _sets_this(self) -> bool:
        """Whether any function sets a member of what it is a method of."""
        return _SETS_THIS.search(self._tree.code) is not None

    def _whole(self, node: Node, parent: Node | None) -> Change:
        """What happens where the object itself is used, not one of its members."""
        while parent is not None:
            if is_in(node, parent, _TARGETS):
                return Change(written=True)
            if parent.type == "arguments":
                return self._as_argument(node, parent)
            if parent.type in ("object", "pair", "array"):
                return self._inside(parent)
            flows = parent.type in _TRANSPARENT or _flows(node, parent)
            if not flows and not self._is_exported(node, parent):
                break
            node, parent = parent, self.uses.parent(parent)
        if parent is None:
            return Change()
        if parent.type == "variable_declarator":
            return self._declared(node, parent)
        if parent.type in ("internal_module", "module"):  # a namespace of the same name
            return Change(written=True)
        return Change(handed=not self._ends(node, parent))

    def _declared(self, node: Node, declarator: Node) -> Change:
        """``let name = …`` and ``let … = name``; taking some members out does no harm."""
        if not is_field(node, declarator, "value"):
            around = list(self.uses.above(declarator))[1:2]
            return Change(written=any(each.type not in TOP for each in around))
        name = declarator.child_by_field_name("name")
        return Change(handed=name is None or name.type != "object_pattern")

    def _is_exported(self, node: Node, parent: Node) -> bool:
        """``exports.name = value``, which gives the value on."""
        if parent.type != "assignment_expression":
            return False
        left = parent.child_by_field_name("left")
        return left is not None and _EXPORTS.match(self._tree.data, left.start_byte) is not None

    def _ends(self, node: Node, parent: Node) -> bool:
        if parent.type in _ENDS or parent.type.endswith(("_type", "_clause", "_identifier")):
            return True
        named = ("_declaration", "import_specifier", "namespace_import", "signature")
        return parent.type.endswith(named) and not is_field(node, parent, "value")

    def _as_argument(self, node: Node, arguments: Node) -> Change:
        call = self.uses.parent(arguments)
        callee = call and (
            call.child_by_field_name("function") or call.child_by_field_name("constructor")
        )
        text = "" if callee is None else self._tree.text(callee)[-80:]
        given = [child.id for child in arguments.named_children if child.type != "comment"]
        if _WRITING.search(text):
            return Change(written=given[:1] == [node.id])
        return Change(handed=_HARMLESS.fullmatch(text) is None)

    def _inside(self, node: Node) -> Change:
        """The object as a part of another: who has that may write to it."""
        is_array = node.type == "array"
        holder = self.uses.parent(node)
        while holder is not None and holder.type in ("object", "pair", "array"):
            node, holder = holder, self.uses.parent(holder)
        if holder is None or holder.type != "variable_declarator":
            return Change(handed=is_array and holder is not None and holder.type in _HOLDING)
        name = holder.child_by_field_name("name")
        if is_array or name is None or name.type != "identifier":
            return Change(handed=True)
        change = self.of(self._tree.text(name))
        return Change(handed=change.deeply or change.handed)

    def _is_later(self, node: Node) -> bool:
        """Whether a place is in a function, so that it is not reached when the module is."""
        return any(each.type in FUNCTIONS for each in self.uses.above(node))


def _flows(node: Node, parent: Node) -> bool:
    """Whether the value of an expression may be that of the one around it."""
    if parent.type == "ternary_expression":
        return not is_field(node, parent, "condition")
    if parent.type == "sequence_expression":
        return parent.named_children[-1].id == node.id
    operator = parent.child_by_field_name("operator")
    if parent.type != "binary_expression" or operator is None or operator.type not in _FLOWING:
        return False
    return operator.type != "&&" or is_field(node, parent, "right")
