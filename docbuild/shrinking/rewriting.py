"""New addresses for files that got another name; all other text stays letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from docbuild.diagnostic import Edit
from docbuild.fixes import edited
from docbuild.names import composed
from docbuild.shrinking.meaning import Place
from docbuild.shrinking.naming import without_suffix


def rewritten(text: str, places: Iterable[Place], renames: Mapping[str, str]) -> tuple[str, int]:
    """``text`` with every place that means a key of ``renames`` leading to its value, and how
    many those are."""
    edits = [
        Edit(place.span, _address(text[slice(*place.span)], place, renames[place.path]))
        for place in places
        if place.path in renames
    ]
    return edited(text, edits), len(edits)


def _address(written: str, place: Place, new: str) -> str:
    """Where only the end of the name is another, only that is written anew: folders, percents
    and character references stay as the author has them."""
    stem = without_suffix(composed(place.path))
    old_end, new_end = composed(place.path)[len(stem) :], new[len(stem) :]
    told_by = old_end or stem.rpartition("/")[2]
    is_plain = written.endswith(told_by) and place.destination.endswith(told_by)
    if place.is_exact and is_plain and new.startswith(stem):
        return written.removesuffix(old_end) + new_end
    prefix = "./" if place.destination.startswith("./") else ""
    return prefix + _encoded(new)


def _encoded(path: str) -> str:
    """Nothing is left in it that Markdown or an address could take for a sign of its own."""
    return "".join(
        each if each.isalnum() or each in "./-" else quote(each, safe="") for each in path
    )
