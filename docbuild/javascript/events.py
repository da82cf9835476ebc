"""The events that a module triggers, wherever in it that stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from docbuild.interface import Event
from docbuild.javascript.evaluation import Evaluation
from docbuild.javascript.facts import Elsewhere
from docbuild.javascript.functions import FUNCTIONS, parameter_nodes, pattern
from docbuild.javascript.properties import written
from docbuild.javascript.tree import Places, line

MOST = 2_000  # calls that are looked at
MOST_EMITTERS = 20  # methods that are given the name, whose calls are looked for one by one
LONGEST_DETAIL = 300  # bytes

_TRIGGERS = re.compile(rb"triggerEvent|\$emit")
_EMITTING = frozenset({"triggerEvent", "$emit"})
_INSTANCE = rb"(?:this|that|self|_this\d*|_self|me|vm|ctx|context|instance)"
_HANDED = re.compile(rb"[(,]\s*" + _INSTANCE + rb"\s*[,)]")
#: What takes an instance and triggers nothing: the platform's, and methods of all functions.
_HARMLESS_OWNERS = frozenset({"wx", "qq", "tt", "my", "swan", "uni", "Taro", "Object", "Reflect"})
_HARMLESS = frozenset(
    {"apply", "bind", "call", "every", "filter", "find", "forEach", "in", "log", "map", "some"}
    | {"setInterval", "setTimeout", "then"}
)


class Trigger(NamedTuple):
    """A call that triggers. ``names`` is ``None`` where they cannot be told.

    ``at`` is the offset in bytes. ``by_emit``: it is ``$emit``, which frameworks have.
    ``is_composed``: the event goes up through the components around this one.
    """

    names: tuple[str, ...] | None
    at: int
    line: int
    detail: str | None
    by_emit: bool = False
    is_composed: bool = False


class Handing(NamedTuple):
    """The instance is given to a function of another module; ``None``: of who knows which."""

    to: Elsewhere | None
    at: int


class _Function(NamedTuple):
    """The function around a call: what it is called by, and its parameters."""

    name: str
    parameters: tuple[str, ...]


class Triggers:
    """All of a module, ``triggers`` in the order of the text."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._tree = evaluation.tree
        self._emitters: dict[str, tuple[int, int]] = {}  # parameter and offset, by method
        self.triggers = list(self._all())
        self.handings = list(self._handings())

    def _all(self) -> Iterator[Trigger]:
        places = Places.of(self._tree, _TRIGGERS)
        if not len(places):
            return
        calls = [call for call in self._calls(places) if self._name(call[0]) in _EMITTING]
        for node, function in calls[:MOST]:
            yield from self._trigger(node, function)
        for name in list(self._emitters)[:MOST_EMITTERS]:
            yield from self._emitted(name)
        if len(calls) > MOST or len(self._emitters) > MOST_EMITTERS:
            yield Trigger(None, 0, 1, None)

    def _calls(self, places: Places) -> Iterator[tuple[Node, _Function]]:
        """The calls at these places, each with the function around it."""
        waiting = [(self._tree.root, _Function("", ()), "")]
        while waiting:
            node, function, key = waiting.pop()
            if not places.any_in(node):
                continue
            if node.type in FUNCTIONS:
                function = self._function(node, function, key)
            elif node.type == "call_expression":
                yield node, function
            below = self._key(node) if node.type in ("pair", "variable_declarator") else ""
            waiting.extend((each, function, below) for each in reversed(node.named_children))

    def _key(self, node: Node) -> str:
        name = node.child_by_field_name("key") or node.child_by_field_name("name")
        return "" if name is None or name.child_count else self._tree.text(name)

    def _function(self, node: Node, around: _Function, key: str) -> _Function:
        """An arrow function without a name of its own is part of the function around it."""
        name = node.child_by_field_name("name")
        called = key if name is None or name.child_count else self._tree.text(name)
        own = tuple(self._tree.text(pattern(each)) for each in parameter_nodes(node)[:8])
        if called:
            return _Function(called, own)
        hidden = tuple("" if each in own else each for each in around.parameters)
        return _Function(around.name, hidden)

    def _name(self, call: Node) -> str:
        """What is called, without what stands before its last dot."""
        function = call.child_by_field_name("function")
        if function is None:
            return ""
        if function.type == "subscript_expression":
            index = function.child_by_field_name("index")
            return "" if index is None else self._tree.text(index).strip("'\"`")
        name = function.child_by_field_name("property") or function
        if self._tree.text(name) in ("call", "apply"):
            inner = function.child_by_field_name("object")
            name = name if inner is None else inner.child_by_field_name("property") or inner
        return "" if name.child_count else self._tree.text(name)

    def _trigger(self, call: Node, function: _Function) -> Iterator[Trigger]:
        arguments = self._evaluation.arguments(call)
        callee = call.child_by_field_name("function")
        owner = None if callee is None else callee.child_by_field_name("object")
        by_emit = self._name(call) == "$emit"
        if owner is not None and owner.type in ("call_expression", "subscript_expression"):
            return  # an event of another component
        if callee is not None and self._tree.text(callee).endswith((".call", ".apply")):
            is_call = self._tree.text(callee).endswith(".call")
            arguments = arguments[1:] if is_call else []
        first = arguments[0] if arguments else None
        parameter = "" if first is None or first.child_count else self._tree.text(first)
        if function.name and parameter and parameter in function.parameters:
            place = function.parameters.index(parameter)
            self._emitters.setdefault(function.name, (place, call.start_byte))
            return
        yield self._made(call, first, arguments[1:3], by_emit)

    def _made(self, call: Node, name: Node | None, rest: list[Node], by_emit: bool) -> Trigger:
        names = None if name is None else self._evaluation.strings(name)
        detail = written(self._evaluation, rest[0], LONGEST_DETAIL) if rest else None
        composed = self._evaluation.fields(rest[1]).get("composed") if rest[1:] else None
        value = None if composed is None else composed.value
        is_composed = value is not None and value.type != "false"
        return Trigger(names, call.start_byte, line(call), detail, by_emit, is_composed)

    def _emitted(self, method: str) -> Iterator[Trigger]:
        """The events whose names a method of the module is given."""
        place, at = self._emitters[method]
        pattern = re.compile(rb"(?<![\w$])" + re.escape(method.encode("utf-8", "replace")) + rb"\b")
        calls = [
            call
            for call, _ in self._calls(Places.of(self._tree, pattern))
            if self._name(call) == method
        ]
        if not calls or len(calls) > MOST:
            yield Trigger(None, at, 1, None, method == "$emit")
        for call in calls[:MOST]:
            arguments = self._evaluation.arguments(call)
            name = arguments[place] if len(arguments) > place else None
            yield self._made(call, name, arguments[place + 1 : place + 3], False)

    def _handings(self) -> Iterator[Handing]:
        places = Places.of(self._tree, _HANDED)
        if not len(places):
            return
        for node in places.around(self._tree.root):
            if node.type in ("call_expression", "new_expression") and self._hands_over(node):
                handing = self._handing(node)
                if handing is not None:
                    yield handing

    def _hands_over(self, call: Node) -> bool:
        given = self._evaluation.arguments(call)
        texts = (
            self._tree.text(each).encode("utf-8", "replace")
            for each in given
            if not each.child_count
        )
        return any(re.fullmatch(_INSTANCE, text) for text in texts)

    def _handing(self, call: Node) -> Handing | None:
        """``None`` where the instance goes to the platform, or stays in this module."""
        callee = self._evaluation.callee(call)
        owner, _, name = callee.rpartition(".")
        is_own = re.fullmatch(_INSTANCE, owner.encode("utf-8", "replace"))
        if owner in _HARMLESS_OWNERS or name in _HARMLESS or is_own:
            return None
        function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        found = self._evaluation.resolved(function)
        if found.elsewhere is not None:
            return Handing(found.elsewhere, call.start_byte)
        if found.node is not None and found.node.type in (*FUNCTIONS, "class", "class_declaration"):
            return None
        return Handing(None, call.start_byte)


def events(triggers: list[Trigger], *, emits: bool = True) -> tuple[tuple[Event, ...], bool]:
    """The events by name, each where it is triggered first, and whether that is all.

    ``emits``: ``$emit`` triggers one, too.
    """
    found: dict[str, Event] = {}
    complete = True
    for trigger in triggers:
        if trigger.by_emit and not emits:
            continue
        complete = complete and trigger.names is not None
        for name in trigger.names or ():
            before = found.setdefault(name, Event(name, trigger.detail, None, trigger.line))
            if before.detail is None and trigger.detail is not None:
                found[name] = before._replace(detail=trigger.detail)
    return tuple(found.values()), complete
