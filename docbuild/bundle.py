"""What goes up, as a ZIP archive whose bytes depend on its members alone."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive can tell
_UNIX = 3
_MODE = 0o100644
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?", re.I)
_LONGEST = 255  # bytes of one component, on every common file system


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
    taken: dict[str, str] = {}
    for name in sorted(names):
        reason = unportable(name)
        if reason is not None:
            raise ValueError(f"cannot pack {name!a}: {reason}")
        _claim(name, taken)


def unportable(name: str) -> str | None:
    """Why an archive cannot carry the path ``name`` to every system, ``None`` if it can."""
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return "not a plain relative path"
        if _FORBIDDEN.search(part):
            return "a character that some system forbids"
        if part.endswith((".", " ")):
            return "ends in a dot or a space, which Windows drops"
        if _RESERVED.fullmatch(part):
            return "a name that Windows reserves"
        if len(part.encode()) > _LONGEST:
            return "a name longer than file systems allow"
    return None


def _claim(name: str, taken: dict[str, str]) -> None:
    """Take the path ``name`` for itself and share its folders, if spelt alike each time."""
    parts = name.split("/")
    for depth in range(1, len(parts) + 1):
        path = "/".join(parts[:depth])
        is_file = depth == len(parts)
        key = _folded(path)
        if key in taken and (is_file or taken[key] != path + "/"):
            raise ValueError(f"cannot pack {name!a}: it clashes with {taken[key]!a}")
        taken[key] = path if is_file else path + "/"


def _folded(path: str) -> str:
    """``path`` as file systems compare names that fold case and normal form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = _UNIX
    entry.external_attr = _MODE << 16
    return entry
