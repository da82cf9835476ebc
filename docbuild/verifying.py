"""A bundle of anyone's, from its members in memory to a report; nothing of it is unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import NamedTuple, TypeAlias

from docbuild import files
from docbuild.asset import Asset, Entry, EntryKind, Tree
from docbuild.build import README, Build, Parse, decode, parsed, readme_name
from docbuild.diagnostic import Finding, Message, Report
from docbuild.dialect import Dialect, spellings
from docbuild.manifest import MANIFEST, Manifest, read_manifest
from docbuild.markdown import parse
from docbuild.pictures import Progress, inspected, wanted_paths
from docbuild.plugin import Plugin
from docbuild.references import resolve_all
from docbuild.rules import bundle_archive, bundle_manifest
from docbuild.rules.checker import check
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Settings
from docbuild.snapshot import Snapshot
from docbuild.zip_reading import Refusal

#: Says what is wrong with a document.
Judge: TypeAlias = Callable[[Subject], Report]

#: Gives the bytes of files by their paths below doc/.
Load: TypeAlias = Callable[[Iterable[str]], Mapping[str, bytes]]

_FOLDER = "doc"
_AT_ONCE = 4 * 1024 * 1024  # bytes of pictures in memory at a time, where none is kept
_OWN = (bundle_archive.RULE.name, bundle_manifest.RULE.name)


def report_refused(refusals: Iterable[Refusal], name: str) -> Report:
    """The report on the archive of that ``name``, which is not read."""
    findings = [bundle_archive.refused(each.message, each.member or name) for each in refusals]
    nothing = Subject(_snapshot({}, _Told(), _FOLDER), None, ())
    return check(nothing, [_finding_these(bundle_archive, findings)])


def verify(members: Mapping[str, bytes], progress: Progress | None = None) -> Report:
    """The report on the members of a bundle, by POSIX path: every rule, and its manifest.

    The document is in ``doc/``, or in the bundle itself if it has no such folder.
    """
    manifest = None if MANIFEST not in members else read_manifest(members[MANIFEST])
    folder = _FOLDER if any(name.startswith(f"{_FOLDER}/") for name in members) else ""
    prefix = f"{folder}/" if folder else ""
    others = sorted(name for name in members if not name.startswith(prefix) and name != MANIFEST)
    superfluous = [bundle_archive.superfluous(name) for name in others]
    contents = contents_of(members)
    snapshot = _snapshot(contents, _Told.by(manifest), folder)
    subject = _subject(_loading(contents), snapshot, progress)
    rules = [rule for rule in RULES if rule.name not in _OWN]
    rules.append(_finding_these(bundle_archive, superfluous))
    rules.append(_finding_these(bundle_manifest, _against(manifest, members)))
    return check(subject, rules)


def contents_of(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the document's folder by their path below it, as :func:`verify` finds it."""
    folder = _FOLDER if any(name.startswith(f"{_FOLDER}/") for name in members) else ""
    prefix = f"{folder}/" if folder else ""
    return {
        name.removeprefix(prefix): data
        for name, data in members.items()
        if name.startswith(prefix) and name != MANIFEST
    }


def build_of_contents(
    contents: Mapping[str, bytes], like: Snapshot, progress: Progress | None = None
) -> Build:
    """All that is known of a document in memory, by path below doc/, which keeps its bytes.

    Its settings, plugin and interface are those of ``like``, and so are the names that findings
    call its files by: only the document makes a difference.
    """
    return build_of_tree(tree_of(contents), _loading(contents), like, progress)


def build_of_tree(
    tree: Tree,
    load: Load,
    like: Snapshot,
    progress: Progress | None = None,
    judge: Judge = check,
    *,
    keep_data: bool = True,
    reading: Parse = parse,
) -> Build:
    """As :func:`build_of_contents`, of what is listed in ``tree`` and loaded when it is needed.

    ``judge`` and ``reading`` are for whoever knows a part of the answers.
    """
    bare = like._replace(tree=tree, rivals=(), unreadable=None)
    readme = readme_name(tree)
    wanted = [] if readme is None or tree.entries[readme].kind is not EntryKind.FILE else [readme]
    snapshot = _with_contents(bare, load(wanted), like.folder)
    by_batches = not keep_data
    subject = _subject(
        load, snapshot, progress, keep_data=keep_data, by_batches=by_batches, reading=reading
    )
    return Build(subject.snapshot, subject.document, subject.references, judge(subject))


