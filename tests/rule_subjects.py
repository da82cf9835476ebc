"""Subjects for tests of the checker, without a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.markdown import parse
from docbuild.plugin import Plugin
from docbuild.references import resolve_all
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Settings
from docbuild.snapshot import Snapshot
from docbuild.source import Source, Span

_WORDS = Message("中文", "English")


def subject(
    text: str, *, entries: Iterable[Entry] = (), settings: Settings | None = None
) -> Subject:
    """A project whose doc/ holds ``text`` as README.md, and ``entries``."""
    source = Source("doc/README.md", text)
    readme = Entry("README.md", EntryKind.FILE, len(text.encode()))
    tree = Tree(EntryKind.DIRECTORY, {entry.path: entry for entry in (readme, *entries)})
    snapshot = Snapshot(
        document_path=source.path,
        folder="doc",
        readme="README.md",
        source=source,
        undecodable=None,
        unreadable=None,
        rivals=(),
        tree=tree,
        assets={},
        plugin=Plugin(),
        settings=settings or Settings(),
    )
    document = parse(source)
    return Subject(snapshot, document, resolve_all(document, tree))


def finding(*span: int, path: str | None = None, severity: Severity | None = None) -> Finding:
    return Finding(_WORDS, _WORDS, Span(*span) if span else None, path, severity=severity)


def rule(name: str, *findings: Finding, crash: BaseException | None = None) -> Rule:
    """A warning that yields ``findings`` and then raises ``crash``, if any."""

    def check(_subject: Subject) -> Iterator[Finding]:
        yield from findings
        if crash is not None:
            raise crash

    return Rule(name, Severity.WARNING, _WORDS, _WORDS, "", "", check)
