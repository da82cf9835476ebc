"""Names of files that pass on every operating system, in archives and in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from docbuild.invisible import has_invisible

LONGEST_NAME = 255  # bytes in UTF-8 of one component, on every common file system
LONGEST_PATH = 1024  # bytes in UTF-8 of a whole path, the least PATH_MAX of a common system

_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³]) *(?:\..*)?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_SURROGATE = re.compile(r"[\udc80-\udcff]")


def problem(path: str) -> str | None:
    """Why the POSIX path ``path`` cannot be used everywhere, ``None`` if it can.

    ``not-utf8`` (bytes kept as surrogates, as ``os.fsdecode`` does), ``control-or-invisible``,
    ``too-long``, or of one of its names: ``hidden``, ``trailing-dot-space``,
    ``windows-char``, ``windows-reserved``. Empty names are not looked at.
    """
    if _SURROGATE.search(path):
        return "not-utf8"
    if has_invisible(path):
        return "control-or-invisible"
    if len(path.encode()) > LONGEST_PATH:
        return "too-long"
    problems = (_name_problem(name) for name in path.split("/"))
    return next((found for found in problems if found is not None), None)


def composed(text: str) -> str:
    """``text`` in Unicode's composed form (NFC), as keyboards write and browsers ask for."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def suffix(path: str) -> str:
    """What follows the last dot of a name, in lower case; empty if there is no dot."""
    dot, found = path.rpartition("/")[2].rpartition(".")[1:]
    return found.lower() if dot else ""


def folded(path: str) -> str:
    """What file systems compare that ignore case and composition: equal means they clash."""
    return composed(composed(path).casefold())


def clashes(paths: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of paths that some file system takes for one, each sorted, in sorted order.

    A folder is given by its own path or by those below it: ``image`` and ``IMAGE/a.png``
    clash as ``("IMAGE", "image")``. What lies below clashing folders is not listed again.
    """
    groups: dict[str, set[str]] = {}
    seen: set[str] = set()
    for path in paths:
        for part in (path, *parents(path)):
            if part in seen:  # with all that it lies in
                break
            seen.add(part)
            groups.setdefault(folded(part), set()).add(part)
    found = {key for key, group in groups.items() if len(group) > 1}
    highest = (key for key in sorted(found) if found.isdisjoint(parents(key)))
    return tuple(tuple(sorted(groups[key])) for key in highest)


def parents(path: str) -> Iterator[str]:
    """The folders that ``path`` lies in, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _name_problem(name: str) -> str | None:
    if name.startswith("."):
        return "hidden"
    if name.endswith((".", " ")):
        return "trailing-dot-space"
    if _FORBIDDEN.search(name):
        return "windows-char"
    if _RESERVED.fullmatch(name):
        return "windows-reserved"
    return "too-long" if len(name.encode()) > LONGEST_NAME else None
