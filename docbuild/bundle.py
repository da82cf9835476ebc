"""What goes up, as a ZIP archive whose bytes depend on its members alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from itertools import pairwise

from docbuild.names import clashes, problem

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive can tell
_UNIX = 3
_MODE = 0o100644


def pack(members: Mapping[str, bytes]) -> bytes:
    """The archive of ``members``, which maps POSIX paths to contents.

    The members are stored, not deflated, because builds of zlib differ; sorted, dated and
    given their mode by constants. So the same members make the same bytes everywhere.
    Raises :class:`ValueError` for a name that some operating system cannot hold, which the
    image rules must have refused before.
    """
    check_names(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            archive.writestr(_entry(name), members[name])
    return buffer.getvalue()


def check_names(names: Iterable[str]) -> None:
    """Raise :class:`ValueError` unless all ``names`` can be unpacked on any system at once."""
    names = sorted(names)
    for name in names:
        reason = problem(name)
        if reason is None and not {"", ".", ".."}.isdisjoint(name.split("/")):
            reason = "not a plain relative path"
        if reason is not None:
            raise ValueError(f"cannot pack {name!a}: {reason}")
    folders = {name[: match.start()] for name in names for match in re.finditer("/", name)}
    groups = [*clashes(names), *((name,) for name in names if name in folders)]
    groups += ((name,) for name, after in pairwise(names) if name == after)
    if groups:
        raise ValueError(f"cannot pack what clashes: {groups!a}")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = _UNIX
    entry.external_attr = _MODE << 16
    return entry
