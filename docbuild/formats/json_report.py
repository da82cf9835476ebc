"""A report for programs: JSON as ``report.schema.json`` describes it."""

from __future__ import annotations

import json
from typing import Any, get_args

from docbuild import __version__
from docbuild.diagnostic import (
    Coverage,
    Diagnostic,
    Fix,
    Language,
    MemberKind,
    Offer,
    OfferKind,
    Report,
    Severity,
)
from docbuild.source import Source

_VERSION = 1  # of the format: it rises with every change that could break a reader


def json_report(report: Report, language: Language) -> str:
    """``report`` as one JSON object in ASCII, so that no console's encoding can garble it.

    Offsets count code points of the decoded file, lines and columns from 1. A diagnostic
    without a place in the text has no ``start`` and ``end``.
    """
    return dump(
        {
            "version": _VERSION,
            "tool": {
                "name": "docbuild",
                "version": __version__,
                "dialect": report.dialect.identifier,
            },
            "summary": {
                "errors": report.number_of(Severity.ERROR),
                "warnings": report.number_of(Severity.WARNING),
                "bytes": report.size,
                "limit": report.limit,
            },
            "coverage": report.coverage and _coverage(report.coverage, report.source),
            "diagnostics": [
                _diagnostic(diagnostic, report.source, language)
                for diagnostic in report.diagnostics
            ],
        }
    )


def dump(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2) + "\n"


def _diagnostic(
    diagnostic: Diagnostic, source: Source | None, language: Language
) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if source is not None and diagnostic.span is not None:
        place = {
            "start": source.position(diagnostic.span.start)._asdict(),
            "end": source.position(diagnostic.span.end)._asdict(),
        }
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "path": well_formed(diagnostic.path),
        **place,
        "message": well_formed(diagnostic.message.text(language)),
        "help": well_formed(diagnostic.help.text(language)),
        "fixes": [_fix(fix, language) for fix in diagnostic.fixes],
    }


def _coverage(coverage: Coverage, source: Source | None) -> dict[str, Any]:
    return {
        "tallies": {
            kind: dict(zip(("described", "total"), coverage.tally(kind), strict=True))
            for kind in (*get_args(OfferKind), *get_args(MemberKind))
        },
        "offers": [_offer(offer, source) for offer in coverage.offers],
    }


def _offer(offer: Offer, source: Source | None) -> dict[str, Any]:
    place = None if source is None or offer.place is None else offer.place.start
    return {
        "kind": offer.kind,
        "name": well_formed(offer.name),
        "described": offer.place is not None,
        "start": None if source is None or place is None else source.position(place)._asdict(),
        "members": [
            {"kind": kind, "name": well_formed(name), "described": described}
            for kind, name, described in offer.members
        ],
    }


def _fix(fix: Fix, language: Language) -> dict[str, Any]:
    return {
        "title": well_formed(fix.title.text(language)),
        "safe": fix.safe,
        "edits": [
            {"start": edit.span.start, "end": edit.span.end, "text": well_formed(edit.text)}
            for edit in fix.edits
        ],
    }


def well_formed(text: str) -> str:
    r"""``text`` with lone surrogates, which JSON readers refuse, written as in ``\udcff``."""
    return text.encode("utf-8", "backslashreplace").decode()