def _finding_these(module: ModuleType, findings: Iterable[Finding]) -> Rule:
    """The rule of ``module`` with what was found before it is asked."""
    rule: Rule = module.RULE
    return rule._replace(check=lambda _subject: iter(tuple(findings)))


class _Told(NamedTuple):
    """What the manifest tells of the project that the bundle was made of."""

    app_id: str | None = None
    dialect: Dialect = Settings().dialect

    @classmethod
    def by(cls, manifest: Manifest | Message | None) -> _Told:
        if not isinstance(manifest, Manifest):
            return cls()
        return cls(manifest.app_id, spellings().get(manifest.dialect, Settings().dialect))


def _subject(
    load: Load,
    snapshot: Snapshot,
    progress: Progress | None,
    *,
    keep_data: bool = False,
    by_batches: bool = False,
    reading: Parse = parse,
) -> Subject:
    """What the rules judge: the same values as of a project on the disk."""
    source = snapshot.source
    document = None if source is None else parsed(source, snapshot.settings.dialect, reading)
    references = () if document is None else resolve_all(document, snapshot.tree)
    wanted = wanted_paths(snapshot.tree, references)
    assets: dict[str, Asset] = {}
    for paths in _batches(wanted, snapshot.tree) if by_batches else [wanted]:
        assets |= inspected(load(paths), keep_data, progress)
    return Subject(snapshot._replace(assets=assets), document, references)


def _batches(paths: Iterable[str], tree: Tree) -> Iterator[list[str]]:
    """``paths`` in pieces whose bytes fit into memory together: using it again is faster, too."""
    batch: list[str] = []
    size = 0
    for path in paths:
        batch.append(path)
        size += tree.entries[path].size
        if size > _AT_ONCE:
            yield batch
            batch, size = [], 0
    yield batch


def _loading(contents: Mapping[str, bytes]) -> Load:
    return lambda paths: {path: contents[path] for path in paths}


def _snapshot(contents: Mapping[str, bytes], told: _Told, folder: str) -> Snapshot:
    nothing = Snapshot(
        document_path="",
        folder=folder,
        readme=None,
        source=None,
        undecodable=None,
        unreadable=None,
        rivals=(),
        tree=tree_of(contents),
        assets={},
        plugin=Plugin(app_id=told.app_id),
        settings=Settings(dialect=told.dialect),
    )
    return _with_contents(nothing, contents, folder)


def _with_contents(snapshot: Snapshot, contents: Mapping[str, bytes], folder: str) -> Snapshot:
    """``snapshot`` with the document that its tree has, without assets."""
    readme = readme_name(snapshot.tree)
    path = "/".join(filter(None, (folder, readme or README)))
    data = None if readme is None else contents.get(readme)
    source, undecodable = (None, None) if data is None else decode(path, data)
    return snapshot._replace(
        document_path=path, readme=readme, source=source, undecodable=undecodable, assets={}
    )


def tree_of(contents: Mapping[str, bytes]) -> Tree:
    """The listing of files in memory."""
    entries = {path: Entry(path, EntryKind.FILE, len(data)) for path, data in contents.items()}
    for path in contents:
        while "/" in path:
            path = path.rpartition("/")[0]
            entries[path] = Entry(path, EntryKind.DIRECTORY)
    return Tree(EntryKind.DIRECTORY, dict(sorted(entries.items())))


def _against(
    manifest: Manifest | Message | None, members: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Where the members are not what the manifest says."""
    if manifest is None:
        return
    if isinstance(manifest, Message):
        yield bundle_manifest.unreadable(manifest, MANIFEST)
        return
    if manifest.forced:
        yield bundle_manifest.forced(MANIFEST)
    if manifest.dialect not in spellings():
        yield bundle_manifest.strange_dialect(manifest.dialect, Settings().dialect, MANIFEST)
    listed = {file.path: file for file in manifest.files}
    for path in sorted(listed.keys() - members.keys()):
        yield bundle_manifest.lacking(path)
    for path in sorted(members.keys() - listed.keys() - {MANIFEST}):
        yield bundle_manifest.unlisted(path)
    for path in sorted(members.keys() & listed.keys()):
        data, file = members[path], listed[path]
        if (len(data), files.digest(data)) != (file.size, file.sha256):
            yield bundle_manifest.differs(path)
