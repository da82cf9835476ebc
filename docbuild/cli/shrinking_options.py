"""The options that make pictures smaller, and the run that they ask for."""

from __future__ import annotations

import re
from argparse import Namespace

from docbuild.build import Build, Project
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.cli.document_folder import filled
from docbuild.diagnostic import Language, Message
from docbuild.shrinking.shrink import Shrunk, Wish, shrink

_PICTURES = Message("正在缩小图片", "shrinking pictures")
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}
_SIZE = r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*(?:([km])(?:i?b)?|b)?"
_MOST_PIXELS = 100_000
_NO_SIZE = Message(
    "--fit 后面应是大小，如 2MB、800KB 或字节数（1 KB = 1024 字节），不能是 “{value}”",
    "--fit takes a size such as 2MB, 800KB or a number of bytes (1 KB = 1024 bytes), not “{value}”",
)
_NO_WIDTH = Message(
    "--max-width 后面应是像素数（正整数），不能是 “{value}”",
    "--max-width takes a number of pixels, not “{value}”",
)


def add_shrinking_arguments(parser: Parser) -> None:
    """``--optimize``, ``--fit`` and ``--max-width``."""
    parser.flag(
        "--optimize",
        text=Message(
            "无损压缩图片；上传不收的格式（webp、bmp 等）转换好，引用一起改",
            "compress pictures without a loss, and convert those in formats "
            "that the upload drops (webp, bmp, …), with the references to them",
        ),
    )
    parser.value(
        "--fit",
        metavar="SIZE",
        text=Message(
            "缩小到总共不超过这个大小（如 2MB）：先无损，再缩到页面两倍密度的宽度，再逐步降低质量",
            "make everything fit into SIZE (such as 2MB): lossless first, then no wider than "
            "the page shows at twice the density, then by lower quality, step by step",
        ),
    )
    parser.value(
        "--max-width",
        metavar="PIXELS",
        text=Message(
            "把更宽的图片缩到这个宽度", "scale pictures that are wider down to this width"
        ),
    )


def add_in_place_arguments(parser: Parser) -> None:
    """``--write``, ``--yes`` and ``--undo``."""
    parser.flag(
        "--write",
        text=Message(
            "直接改 doc 目录里的图片和引用：先列出改动，确认后才动手",
            "do it in the doc folder itself, after showing what would change and asking",
        ),
    )
    parser.flag(
        "-y", "--yes", text=Message("--write 时不再询问", "do not ask before --write writes")
    )
    parser.flag(
        "--undo",
        text=Message("撤销上一次 --write 的改动", "take back what the last --write did"),
    )


def wish_of(options: Namespace, *, packed: bool = True) -> Wish | None:
    """What the options ask for, ``None`` if for nothing. ``packed`` is that of :class:`Wish`.

    Raises :class:`CommandError` for a size or a width that is none.
    """
    asked = (options.fit, options.max_width)
    if not options.optimize and packed and asked == (None, None):
        return None
    fit = None if options.fit is None else _bytes(options.fit)
    return Wish(packed, fit, None if options.max_width is None else _pixels(options.max_width))


def shrunk(options: Namespace, project: Project, built: Build, wish: Wish) -> Shrunk:
    """``built``, which has a document and kept its data, with smaller pictures, judged anew.

    The progress is shown on a terminal; a crash of a rule is printed at once.
    """
    language: Language = options.language
    progress = terminal.Progress(_PICTURES.text(language), enabled=not options.quiet)
    try:
        done = shrink(built, project.location.folder, wish, progress)
    finally:
        progress.clear()
    for crash in done.built.report.crashes:
        terminal.print_traceback(crash.error)
    return done


def _bytes(value: str) -> int:
    match = re.fullmatch(_SIZE, value.strip().lower())
    size = 0 if match is None else int(float(match[1]) * _UNITS[match[2] or ""])
    if size <= 0:
        raise CommandError(filled(_NO_SIZE, value=value))
    return size


def _pixels(value: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", value) or not 0 < int(value) <= _MOST_PIXELS:
        raise CommandError(filled(_NO_WIDTH, value=value))
    return int(value)
