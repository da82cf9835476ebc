"""What calls of ``Component``, ``Page`` and ``Behavior`` define, and the wrappers of them."""

from __future__ import annotations

import re

from tree_sitter import Node

from docbuild.javascript.comments import descriptions
from docbuild.javascript.evaluation import Entry, Evaluation, Resolved
from docbuild.javascript.events import Triggers, events
from docbuild.javascript.facts import Definition, DefinitionKind, Elsewhere
from docbuild.javascript.functions import CLASSES, FUNCTIONS
from docbuild.javascript.joining import joined
from docbuild.javascript.page_parameters import parameters_of
from docbuild.javascript.properties import is_declaration, read_properties
from docbuild.javascript.tree import Places, line

MOST = 50  # definitions in one module

_DEFINING = re.compile(rb"Component|Behavior|Page|Mixin")
_COMPONENT = re.compile(r"(?:[\w$]*\.)?(?:\w*Component(?:With\w+)?|createComponent)")
_PAGE = re.compile(r"(?:[\w$]*\.)?(?:Page(?:With\w+)?|\w+Page|createPage)")
_BEHAVIOR = re.compile(r"(?:[\w$]*\.)?(?:Behavior(?:With\w+)?|createMixin)")
#: Wrappers that are known to add no property and no event, and the platform's own.
_PLAIN = frozenset(
    {
        "Behavior",
        "BehaviorWithComputed",
        "BehaviorWithStore",
        "Component",
        "ComponentWithComputed",
        "ComponentWithStore",
        "Page",
        "VantComponent",
        "createComponent",
        "createPage",
    }
)
_OPTIONS = frozenset({"behaviors", "lifetimes", "methods", "mixins", "properties", "props"})
_HOLDING = ("properties", "props")
_METHODS = ("lifetimes", "methods", "pageLifetimes")
_USED = ("behaviors", "mixins")


