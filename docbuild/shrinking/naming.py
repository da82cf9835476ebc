"""What a picture is called when its format is another than its name says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from docbuild.images.formats import name_matches
from docbuild.names import composed, problem
from docbuild.references import FORMATS

_SUFFIXES = {"jpeg": "jpg"}
_MOST = 1000  # names that are tried


def new_path(path: str, format_name: str, is_free: Callable[[str], bool]) -> str | None:
    """Where a picture in that format belongs that was at ``path``: there, if the name fits.

    Else its suffix is another, and a number comes before it where ``is_free`` says that
    the name is taken: ``a.webp`` becomes ``a.png`` or ``a-2.png``. ``None`` where no name is left
    that every system can hold.
    """
    if suffix_of(path).lower() in FORMATS and name_matches(path, format_name):
        return path
    folder, slash, name = without_suffix(path).rpartition("/")
    stem = folder + slash + composed(name)
    suffix = _SUFFIXES.get(format_name, format_name)
    for number in count(1):
        candidate = f"{stem}.{suffix}" if number == 1 else f"{stem}-{number}.{suffix}"
        if number > _MOST or problem(candidate) is not None:
            return None
        if is_free(candidate):
            return candidate
    raise AssertionError("counting does not end")


def suffix_of(path: str) -> str:
    """What follows the last dot of a name, as it is written; empty if there is no dot."""
    dot, suffix = path.rpartition("/")[2].rpartition(".")[1:]
    return suffix if dot else ""


def without_suffix(path: str) -> str:
    suffix = suffix_of(path)
    return path[: -len(suffix) - 1] if suffix else path
