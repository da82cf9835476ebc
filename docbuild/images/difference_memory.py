"""Where pairs of pictures differ, remembered in the user's cache by the digests of both."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable

from docbuild.images.difference import Difference, NotCompared, apart, differences, together
from docbuild.images.limits import MAX_BYTES
from docbuild.memory import Records

_VERSION = 1  # rises with every change of what a difference looks like
_PNG = b"\x89PNG\r\n\x1a\n"
_DIGEST = 32  # bytes of a SHA-256, which every record begins with


def remembered_differences(
    pairs: Iterable[tuple[bytes, bytes]], folder: str | None
) -> list[Difference | NotCompared]:
    """As :func:`docbuild.images.difference.differences`, of pairs that were not compared before.

    ``folder`` is the user's cache, ``None`` to remember nothing.
    """
    records = Records(folder, f"differences-v{_VERSION}", MAX_BYTES)
    named = [(_name(old, new), (old, new)) for old, new in pairs]
    found: dict[str, Difference | NotCompared | None] = {
        name: _read(records.recall(name) or b"") for name, _ in named
    }
    missing = [(name, pair) for name, pair in dict(named).items() if found[name] is None]
    compared = differences(pair for _, pair in missing)
    for (name, _), result in zip(missing, compared, strict=True):
        found[name] = result
        if isinstance(result, Difference):
            records.remember(name, _written(result))
    return [each for name, _ in named if (each := found[name]) is not None]


def _name(old: bytes, new: bytes) -> str:
    both = hashlib.sha256(old).digest() + hashlib.sha256(new).digest()
    return hashlib.sha256(both).hexdigest()


def _written(found: Difference) -> bytes:
    facts = json.dumps([found.share, found.box]).encode()
    record = together(facts, found.data)
    return hashlib.sha256(record).digest() + record


def _read(record: bytes) -> Difference | None:
    """The difference in a record, which may be anybody's; ``None`` where there is none."""
    content = record[_DIGEST:]
    if hashlib.sha256(content).digest() != record[:_DIGEST]:
        return None
    try:
        facts, data = apart(content)
        share, box = json.loads(facts)
        found = Difference(float(share), None if box is None else _box(*box), data)
    except (ValueError, TypeError, struct.error):
        return None
    return found if data.startswith(_PNG) else None


def _box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return int(left), int(top), int(right), int(bottom)
