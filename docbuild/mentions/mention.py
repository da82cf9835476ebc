"""The places at which a document speaks of a plugin, each found in one block alone."""

from typing import Literal, NamedTuple, TypeAlias

from docbuild.source import Span

Scheme: TypeAlias = Literal["plugin", "plugin-private"]
Subject: TypeAlias = Literal["property", "event"]


class Titled(NamedTuple):
    """A heading. ``words`` are those of its text that the vocabulary has, in normal form.

    ``lists_members``: it says that properties or events come next, and nothing else. ``past``:
    below it there may be what no longer is, as in a list of changes.
    """

    span: Span
    level: int
    words: tuple[str, ...]
    lists_members: bool = False
    past: bool = False


class Worded(NamedTuple):
    """A word of the vocabulary, in normal form, where a name would stand: the first in a block."""

    span: Span
    word: str


class Row(NamedTuple):
    """What the first cell of a row names. ``span`` is that name alone."""

    span: Span
    name: str


class Listed(NamedTuple):
    """A table whose first column names properties or events, by its header."""

    span: Span
    subject: Subject
    rows: tuple[Row, ...]


class Addressed(NamedTuple):
    """``plugin://host/name``; the ``host`` of ``plugin-private`` is an AppID, ``name`` a path."""

    span: Span
    scheme: Scheme
    host: str
    name: str
    host_span: Span
    name_span: Span


class Aliased(NamedTuple):
    """What a sample of app.json says of a plugin: its alias, and the AppID of its provider."""

    span: Span
    alias: str
    provider: str


class Declared(NamedTuple):
    """An entry of ``usingComponents``. ``host`` is empty unless it is a ``plugin://`` address."""

    span: Span
    tag: str
    host: str = ""
    name: str = ""


class Given(NamedTuple):
    """An attribute of a tag; ``span`` is its name alone."""

    span: Span
    name: str


class Tagged(NamedTuple):
    """An opening tag in a sample of WXML.

    ``span`` is its name alone, ``end`` the name in the tag that closes it.
    """

    span: Span
    tag: str
    attributes: tuple[Given, ...]
    end: Span | None = None


class Bound(NamedTuple):
    """A variable of a sample that holds the plugin ``alias``, which stands at ``alias_span``."""

    span: Span
    variable: str
    alias: str
    alias_span: Span


class Called(NamedTuple):
    """``variable.names[0]…`` in a sample. ``alias`` is ``None`` where another one may bind it.

    ``span`` is the first name alone, ``spans`` has each of them. Where there is no variable
    between, ``alias_span`` is where the alias is written.
    """

    span: Span
    variable: str
    alias: str | None
    names: tuple[str, ...]
    spans: tuple[Span, ...]
    alias_span: Span | None = None


Mention: TypeAlias = (
    Titled | Worded | Listed | Addressed | Aliased | Declared | Tagged | Bound | Called
)
