"""What the author is told about a picture that was pasted."""

from __future__ import annotations

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Message
from docbuild.heic import NOT_READ
from docbuild.images.shrinking import NotShrunk
from docbuild.preview.actions.saving import Saved, Wanted
from docbuild.upload import LIMIT

_SVG = Message(
    "SVG 里可以藏脚本，平台也不显示文档里的 SVG。请导出成 PNG 再粘贴",
    "An SVG can hold scripts, and the platform shows none in documents: export it as PNG first",
)
_REFUSALS = {
    "unknown": Message(
        "这不是图片，或者是不认识的格式", "This is no picture, or one of an unknown format"
    ),
    "corrupt": Message("图片损坏了，解不开", "The picture is damaged and does not decode"),
    "bomb": Message(
        "图片太大，处理不了。请先把它缩小",
        "The picture is too large to handle: scale it down first",
    ),
}


def refusal_of(found: NotShrunk) -> Message:
    """Why a picture is not saved."""
    if found.problem != "format":
        why = _REFUSALS[found.problem]
        return Message(f"{why.zh}（{found.detail}）", f"{why.en} ({found.detail})")
    if found.detail == "svg":
        return _SVG
    if found.detail == "heic":
        return Message(
            f"平台不支持 HEIC。{NOT_READ.zh}，docbuild 就会把它转换好；或者存成 JPEG",
            f"The platform does not take HEIC: {NOT_READ.en}, or save it as JPEG",
        )
    shown = found.detail.upper()
    return Message(
        f"平台不支持 {shown}，docbuild 也不会转换它。请存成 PNG、JPEG 或 GIF",
        f"The platform does not take {shown}, and docbuild cannot convert it: "
        "save it as PNG, JPEG or GIF",
    )


def saved_message(wanted: Wanted, saved: Saved) -> Message:
    """Where the picture is now, what became of it, and what to look out for."""
    zh, en = _where(wanted, saved)
    if saved.is_inserted:
        zh, en = zh + "，已插入文档", en + " and inserted"
    elif wanted.after is not None:
        zh += "；但这一块后面插不进图片，请自己粘贴 Markdown"
        en += "; it cannot be inserted behind that block: paste the Markdown yourself"
    if saved.total > LIMIT:
        zh += f"。注意：文档目录现在共 {byte_size(saved.total)}，超过 {byte_size(LIMIT)} 就传不上去"
        en += f". Mind: the folder now takes {byte_size(saved.total)} of {byte_size(LIMIT)} allowed"
    return Message(zh, en)


def _where(wanted: Wanted, saved: Saved) -> Message:
    if not saved.is_new:
        return Message(
            f"已有同样的图片 {saved.path}，直接用它", f"The same picture is {saved.path}"
        )
    facts = list(_facts(wanted))
    zh, en = "，".join(fact.zh for fact in facts), ", ".join(fact.en for fact in facts)
    return Message(f"已存为 {saved.path}（{zh}）", f"Saved as {saved.path} ({en})")


def _facts(wanted: Wanted) -> list[Message]:
    shrunk = wanted.shrunk
    before, after = byte_size(len(wanted.original)), byte_size(len(shrunk.data))
    size = after if before == after else f"{before} → {after}"
    facts = [Message(size, size)]
    if shrunk.width < shrunk.was[0]:
        facts.append(
            Message(
                f"从 {shrunk.was[0]} 像素宽缩到 {shrunk.width}",
                f"scaled from {shrunk.was[0]} to {shrunk.width} pixels across",
            )
        )
    if shrunk.frames > 1 and shrunk.data != wanted.original:
        facts.append(Message("只留了动图的第一帧", "only the first frame of the animation"))
    return facts
