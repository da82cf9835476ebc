"""A report for programs: JSON as ``report.schema.json`` describes it."""

from __future__ import annotations

import json
from typing import Any

from docbuild import __version__
from docbuild.diagnostic import Diagnostic, Fix, Language, Report, Severity
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
            "tool": {"name": "docbuild", "version": __version__},
            "summary": {
                "errors": report.number_of(Severity.ERROR),
                "warnings": report.number_of(Severity.WARNING),
                "bytes": report.size,
                "limit": report.limit,
            },
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
