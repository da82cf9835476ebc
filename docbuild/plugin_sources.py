"""What a plugin offers, read from its sources."""

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping

from docbuild import files
from docbuild.config_files import is_plain_file, read_config
from docbuild.diagnostic import Message
from docbuild.interface import NOTHING_OFFERED, Component, Export, Interface, Page, Slot
from docbuild.javascript.facts import Definition
from docbuild.javascript.linking import Exported, Found, Linker, Located
from docbuild.locate import Location
from docbuild.plugin import Plugin
from docbuild.plugin_modules import PluginModules
from docbuild.problem import ConfigProblem
from docbuild.project_config import key_line
from docbuild.wxml.slots import slots

LARGEST_MARKUP = 512 * 1024  # bytes of a component's WXML
MOST_NAMED = 500  # components and pages that are read
MOST_INSIDE = 100  # components inside of one, and inside of those

#: What a component may be written in that is built into what the platform takes.
_OTHER_FORMS = (".vue", ".mpx", ".wpy", ".uvue", ".nvue", ".wxml", ".json")


def read_interface(location: Location, plugin: Plugin) -> Interface:
    """All that ``plugin`` offers. What its sources do not tell is simply not complete.

    Sources are read below the project's root only, without following a symbolic link. Where
    none of those that plugin.json names is there, they are made by a build: no problem.
    """
    if plugin.root is None or not plugin.names_sources:
        return NOTHING_OFFERED
    return _Reading(location, plugin, plugin.root).interface()


class _Reading:
    def __init__(self, location: Location, plugin: Plugin, root: str) -> None:
        self._location = location
        self._plugin = plugin
        self._root = root
        self._modules = PluginModules(location.root, root, plugin.aliases)
        self._linker = Linker(self._modules.find)
        self._absent: list[tuple[str, str]] = []  # the key in plugin.json, and the path
        self._present = 0

    def interface(self) -> Interface:
        plugin = self._plugin
        components = tuple(map(self._component, *_columns(plugin.components)))
        pages = tuple(map(self._page, *_columns(plugin.pages)))
        main = None if plugin.main is None else self._named("main", plugin.main)
        exported = Exported({}, frozenset([()])) if main is None else self._linker.exports(main)
        return Interface(
            components=components,
            pages=pages,
            exports=tuple(_exports(exported)),
            main=None if main is None else main.path,
            exports_complete=not exported.open,
            problems=(*self._missing(), *self._modules.problems),
        )

    def _named(self, key: str, path: str) -> Located | None:
        """The module that plugin.json names."""
        found = self._modules.script(posixpath.join(self._root, path))
        if found is None:
            self._absent.append((key, path))
        else:
            self._present += 1
        return found

    def _component(self, name: str, path: str) -> Component:
        at = self._named(name, path)
        if at is None:
            return Component(name, path, slots=self._slots(posixpath.join(self._root, path)))
        slots = self._slots(posixpath.splitext(at.path)[0])
        whole = self._definition(at, ("component", "page"))
        if whole is None:
            return Component(name, path, at.path, slots=slots)
        events_complete = whole.events_complete and not self._passes_on(at)
        return Component(
            name=name,
            path=path,
            source=at.path,
            description=whole.description,
            properties=whole.properties,
            events=whole.events,
            slots=slots,
            external_classes=whole.external_classes,
            complete=whole.properties_complete and events_complete,
            properties_complete=whole.properties_complete,
            events_complete=events_complete,
            line=whole.line,
        )

    def _definition(self, at: Located, kinds: Iterable[str]) -> Definition | None:
        """What the module defines, by the first of ``kinds`` that it has."""
        for kind in kinds:
            for each in at.module.definitions:
                if each.kind == kind:
                    return self._linker.definition(at, each)
        return None

    def _page(self, name: str, path: str) -> Page:
        at = self._named(name, path)
        if at is None:
            return Page(name, path)
        whole = self._definition(at, ("page", "component"))
        if whole is None:
            return Page(name, path, at.path)
        own = (each.name for each in whole.properties if not each.inherited)
        parameters = tuple(dict.fromkeys((*whole.parameters, *own)))
        return Page(name, path, at.path, whole.description, parameters)

    def _slots(self, stem: str) -> tuple[Slot, ...]:
        """The slots in the markup of a component, which lies beside its module."""
        data = files.read_file(self._location.root, f"{stem}.wxml", LARGEST_MARKUP)
        if not isinstance(data, bytes) or b"<slot" not in data:
            return ()
        return slots(data.decode(errors="replace"))

    def _passes_on(self, at: Located) -> bool:
        """Whether events of components inside of it go on to who uses it."""
        seen, waiting = {at.path}, [at]
        while waiting and len(seen) <= MOST_INSIDE:
            inside = list(self._inside(waiting.pop()))
            if any(each.module.composes for each in inside):
                return True
            waiting.extend(each for each in inside if each.path not in seen)
            seen.update(each.path for each in inside)
        return False

    def _inside(self, at: Located) -> Iterator[Located]:
        """The plugin's components that one uses in its markup."""
        path = f"{posixpath.splitext(at.path)[0]}.json"
        data = files.read_file(self._location.root, path, LARGEST_MARKUP)
        used = _used_components(data) if isinstance(data, bytes) else ()
        found = (self._modules.find(at.path, name) for name in used)
        return (each for each in found if each is not None)

    def _missing(self) -> list[ConfigProblem]:
        """The files that plugin.json names in vain, if others that it names are there."""
        absent = [each for each in self._absent if not self._in_another_form(each[1])]
        if not absent or not self._present or self._modules.is_exhausted:
            return []
        path = posixpath.join(self._root, "plugin.json")
        text = read_config(self._location.root, path)
        return [_absence(path, text if isinstance(text, str) else "", *each) for each in absent]

    def _in_another_form(self, path: str) -> bool:
        base = posixpath.join(self._root, path)
        stems = (base, posixpath.join(base, "index"))
        names = (stem + suffix for stem in stems for suffix in _OTHER_FORMS)
        return any(is_plain_file(self._location.root, name) for name in names)


def _used_components(data: bytes) -> tuple[str, ...]:
    """The paths in the ``usingComponents`` of a component's JSON, whatever that is."""
    if b"usingComponents" not in data:
        return ()
    try:
        value = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    used = value.get("usingComponents") if isinstance(value, dict) else None
    paths = used.values() if isinstance(used, dict) else ()
    return tuple(path for path in paths if isinstance(path, str) and "://" not in path)


def _columns(named: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The first names, and their paths."""
    return list(named)[:MOST_NAMED], list(named.values())[:MOST_NAMED]


def _absence(path: str, text: str, key: str, named: str) -> ConfigProblem:
    said = Message(
        f"“{key}” 指向 {named}，但没有对应的 .js 或 .ts 文件",
        f"“{key}” leads to {named}, but there is no .js or .ts file for it",
    )
    return ConfigProblem(path, said, key_line(text, key))


def _exports(exported: Exported) -> Iterable[Export]:
    """What ``requirePlugin`` gives. A namespace without anything of its own has members only."""
    for path, found in exported.found.items():
        if not path or path == ("__esModule",):
            continue
        is_empty_shell = path == ("default",) and found.given.kind == "object"
        if not is_empty_shell:
            yield _export(path, found, path in exported.open)


def _export(path: tuple[str, ...], found: Found, is_open: bool) -> Export:
    given = found.given
    return Export(
        name=".".join(path),
        kind=given.kind if given.kind in ("function", "class") else "value",
        parameters=given.parameters,
        is_async=given.is_async,
        description=given.description,
        source=found.at.path,
        line=given.line,
        open=is_open,
    )
