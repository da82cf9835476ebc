"""What the document describes of all that the plugin offers, and where."""

from collections.abc import Iterable, Iterator, Mapping

from docbuild.diagnostic import Coverage, Member, MemberKind, Offer
from docbuild.interface import Component, Export, Interface
from docbuild.mentions.mention import Addressed, Mention, Tagged, Titled, Worded
from docbuild.mentions.own import Own, Sections
from docbuild.mentions.vocabulary import event_forms, last_part, normal
from docbuild.source import Span


def coverage(
    mentions: Iterable[Mention], own: Own, interface: Interface, exempt: frozenset[str]
) -> Coverage:
    """The coverage of ``interface`` without what is not for users.

    That is what begins with ``_``, and the names in ``exempt``: of a component, page or
    export, or of a member as in ``card.debug``.
    """
    named = _Named(mentions, own, single=len(interface.components) == 1)
    return Coverage(tuple(_offers(interface, named, exempt)))


def _offers(interface: Interface, named: "_Named", exempt: frozenset[str]) -> Iterator[Offer]:
    for component in interface.components:
        if _is_public(component.name, exempt):
            place = named.place(component.name)
            members = tuple(_members(component, named, exempt))
            if place is None and not named.single:  # the words are about something else
                members = tuple(each._replace(described=False) for each in members)
            yield Offer("component", component.name, place, members)
    for page in interface.pages:
        if _is_public(page.name, exempt):
            yield Offer("page", page.name, named.place(page.name) or named.path(page.path))
    for name, below in _namespaces(interface.exports).items():
        if _is_public(name, exempt):
            methods = tuple(_methods(name, below, named, exempt))
            inside = (named.place(last_part(each.name)) for each in below)
            place = named.place(name) or next(filter(None, inside), None)
            yield Offer("export", name, place, methods)


def _namespaces(exports: Iterable[Export]) -> Mapping[str, list[Export]]:
    """The names that the plugin exports, each with what stands below it (``api.get``)."""
    found: dict[str, list[Export]] = {}
    for export in exports:
        name, dot, _ = export.name.partition(".")
        found.setdefault(name, [])
        if dot:
            found[name].append(export)
    return found


def _methods(
    name: str, below: Iterable[Export], named: "_Named", exempt: frozenset[str]
) -> Iterator[Member]:
    """What can be called below a name; other values there are its own business."""
    for export in below:
        if export.kind != "value" and _is_public(export.name, exempt):
            method = export.name[len(name) + 1 :]
            yield Member("method", method, named.place(last_part(method)) is not None)


def _is_public(name: str, exempt: frozenset[str]) -> bool:
    return name not in exempt and not any(part.startswith("_") for part in name.split("."))


def _members(component: Component, named: "_Named", exempt: frozenset[str]) -> Iterator[Member]:
    for kind, name, forms in _named_members(component):
        if not name.startswith("_") and f"{component.name}.{name}" not in exempt:
            yield Member(kind, name, any(named.within(form, component.name) for form in forms))


def _named_members(component: Component) -> Iterator[tuple[MemberKind, str, tuple[str, ...]]]:
    for each in component.properties:
        yield "property", each.name, (normal(each.name),)
    for event in component.events:
        yield "event", event.name, event_forms(event.name)
    for slot in component.slots:
        if slot.name:
            yield "slot", slot.name, (normal(slot.name),)


class _Named:
    """Where each word of the vocabulary stands, in one go through the mentions.

    ``single``: there is but one component, so that no section is about another.
    """

    def __init__(self, mentions: Iterable[Mention], own: Own, *, single: bool) -> None:
        self._titles: dict[str, Span] = {}
        self._first: dict[str, Span] = {}
        self._within: dict[str, set[str | None]] = {}
        self._paths: dict[str, Span] = {}
        self.single = single
        sections = Sections(own)
        for each in mentions:
            match each:
                case Titled():
                    sections.enter(each)
                    for word in each.words:
                        self._titles.setdefault(word, each.span)
                        self._note(word, each.span, sections.component)
                case Worded():
                    self._note(each.word, each.span, sections.component)
                case Addressed(scheme="plugin-private"):
                    self._paths.setdefault(each.name.strip("/"), each.span)
                case Tagged() if (component := own.component(each.tag)) is not None:
                    self._note(normal(component.name), each.span, component)
                    for attribute in each.attributes:
                        self._within.setdefault(normal(attribute.name), set()).add(component.name)

    def _note(self, word: str, span: Span, component: Component | None) -> None:
        self._first.setdefault(word, span)
        owner = None if component is None else component.name
        self._within.setdefault(word, set()).add(owner)

    def place(self, name: str) -> Span | None:
        """The first heading that names it, else the first place of all."""
        word = normal(name)
        return self._titles.get(word) or self._first.get(word)

    def path(self, path: str) -> Span | None:
        """Where the plugin's own address of a page stands."""
        return self._paths.get(path)

    def within(self, word: str, component: str) -> bool:
        """Whether the word stands where it can be about ``component``."""
        owners = self._within.get(word)
        return owners is not None and (self.single or None in owners or component in owners)
