"""``docbuild serve``: the detail page in a browser, following every save."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from urllib.parse import quote

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project, run_build
from docbuild.diagnostic import Message
from docbuild.markdown.html import render
from docbuild.outline import outline
from docbuild.page_block import numbered
from docbuild.preview.application import Preview
from docbuild.preview.client_files import read_client_files
from docbuild.preview.guard import Guard
from docbuild.preview.hub import Hub
from docbuild.preview.own_site import new_site
from docbuild.preview.pages import Pages
from docbuild.preview.ports import cannot_listen, listen_on_first, own_port, ports_from
from docbuild.preview.routes import Routes
from docbuild.preview.server import Server, serve
from docbuild.preview.view import ServedPicture, Surroundings, View
from docbuild.shown_pictures import page_pictures
from docbuild.theme import load_theme

ABOUT = Message(
    "在浏览器里预览插件详情页，文档一保存就更新。",
    "Show the plugin's detail page in a browser, where it follows every save.",
)


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value("--port", metavar="N", text=Message("端口", "port"))


def run(options: Namespace) -> int:
    view = _view(options)
    port = int(options.port) if options.port else 0
    project = open_project(options)
    ports = [port] if port else ports_from(own_port(project.location.root))
    sockets = listen_on_first(ports)
    if isinstance(sockets, OSError):
        raise CommandError(cannot_listen(port, sockets))
    site = new_site(sockets[0].getsockname()[1])
    hub = Hub(site.run, site.secret, view)
    routes = Routes(Pages(site.run, site.secret), read_client_files())
    guard = Guard(Preview(hub, routes, {}), site)
    terminal.tell(site.url)

    async def main() -> int:
        server = Server(guard)
        await serve(server, sockets, hub.start)
        return 128 + (server.ended_by or 0)

    return asyncio.run(main())


def _view(options: Namespace) -> View:
    project = open_project(options)
    built = run_build(options, project, keep_data=True)
    theme = load_theme(project.settings.theme)
    if isinstance(theme, Message):
        raise CommandError(theme, language=options.language)
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
