"""A comparison for programs: JSON as ``comparison.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from docbuild import __version__
from docbuild.asset import Asset
from docbuild.build import Build
from docbuild.comparing import BlockChange, Comparison, Edition, PictureChange
from docbuild.comparing.lines import lines
from docbuild.diagnostic import Diagnostic, Language
from docbuild.formats.json_report import dump, well_formed
from docbuild.source import Span

_VERSION = 1  # of the format: it rises with every change that could break a reader


def comparison_json(comparison: Comparison, language: Language) -> str:
    """``comparison`` as JSON in ASCII. Blocks that are the same are left out.

    A block has its lines as people see them, each in pieces that are the ``same``, ``removed``
    or ``added``. Lines count from 1, in the document that a block is of.
    """
    old, new = comparison.old.build, comparison.new.build
    return dump(
        {
            "version": _VERSION,
            "tool": {"name": "docbuild", "version": __version__},
            "same": comparison.is_same,
            "same_text": comparison.same_text,
            "exhausted": comparison.exhausted,
            "old": _edition(comparison.old, comparison.size.old, language),
            "new": _edition(comparison.new, comparison.size.new, language),
            "blocks": {
                "total": len(comparison.blocks),
                "changes": [
                    _block(block, old, new) for block in comparison.blocks if block.kind != "same"
                ],
            },
            "pictures": [_picture(change) for change in comparison.pictures],
            "findings": {
                "gained": [_finding(each, new, language) for each in comparison.gained],
                "lost": [_finding(each, old, language) for each in comparison.lost],
                "kept": comparison.kept,
            },
        }
    )


def _edition(edition: Edition, size: int, language: Language) -> dict[str, Any]:
    snapshot = edition.build.snapshot
    return {
        "name": well_formed(edition.name.text(language)),
        "path": None if snapshot.source is None else well_formed(snapshot.document_path),
        "bytes": size,
    }


def _block(block: BlockChange, old: Build, new: Build) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "move": block.move,
        "old": _lines_of(old, block.old_span),
        "new": _lines_of(new, block.new_span),
        "lines": [
            [[segment.operation, well_formed(segment.text)] for segment in line]
            for line in lines(block.marked_html)
        ],
    }


def _lines_of(build: Build, span: Span | None) -> dict[str, int] | None:
    source = build.snapshot.source
    if source is None or span is None:
        return None
    last = source.position(max(span.start, span.end - 1)).line
    return {"first_line": source.position(span.start).line, "last_line": last}


def _picture(change: PictureChange) -> dict[str, Any]:
    return {"kind": change.kind, "old": _asset(change.old), "new": _asset(change.new)}


def _asset(asset: Asset | None) -> dict[str, Any] | None:
    if asset is None:
        return None
    facts = asset.facts
    return {
        "path": well_formed(asset.path),
        "sha256": asset.digest,
        "bytes": asset.size,
        "width": facts.width if facts else 0,
        "height": facts.height if facts else 0,
    }


def _finding(finding: Diagnostic, build: Build, language: Language) -> dict[str, Any]:
    lines_of = _lines_of(build, finding.span)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": well_formed(finding.path),
        "line": lines_of and lines_of["first_line"],
        "message": well_formed(finding.message.text(language)),
    }
