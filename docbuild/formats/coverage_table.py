"""What the document describes of the plugin, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Coverage, Language, MemberKind, Message, OfferKind
from docbuild.formats.printable import columns, printable
from docbuild.formats.style import Style

_BAR = 20  # cells
_TITLE = Message("文档覆盖", "coverage   ")  # as wide as the title of the upload's size
_KINDS: dict[OfferKind | MemberKind, Message] = {
    "component": Message("组件", "components"),
    "page": Message("页面", "pages"),
    "export": Message("接口", "interfaces"),
    "property": Message("属性", "properties"),
    "event": Message("事件", "events"),
    "slot": Message("插槽", "slots"),
    "method": Message("方法", "methods"),
}
_MISSING = Message("缺", "missing")
_SEPARATOR = Message("、", ", ")


def coverage_table(
    coverage: Coverage, language: Language, style: Style, width: int
) -> Iterator[str]:
    """A line for all, and one for each kind that the plugin has, in ``width`` columns.

    Each says how many are described of how many there are, and names those that are not.
    """
    tallies = {kind: coverage.tally(kind) for kind in _KINDS}
    described, total = (sum(numbers) for numbers in zip(*tallies.values(), strict=True))
    if not total:
        return
    paint = style.green if described == total else style.yellow
    filled = described * _BAR // total  # full when all is
    bar = f"[{paint('#' * filled)}{style.dim('.' * (_BAR - filled))}]"
    share = described * 1000 // total / 10
    yield f"{_TITLE.text(language)} {bar} {described} / {total} ({share:.1f}%)"
    label = max(columns(name.text(language)) for name in _KINDS.values())
    digits = max(len(str(number)) for _, number in tallies.values())
    for kind, (done, number) in tallies.items():
        if number:
            name = _KINDS[kind].text(language)
            row = f"  {name}{' ' * (label - columns(name))}  {done:>{digits}} / {number:>{digits}}"
            yield row + _missing(coverage, kind, language, style, width - columns(row))


def _missing(
    coverage: Coverage, kind: OfferKind | MemberKind, language: Language, style: Style, room: int
) -> str:
    """The names that are not described, as many as there is room for."""
    names = [printable(name) for name in coverage.missing(kind)]
    if not names:
        return ""
    said = f"  {_MISSING.text(language)} "
    separator = _SEPARATOR.text(language)
    shown: list[str] = []
    room -= columns(said) + len(" ...")
    for name in names:
        room -= columns(separator) + columns(name)
        if room < 0:
            return style.dim(f"{said}{separator.join(shown)} ...")
        shown.append(name)
    return style.dim(said + separator.join(shown))
