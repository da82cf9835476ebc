"""Which files of a folder are to become others: the files themselves, and a note of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from docbuild.files import digest
from docbuild.names import problem

_VERSION = 1


class Changes(NamedTuple):
    """By POSIX paths relative to doc/. ``replaced`` has old and new bytes.

    The document itself, called ``readme``, is among those replaced if it changes.
    """

    readme: str
    replaced: Mapping[str, tuple[bytes, bytes]]
    added: Mapping[str, bytes]
    removed: Mapping[str, bytes]

    @property
    def originals(self) -> dict[str, bytes]:
        """The bytes that would be lost."""
        return {**{path: old for path, (old, _) in self.replaced.items()}, **self.removed}


class Journal(NamedTuple):
    """The same by SHA-256."""

    readme: str
    replaced: Mapping[str, tuple[str, str]]
    added: Mapping[str, str]
    removed: Mapping[str, str]

    @classmethod
    def of(cls, changes: Changes) -> Journal:
        return cls(
            changes.readme,
            {path: (digest(old), digest(new)) for path, (old, new) in changes.replaced.items()},
            {path: digest(data) for path, data in changes.added.items()},
            {path: digest(data) for path, data in changes.removed.items()},
        )

    def to_json(self) -> bytes:
        """The same bytes for the same journal."""
        value = {"version": _VERSION, **self._asdict()}
        return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode("ascii")

    @classmethod
    def from_json(cls, data: bytes) -> Journal:
        """Raises :class:`ValueError` for what :meth:`to_json` did not write."""
        try:
            return cls._read(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"no journal: {error}") from error

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Journal:
        if value["version"] != _VERSION:
            raise ValueError(f"a journal of version {value['version']!r}")
        pairs = {path: _pair(each) for path, each in value["replaced"].items()}
        singles = (dict(value["added"]), dict(value["removed"]))
        journal = cls(value["readme"], pairs, *singles)
        paths = (journal.readme, *journal.replaced, *journal.added, *journal.removed)
        for path in paths:
            if problem(path) is not None or not {"", ".", ".."}.isdisjoint(path.split("/")):
                raise ValueError(f"no path below a folder: {path!a}")
        return journal


def _pair(value: Any) -> tuple[str, str]:
    old, new = value
    return old, new
