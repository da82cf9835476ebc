"""argparse in two languages, and the options that several commands share."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

from docbuild.cli import terminal
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.nearest import nearest

GENERAL_WITH_VALUE = ("--lang", "--color")

_USAGE = Message("用法：", "usage: ")
_OPTIONS = Message("选项", "options")
_ARGUMENTS = Message("参数", "arguments")
_ERROR = Message("错误：", "error: ")
_MEANT = Message("；是不是想写 {}？", "; did you mean {}?")
_MORE = Message("用 --help 查看用法", "see --help for the usage")

# What argparse says in English, and the same in Chinese.
_COMPLAINTS = (
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"argument (.*?): expected one argument", r"\1 后面缺少一个值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 不带值，多出了 \2"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        r"\1 不能是 \2，可选的值：\3",
    ),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能和 \2 同时使用"),
)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with its ``usage`` in the language of the reader."""

    language: Language = "en"

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or _USAGE.text(self.language))


class ChineseFormatter(Formatter):
    language = "zh"


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in ``language``; groups are to be filled."""

    def __init__(
        self, prog: str, language: Language, description: Message, usage: str | None = None
    ) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description.text(language),
            add_help=False,
            allow_abbrev=False,
            formatter_class=ChineseFormatter if language == "zh" else Formatter,
        )
        self.language = language
        self.positionals = self.add_argument_group(_ARGUMENTS.text(language))
        self.options = self.add_argument_group(_OPTIONS.text(language))

    def argument(self, name: str, text: Message, *, metavar: str, optional: bool = False) -> None:
        """A positional argument."""
        nargs = "?" if optional else None
        self.positionals.add_argument(
            name, nargs=nargs, metavar=metavar, help=text.text(self.language)
        )

    def value(
        self,
        *names: str,
        text: Message,
        metavar: str | None = None,
        choices: tuple[str, ...] | None = None,
        default: str | None = None,
        required: bool = False,
    ) -> None:
        """An option with a value; ``metavar`` or ``choices`` says of which kind."""
        self.options.add_argument(
            *names,
            help=text.text(self.language),
            metavar=metavar or "|".join(choices or ()),
            choices=choices,
            default=default,
            required=required,
        )

    def flag(self, *names: str, text: Message) -> None:
        """An option without a value."""
        self.options.add_argument(*names, action="store_true", help=text.text(self.language))

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2 and the complaint; what was typed is shown escaped."""
        guess = self._guess(message)
        if self.language == "zh":
            message = _in_chinese(message)
        message += guess
        terminal.tell(f"{self.prog}: {_ERROR.text(self.language)}{printable(message)}")
        terminal.tell(f"{self.prog}: {_MORE.text(self.language)}")
        sys.exit(2)

    def _guess(self, complaint: str) -> str:
        """Which option an unknown one may have stood for, as the end of the complaint."""
        unknown = re.fullmatch(r"unrecognized arguments: (--[\w-]+).*", complaint, re.S)
        options = [name for name in self._option_string_actions if name.startswith("--")]
        guess = unknown and nearest(unknown[1], options)
        return _MEANT.text(self.language).format(guess) if guess else ""


def add_general(parser: Parser) -> None:
    """The options that every command has."""
    parser.value(
        "--lang",
        choices=("zh", "en"),
        text=Message("输出所用的语言（默认看设置和系统）", "language (default: settings, locale)"),
    )
    parser.value(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        text=Message("是否用颜色（默认 auto）", "colours (default: auto)"),
    )
    parser.options.add_argument(
        "-h", "--help", action="help", help=Message("显示帮助", "show help").text(parser.language)
    )


def add_project(parser: Parser) -> None:
    """Which project, and which folder of it holds the document."""
    parser.argument(
        "project",
        metavar="PROJECT",
        optional=True,
        text=Message(
            "插件项目的目录，或放着 README.md 的目录（默认从当前目录向上找）",
            "a plugin project, or a folder with README.md (default: search upwards from here)",
        ),
    )
    parser.value(
        "--doc",
        metavar="DIR",
        text=Message("直接指定文档目录", "the document's folder, outright"),
    )
    add_quiet(parser)
    parser.flag("-v", "--verbose", text=Message("说明读了什么", "tell what was read"))


def add_quiet(parser: Parser) -> None:
    parser.flag("-q", "--quiet", text=Message("只输出问题", "print findings only"))


def add_theme(parser: Parser) -> None:
    """How the page looks."""
    parser.value(
        "--theme",
        metavar="NAME|DIR",
        text=Message(
            "页面的主题：内置主题的名字，或自己的主题文件夹（默认看设置）",
            "the page's theme: a name, or the folder of your own (default: settings)",
        ),
    )


def add_verdict(parser: Parser) -> None:
    """What makes the exit code."""
    parser.value(
        "--fail-on",
        choices=("error", "warning"),
        text=Message(
            "达到哪种级别时退出码为 1（默认 error）", "exit with 1 from here on (default: error)"
        ),
    )
    parser.flag(
        "--exit-zero", text=Message("有问题时退出码也为 0", "exit with 0 in spite of findings")
    )


def add_format(parser: Parser) -> None:
    parser.value(
        "--format",
        choices=("text", "json"),
        default="text",
        text=Message("输出格式（默认 text）", "output format (default: text)"),
    )


def add_watch(parser: Parser) -> None:
    """Whether to run again after each change, and how changes are found."""
    parser.flag(
        "--watch",
        text=Message(
            "文件改动后自动重新运行，直到按 Ctrl-C", "run again after each change, until Ctrl-C"
        ),
    )
    add_poll(parser)


def add_poll(parser: Parser) -> None:
    """How changes are found."""
    parser.value(
        "--poll",
        choices=("auto", "always", "never"),
        default="auto",
        text=Message(
            "怎样发现改动：auto 在收不到系统通知时轮询，always 一直轮询，never 不轮询（默认 auto）",
            "how changes are found: auto polls where the system does not tell of them, "
            "always polls, never does not (default: auto)",
        ),
    )


def _in_chinese(complaint: str) -> str:
    for pattern, chinese in _COMPLAINTS:
        match = re.fullmatch(pattern, complaint, re.S)
        if match:
            return match.expand(chinese)
    return complaint
