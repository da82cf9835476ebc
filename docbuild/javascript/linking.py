"""The modules of a plugin put together: what one says by itself may lead to others."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from docbuild.interface import Property
from docbuild.javascript.facts import Definition, Elsewhere, Given, Module
from docbuild.javascript.joining import first_by_name, joined

MOST_STEPS = 2_000  # from one module to another, for one component or all exports
DEEPEST = 12  # modules between what is used and where it is declared
LONGEST_PATH = 2  # names in an export: a namespace, and what is in it

Path: TypeAlias = tuple[str, ...]

_FORM_FIELD = (Property("name", "String", inherited=True), Property("value", inherited=True))
#: The properties that behaviours of the platform bring (its reference for custom components).
_BUILT_IN: dict[str, tuple[Property, ...]] = {
    "wx://component-export": (),
    "wx://form-field": _FORM_FIELD,
    "wx://form-field-button": (),
    "wx://form-field-group": (),
}
_BEYOND = Definition("behavior", properties_complete=False, events_complete=False)


class Located(NamedTuple):
    """A module and the file that it was read from, relative to the project's root, POSIX."""

    path: str
    module: Module


#: The module that a file means by a name, ``None`` where it is none of the plugin's.
Find: TypeAlias = Callable[[str, str], Located | None]


class Found(NamedTuple):
    """Something given by a module, and the module that declares it."""

    given: Given
    at: Located


class Exported(NamedTuple):
    """All that a module gives, by path; ``open`` are paths that may have more members."""

    found: dict[Path, Found]
    open: frozenset[Path]


class Linker:
    """Never follows further than its limits; what lies beyond is not complete."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._steps = 0

    def definition(self, at: Located, definition: Definition) -> Definition:
        """All that ``definition`` of the module ``at`` is, with what it uses of others."""
        self._steps = 0
        return self._whole(at, definition, 0)

    def _whole(self, at: Located, own: Definition, depth: int) -> Definition:
        whole = own._replace(behaviors=(), properties_from=(), options_from=(), handed_to=())
        for used in own.properties_from:
            further = self._used(at, used, depth)
            whole = whole._replace(
                properties=first_by_name((*whole.properties, *further.properties)),
                properties_complete=whole.properties_complete and further.properties_complete,
            )
        for used in (*own.options_from, *own.behaviors):
            whole = joined(whole, self._used(at, used, depth))
        for receiver in own.handed_to:
            whole = self._with_receiver(whole, at, receiver)
        return whole

    def _used(self, at: Located, used: Elsewhere, depth: int) -> Definition:
        """What another module gives as a behaviour, or as an object of properties."""
        if used.module.startswith("wx://"):
            properties = _BUILT_IN.get(used.module)
            return _BEYOND if properties is None else Definition("behavior", properties)
        found = self.given(at, used, depth)
        if found is None or found.given.definition is None or depth >= DEEPEST:
            return _BEYOND
        definitions = found.at.module.definitions
        if found.given.definition >= len(definitions):
            return _BEYOND
        return self._whole(found.at, definitions[found.given.definition], depth + 1)

    def _with_receiver(self, whole: Definition, at: Located, used: Elsewhere) -> Definition:
        """With what a module triggers that is given the instance."""
        found = self.given(at, used)
        if found is None:
            return whole._replace(events_complete=False)
        module = found.at.module
        return whole._replace(
            events=first_by_name((*whole.events, *module.events)),
            events_complete=whole.events_complete and module.events_complete,
        )

    def given(self, at: Located, used: Elsewhere, depth: int = 0) -> Found | None:
        """Where a thing is declared that the module ``at`` takes from another."""
        self._steps += 1
        if depth > DEEPEST or self._steps > MOST_STEPS:
            return None
        located = self._find(at.path, used.module)
        return None if located is None else self._given_by(located, used.path, depth)

    def _given_by(self, at: Located, path: Path, depth: int) -> Found | None:
        own = {given.path: given for given in at.module.given if given.kind != "spread"}
        if path[:1] == ("default",) and not at.module.is_es and path[:1] not in own:
            path = path[1:]  # of a module that knows no default, all of it is meant
        for length in range(len(path), -1, -1):
            given = own.get(path[:length])
            if given is not None and given.elsewhere is not None:
                module, inner = given.elsewhere
                return self.given(at, Elsewhere(module, inner + path[length:]), depth + 1)
            if given is not None and length == len(path):
                return Found(given, at)
        spread = (self._spread(at, given, path, depth) for given in at.module.given)
        found = next(filter(None, spread), None)
        if found is None and not path:
            return Found(Given((), "object"), at)
        return found

    def _spread(self, at: Located, given: Given, path: Path, depth: int) -> Found | None:
        """What stands at ``path`` because all of another module was put in above it."""
        base = given.path
        if given.kind != "spread" or given.elsewhere is None or path[: len(base)] != base:
            return None
        rest = path[len(base) :]
        module, inner = given.elsewhere
        return self.given(at, Elsewhere(module, inner + rest), depth + 1) if rest else None

    def exports(self, at: Located) -> Exported:
        """All that a module gives, as far down as ``LONGEST_PATH``."""
        self._steps = 0
        return self._exports(at, 0)

    def _exports(self, at: Located, depth: int) -> Exported:
        found: dict[Path, Found] = {}
        still_open = set(at.module.open)
        for given in at.module.given:
            if given.elsewhere is None:
                found[given.path] = Found(given, at)
                continue
            members = self._from_elsewhere(at, given, given.elsewhere, depth)
            for path, each in members.found.items():
                if given.kind != "spread":
                    found[path] = each
                elif len(path) > len(given.path) and path[-1] != "default":
                    found.setdefault(path, each)
            still_open |= members.open
        return Exported(found, frozenset(still_open))

    def _from_elsewhere(self, at: Located, given: Given, used: Elsewhere, depth: int) -> Exported:
        """What a thing of another module is, and what is below it, at the path of ``given``."""
        target = None if len(given.path) > LONGEST_PATH else self.given(at, used)
        if target is None or depth >= DEEPEST:
            unknown = Found(given._replace(kind="value"), at)
            return Exported({given.path: unknown}, frozenset([given.path]))
        found = {given.path: _with_words(target, given)}
        if target.given.kind not in ("object", "value") and not _has_members(target):
            return Exported(found, frozenset())
        below, base = self._exports(target.at, depth + 1), target.given.path
        found |= {
            given.path + path[len(base) :]: each
            for path, each in below.found.items()
            if len(path) > len(base) and path[: len(base)] == base
        }
        return Exported(
            {path: each for path, each in found.items() if len(path) <= LONGEST_PATH},
            frozenset(_moved(below.open, base, given.path)),
        )


def _has_members(found: Found) -> bool:
    """Whether a function was given some, as in ``get.cached = …``."""
    base, module = found.given.path, found.at.module
    below = (given.path for given in module.given if len(given.path) > len(base))
    return base in module.open or any(path[: len(base)] == base for path in below)


def _moved(paths: frozenset[Path], base: Path, to: Path) -> Iterator[Path]:
    for path in paths:
        if path[: len(base)] == base:
            yield to + path[len(base) :]
        elif path == base[: len(path)]:
            yield to  # more may stand anywhere below


def _with_words(found: Found, exported: Given) -> Found:
    """What is said where a thing is exported goes before what is said where it is declared."""
    said = exported.description or found.given.description
    return found._replace(given=found.given._replace(description=said))
