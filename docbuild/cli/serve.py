"""``docbuild serve``: the detail page in a browser, following every save."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from socket import socket
from typing import TypeVar

from docbuild.asked import Asked, recording
from docbuild.build import Project
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_poll, add_project, add_theme
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project, picture_progress
from docbuild.cli.theming import chosen_theme, theme_of
from docbuild.diagnostic import Language, Message
from docbuild.formats.style import Style
from docbuild.interface import NOTHING_OFFERED
from docbuild.preview.actions import actions
from docbuild.preview.announcement import Look, announcement
from docbuild.preview.application import guarded
from docbuild.preview.browser import open_browser
from docbuild.preview.builder import Builder, Wish
from docbuild.preview.descriptors import raise_descriptor_limit
from docbuild.preview.editor import (
    DEFAULT_EDITOR,
    EDITOR_VARIABLE,
    EDITORS,
    NO_EDITOR,
    template_of,
)
from docbuild.preview.hub import Hub
from docbuild.preview.network import lan_addresses
from docbuild.preview.own_site import Site, new_site
from docbuild.preview.ports import cannot_listen, listen, listen_somewhere, read_port
from docbuild.preview.rebuild import Rebuilder
from docbuild.preview.server import serve
from docbuild.release_store.places import HOME
from docbuild.watch import Watcher

_T = TypeVar("_T")

ABOUT = Message(
    "在浏览器里预览插件详情页，文档一保存，页面就跟着更新。",
    "Show the plugin's detail page in a browser, where it follows every save.",
)
_NO_LAN = Message(
    "没有找到局域网地址：请先连上 Wi-Fi 或网线，或去掉 --lan",
    "found no address on a local network: connect to one first, or leave out --lan",
)
_STOPPED = Message("预览已结束", "the preview has ended")


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "--port",
        metavar="N",
        text=Message(
            "端口（默认每个项目有自己固定的端口，被占用时用下一个）",
            "the port (default: one of the project's own, or the next free one)",
        ),
    )
    parser.flag("--no-open", text=Message("不打开浏览器", "do not open a browser"))
    parser.flag(
        "--lan",
        text=Message(
            "让同一网络里的手机也能看，并显示二维码",
            "let a phone on the same network see it, and show a QR code",
        ),
    )
    add_theme(parser)
    add_poll(parser)
    parser.value(
        "--editor",
        metavar="NAME",
        text=Message(
            "点击问题时打开的编辑器，或带有 {path}、{line}、{column} 的地址，"
            f"{NO_EDITOR} 为不要链接（默认看环境变量 {EDITOR_VARIABLE}，再是 {DEFAULT_EDITOR}）；"
            f"可用的名字：{'、'.join(EDITORS)}",
            f"the editor that a click on a finding opens: {', '.join(EDITORS)}, or an address with "
            f"{{path}}, {{line}} and {{column}}; {NO_EDITOR} for no links (default: the variable "
            f"{EDITOR_VARIABLE}, else {DEFAULT_EDITOR})",
        ),
    )


def run(options: Namespace) -> int:
    raise_descriptor_limit()
    fallback: Language = options.language
    with ExitStack() as listening:
        with recording() as asked:
            project = open_project(options)
            sockets, site = _listen(options, project)
            for each in sockets:
                listening.enter_context(each)
            builder = _opened(options, project, fallback)
        ended_by = _serve(options, site, sockets, builder, asked)
    terminal.tell(_STOPPED.text(options.language))
    return 128 + ended_by


def _serve(
    options: Namespace, site: Site, sockets: Sequence[socket], builder: Builder, asked: Asked
) -> signal.Signals:
    """Serve what ``builder`` makes of every change, until a signal, which is returned."""
    hub = Hub(site.run, site.secret, builder.view)
    sources = _sources(builder)
    builder.publish_to(hub.publish)

    def notice(message: Message | None) -> None:
        rebuilder.call(lambda builder: builder.notice(message))

    def call(function: Callable[[Builder], _T]) -> Awaitable[_T]:
        return asyncio.wrap_future(rebuilder.call(function))

    def start() -> None:
        hub.start()
        rebuilder.start()
        _announce(options, site, [*_folders(builder, asked), *sources], asked)
        if not options.no_open:
            open_browser(site.url)

    with Watcher(poll=options.poll, on_notice=notice) as watcher:
        rebuilder = Rebuilder(builder, watcher, asked)
        try:
            return asyncio.run(serve(guarded(site, hub, actions(call)), sockets, start))
        finally:
            rebuilder.stop()


def _opened(options: Namespace, project: Project, fallback: Language) -> Builder:
    """The project, read and judged for the first time."""
    wish = Wish(
        start=Path(options.project or os.curdir),
        doc=None if options.doc is None else Path(options.doc),
        named=options.project is not None,
        language=options.lang,
        fallback=fallback,
        theme=lambda project: theme_of(options, project),
        editor=_editor(options),
    )
    builder = Builder(wish, project)
    with picture_progress(options) as progress:
        builder.open(chosen_theme(options, project), progress)
    return builder


def _editor(options: Namespace) -> str | None:
    choice = options.editor or os.environ.get("DOCBUILD_EDITOR") or DEFAULT_EDITOR
    if choice == NO_EDITOR:
        return None
    template = template_of(choice)
    if template is None:
        raise CommandError(_unknown_editor(choice), language=options.language)
    return template


def _unknown_editor(choice: str) -> Message:
    return Message(
        f"不认识编辑器 {choice!r}；可用的名字：{'、'.join(EDITORS)}，或带有 {{path}} 的地址",
        f"unknown editor {choice!r}; the names are: {', '.join(EDITORS)}, or an address with "
        "{path} in it",
    )


def _listen(options: Namespace, project: Project) -> tuple[list[socket], Site]:
    """Sockets on the port that was asked for, or on one of the project's own."""
    lan = lan_addresses() if options.lan else ()
    if options.lan and not lan:
        raise CommandError(_NO_LAN, language=options.language)
    if options.port is None:
        sockets = listen_somewhere(project.location.root, lan)
    else:
        port = read_port(options.port)
        if isinstance(port, Message):
            raise CommandError(port, language=options.language)
        sockets = listen(port, lan)
    if isinstance(sockets, OSError):
        raise CommandError(cannot_listen(options.port, sockets), language=options.language)
    return sockets, new_site(sockets[0].getsockname()[1], lan)


def _folders(builder: Builder, asked: Asked) -> list[str]:
    """The folders that are watched, without docbuild's own."""
    own = os.path.join(builder.session.project.location.root, HOME)
    return sorted(tree for tree in asked.trees if not tree.startswith(own))


def _sources(builder: Builder) -> list[str]:
    """The plugin's folder, if its sources were read: those are watched, too."""
    snapshot, root = builder.session.snapshot, builder.session.project.location.root
    if snapshot.plugin.root is None or snapshot.interface == NOTHING_OFFERED:
        return []
    return [os.path.normpath(root / snapshot.plugin.root)]


def _announce(options: Namespace, site: Site, watched: list[str], asked: Asked) -> None:
    colour = terminal.wants_colour(options.color, os.environ, sys.stdout)
    look = Look(options.language, Style(colour), sys.stdout.isatty())
    if options.verbose:
        watched += sorted(path for path in asked.files if os.path.dirname(path) not in asked.trees)
    with suppress(CommandError):  # the preview is in the browser; nobody need read this
        terminal.write(announcement(site, () if options.quiet else watched, look))
