"""What the text of one module says by itself, as values that can be kept."""

from typing import Literal, NamedTuple, TypeAlias

from docbuild.interface import Event, Property

GivenKind: TypeAlias = Literal["function", "class", "object", "value", "elsewhere", "spread"]
DefinitionKind: TypeAlias = Literal["component", "page", "behavior", "options", "properties"]


class Elsewhere(NamedTuple):
    """What another module gives. ``module`` is as it is written (``./api``).

    ``path`` leads to it from all that the module gives, ``("default",)`` to what an import
    without braces means.
    """

    module: str
    path: tuple[str, ...] = ()


class Given(NamedTuple):
    """One thing that a module exports, at ``path``: ``()`` is all of ``module.exports``.

    ``elsewhere`` is where it comes from, of the kinds ``elsewhere`` and ``spread``; a spread
    puts all that is there in at ``path``. ``definition`` is the index of what it defines.
    """

    path: tuple[str, ...]
    kind: GivenKind
    parameters: tuple[str, ...] = ()
    is_async: bool = False
    description: str | None = None
    line: int = 1
    elsewhere: Elsewhere | None = None
    definition: int | None = None


class Definition(NamedTuple):
    """What a call of ``Component``, ``Page`` or ``Behavior`` defines, or an object for one.

    ``behaviors`` may begin with ``wx://``: then the path is empty. ``properties_from`` are
    objects whose entries are further properties, ``options_from`` ones that are merged with
    the whole. ``handed_to`` are functions of other modules that get the instance.
    ``parameters`` are what ``onLoad`` reads from its first argument.
    """

    kind: DefinitionKind
    properties: tuple[Property, ...] = ()
    events: tuple[Event, ...] = ()
    external_classes: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    behaviors: tuple[Elsewhere, ...] = ()
    properties_from: tuple[Elsewhere, ...] = ()
    options_from: tuple[Elsewhere, ...] = ()
    handed_to: tuple[Elsewhere, ...] = ()
    properties_complete: bool = True
    events_complete: bool = True
    description: str | None = None
    line: int = 1


class Module(NamedTuple):
    """``open`` are the paths of what may have more members than are listed.

    ``is_es``: an import without braces means its ``default`` and nothing else; of any other
    module it means all that the module gives. ``events`` are all that anything in it triggers;
    ``composes``: some of them go up through the components around. ``error`` is the line and
    column, from 1, where it does not parse.
    """

    given: tuple[Given, ...] = ()
    open: tuple[tuple[str, ...], ...] = ((),)
    is_es: bool = False
    definitions: tuple[Definition, ...] = ()
    events: tuple[Event, ...] = ()
    events_complete: bool = False
    composes: bool = False
    error: tuple[int, int] | None = None


#: Of a text that was not read: nothing is known.
UNREAD = Module()
