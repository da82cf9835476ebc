"""``docbuild check``: judge the document and print what is wrong."""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from pathlib import Path

from docbuild.cli.arguments import Parser, add_format, add_project, add_verdict, add_watch
from docbuild.cli.opening import Made, open_project, run_build
from docbuild.cli.reporting import exit_code, print_report
from docbuild.diagnostic import Message

ABOUT = Message(
    "检查文档：图片、链接、格式、大小等，逐条指出位置和改法。",
    "Check the document: pictures, links, rendering, size. Each finding says where and what to do.",
)


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    add_format(parser)
    parser.value(
        "--output",
        metavar="FILE",
        text=Message("把结果写入文件，而不是标准输出", "write the report to a file"),
    )
    add_watch(parser)
    add_verdict(parser)


def run(options: Namespace) -> int:
    if not options.watch:
        return _make(options).finish()
    from docbuild.cli.watching import follow

    outputs = [Path(options.output)] if options.output else []
    return follow(options, partial(_make, options), outputs=outputs)


def _make(options: Namespace) -> Made:
    project = open_project(options)
    built = run_build(options, project, keep_data=False)

    def finish() -> int:
        is_read = print_report(options, built.report, options.output)
        code = exit_code(options, built.report, built.snapshot.settings)
        if options.watch and not is_read:
            raise SystemExit(code)  # ``--watch | head``: there is nobody left to watch for
        return code

    return Made(project, built, finish)
