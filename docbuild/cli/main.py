"""The command line: which command, in which language, and what becomes of a error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise

from docbuild import __version__
from docbuild.cli import terminal
from docbuild.cli.arguments import GENERAL_WITH_VALUE, Parser, add_general
from docbuild.cli.command_error import CommandError
from docbuild.cli.language import detect
from docbuild.cli.utf8_mode import ensure_utf8_names
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.nearest import nearest

INTERRUPTED = 130
FAILED = 2

# The commands in the order of their use. Each is a module of this package that has
# ``ABOUT``, ``add_arguments(parser)`` and ``run(options) -> int``; it is imported when it runs.
COMMANDS: Mapping[str, Message] = {
    "init": Message("写出第一份文档，或新建项目", "write a first document, or a new project"),
    "check": Message("检查文档", "check the document"),
    "build": Message("生成详情页的预览", "write a preview of the detail page"),
    "serve": Message("在浏览器里预览，随保存更新", "preview in a browser, following every save"),
    "render": Message("输出正文的 HTML", "print the article's HTML"),
    "sync": Message("按源码更新属性表", "bring property tables up to the sources"),
    "bundle": Message("打包要上传的文件", "pack what goes up"),
    "verify": Message("检查文档包", "check a bundle"),
    "diff": Message("比较文档的两个版本", "compare two states of the document"),
    "release": Message("准备上传，记录上传和发布", "prepare uploads, note what is published"),
    "status": Message("工作区、已上传、已发布的差别", "what differs from what readers see"),
    "rules": Message("列出所有规则", "list the rules"),
    "explain": Message("解释一条规则", "explain a rule"),
    "hostsign": Message("计算或校验插件请求的签名", "sign or verify requests of a plugin"),
}

_ABOUT = Message(
    "检查、预览、打包微信小程序插件的开发文档（doc/README.md）。",
    "Check, preview and pack the document of a WeChat mini-program plugin (doc/README.md).",
)
_COMMANDS = Message("命令", "commands")
_VERSION = Message("显示版本", "show the version")
_USAGE = Message("docbuild [选项] 命令 …", "docbuild [options] COMMAND …")
_MORE = Message(
    "用 docbuild 命令 --help 查看各命令的用法。",
    "docbuild COMMAND --help shows the usage of a command.",
)
_INTERRUPTED = Message("已中断", "interrupted")
_BUG = Message(
    "docbuild 内部出错了。这是 docbuild 的缺陷，请把上面的信息告诉我们。",
    "docbuild failed internally. This is a bug of docbuild: please report what stands above.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code: 0, 1 for findings, 2, or 130."""
    if arguments is None:
        ensure_utf8_names()
    terminal.prepare()
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(words)
    try:
        return _run(words, language)
    except SystemExit as leaving:  # argparse after --help, --version or a wrong use
        return leaving.code if isinstance(leaving.code, int) else FAILED
    except CommandError as error:
        for message in error.messages:
            terminal.tell(f"docbuild: {printable(message.text(error.language or language))}")
        return FAILED
    except KeyboardInterrupt:
        terminal.tell(f"docbuild: {_INTERRUPTED.text(language)}")
        return INTERRUPTED
    except Exception as error:
        terminal.print_traceback(error)
        terminal.tell(f"docbuild {__version__}: {_BUG.zh}\ndocbuild {__version__}: {_BUG.en}")
        return FAILED


def _run(words: list[str], language: Language) -> int:
    place = _command_place(words)
    if place is None:
        return _without_command(words, language)
    name = words.pop(place)
    if name not in COMMANDS:
        raise CommandError(_unknown(name))
    command = import_module(f"docbuild.cli.{name}")
    parser = Parser(f"docbuild {name}", language, command.ABOUT)
    command.add_arguments(parser)
    add_general(parser)
    options = parser.parse_args(words)
    options.language = language
    code: int = command.run(options)
    return code


def _command_place(words: list[str]) -> int | None:
    """Where the command stands: the first word that is neither an option nor its value."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in GENERAL_WITH_VALUE else 1
    return place if place < len(words) else None


def _without_command(words: list[str], language: Language) -> int:
    parser = Parser("docbuild", language, _ABOUT, usage=_USAGE.text(language))
    parser.options.add_argument(
        "--version",
        action="version",
        version=f"docbuild {__version__}",
        help=_VERSION.text(language),
    )
    add_general(parser)
    lines = (f"  {name:<9}{text.text(language)}" for name, text in COMMANDS.items())
    parser.epilog = "\n".join((f"{_COMMANDS.text(language)}:", *lines, "", _MORE.text(language)))
    parser.parse_args(words)
    terminal.write(parser.format_help())
    return 0


def _language(words: list[str]) -> Language:
    """The language until the settings are known."""
    for word, after in pairwise([*words, ""]):
        choice = after if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and choice in ("zh", "en"):
            return "zh" if choice == "zh" else "en"
    return detect(os.environ)


def _unknown(name: str) -> Message:
    guess = nearest(name, COMMANDS)
    names = "、".join(COMMANDS), ", ".join(COMMANDS)
    if guess is None:
        return Message(
            f"没有 {name} 这个命令；可用的命令：{names[0]}",
            f"there is no command {name}; the commands are: {names[1]}",
        )
    return Message(
        f"没有 {name} 这个命令；是不是想用 {guess}？",
        f"there is no command {name}; did you mean {guess}?",
    )
