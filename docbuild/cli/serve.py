"""``docbuild serve``: the detail page in a browser, following every save."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace
from contextlib import suppress
from socket import socket
from urllib.parse import quote

from docbuild.build import Project
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project, add_theme
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project, run_build
from docbuild.cli.theming import chosen_theme
from docbuild.diagnostic import Message
from docbuild.formats.style import Style
from docbuild.markdown.html import render
from docbuild.outline import outline
from docbuild.page_block import numbered
from docbuild.preview.announcement import Look, announcement
from docbuild.preview.application import guarded
from docbuild.preview.browser import open_browser
from docbuild.preview.descriptors import raise_descriptor_limit
from docbuild.preview.hub import Hub
from docbuild.preview.network import lan_addresses
from docbuild.preview.own_site import Site, new_site
from docbuild.preview.ports import cannot_listen, listen, listen_somewhere, read_port
from docbuild.preview.server import Server, serve
from docbuild.preview.view import ServedPicture, Surroundings, View
from docbuild.shown_pictures import page_pictures

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
    parser.value(
        "--poll",
        choices=("auto", "always", "never"),
        default="auto",
        text=Message(
            "是否定时检查文件，用于收不到变更通知的磁盘（默认 auto）",
            "look for changes by polling, where a disk announces none (default: auto)",
        ),
    )


def run(options: Namespace) -> int:
    project = open_project(options)
    raise_descriptor_limit()
    sockets, site = _listen(options, project)
    hub = Hub(site.run, site.secret, _view(options, project))
    server = Server(guarded(site, hub, {}))

    def start() -> None:
        hub.start()
        _announce(options, site, project)
        if not options.no_open:
            open_browser(site.url)

    asyncio.run(serve(server, sockets, start))
    terminal.tell(_STOPPED.text(options.language))
    return 128 + (server.ended_by or 0)


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


def _announce(options: Namespace, site: Site, project: Project) -> None:
    colour = terminal.wants_colour(options.color, os.environ, sys.stdout)
    look = Look(options.language, Style(colour), sys.stdout.isatty())
    watched = (str(project.location.folder),)
    with suppress(CommandError):  # the preview is in the browser; nobody need read this
        terminal.write(announcement(site, watched, look))


def _view(options: Namespace, project: Project) -> View:
    """What there is to see at the start, until the rebuilder is there to follow changes."""
    theme = chosen_theme(options, project)
    built = run_build(options, project, keep_data=True)
    assets = built.snapshot.assets

    def address(path: str) -> str | None:
        asset = assets.get(path)
        return asset and f"-/picture/{asset.digest[:32]}/{quote(path.rpartition('/')[2])}"

    pictures = page_pictures(built.references, options.language, address)
    article = () if built.document is None else render(built.document, pictures).blocks
    return View(
        revision=1,
        language=options.language,
        surroundings=Surroundings(theme, project.settings.profile, built.snapshot.plugin, None, {}),
        blocks=numbered(html for _, html in article),
        sections=outline((key, block) for key, (block, _) in enumerate(article)),
        pictures={
            asset.digest[:32]: ServedPicture(asset.data, "image/png")
            for asset in assets.values()
            if asset.data
        },
    )
