"""What a plugin offers to its users, as its sources say: what the document has to describe."""

from typing import Literal, NamedTuple, TypeAlias

from docbuild.problem import ConfigProblem

ExportKind: TypeAlias = Literal["function", "class", "value"]


class Property(NamedTuple):
    """A property of a component.

    ``type`` is as the sources spell it (``String``, ``Number | String``), ``None`` where any
    type will do or none is known; ``default`` is the source text of its initial value.
    ``description`` is what a comment at its declaration says. Lines count from 1.
    ``inherited``: a behaviour of the platform brings it, such as ``wx://form-field``.
    """

    name: str
    type: str | None = None
    default: str | None = None
    description: str | None = None
    line: int = 1
    inherited: bool = False


class Event(NamedTuple):
    """An event that a component triggers; ``detail`` is the source text of what it carries."""

    name: str
    detail: str | None = None
    description: str | None = None
    line: int = 1


class Slot(NamedTuple):
    """``name`` is ``""`` for the default slot."""

    name: str = ""
    description: str | None = None
    line: int = 1


class Component(NamedTuple):
    """A public component. ``name`` is the public one, ``path`` leads to its files without suffix.

    ``source`` is the file that declares its properties, relative to the project's root, POSIX;
    ``None`` where it could not be read. ``complete``: nothing hides from us what properties
    and events there are (no behaviour from elsewhere, no spread, no computed key). Of the
    properties or of the events alone, ``properties_complete`` and ``events_complete`` say so.
    ``line`` is where the component is defined in ``source``, from 1.
    """

    name: str
    path: str
    source: str | None = None
    description: str | None = None
    properties: tuple[Property, ...] = ()
    events: tuple[Event, ...] = ()
    slots: tuple[Slot, ...] = ()
    external_classes: tuple[str, ...] = ()
    complete: bool = False
    properties_complete: bool = False
    events_complete: bool = False
    line: int = 1


class Page(NamedTuple):
    """A public page. ``parameters`` are the names that its ``onLoad`` reads from the query."""

    name: str
    path: str
    source: str | None = None
    description: str | None = None
    parameters: tuple[str, ...] = ()


class Export(NamedTuple):
    """Something that ``requirePlugin`` gives; ``name`` is dotted below a namespace (``api.get``).

    ``parameters`` are as written, each with its default or its dots. ``open``: it may have
    members that are not listed.
    """

    name: str
    kind: ExportKind = "value"
    parameters: tuple[str, ...] = ()
    is_async: bool = False
    description: str | None = None
    source: str | None = None
    line: int = 1
    open: bool = False


class Interface(NamedTuple):
    """All that a plugin offers. ``exports_complete`` is as ``complete`` of a component: neither
    the module nor anything in it may have more members than are listed.

    ``main`` is the file that exports, relative to the project's root, POSIX. ``problems`` are
    those of sources that could not be read or understood.
    """

    components: tuple[Component, ...] = ()
    pages: tuple[Page, ...] = ()
    exports: tuple[Export, ...] = ()
    main: str | None = None
    exports_complete: bool = False
    problems: tuple[ConfigProblem, ...] = ()


#: Of a project without a plugin.
NOTHING_OFFERED = Interface()
