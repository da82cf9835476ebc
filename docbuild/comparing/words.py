"""A comparison in a few words, for a line of a list or of a status."""

from __future__ import annotations

from collections.abc import Container, Sequence

from docbuild.comparing.places import Move, move_of
from docbuild.comparing.values import BlockChange, Comparison
from docbuild.diagnostic import Message

_SAME = Message("没有区别", "no difference")
_UNSEEN = Message(
    "只有源文本不同，读者看不出区别", "only the source differs, which readers do not see"
)


_DOWN = Message("「{}」{}移到了后面 ↓", "“{}”{} moved further down ↓")
_UP = Message("「{}」{}移到了前面 ↑", "“{}”{} moved further up ↑")
_TOGETHER = Message("等 {} 段", " and what follows it ({} blocks)")
_FROM_ABOVE = Message("从前面移来", "Moved here from above")
_FROM_BELOW = Message("从后面移来", "Moved here from below")
_AS_IT_WAS = Message("，文字没有改", " as it was")
_EDITED = Message("，有改动", ", and changed")
_SOME_EDITED = Message("，共 {} 段，其中 {} 段有改动", ": {} blocks, {} of them changed")
_ALL_EDITED = Message("，共 {} 段，都有改动", ": {} blocks, all of them changed")
_NONE_EDITED = Message("，共 {} 段，文字没有改", ": {} blocks, as they were")


def move_in_words(place: Sequence[BlockChange], down: Container[int]) -> Message:
    """What to say at one of the places of a move; ``down`` as for :func:`.places.move_of`."""
    words = left_in_words if place[0].new_html is None else moved_in_words
    return words(move_of(place, down))


def left_in_words(move: Move) -> Message:
    """For the place where something was that moved."""
    found, number = _DOWN if move.is_down else _UP, move.number
    more = _TOGETHER if number > 1 else Message("", "")
    return Message(
        found.zh.format(move.title, more.zh.format(number)),
        found.en.format(move.title, more.en.format(number)),
    )


def moved_in_words(move: Move) -> Message:
    """For the place where something is now that moved."""
    found = _FROM_ABOVE if move.is_down else _FROM_BELOW
    if move.number == 1:
        more = _EDITED if move.edited else _AS_IT_WAS
    else:
        is_all = move.edited == move.number
        more = _ALL_EDITED if is_all else _SOME_EDITED if move.edited else _NONE_EDITED
    counts = move.number, move.edited
    return Message(found.zh + more.zh.format(*counts), found.en + more.en.format(*counts))


def in_words(comparison: Comparison) -> Message:
    """``改了 3 段文字、新增 1 张图片``, or that nothing differs."""
    if comparison.is_same:
        return _SAME
    said = [_blocks(comparison), _pictures(comparison)]
    parts = [part for part in said if part is not None]
    if not parts:
        return _UNSEEN
    return Message("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def findings_in_words(comparison: Comparison) -> Message | None:
    """How many findings came and went, ``None`` where none did."""
    gained, lost = len(comparison.gained), len(comparison.lost)
    if not gained and not lost:
        return None
    return _listed(
        [
            (gained, f"多出 {gained} 个问题", f"{_counted(gained, 'finding')} more"),
            (lost, f"解决了 {lost} 个问题", f"{_counted(lost, 'finding')} resolved"),
        ]
    )


def _blocks(comparison: Comparison) -> Message | None:
    number = comparison.number_of
    changed, added, removed = number("changed"), number("added"), number("removed")
    moved = number("moved")
    return _listed(
        [
            (changed, f"改了 {changed} 段文字", f"{_counted(changed, 'block')} changed"),
            (added, f"新增 {added} 段", f"{_counted(added, 'block')} added"),
            (removed, f"删除 {removed} 段", f"{_counted(removed, 'block')} removed"),
            (moved, f"移动 {moved} 段", f"{_counted(moved, 'block')} moved"),
        ]
    )


def _pictures(comparison: Comparison) -> Message | None:
    kinds = [change.kind for change in comparison.pictures]
    changed, added = kinds.count("changed"), kinds.count("added")
    removed, renamed = kinds.count("removed"), kinds.count("renamed")
    return _listed(
        [
            (changed, f"换了 {changed} 张图片", f"{_counted(changed, 'picture')} changed"),
            (added, f"新增 {added} 张图片", f"{_counted(added, 'picture')} added"),
            (removed, f"删除 {removed} 张图片", f"{_counted(removed, 'picture')} removed"),
            (renamed, f"改名 {renamed} 张图片", f"{_counted(renamed, 'picture')} renamed"),
        ]
    )


def _listed(parts: Sequence[tuple[int, str, str]]) -> Message | None:
    found = [(zh, en) for count, zh, en in parts if count]
    if not found:
        return None
    return Message("、".join(zh for zh, _ in found), ", ".join(en for _, en in found))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
