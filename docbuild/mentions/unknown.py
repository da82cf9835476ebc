"""The names in a document that the plugin does not know."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from docbuild.interface import Component, Interface
from docbuild.mentions.mention import (
    Addressed,
    Bound,
    Called,
    Given,
    Listed,
    Mention,
    Tagged,
    Titled,
)
from docbuild.mentions.own import Own, Sections
from docbuild.mentions.vocabulary import event_forms, normal
from docbuild.nearest import nearest
from docbuild.plugin import Plugin
from docbuild.source import Span

Kind: TypeAlias = Literal["address", "alias", "private", "tag", "property", "event", "export"]

_EVENT = r"(?:(?:capture-)?(?:bind|catch)|mut-bind):?(?P<name>[A-Za-z][A-Za-z0-9_-]*)"
_PROPERTY = r"(?:model:)?(?P<name>[A-Za-z][A-Za-z0-9_-]*)"
#: Attributes that every tag takes, or that other frameworks give it.
_COMMON = frozenset({"id", "class", "style", "hidden", "slot", "is", "ref", "key", "role", "name"})
_COMMON_PREFIXES = ("data-", "aria-", "wx-", "v-", "a-")
#: Events that come up from within a component, whatever it triggers itself.
_NATIVE = frozenset(
    """
    tap longtap longpress touchstart touchmove touchend touchcancel touchforcechange
    transitionend animationstart animationiteration animationend
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)
_SHORT = 3  # letters: of such a name nobody can say that it is a slip from another
#: What every object answers to, or what comes of a promise.
_INHERITED = frozenset(
    """
    then catch finally default constructor hasOwnProperty toString valueOf isPrototypeOf
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)


class Unknown(NamedTuple):
    """A name that the plugin does not offer; ``offered`` are those of its kind that it does.

    ``owner`` is the component whose property or event it would be, or the namespace of an
    export with its dot. A suggestion would replace ``name_span``, and
    ``end``, where a tag is closed.
    """

    kind: Kind
    name: str
    span: Span
    name_span: Span
    offered: tuple[str, ...]
    owner: str = ""
    end: Span | None = None


def unknown_names(
    mentions: Iterable[Mention], own: Own, interface: Interface, plugin: Plugin
) -> Iterator[Unknown]:
    """What ``mentions`` name in vain, in source order."""
    search = _Search(own, interface, plugin)
    for each in mentions:
        match each:
            case Titled():
                search.enter(each)
            case _ if search.is_past:
                pass
            case Addressed():
                yield from search.address(each)
            case Tagged():
                yield from search.tag(each)
            case Listed():
                yield from search.table(each)
            case Bound():
                search.bound[each.variable] = each
            case Called():
                yield from search.call(each)


class _Search:
    """Goes through the mentions in source order: sections and variables reach downwards."""

    def __init__(self, own: Own, interface: Interface, plugin: Plugin) -> None:
        self.own, self.interface, self.plugin = own, interface, plugin
        self.bound: dict[str, Bound] = {}
        self._told: set[Span] = set()
        self._past: list[int] = []  # the levels of the headings that say so
        self._sections = Sections(own)
        self._heading: Titled | None = None
        self._listed: set[str] = set()  # what the tables since that heading were about
        self._components = tuple(each.name for each in interface.components)
        self._addresses = (*self._components, *(page.name for page in interface.pages))
        self._exports = {export.name: export.kind for export in interface.exports}

    def enter(self, heading: Titled) -> None:
        self._sections.enter(heading)
        self._heading = heading
        self._listed.clear()
        while self._past and self._past[-1] >= heading.level:
            self._past.pop()
        if heading.past:
            self._past.append(heading.level)

    @property
    def is_past(self) -> bool:
        """Whether this section is about what was: changes, and how to follow them."""
        return bool(self._past)

    def address(self, each: Addressed) -> Iterator[Unknown]:
        if each.scheme == "plugin-private":
            paths = (*self.plugin.components.values(), *self.plugin.pages.values())
            if each.host == self.plugin.app_id and each.name.strip("/") not in paths:
                yield Unknown("private", each.name, each.span, each.name_span, paths)
        elif self.own.has_alias(each.host) and each.name not in self._addresses:
            yield Unknown("address", each.name, each.span, each.name_span, self._addresses)
        elif (alias := self.own.alias_for(each.host, each.name)) is not None:
            yield Unknown("alias", each.host, each.span, each.host_span, (alias,))

    def tag(self, each: Tagged) -> Iterator[Unknown]:
        component = self.own.component(each.tag)
        if component is not None:
            for given in each.attributes if component.complete else ():
                yield from _attribute(component, given)
        elif (near := self.own.near_tag(each.tag)) is not None:
            yield Unknown("tag", each.tag, each.span, each.span, (near,), end=each.end)

    def table(self, each: Listed) -> Iterator[Unknown]:
        """The rows of a component's own table; other tables speak of what values hold."""
        component, heading = self._sections.component, self._heading
        first = each.subject not in self._listed
        self._listed.add(each.subject)
        if component is None or heading is None or not component.complete or not first:
            return
        if self.own.owner(heading) is not component and not heading.lists_members:
            return
        known = _members(component)
        unknown = [row for row in each.rows if _row_name(row.name) not in known]
        few = len(unknown) * 2 < len(each.rows)
        offered = _offered(component, each.subject)
        for row in unknown if len(unknown) < len(each.rows) else ():
            slip = len(row.name) > _SHORT and nearest(row.name, offered, most=1) is not None
            if few or slip:
                yield Unknown(each.subject, row.name, row.span, row.span, offered, component.name)

    def call(self, each: Called) -> Iterator[Unknown]:
        bound = self.bound.get(each.variable)
        alias = each.alias or (bound and bound.alias)
        interface = self.interface
        if not alias:
            return
        if not self.own.has_alias(alias):
            yield from self._alias(alias, each.alias_span or (bound and bound.alias_span), each)
        elif interface.exports_complete and interface.main is not None:
            yield from self._export(each)

    def _alias(self, alias: str, span: Span | None, each: Called) -> Iterator[Unknown]:
        """An alias that the document declares otherwise, told once for each place."""
        declared = self.own.alias_for(alias, each.names[0])
        if declared is not None and span is not None and span not in self._told:
            self._told.add(span)
            yield Unknown("alias", alias, span, span, (declared,))

    def _export(self, each: Called) -> Iterator[Unknown]:
        """The first name that is not there. Objects other than of functions may get more later."""
        before = ""
        for name, span in zip(each.names, each.spans, strict=True):
            below = {key: kind for key, kind in self._exports.items() if key.startswith(before)}
            parts = tuple(dict.fromkeys(key[len(before) :].partition(".")[0] for key in below))
            if not parts or name in _INHERITED or (before and "value" in below.values()):
                return
            if name not in parts:
                yield Unknown("export", name, span, span, tuple(sorted(parts)), before)
                return
            before += f"{name}."


def _attribute(component: Component, given: Given) -> Iterator[Unknown]:
    """What an attribute asks of a component in vain; Vue's and other frameworks' are not ours."""
    name = given.name
    known = _members(component)
    if name in _COMMON or name.startswith(_COMMON_PREFIXES) or normal(name) in known:
        return
    event = re.fullmatch(_EVENT, name)
    if event is not None:
        if event["name"] not in _NATIVE and normal(event["name"]) not in _event_words(component):
            yield _unknown("event", event["name"], given.span, component)
        return
    match = re.fullmatch(_PROPERTY, name)
    if match is not None and normal(match["name"]) not in known:
        yield _unknown("property", match["name"], given.span, component)


def _unknown(kind: Kind, name: str, span: Span, component: Component) -> Unknown:
    """``name`` ends the text at ``span``."""
    name_span = Span(max(span.start, span.end - len(name)), span.end)
    return Unknown(kind, name, span, name_span, _offered(component, kind), component.name)


def _offered(component: Component, kind: Kind) -> tuple[str, ...]:
    if kind == "event":
        return tuple(event.name for event in component.events)
    return tuple(each.name for each in component.properties)


def _event_words(component: Component) -> set[str]:
    return {normal(event.name) for event in component.events}


def _members(component: Component) -> set[str]:
    """The normal forms of all that a row or attribute may name."""
    names = {each.name for each in component.properties} | {each.name for each in component.slots}
    words = set(map(normal, names | set(component.external_classes)))
    return words | {form for event in component.events for form in event_forms(event.name)}


def _row_name(name: str) -> str:
    """The normal form of what a cell names: ``bind:tap`` is ``bindtap``."""
    return normal(name.replace(":", ""))
