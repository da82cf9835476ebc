"""``docbuild diff``: what separates two states of the document, for whoever publishes it."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docbuild.build import Project
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.diff_sides import Sides
from docbuild.cli.opening import open_project, picture_progress
from docbuild.cli.reporting import save
from docbuild.comparing import Comparison, compare
from docbuild.comparing.pictures import digest_address
from docbuild.diagnostic import Language, Message

ABOUT = Message(
    "比较文档的两个版本：文字、图片、问题和大小。版本可以是工作区、文档包、目录、git 版本，"
    "或记录里的上传和发布。退出码是 0；某一边取不到是 2；加上 --exit-code 时有区别是 1。",
    "Compare two states of the document: text, pictures, findings and size. A state is the "
    "working tree, a bundle, a folder, a revision of git, or a release of the record. The exit "
    "code is 0, 2 where a side cannot be had, and with --exit-code 1 for a difference.",
)


def add_arguments(parser: Parser) -> None:
    parser.argument(
        "old",
        metavar="OLD",
        optional=True,
        text=Message(
            "旧的一边：published、uploaded、release:版本号、文档包、目录或 git 版本"
            "（默认依次取已发布、已上传、git 的 HEAD）",
            "the old side: published, uploaded, release:VERSION, a bundle, a folder or a git "
            "revision (default: published, else uploaded, else HEAD of git)",
        ),
    )
    parser.argument(
        "new",
        metavar="NEW",
        optional=True,
        text=Message("新的一边（默认是工作区）", "the new side (default: the working tree)"),
    )
    parser.value(
        "--format",
        choices=("text", "json", "html"),
        default="text",
        text=Message(
            "输出格式（默认 text）；html 是可以直接打开的单个网页",
            "output format (default: text); html is one page that opens by itself",
        ),
    )
    parser.value(
        "-o",
        "--output",
        metavar="FILE",
        text=Message("把结果写入文件，而不是标准输出", "write the result to a file"),
    )
    parser.flag(
        "--exit-code",
        text=Message("有区别时退出码为 1", "exit with 1 where there is a difference"),
    )
    _add_project(parser)


def _add_project(parser: Parser) -> None:
    parser.value(
        "--project",
        metavar="PROJECT",
        text=Message(
            "插件项目的目录（默认从当前目录向上找）",
            "the plugin project (default: search upwards from here)",
        ),
    )
    parser.value(
        "--doc",
        metavar="DIR",
        text=Message("直接指定文档目录", "the document's folder, outright"),
    )
    parser.value(
        "--theme",
        metavar="NAME|DIR",
        text=Message("网页的主题（默认看设置）", "the page's theme (default: settings)"),
    )
    parser.flag("-q", "--quiet", text=Message("只输出总结", "print the summary only"))


def run(options: Namespace) -> int:
    with _without_collecting():
        return _run(options)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Two documents in memory, which have no cycles: looking for some takes as long as parsing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _run(options: Namespace) -> int:
    project = open_project(options)
    is_page = options.format == "html"
    with picture_progress(options) as progress:
        sides = Sides(project, keep_data=is_page, language=options.language, progress=progress)
        old, new = sides.pair(options.old, options.new)
        comparison = compare(old, new, language=options.language, address=digest_address)
    if is_page:
        _put(options, _page(options, project, comparison))
    else:
        _put(options, _formatted(options, comparison))
    crashes = (*old.build.report.crashes, *new.build.report.crashes)
    for crash in crashes:
        terminal.print_traceback(crash.error)
    if crashes:
        return 2
    return 1 if options.exit_code and not comparison.is_same else 0


def _formatted(options: Namespace, comparison: Comparison) -> str:
    language: Language = options.language
    if options.format == "json":
        from docbuild.formats.comparison.report import comparison_json

        return comparison_json(comparison, language)
    from docbuild.formats.comparison.terminal import comparison_text
    from docbuild.formats.style import Style

    if options.output is None:
        colour = terminal.wants_colour(options.color, os.environ, sys.stdout)
    else:
        colour = options.color == "always"
    return comparison_text(comparison, language, Style(colour), quiet=options.quiet)


def _page(options: Namespace, project: Project, comparison: Comparison) -> str:
    from docbuild.comparing.pictures import changed_pairs
    from docbuild.formats.comparison.page import comparison_page
    from docbuild.images.difference_memory import remembered_differences
    from docbuild.memory import user_folder
    from docbuild.theme import Theme, load_theme

    theme = load_theme(project.settings.theme) if options.theme is None else None
    if not isinstance(theme, Theme):
        # 45 ms that shipped themes save, whose templates need not be tried out.
        from docbuild.cli.theming import chosen_theme

        theme = chosen_theme(options, project)
    pairs = changed_pairs(comparison.pictures)
    differences = remembered_differences(pairs.values(), user_folder())
    found = dict(zip(pairs, differences, strict=True))
    return comparison_page(comparison, theme, options.language, found)


def _put(options: Namespace, text: str) -> None:
    if options.output is None:
        terminal.write(text)
    else:
        save(Path(options.output), text.encode("utf-8", "backslashreplace"))
