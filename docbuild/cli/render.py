"""``docbuild render``: the article's HTML alone, as the platform makes it."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from docbuild.build import LARGEST_README, decode
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.dialect import WECHAT, spellings
from docbuild.markdown import parse
from docbuild.markdown.html import render

ABOUT = Message(
    "输出正文的 HTML，与平台的渲染结果一致，不带页面外壳。",
    "Print the article as HTML, as the platform's renderer makes it, nothing around it.",
)


def add_arguments(parser: Parser) -> None:
    parser.argument(
        "file",
        metavar="FILE",
        text=Message("Markdown 文件，- 表示标准输入", "a Markdown file, - for the standard input"),
    )
    parser.value(
        "--dialect",
        choices=tuple(spellings()),
        default=WECHAT.name,
        text=Message(
            "按平台哪一版的渲染方式（默认 wechat，即已知的最新一版）",
            "which version of the platform's rendering (default: wechat, the newest known)",
        ),
    )


def run(options: Namespace) -> int:
    source, _ = decode(options.file, _read(options.file))
    terminal.write(render(parse(source, spellings()[options.dialect])).html)
    return 0


def _read(name: str) -> bytes:
    """The bytes of the file that the user named, links followed as in any other tool."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_README + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_README + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            Message(f"读不了 {name}：{reason}", f"cannot read {name}: {reason}")
        ) from error
    if len(data) > LARGEST_README:
        limit = LARGEST_README // 1024 // 1024
        raise CommandError(Message(f"{name} 超过 {limit} MB", f"{name} is larger than {limit} MB"))
    return data
