"""The shell around the pure stages: from a place on the disk to all that docbuild knows of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from docbuild import files
from docbuild.asset import Asset, EntryKind, Tree
from docbuild.diagnostic import Report
from docbuild.dialect import Dialect
from docbuild.document import Document
from docbuild.interface import NOTHING_OFFERED, Interface
from docbuild.locate import LocateProblem, Location, locate, move_document
from docbuild.markdown import parse
from docbuild.markdown.html import output_budget
from docbuild.pictures import Progress, read_pictures
from docbuild.plugin import Plugin
from docbuild.problem import ConfigProblem
from docbuild.project import load_plugin, load_settings
from docbuild.references import Reference, resolve_all
from docbuild.rules import rule_names
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.settings import Settings
from docbuild.snapshot import Snapshot
from docbuild.source import Source

README = "README.md"
LARGEST_README = 16 * 1024 * 1024  # bytes, eight times what the upload takes

#: Reads a document, as :func:`docbuild.markdown.parse` does.
Parse: TypeAlias = Callable[[Source, Dialect], Document]


class Project(NamedTuple):
    """A project that was found, and what its author decided."""

    location: Location
    settings: Settings


class Build(NamedTuple):
    """All that one run concluded. ``document`` is ``None`` where there was no text to parse."""

    snapshot: Snapshot
    document: Document | None
    references: tuple[Reference, ...]
    report: Report


def find(
    start: Path, *, doc: Path | None = None, named: bool = False
) -> Project | LocateProblem | tuple[ConfigProblem, ...]:
    """The project that ``start`` lies in with its settings, or what keeps it from being used.

    ``doc`` and ``named`` are those of :func:`docbuild.locate.locate`.
    """
    location = locate(start, doc=doc, named=named)
    if isinstance(location, LocateProblem):
        return location
    settings = load_settings(location, rule_names())
    if not isinstance(settings, Settings):
        return settings
    if settings.doc is not None:
        location = move_document(location, settings.doc)
        if isinstance(location, LocateProblem):
            return location
    return Project(location, settings)


def build(
    project: Project,
    *,
    keep_data: bool,
    progress: Progress | None = None,
    reading: Parse = parse,
) -> Build:
    """Read a project and judge it. No document makes this raise.

    ``keep_data``: the assets keep their bytes, the very ones that were checked, for a page or
    a bundle. ``progress`` is told how many pictures are done, and of how many. ``reading`` is
    for whoever keeps more of the document than the build does.
    """
    location = project.location
    snapshot, readme = read(project)
    source, dialect = snapshot.source, project.settings.dialect
    document = None if source is None else parsed(source, dialect, reading)
    references = () if document is None else resolve_all(document, snapshot.tree)
    pictures = read_pictures(
        location.folder, snapshot.tree, references, keep_data=keep_data, progress=progress
    )
    assets = dict(pictures.assets)
    if keep_data and snapshot.readme is not None and readme is not None:
        name = snapshot.readme
        assets[name] = Asset(name, len(readme), files.digest(readme), None, readme)
    tree = with_unreadable(snapshot.tree, pictures.unreadable)
    snapshot = snapshot._replace(assets=assets, tree=tree)
    report = check(Subject(snapshot, document, references))
    return Build(snapshot, document, references, report)


def parsed(source: Source, dialect: Dialect, reading: Parse = parse) -> Document:
    """The document, with the end of what may be rendered among what it exceeds."""
    document = reading(source, dialect)
    budget = output_budget(document)
    if budget is None:
        return document
    return document._replace(exceeded=(*document.exceeded, budget))


def read(project: Project, known: bytes | None = None) -> tuple[Snapshot, bytes | None]:
    """All that is to be read before the document is parsed, without assets, and its bytes.

    ``known`` are the bytes to take for the document's if there is one at all.
    """
    location, settings = project.location, project.settings
    tree = files.read_tree(location.folder, follow_root=location.explicit)
    readme = readme_name(tree)
    path = "/".join(filter(None, (location.folder_name, readme or README)))
    data = known if known is not None and readme else _read_readme(location, readme)
    source, undecodable = decode(path, data) if isinstance(data, bytes) else (None, None)
    plugin = load_plugin(location)
    snapshot = Snapshot(
        document_path=path,
        folder=location.folder_name,
        readme=readme,
        source=source,
        undecodable=undecodable,
        unreadable=data.detail or data.code if isinstance(data, files.ReadProblem) else None,
        rivals=location.rivals,
        tree=tree,
        assets={},
        plugin=plugin,
        settings=settings,
        interface=_interface(location, plugin),
    )
    return snapshot, data if isinstance(data, bytes) else None


def _interface(location: Location, plugin: Plugin) -> Interface:
    if not plugin.names_sources:
        return NOTHING_OFFERED
    # 2 ms that documents without a plugin behind them save.
    from docbuild.plugin_sources import read_interface  # noqa: PLC0415

    return read_interface(location, plugin)


def decode(path: str, data: bytes) -> tuple[Source, int | None]:
    """The text of a document, and the offset in bytes of the first that is not UTF-8.

    A byte order mark stays in the text; what is not UTF-8 becomes U+FFFD.
    """
    try:
        return Source(path, data.decode()), None
    except UnicodeDecodeError as error:
        return Source(path, data.decode(errors="replace")), error.start


def readme_name(tree: Tree) -> str | None:
    """The document's name as it stands on the disk, README.md before any other case."""
    names = (name for name in tree.entries if name.lower() == README.lower())
    kinds = (EntryKind.FILE, EntryKind.SYMLINK)
    files_only = (name for name in names if tree.entries[name].kind in kinds)
    return min(files_only, key=lambda name: (name != README, name), default=None)


def _read_readme(location: Location, readme: str | None) -> bytes | files.ReadProblem | None:
    if readme is None:
        return None
    return files.read_file(location.folder, readme, LARGEST_README)


def with_unreadable(tree: Tree, reasons: Mapping[str, str]) -> Tree:
    """``tree`` with what turned out to be unreadable, so that a rule says so."""
    found = {path: tree.entries[path]._replace(unreadable=reasons[path]) for path in reasons}
    return tree._replace(entries={**tree.entries, **found}) if found else tree
