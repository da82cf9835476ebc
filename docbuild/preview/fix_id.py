"""What a page names a fix by: where it stands in the report, and what it would do."""

from __future__ import annotations

import re
import zlib

from docbuild.diagnostic import Fix, Report

_FORM = re.compile(r"(\d{1,9})\.(\d{1,9})\.([0-9a-f]{8})", re.ASCII)


def fix_id(finding: int, number: int, fix: Fix) -> str:
    """The id of a finding's fix, both counted from 0."""
    return f"{finding}.{number}.{_checksum(fix)}"


def is_fix_id(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def fix_of(report: Report, identifier: str) -> Fix | None:
    """The fix of that id, ``None`` where the report has another one at that place, or none.

    A page may ask by an older report than the last, so the place alone is not enough.
    """
    match = _FORM.fullmatch(identifier)
    assert match is not None, "is_fix_id comes first"
    try:
        fix = report.diagnostics[int(match[1])].fixes[int(match[2])]
    except IndexError:
        return None
    return fix if _checksum(fix) == match[3] else None


def _checksum(fix: Fix) -> str:
    return f"{zlib.crc32(repr(fix.edits).encode('utf-8', 'surrogatepass')):08x}"
