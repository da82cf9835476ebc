"""What a module gives to those who require or import it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from tree_sitter import Node

from docbuild.javascript.comments import descriptions
from docbuild.javascript.definitions import Definitions
from docbuild.javascript.evaluation import Evaluation, Resolved
from docbuild.javascript.facts import Elsewhere, Given
from docbuild.javascript.functions import (
    CLASSES,
    FUNCTIONS,
    is_accessor,
    is_async,
    parameters,
    public_methods,
)
from docbuild.javascript.scope import NAMED
from docbuild.javascript.strings import string_value
from docbuild.javascript.tree import line
from docbuild.javascript.unseen_exports import is_module_exports, may_gain_exports

MOST = 1_000  # things that one module gives
DEEPEST = 2  # names in a path: a namespace, and what is in it

_STEPS_TO_STATEMENT = 4  # export, declaration, declarator, and an expression that wraps
#: Declarations of what is not there when the module runs.
_TYPES = frozenset(
    {
        "ambient_declaration",
        "function_signature",
        "interface_declaration",
        "type_alias_declaration",
    }
)
_INNER = frozenset({"arguments", "class_body", "object", "statement_block"})

_Path = tuple[str, ...]
_ASSIGNED = re.compile(
    rb"(?<![\w$.])(?:module\.)?exports(?:\.[\w$]++|\[[^\n=]{0,80}\])*+\s*+=(?!=)"
    rb"|(?:assign|defineProperty|__exportStar|extend)\(\s*(?:module\.)?exports\b"
    rb"|[(,]\s*(?:module\.)?exports\s*[,)]"
)


class Exports:
    """``given`` by path; ``open`` are the paths of objects that may have more members."""

    def __init__(self, evaluation: Evaluation, definitions: Definitions) -> None:
        self._evaluation = evaluation
        self._tree = evaluation.tree
        self._definitions = definitions
        self.given: dict[_Path, Given] = {}
        self.spreads: list[Given] = []
        self.open: set[_Path] = set()
        self._is_marked = self._is_replaced = False
        self._assigned: dict[_Path, Node] = {}
        self._understood: list[tuple[int, int]] = []  # the first byte and the end, ascending
        self._end = len(self._tree.data)
        self._said = descriptions(self._tree, self._tree.root.children)
        for statement in self._tree.root.named_children:
            self._statement(statement)
        if self._has_more():
            self.open.add(())

    def all(self) -> tuple[Given, ...]:
        return (*self.given.values(), *self.spreads)

    @property
    def is_es(self) -> bool:
        """Whether compilers take an import without braces for its default alone.

        They mark what has exports, not what has imports, and the mark goes with the object
        that ``module.exports = {…}`` replaces.
        """
        return self._is_marked and not self._is_replaced

    def _has_more(self) -> bool:
        """Whether something is exported in a place that was not understood, or too much is."""
        starts = (match.start() for match in _ASSIGNED.finditer(self._tree.data))
        if len(self.given) >= MOST or not all(map(self._is_understood, starts)):
            return True
        changes = self._evaluation.scope.changes
        return may_gain_exports(self._tree, changes, self._is_understood, self._is_marked)

    def _is_understood(self, at: int) -> bool:
        index = bisect_right(self._understood, (at, self._end)) - 1
        return index >= 0 and at < self._understood[index][1]

    def _statement(self, statement: Node) -> None:
        if statement.type == "export_statement":
            self._is_marked = True
            self._export(statement)
        elif statement.type == "expression_statement":
            said = self._said.get(statement.id)
            exporting = [self._expression(part, said) for part in _parts(statement)]
            if any(exporting):
                self._understood.append((statement.start_byte, statement.end_byte))

    def _expression(self, node: Node, said: str | None) -> bool:
        """Whether an expression of the top level was one that exports."""
        if node.type == "assignment_expression":
            return self._assignment(node, said)
        return node.type == "call_expression" and self._call(node)

    def _assignment(self, node: Node, said: str | None) -> bool:
        """``module.exports = exports.a = value``."""
        lefts: list[Node | None] = []
        value: Node | None = node
        while value is not None and value.type == "assignment_expression":
            lefts.append(value.child_by_field_name("left"))
            value = value.child_by_field_name("right")
        paths = [path for path in map(self._target, lefts) if path is not None]
        source = self._target(value)
        if value is None or source == ():  # module.exports = exports
            return bool(paths)
        if () in paths and not any(left and is_module_exports(self._tree, left) for left in lefts):
            self.open.add(())  # exports = value, after which exports.a leads nowhere
            return True
        if source is not None:  # module.exports = exports.default
            value = self._assigned.get(source, value)
        for path in paths:
            self._assign(path, value, said)
        if len(paths) < len(lefts):  # module.exports = name = value
            self.open.update(paths)
        return bool(paths)

    def _assign(self, path: _Path, value: Node, said: str | None) -> None:
        if not path:
            self._replace()
        if not _is_void(value) and len(path) <= DEEPEST:
            self._assigned[path] = value
            self._give(path, self._evaluation.resolved(value), value, said)

    def _replace(self) -> None:
        """Forget all: another object takes the place of what had it."""
        self._is_replaced = True
        self.given.clear()
        self.spreads.clear()
        self.open.clear()

    def _target(self, left: Node | None) -> _Path | None:
        """The path below ``module.exports`` that is assigned to; ``None`` for anything else."""
        names: list[str] = []
        while left is not None and left.type in ("member_expression", "subscript_expression"):
            if is_module_exports(self._tree, left):
                return tuple(reversed(names))
            key = left.child_by_field_name("property") or left.child_by_field_name("index")
            if key is None or len(names) > DEEPEST:
                return None
            dotted = left.type == "member_expression"
            name = self._tree.text(key) if dotted else string_value(self._tree, key)
            if name is None:
                return None
            names.append(name)
            left = left.child_by_field_name("object")
        is_exports = left is not None and self._tree.text(left) == "exports"
        return tuple(reversed(names)) if is_exports else None

    def _call(self, call: Node) -> bool:
        """The calls by which people and compilers export."""
        arguments, callee = self._evaluation.arguments(call), self._evaluation.callee(call)
        own = [self._target(each) == () for each in arguments]
        if callee.endswith(("assign", "extend")) and own[:1] == [True]:
            for each in arguments[1:]:
                self._merge((), self._evaluation.resolved(each))
            return True
        if callee.endswith("__exportStar") and own[1:2] == [True]:
            self._merge((), self._evaluation.resolved(arguments[0]))
            return True
        if callee.endswith("defineProperty") and own[:1] == [True] and len(arguments) == 3:
            name = string_value(self._tree, arguments[1])
            if name is not None and name != "__esModule":
                self._add(Given((name,), "value", line=line(call)))
            self._is_marked = self._is_marked or name == "__esModule"
            return name is not None
        return self._copies_keys(call)

    def _copies_keys(self, call: Node) -> bool:
        """``Object.keys(_api).forEach(function (key) { … exports … })``, Babel's ``export *``."""
        function = call.child_by_field_name("function")
        inner = None if function is None else function.child_by_field_name("object")
        if inner is None or inner.type != "call_expression":
            return False
        arguments = self._evaluation.arguments(inner)
        if self._evaluation.callee(inner) != "Object.keys" or not arguments:
            return False
        found = self._evaluation.resolved(arguments[0])
        if found.elsewhere is None or b"exports" not in self._tree.data[slice(*call.byte_range)]:
            return False
        self._merge((), found)
        return True

    def _export(self, statement: Node) -> None:
        marks = {child.type for child in statement.children if not child.is_named}
        said = self._said.get(statement.id)
        source = statement.child_by_field_name("source")
        module = None if source is None else string_value(self._tree, source)
        declaration = statement.child_by_field_name("declaration")
        value = statement.child_by_field_name("value")
        if "type" in marks or (declaration is not None and declaration.type in _TYPES):
            return
        if "default" in marks:
            node = value if value is not None else declaration
            found = self._evaluation.resolved(node)
            name = None if declaration is None else declaration.child_by_field_name("name")
            if name is not None:
                found = found._replace(name=self._tree.text(name))
            self._give(("default",), found, node, said)
        elif declaration is not None:
            self._declared(declaration, said)
        elif "*" in marks and module is not None:
            self.spreads.append(Given((), "spread", elsewhere=Elsewhere(module)))
        elif "=" in marks and statement.named_child_count:
            node = statement.named_children[0]
            self._is_replaced = True
            self._give((), self._evaluation.resolved(node), node, said)
        for clause in statement.named_children:
            if clause.type in ("export_clause", "namespace_export"):
                self._clause(clause, module, said)

    def _declared(self, declaration: Node, said: str | None) -> None:
        if declaration.type in NAMED:
            name = declaration.child_by_field_name("name")
            if name is not None:
                text = self._tree.text(name)
                self._give((text,), Resolved(declaration, None, text), declaration, said)
        elif declaration.type in ("lexical_declaration", "variable_declaration"):
            for declarator in declaration.named_children:
                name = declarator.child_by_field_name("name")
                if name is not None and name.type == "identifier":
                    found = self._evaluation.resolved(name)
                    self._give((self._tree.text(name),), found, declarator, said)
                elif name is not None:
                    self.open.add(())
        else:  # a namespace, or what is to come
            self.open.add(())

    def _clause(self, clause: Node, module: str | None, said: str | None) -> None:
        """``{ a, b as c }``, of this module or another, or ``* as name``."""
        if clause.type == "namespace_export":
            if module is not None and clause.named_child_count:
                path = (self._tree.text(clause.named_children[0]),)
                self._add(Given(path, "elsewhere", elsewhere=Elsewhere(module)))
            return
        for each in clause.named_children:
            if each.type != "export_specifier" or each.children[0].type == "type":
                continue
            name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
            inner = "default" if name is None else self._tree.text(name)
            outer = inner if alias is None else self._tree.text(alias)
            if module is not None:
                found = Resolved(None, Elsewhere(module, (inner,)))
            else:
                found = self._evaluation.resolved(name)
            self._give((outer.strip("'\""),), found, each, said)

    def _merge(self, path: _Path, found: Resolved) -> None:
        """Put the entries of an object in at ``path``."""
        for entry in self._evaluation.entries(found):
            if entry.name is None and entry.elsewhere is not None:
                self.spreads.append(Given(path, "spread", elsewhere=entry.elsewhere))
            elif entry.name is None:
                self.open.add(path)
            elif len(path) < DEEPEST:
                value = self._evaluation.resolved(entry.value)
                self._give((*path, entry.name), value, entry.node, entry.description)

    def _give(self, path: _Path, found: Resolved, at: Node | None, said: str | None) -> None:
        """Export at ``path`` what was found; ``at`` is where that is written."""
        begins = 1 if at is None else line(at)
        node = found.node
        if found.elsewhere is not None:
            here = Given(path, "elsewhere", (), False, said, begins, found.elsewhere)
            self._add(here)
            self._additions(path, found.name)
        elif node is None:
            self._add(Given(path, "value", description=said, line=begins))
            self.open.add(path)
        elif node.type in FUNCTIONS:
            self._add(self._function(path, node, said))
            self._additions(path, found.name)
        elif node.type in CLASSES:
            self._add(Given(path, "class", (), False, said or self._own_words(node), line(node)))
            if path == () and _has_static_members(node):
                self.open.add(path)
            self._additions(path, found.name)
        else:
            self._give_value(path, found, node, begins, said)

    def _give_value(
        self, path: _Path, found: Resolved, node: Node, begins: int, said: str | None
    ) -> None:
        index = self._definitions.of_call(node) if node.type == "call_expression" else None
        is_object = index is None and self._is_object(node)
        if is_object:
            index = self._definitions.of_object(found)
        kind = "object" if is_object else "value"
        said = said or self._own_words(node)
        self._add(
            Given(path, "object" if is_object else "value", (), False, said, begins, None, index)
        )
        if kind == "object":
            self._merge(path, found)
        elif node.type == "new_expression":
            self._instance(path, node)
        elif path == () or node.type in ("call_expression", "identifier", "ternary_expression"):
            self.open.add(path)

    def _is_object(self, node: Node) -> bool:
        return node.type == "object" or self._evaluation.merges(node)

    def _instance(self, path: _Path, node: Node) -> None:
        """``new Api()`` gives the methods of the class, and what its constructor adds."""
        self.open.add(path)
        class_ = self._evaluation.resolved(node.child_by_field_name("constructor")).node
        if class_ is None or class_.type not in CLASSES or len(path) >= DEEPEST:
            return
        body = class_.child_by_field_name("body")
        said = {} if body is None else descriptions(self._tree, body.children)
        for name, method in public_methods(self._tree, class_):
            if not name.startswith("_"):
                self._add(self._function((*path, name), method, said.get(method.id)))

    def _function(self, path: _Path, node: Node, said: str | None) -> Given:
        if is_accessor(node):
            return Given(path, "value", description=said, line=line(node))
        given = parameters(self._tree, node)
        said = said or self._own_words(node)
        return Given(path, "function", given, is_async(node), said, line(node))

    def _own_words(self, node: Node) -> str | None:
        """What is said at a declaration of the top level."""
        for _ in range(_STEPS_TO_STATEMENT):
            above = node.parent
            if above is None or above.type in _INNER:
                return None
            if above.type == "program":
                return self._said.get(node.id)
            node = above
        return None

    def _additions(self, path: _Path, name: str | None) -> None:
        """The members that the module gives to what another one gives, or to a function."""
        if name is None:
            return
        scope = self._evaluation.scope
        for member, value in scope.additions.get(name, ()):
            if len(path) < DEEPEST and member != "prototype":
                self._give((*path, member), self._evaluation.resolved(value), value, None)
        if scope.is_written(name):
            self.open.add(path)

    def _add(self, given: Given) -> None:
        if len(self.given) < MOST and "" not in given.path:
            self.given[given.path] = given


def _parts(statement: Node) -> Iterator[Node]:
    """The expressions of a statement; minified code joins them by commas."""
    waiting = list(statement.named_children)
    while waiting:
        node = waiting.pop(0)
        if node.type in ("sequence_expression", "parenthesized_expression"):
            waiting[:0] = node.named_children
        elif node.type != "comment":
            yield node


def _is_void(value: Node) -> bool:
    """``exports.a = void 0``, which compilers write before the value."""
    return value.type == "undefined" or (
        value.type == "unary_expression" and value.children[0].type == "void"
    )


def _has_static_members(class_: Node) -> bool:
    """Whether the class itself has members: its own, or those of what it extends."""
    body = class_.child_by_field_name("body")
    members = [] if body is None else body.named_children
    return any(each.type == "class_heritage" for each in class_.children) or any(
        part.type == "static" for member in members for part in member.children[:4]
    )