class Definitions:
    """Those of a module; ``found`` by index, with the calls that made them by node id."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._tree = evaluation.tree
        self.triggers = Triggers(evaluation)
        self.found: list[Definition] = []
        self._calls: dict[int, int] = {}
        self._ranges: list[tuple[int, int]] = []
        calls = self._defining_calls()
        self._ranges = [(node.start_byte, node.end_byte) for node, _, _ in calls]
        for node, kind, said in calls:
            self._add_call(node, kind, said)

    def _defining_calls(self) -> list[tuple[Node, DefinitionKind, str | None]]:
        """The calls, without those inside of others."""
        places = Places.of(self._tree, _DEFINING)
        calls: list[tuple[Node, DefinitionKind, str | None]] = []
        waiting: list[tuple[Node, str | None]] = [(self._tree.root, None)]
        while waiting and len(calls) < MOST:
            node, said = waiting.pop()
            if not places.any_in(node):
                continue
            kind = self._kind(node)
            if kind is not None:
                calls.append((node, kind, said))
                continue
            comments = descriptions(self._tree, node.children) if _is_block(node) else {}
            below = [(each, comments.get(each.id, said)) for each in node.named_children]
            waiting.extend(reversed(below))
        return calls

    def _kind(self, call: Node) -> DefinitionKind | None:
        if call.type in CLASSES:
            return "component" if self._is_component(call) else None
        if call.type != "call_expression":
            return None
        arguments, callee = self._evaluation.arguments(call), self._evaluation.callee(call)
        if not arguments or arguments[0].type in ("string", "number", *FUNCTIONS):
            return None
        if _COMPONENT.fullmatch(callee):
            return "component"
        if _BEHAVIOR.fullmatch(callee):
            return "behavior"
        looks_so = arguments[0].type in ("object", "identifier") or callee == "Page"
        return "page" if _PAGE.fullmatch(callee) and looks_so else None

    def _is_component(self, class_: Node) -> bool:
        """``class A extends SuperComponent { properties = {…} }``, as TDesign writes them.

        Classes of React, and of Taro, have no such field.
        """
        heritage = next((each for each in class_.children if each.type == "class_heritage"), None)
        body = class_.child_by_field_name("body")
        if heritage is None or body is None or "Component" not in self._tree.text(heritage):
            return False
        return any(entry.name in _HOLDING for entry in self._evaluation.entries(Resolved(body)))

    def _options(self, call: Node) -> Resolved:
        if call.type in CLASSES:
            return Resolved(call.child_by_field_name("body"))
        return self._evaluation.resolved(self._evaluation.arguments(call)[0])

    def _add_call(self, call: Node, kind: DefinitionKind, said: str | None) -> int:
        if call.id in self._calls:  # a definition further up uses it
            return self._calls[call.id]
        self._calls[call.id] = index = len(self.found)
        self.found.append(Definition(kind))  # behaviours may lead back here
        resolved = self._options(call)
        callee = self._evaluation.callee(call)
        is_plain = callee in _PLAIN and self._is_known(callee)
        definition = self._read(resolved, kind, (call.start_byte, call.end_byte))
        if callee == "VantComponent":
            definition = _with_what_vant_adds(definition, self._evaluation, resolved)
        self.found[index] = definition._replace(
            description=said,
            line=line(call),
            properties_complete=definition.properties_complete and is_plain,
            events_complete=definition.events_complete and is_plain,
        )
        return index

    def _is_known(self, callee: str) -> bool:
        """Whether a name is the platform's or a package's, not one that the plugin defines."""
        scope = self._evaluation.scope
        binding = scope.bindings.get(callee)
        if binding is None:
            return not scope.is_written(callee)
        used = binding.elsewhere or self._evaluation.resolved(binding.node).elsewhere
        return callee == "VantComponent" or (
            used is not None and not used.module.startswith((".", "/"))
        )

    def of_call(self, call: Node) -> int | None:
        """The index of what a call defines."""
        return self._calls.get(call.id)

    def of_object(self, found: Resolved) -> int | None:
        """The index of what an object could define that is exported or used in another call."""
        node = found.node
        if node is None or node.type not in ("object", "call_expression"):
            return None
        if node.id in self._calls:
            return self._calls[node.id]
        kind = self._object_kind(self._evaluation.entries(found))
        if kind is None or len(self.found) >= MOST:
            return None
        self._calls[node.id] = index = len(self.found)
        self.found.append(Definition(kind))
        if kind == "options":
            self.found[index] = self._read(found, kind, (node.start_byte, node.end_byte))
        else:
            read = read_properties(self._evaluation, found)
            self.found[index] = Definition(
                kind, read.properties, properties_from=read.elsewhere,
                properties_complete=read.complete, line=line(node),
            )  # fmt: skip
        return index

    def _object_kind(self, entries: list[Entry]) -> DefinitionKind | None:
        named = [entry for entry in entries if entry.name is not None]
        if _OPTIONS & {entry.name for entry in named}:
            return "options"
        declared = all(is_declaration(self._evaluation, entry) for entry in named[:20])
        return "properties" if named and declared else None

    def _read(self, options: Resolved, kind: DefinitionKind, at: tuple[int, int]) -> Definition:
        entries = self._evaluation.entries(options)
        fields = {entry.name: entry for entry in entries if entry.name is not None}
        unnamed = [entry.elsewhere for entry in entries if entry.name is None]
        is_known = None not in unnamed
        definition = self._with_events(Definition(kind), at, fields)
        definition = definition._replace(
            options_from=tuple(each for each in unnamed if each is not None),
            events_complete=definition.events_complete and is_known,
            properties_complete=is_known and not self._is_filtered(kind, fields),
            external_classes=self._classes(fields),
            parameters=parameters_of(self._evaluation, fields),
        )
        definition = self._with_properties(definition, fields)
        return self._with_behaviors(definition, fields)

    def _with_properties(self, definition: Definition, fields: dict[str, Entry]) -> Definition:
        for key in _HOLDING:
            if key in fields:
                read = read_properties(self._evaluation, fields[key].value)
                definition = definition._replace(
                    properties=(*definition.properties, *read.properties),
                    properties_from=(*definition.properties_from, *read.elsewhere),
                    properties_complete=definition.properties_complete and read.complete,
                )
        return definition

    def _with_events(
        self, definition: Definition, at: tuple[int, int], fields: dict[str, Entry]
    ) -> Definition:
        """What is triggered inside of the definition, and by the rest of the module for all."""
        start, end = at
        mine = [each for each in self.triggers.triggers if self._is_for(each.at, start, end)]
        handed = [each for each in self.triggers.handings if self._is_for(each.at, start, end)]
        emits = any(key in fields for key in (*_USED, "props"))
        found, complete = events(mine, emits=emits)
        to = [each.to for each in handed] + self._foreign_methods(fields)
        return definition._replace(
            events=found,
            handed_to=tuple(dict.fromkeys(each for each in to if each is not None)),
            events_complete=complete and None not in to,
        )

    def _is_filtered(self, kind: DefinitionKind, fields: dict[str, Entry]) -> bool:
        """Whether a behaviour may give properties to who uses it, by its filter."""
        entry = fields.get("definitionFilter")
        if entry is None or kind == "component":  # whose own filter is never called
            return False
        node = self._evaluation.resolved(entry.value).node
        return node is None or node.type not in FUNCTIONS or "propert" in self._tree.text(node)

    def _foreign_methods(self, fields: dict[str, Entry]) -> list[Elsewhere | None]:
        """Where methods come from that are not written here; ``None`` for who knows where."""
        found: list[Elsewhere | None] = []
        for key in _METHODS:
            for entry in self._evaluation.entries(fields[key].value) if key in fields else ():
                value = self._evaluation.resolved(entry.value)
                if entry.name is None or value.elsewhere is not None:
                    found.append(entry.elsewhere or value.elsewhere)
        return found

    def _is_for(self, at: int, start: int, end: int) -> bool:
        return start <= at < end or not any(first <= at < last for first, last in self._ranges)

    def _classes(self, fields: dict[str, Entry]) -> tuple[str, ...]:
        names: list[str] = []
        for key in ("externalClasses", "classes"):
            found = self._evaluation.resolved(fields[key].value).node if key in fields else None
            for each in [] if found is None or found.type != "array" else found.named_children:
                names.extend(self._evaluation.strings(each) or ())
        return tuple(dict.fromkeys(names))

    def _with_behaviors(self, definition: Definition, fields: dict[str, Entry]) -> Definition:
        for key in _USED:
            found = self._evaluation.resolved(fields[key].value) if key in fields else None
            if found is None:
                continue
            if found.node is None or found.node.type != "array":
                definition = definition._replace(properties_complete=False, events_complete=False)
                continue
            for each in found.node.named_children:
                if each.type != "comment":
                    definition = self._with_behavior(definition, each)
        return definition

    def _with_behavior(self, definition: Definition, node: Node) -> Definition:
        names = self._evaluation.strings(node)
        found = self._evaluation.resolved(node)
        if names is not None:
            used = tuple(Elsewhere(name) for name in names)
            return definition._replace(behaviors=definition.behaviors + used)
        if found.elsewhere is not None:
            return definition._replace(behaviors=(*definition.behaviors, found.elsewhere))
        index = self._local(found)
        if index is None:
            return definition._replace(properties_complete=False, events_complete=False)
        return joined(definition, self.found[index])

    def _local(self, found: Resolved) -> int | None:
        """A behaviour of the same module; its call may not have been read yet."""
        node = found.node
        if node is None or node.type != "call_expression":
            return self.of_object(found)
        kind = self._kind(node)
        return self.of_object(found) if kind is None else self._add_call(node, kind, None)


def _with_what_vant_adds(
    definition: Definition, evaluation: Evaluation, options: Resolved
) -> Definition:
    """What the components of Vant Weapp have because of their common constructor."""
    is_field = any(entry.name == "field" for entry in evaluation.entries(options))
    field = (Elsewhere("wx://form-field"),) if is_field else ()
    return definition._replace(
        behaviors=definition.behaviors + field,
        external_classes=(*definition.external_classes, "custom-class"),
    )


def _is_block(node: Node) -> bool:
    return node.type in ("program", "statement_block")
