"""A real server of the preview in a thread, whose documents the tests write block by block."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from typing import Any

from detail_pages import wechat
from PIL import Image

from docbuild.diagnostic import Language
from docbuild.outline import Section
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.preview.answer import Action
from docbuild.preview.application import guarded
from docbuild.preview.hub import Hub
from docbuild.preview.own_site import new_site
from docbuild.preview.ports import listen
from docbuild.preview.server import Server
from docbuild.preview.view import ServedPicture, Surroundings, View
from docbuild.settings import Profile
from docbuild.theme import Theme

NO_ACTIONS: Mapping[str, Action] = MappingProxyType({})


def png(width: int, height: int, colour: str = "#07c160") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def blocks_of(htmls: Iterable[str], first_key: int = 0) -> tuple[PageBlock, ...]:
    return tuple(PageBlock(first_key + number, html) for number, html in enumerate(htmls))


class ClientSite:
    """Serves until ``stop``; ``start`` after that is another run at the same port."""

    def __init__(
        self,
        htmls: Sequence[str] = ("<p>text</p>\n",),
        *,
        language: Language = "zh",
        sections: Sequence[tuple[int, str, str, int]] = (),
        pictures: Mapping[str, bytes] = MappingProxyType({}),
        profile: Profile = Profile(name="天气卡片", intro="在小程序里显示天气。"),  # noqa: B008
        theme: Theme | None = None,
        actions: Mapping[str, Action] = NO_ACTIONS,
    ) -> None:
        self._keys = len(htmls)
        self._actions = actions
        self._port = 0
        self.view = View(
            revision=1,
            language=language,
            surroundings=Surroundings(theme or wechat(), profile, Plugin(), None, {}),
            blocks=blocks_of(htmls),
            sections=tuple(Section(*section) for section in sections),
            pictures={key: ServedPicture(data, "image/png") for key, data in pictures.items()},
        )
        self.start()

    def start(self) -> None:
        sockets = listen(self._port)
        assert not isinstance(sockets, OSError), sockets
        self._port = sockets[0].getsockname()[1]
        site = new_site(self._port)
        self.url = site.url
        self.secret = site.secret
        self._hub = Hub(site.run, site.secret, self.view)
        guard = guarded(site, self._hub, self._actions)
        ready = threading.Event()

        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            self._server = Server(guard)
            self._hub.start()
            self._loop.call_soon(ready.set)
            await self._server.serve(list(sockets))

        self._thread = threading.Thread(target=asyncio.run, args=(main(),))
        self._thread.start()
        assert ready.wait(10)

    def stop(self) -> None:
        """End the server; a second time does nothing."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._server.end)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def tell(self, **message: Any) -> None:
        self._hub.publish(self.view, [json.dumps(message, ensure_ascii=False)])

    def splice(
        self,
        *splices: tuple[int, int, Sequence[str]],
        sections: Sequence[tuple[int, str, str, int]] | None = None,
    ) -> int:
        """Publish a patch; the key of its first new block."""
        first = self._keys
        written = []
        blocks = list(self.view.blocks)
        for at, removed, htmls in splices:
            fresh = blocks_of(htmls, self._keys)
            self._keys += len(fresh)
            blocks[at : at + removed] = fresh
            written.append((at, removed, fresh))
        base = self.view.revision
        self.view = self.view._replace(revision=base + 1, blocks=tuple(blocks))
        message: dict[str, Any] = {
            "type": "patch",
            "base": base,
            "revision": base + 1,
            "splices": written,
        }
        if sections is not None:
            message["sections"] = sections
            self.view = self.view._replace(sections=tuple(Section(*each) for each in sections))
        self.tell(**message)
        return first

    def edit(self, at: int, html: str) -> int:
        return self.splice((at, 1, [html]))

    def forget(self, change: Callable[[View], View]) -> None:
        """Change what is served without telling any page."""
        self.view = change(self.view)
        self._hub.view = self.view

    def releases(self, **values: Any) -> None:
        """Publish what is recorded of releases."""
        text = json.dumps(releases(**values), ensure_ascii=False)
        self.view = self.view._replace(releases=text)
        self._hub.publish(self.view, [text])

    def report(self, *findings: Mapping[str, Any], **values: Any) -> None:
        """Publish a report; the counts and the light follow from the findings."""
        text = json.dumps(report(self.view.revision, *findings, **values), ensure_ascii=False)
        self.view = self.view._replace(report=text)
        self._hub.publish(self.view, [text])


def releases(**values: Any) -> dict[str, Any]:
    """A message about releases, of which none is recorded but by ``values``."""
    return {
        "type": "releases",
        "prepared": None,
        "uploaded": None,
        "published": None,
        "proposal": {"version": "1.0.0", "description": ""},
        "above": None,
        "longest": 100,
        "folder": None,
        "steps": {"upload": ["打开项目，右键点 doc/README.md"], "publish": ["请管理员发布"]},
        "problems": [],
    } | values


def release(version: str, *, same: bool = True, **values: Any) -> dict[str, Any]:
    return {
        "id": version * 3,
        "version": version,
        "description": f"{version} 的说明",
        "at": "2026-11-20T10:00:00Z",
        "by": "小王",
        "same": same,
    } | values


def report(revision: int, *findings: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    severities = [each["severity"] for each in findings]
    errors, warnings = severities.count("error"), severities.count("warning")
    return {
        "type": "report",
        "revision": revision,
        "light": "stop" if errors else "warn" if warnings else "go",
        "errors": errors,
        "warnings": warnings,
        "size": 325_632,
        "limit": 2_097_152,
        "items": [],
        "findings": findings,
        "more": 0,
    } | values


def finding(
    message: str = "找不到图片 doc/image/a.png", severity: str = "error", **values: Any
) -> dict[str, Any]:
    return {
        "rule": "image-missing",
        "severity": severity,
        "message": message,
        "help": "是不是 image/b.png？",
        "path": "doc/README.md",
        "line": 3,
        "column": 1,
        "editor": None,
        "block": None,
        "element": None,
        "fixes": [],
    } | values
