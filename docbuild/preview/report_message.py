"""What the author's panel shows: findings at their elements, what goes up, what is described."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias, get_args

from docbuild.asset import EntryKind
from docbuild.diagnostic import (
    Coverage,
    Diagnostic,
    Language,
    MemberKind,
    Offer,
    OfferKind,
    Report,
    Severity,
)
from docbuild.document import (
    BlockNode,
    Cell,
    CodeBlock,
    Heading,
    Image,
    Link,
    ListItem,
    Node,
    walk,
)
from docbuild.markdown.html import survives
from docbuild.preview.editor import Editor
from docbuild.preview.fix_id import fix_id
from docbuild.references import shown_paths
from docbuild.session import Session
from docbuild.snapshot import Snapshot
from docbuild.source import Span
from docbuild.upload import uploads

MOST_FINDINGS = 500
"""As many are in a message; a panel with more would help nobody."""
MOST_OFFERS = 300

#: An element of a block: its kind, and how many of that kind come before it.
Element: TypeAlias = tuple[str, int]

_KINDS: Mapping[type, str] = {
    Image: "image",
    Link: "link",
    Heading: "heading",
    CodeBlock: "code",
    ListItem: "item",
    Cell: "cell",
}


class Place(NamedTuple):
    """Where on the page a finding belongs."""

    block: int
    element: Element | None


def report_message(
    session: Session, report: Report, revision: int, language: Language, editor: Editor
) -> Mapping[str, Any]:
    """The message about ``report``, the session's last. Texts are in ``language``."""
    errors, warnings = report.number_of(Severity.ERROR), report.number_of(Severity.WARNING)
    ordered = sorted(
        enumerate(report.diagnostics), key=lambda each: each[1].severity is not Severity.ERROR
    )
    sent = sorted(ordered[:MOST_FINDINGS], key=lambda each: each[0])
    return {
        "type": "report",
        "revision": revision,
        "light": "stop" if errors else "warn" if warnings else "go",
        "errors": errors,
        "warnings": warnings,
        "size": report.size,
        "limit": report.limit,
        "items": list(_items(session)),
        "coverage": report.coverage and _coverage(session, report.coverage),
        "findings": [
            _finding(session, report, number, diagnostic, language, editor)
            for number, diagnostic in sent
        ],
        "more": len(ordered) - len(sent),
    }


def _finding(
    session: Session,
    report: Report,
    number: int,
    diagnostic: Diagnostic,
    language: Language,
    editor: Editor,
) -> Mapping[str, Any]:
    line = column = place = None
    if diagnostic.span is not None and report.source is not None:
        position = report.source.position(diagnostic.span.start)
        line, column = position.line, report.source.utf16_column(position)
        place = _place(session, diagnostic.span)
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message.text(language),
        "help": diagnostic.help.text(language),
        "path": diagnostic.path,
        "line": line,
        "column": column,
        "editor": editor.link(diagnostic.path, line, column),
        "block": place and place.block,
        "element": place and place.element,
        "fixes": [
            {"title": fix.title.text(language), "id": fix_id(number, index, fix), "safe": fix.safe}
            for index, fix in enumerate(diagnostic.fixes)
        ],
    }


def _coverage(session: Session, coverage: Coverage) -> Mapping[str, Any] | None:
    """``None`` where the plugin offers nothing for users."""
    tallies = [coverage.tally(kind) for kind in (*get_args(OfferKind), *get_args(MemberKind))]
    described, total = (sum(numbers) for numbers in zip(*tallies, strict=True))
    if not total:
        return None
    return {
        "described": described,
        "total": total,
        "offers": [_offer(session, offer) for offer in coverage.offers[:MOST_OFFERS]],
        "more": max(0, len(coverage.offers) - MOST_OFFERS),
    }


def _offer(session: Session, offer: Offer) -> Mapping[str, Any]:
    place = None if offer.place is None else _place(session, offer.place)
    missing: dict[str, list[str]] = {}
    for kind, name, described in offer.members:
        if not described:
            missing.setdefault(kind, []).append(name)
    return {
        "kind": offer.kind,
        "name": offer.name,
        "described": offer.place is not None,
        "members": len(offer.members),
        "missing": [{"kind": kind, "names": names} for kind, names in missing.items()],
        "block": place and place.block,
        "element": place and place.element,
    }


def _place(session: Session, span: Span) -> Place | None:
    found = session.block_at(span.start)
    if found is None:
        return None
    block, node, offset = found
    return Place(block.key, _element(node, Span(offset, offset + span.end - span.start)))


def _element(block: BlockNode, span: Span) -> Element | None:
    """The innermost element of ``block`` that holds all of ``span``."""
    counts: dict[str, int] = {}
    found = None
    for node in walk((block,)):
        kind = _kind(node)
        if kind is not None:
            if node.span.start <= span.start and span.end <= node.span.end:
                found = kind, counts.get(kind, 0)
            counts[kind] = counts.get(kind, 0) + 1
    return found


def _kind(node: Node) -> str | None:
    """What the page has an element for. A link that the platform drops is mere text there."""
    if isinstance(node, Link) and not survives(node.destination):
        return None
    return _KINDS.get(type(node))


def _items(session: Session) -> Iterator[Mapping[str, Any]]:
    """What goes up, the largest first, with the bytes that could be saved of each."""
    snapshot, shown = session.snapshot, shown_paths(session.references)
    entries = [
        entry
        for entry in snapshot.tree.entries.values()
        if entry.kind is EntryKind.FILE and uploads(entry.path)
    ]
    for entry in sorted(entries, key=lambda entry: (-entry.size, entry.path)):
        used = entry.path in shown or entry.path == snapshot.readme
        saving = _saving(snapshot, entry.path) if used else entry.size
        yield {"path": entry.path, "size": entry.size, "saving": saving, "used": used}


def _saving(snapshot: Snapshot, path: str) -> int | None:
    """What scaling a picture to the widest that the page can show would save."""
    asset = snapshot.assets.get(path)
    fitted = None if asset is None or asset.facts is None else asset.facts.fitted_size
    return None if asset is None or fitted is None else max(asset.size - fitted, 0) or None
