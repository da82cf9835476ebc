"""What was done to the pictures of a document, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import columns, printable
from docbuild.formats.style import Style
from docbuild.heic import NOT_READ
from docbuild.shrinkage import Fit, PictureChange, PictureFile, Shrinkage

_HEAD = (
    Message("图片", "picture"),
    Message("原来", "before"),
    Message("之后", "after"),
    Message("省下", "saved"),
    Message("变化", "what changed"),
)
_NUMBERS = range(1, 4)  # the columns that are aligned to the right
_NARROWEST = 16  # columns that a path gets at least
_GAP = "  "
_TOTAL = Message("合计", "total")
_PROBLEMS = {
    "format": Message("读不了这种格式", "a format that cannot be read"),
    "unknown": Message("不是图片", "no picture"),
    "corrupt": Message("图片坏了", "damaged"),
    "bomb": Message("太大，处理不了", "too large to be handled"),
    "active": Message("带脚本或外部引用", "has scripts or refers elsewhere"),
}
_NOT_DONE = Message("没有处理", "not handled")


def shrinkage_table(
    shrinkage: Shrinkage, language: Language, style: Style, width: int
) -> Iterator[str]:
    """The lines of the table, at most ``width`` columns wide where paths can be cut for that.

    Pictures that stayed as they were are counted, unless there is a reason to tell.
    """
    told = [each for each in shrinkage.pictures if each.is_changed or each.problem is not None]
    if told:
        rows = [_row(each, language) for each in told]
        rows.append(_sum(shrinkage, language))
        yield from _table([tuple(text.text(language) for text in _HEAD), *rows], style, width)
    else:
        yield _total(shrinkage, language)
    left = len(shrinkage.pictures) - len(told)
    if left and (shrinkage.fit is None or shrinkage.fit.is_tried):
        yield style.dim(_unchanged(left).text(language))
    if shrinkage.addresses:
        yield _addresses(shrinkage).text(language)
    if shrinkage.fit is not None:
        paint = style.green if shrinkage.fit.is_reached else style.red
        yield paint(_fit(shrinkage, shrinkage.fit).text(language))


def _row(change: PictureChange, language: Language) -> tuple[str, ...]:
    before, after = change.before, change.after
    name = printable(before.path)
    if change.problem is not None:
        return name, byte_size(before.size), "", "", _reason(change).text(language)
    if after.path != before.path:
        name = f"{name} -> {printable(after.path.rpartition('/')[2])}"
    done = "，" if language == "zh" else ", "
    what = done.join(each.text(language) for each in _what(change))
    return (*_sized(name, before.size, after.size, language), what)


def _reason(change: PictureChange) -> Message:
    """Why nothing was done."""
    if (change.problem, change.before.format) == ("format", "heic"):
        return NOT_READ
    return _PROBLEMS.get(change.problem or "", _NOT_DONE)


def _sized(name: str, before: int, after: int, language: Language) -> tuple[str, str, str, str]:
    share = (before - after) / before if before else 0.0
    saved = Message(f"变大 {-share:.1%}", f"{-share:.1%} larger").text(language)
    return name, byte_size(before), byte_size(after), f"{share:.1%}" if share >= 0 else saved


def _what(change: PictureChange) -> Iterator[Message]:
    before, after = change.before, change.after
    if after.format != before.format:
        old, new = (before.format or "").upper(), (after.format or "").upper()
        if after.size > before.size:
            yield Message(f"转成 {new}：上传不收 {old}", f"{new}, as no {old} goes up")
        else:
            yield Message(f"转成 {new}", f"converted to {new}")
    elif after.path != before.path:
        yield Message("改正后缀", "suffix corrected")
    if change.is_scaled:
        pixels = f"{_pixels(before)} -> {_pixels(after)}"
        yield Message(f"缩小 {pixels}", f"scaled {pixels}")
    if not change.is_lossless and change.difference > 0:  # 0 where it was but scaled
        yield Message(f"差别 {change.difference:.3f}", f"difference {change.difference:.3f}")
    elif change.is_lossless and not change.is_scaled:
        yield Message("像素不变", "same pixels")


def _pixels(picture: PictureFile) -> str:
    return f"{picture.width}x{picture.height}"


def _sum(shrinkage: Shrinkage, language: Language) -> tuple[str, ...]:
    sizes = shrinkage.before, shrinkage.after
    return (*_sized(_TOTAL.text(language), *sizes, language), "")


def _total(shrinkage: Shrinkage, language: Language) -> str:
    return f"{_TOTAL.text(language)} {byte_size(shrinkage.after)}"


def _table(rows: Sequence[tuple[str, ...]], style: Style, width: int) -> Iterator[str]:
    """The rows, the first of them as a heading; the names give way where there is no room."""
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    others = sum(widths[1:]) + len(_GAP) * (len(widths) - 1)
    widths[0] = min(widths[0], max(width - others, _NARROWEST))
    for number, row in enumerate(rows):
        cells = [_cut(row[0], widths[0]), *row[1:]]
        line = _GAP.join(
            _aligned(cell, size, right=at in _NUMBERS)
            for at, (cell, size) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        yield style.bold(line) if number in (0, len(rows) - 1) else line


def _aligned(cell: str, size: int, *, right: bool) -> str:
    space = " " * (size - columns(cell))
    return space + cell if right else cell + space


def _cut(name: str, size: int) -> str:
    """The end of a path that is too long, which tells more than its beginning."""
    if columns(name) <= size:
        return name
    while columns(name) > size - len("..."):
        name = name[1:]
    return f"...{name}"


def _unchanged(count: int) -> Message:
    return Message(
        f"另有 {count} 张图片没找到更小的存法，保持原样",
        f"left as {'it was' if count == 1 else 'they were'}, nothing smaller being found: {count}",
    )


def _addresses(shrinkage: Shrinkage) -> Message:
    name, count = printable(shrinkage.document), shrinkage.addresses
    return Message(
        f"{name} 里改写了 {count} 处图片地址",
        f"addresses of pictures rewritten in {name}: {count}",
    )


def _fit(shrinkage: Shrinkage, fit: Fit) -> Message:
    target = byte_size(fit.target)
    if fit.least is None:
        return Message(f"总共不超过 {target}：做到了", f"all of it fits into {target}")
    return _together(_least(shrinkage, fit, target, byte_size(fit.least)), _largest(fit))


def _least(shrinkage: Shrinkage, fit: Fit, target: str, least: str) -> Message:
    text, unused = byte_size(shrinkage.sizes[1]), byte_size(fit.unused)
    zh, en = f"压不到 {target}：最少也要 {least}", f"cannot fit into {target}: the least is {least}"
    if not fit.is_tried:
        zh = f"压不到 {target}：图片压得再小，也要超过 {least}，所以没有去压"
        en = f"cannot fit into {target}: it takes more than {least} however small pictures get, so "
        en += "none was tried"
    zh, en = f"{zh}（其中正文 {text}", f"{en} (of which the text takes {text}"
    if fit.unused:
        zh, en = f"{zh}，文档没有用到的文件 {unused}", f"{en}, files that it does not use {unused}"
    return Message(f"{zh}）", f"{en})")


def _largest(fit: Fit) -> Message:
    names = [f"{printable(path)} {byte_size(size)}" for path, size in fit.largest]
    return Message(
        f"可以先删减最大的：{'、'.join(names)}",
        f"remove or shorten the largest first: {', '.join(names)}",
    )


def _together(*messages: Message) -> Message:
    return Message("。".join(each.zh for each in messages), "; ".join(each.en for each in messages))
