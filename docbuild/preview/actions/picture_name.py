"""What a pasted picture is called: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

from docbuild.invisible import without_invisible
from docbuild.names import folded, problem
from docbuild.preview.actions.slug import slug

LONGEST_NAME = 40  # characters of a name, without number and suffix
_LONGEST_ALT = 60
_SUFFIXES = {"jpeg": "jpg"}
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_IN_TEXT = frozenset(
    " .,，。、:：;；()（）·%-"
)  # what an alternative text may have besides letters

# What cameras, messengers and screenshot tools call everything.
_NOISE = re.compile(
    r"""
      [0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}   # a UUID
    | (?=[a-z]*\d)[0-9a-f]{12,}                       # a digest, or a long number
    | (?:企业)?(?:微信|钉钉|飞书)?(?:截图|截屏|图片|图像|照片|编辑|浏览器)
    | 屏幕(?:截图|快照|录制) | 粘贴的图像 | 剪贴板 | 未命名 | 无标题 | 新建 | 位图 | 副本 | 下载
    | [上下]午
    | (?<![a-z])
      (?:image|img|picture|pic|photo|screen|shot|screenshot|snapshot|snip|capture|clipboard
        |pasted?|untitled|unnamed|unknown|download|file|temp|tmp|copy|of|at|am|pm|dsc|dscn|dscf
        |pxl|mvimg|wx|wechat|weixin|wework|qq|mmexport|snipaste|ksnip|flameshot|lark|feishu
        |dingtalk|whatsapp|telegram|original|png|jpe?g|gif|webp|avif|bmp|tiff?)s?
      (?![a-z])
    | \d+
    """,
    re.VERBOSE,
)


def meaning(name: str) -> str | None:
    """What the name of a file says of the picture, ``None`` for one that a program gave it."""
    base = _SUFFIX.sub("", without_invisible(re.split(r"[/\\]", name)[-1]).strip())
    said = slug(base, 4 * LONGEST_NAME).replace("_", "-")
    rest = [part for part in re.split("[-]+", _NOISE.sub("-", said)) if part]
    return base if any(len(part) > 1 or not part.isascii() for part in rest) else None


def names(base: str, format_name: str, *, numbered: bool) -> Iterator[str]:
    """Names for a picture, the best first and never ending: ``base``, then with a number.

    ``numbered``: with one from the start. All of them pass on every system.
    """
    stem = slug(base, LONGEST_NAME)
    suffix = _SUFFIXES.get(format_name, format_name)
    if not numbered and stem and problem(f"{stem}.{suffix}") is None:
        yield f"{stem}.{suffix}"
    for number in count(1 if numbered else 2):
        yield f"{stem or 'screenshot'}-{number}.{suffix}"


def free(names: Iterator[str], taken: Collection[str]) -> Iterator[str]:
    """Those names that no system takes for one of ``taken``."""
    known = {folded(name) for name in taken}
    return (name for name in names if folded(name) not in known)


def alternative(text: str) -> str:
    """``text`` as an image's alternative text, without anything that is markup."""
    plain = without_invisible(unicodedata.normalize("NFC", text).replace("_", " "))
    kept = "".join(each if each.isalnum() or each in _IN_TEXT else " " for each in plain)
    return " ".join(kept.split())[:_LONGEST_ALT].strip(" -.,，。、")
