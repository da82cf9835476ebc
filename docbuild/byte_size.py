"""Numbers of bytes for people, alike in messages, reports and pages."""

from __future__ import annotations

_KIB, _MIB = 1 << 10, 1 << 20


def byte_size(count: int) -> str:
    """``900 B``, ``12.3 KB``, ``1.95 MB``, ``2 MB``, with 1 KB = 1024 bytes."""
    if count < _KIB:
        return f"{count} B"
    if count < _MIB:
        return _shortest(f"{count / _KIB:.1f}") + " KB"
    return _shortest(f"{count / _MIB:.2f}") + " MB"


def _shortest(number: str) -> str:
    return number.rstrip("0").removesuffix(".")
