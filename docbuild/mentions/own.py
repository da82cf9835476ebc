"""What of a document's mentions is about the plugin itself, and not about another one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from docbuild.interface import Component, Interface
from docbuild.mentions.mention import (
    Addressed,
    Aliased,
    Bound,
    Called,
    Declared,
    Mention,
    Titled,
)
from docbuild.mentions.vocabulary import normal
from docbuild.nearest import nearest

_LETTERS_PER_SLIP = 6  # of a tag that may be a misspelt component
_APP_ID = r"wx[0-9a-f]{16}"
_MOST_COMPARED = 10  # names that the document takes by an alias
#: Tags of WXML and of HTML: a component of that name must be declared to be meant.
_BUILT_IN = frozenset(
    """
    a ad ad-custom audio block button camera canvas checkbox checkbox-group cover-image cover-view
    div editor form functional-page-navigator grid-view h1 h2 h3 h4 h5 h6 icon image img import
    include input keyboard-accessory label li list-view live-player live-pusher map match-media
    movable-area movable-view navigation-bar navigator official-account ol open-container
    open-data option p page-container page-meta picker picker-view picker-view-column progress
    radio radio-group rich-text root-portal script scroll-view select share-element slider slot
    span sticky-header sticky-section style swiper swiper-item switch table td template text
    textarea th tr ul video view voip-room web-view wxs
    """.split()  # noqa: SIM905 - as a list it would fill two screens
)


class Own:
    """Which aliases, tags and sections of a document are the plugin's own.

    An alias is ours that a sample of app.json gives to our AppID. Where none does, those are by
    which the document takes something that the plugin offers, or nearly so; and the only one that
    is declared with no real AppID.
    """

    def __init__(
        self, mentions: Iterable[Mention], interface: Interface, app_id: str | None
    ) -> None:
        self._components = {each.name: each for each in interface.components}
        self._by_word = {normal(name): each for name, each in self._components.items()}
        self._named = {*self._components, *(page.name for page in interface.pages)}
        self._exported = {export.name.partition(".")[0] for export in interface.exports}
        mentions = tuple(mentions)
        self._declared_aliases = {each.alias for each in mentions if isinstance(each, Aliased)}
        self._aliases = self._own_aliases(mentions, app_id)
        self._tags = dict(self._declared(mentions))

    def has_alias(self, alias: str) -> bool:
        return alias in self._aliases

    def alias_for(self, alias: str, name: str) -> str | None:
        """The alias that the document declares, where it takes something of ours by another."""
        known = name in self._named or name in self._exported
        if not known or alias in self._declared_aliases or len(self._aliases) != 1:
            return None
        (own,) = self._aliases
        return own if own in self._declared_aliases else None

    def component(self, tag: str) -> Component | None:
        """The public component that a tag of a sample stands for."""
        if tag in self._tags:
            return self._tags[tag]
        return None if tag in _BUILT_IN else self._components.get(tag)

    def near_tag(self, tag: str) -> str | None:
        """The tag of one of our components that ``tag`` is a slip from, if it is no other's.

        One without a hyphen may be anything's, unless a sample declares what it is near to.
        """
        most = len(tag) // _LETTERS_PER_SLIP
        if not most or self.knows(tag):
            return None
        declared = [own for own, component in self._tags.items() if component is not None]
        tags = (*self._components, *declared) if "-" in tag else declared
        near = nearest(tag, tags, most=most)
        return None if near is None or normal(near) == normal(tag) else near

    def knows(self, tag: str) -> bool:
        """Whether ``tag`` is the platform's, or one that a sample declares, of whomever."""
        return tag in self._tags or tag in _BUILT_IN

    def owner(self, heading: Titled) -> Component | None:
        """The one component that a heading names."""
        found = [self._by_word[word] for word in heading.words if word in self._by_word]
        return found[0] if len(found) == 1 else None

    def _own_aliases(self, mentions: tuple[Mention, ...], app_id: str | None) -> set[str]:
        providers = {each.alias: each.provider for each in mentions if isinstance(each, Aliased)}
        if app_id in providers.values():
            return {alias for alias, provider in providers.items() if provider == app_id}
        used = _uses(mentions)
        candidates = set(providers or used)
        offered = self._named | self._exported
        found = {alias for alias in candidates if used.get(alias, set()) & offered}
        if len(candidates) == 1 and not found:
            (alias,) = candidates
            is_pattern = alias in providers and not re.fullmatch(_APP_ID, providers[alias])
            names = islice(used.get(alias, ()), _MOST_COMPARED)
            if is_pattern or any(nearest(name, offered) is not None for name in names):
                return candidates
        return found

    def _declared(self, mentions: tuple[Mention, ...]) -> Iterator[tuple[str, Component | None]]:
        for each in mentions:
            if isinstance(each, Declared):
                ours = self.has_alias(each.host) or self.alias_for(each.host, each.name)
                yield each.tag, self._components.get(each.name) if ours else None


def _uses(mentions: tuple[Mention, ...]) -> Mapping[str, set[str]]:
    """The names by alias that the document takes from plugins."""
    found: dict[str, set[str]] = {}
    bound: dict[str, str] = {}
    for each in mentions:
        if isinstance(each, Addressed) and each.scheme == "plugin":
            found.setdefault(each.host, set()).add(each.name)
        elif isinstance(each, Bound):
            bound[each.variable] = each.alias
            found.setdefault(each.alias, set())
        elif isinstance(each, Called):
            alias = each.alias or bound.get(each.variable)
            if alias is not None:
                found.setdefault(alias, set()).add(each.names[0])
    return found


class Sections:
    """The component whose section a place of the document is in, going from top to bottom."""

    def __init__(self, own: Own) -> None:
        self._own = own
        self._open: list[tuple[int, Component | None]] = []

    def enter(self, heading: Titled) -> None:
        while self._open and self._open[-1][0] >= heading.level:
            self._open.pop()
        owner = self._own.owner(heading)
        self._open.append((heading.level, owner or self.component))

    @property
    def component(self) -> Component | None:
        return self._open[-1][1] if self._open else None
