"""The actions around a real builder of a real project, without a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from docbuild.build import Project, find
from docbuild.diagnostic import Language, Report
from docbuild.preview.actions import actions
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder, Wish
from docbuild.theme import Theme, load_theme

_T = TypeVar("_T")


class Reply(NamedTuple):
    """An answer as the page's script reads it."""

    status: int
    message: str
    json: Mapping[str, Any]


class Desk:
    """``builder`` belongs to a thread of its own while an action runs."""

    def __init__(self, root: Path, language: Language | None = "zh", doc: Path | None = None):
        self.root = root
        project = find(root, doc=doc, named=True)
        assert isinstance(project, Project), project
        self.theme = load_theme("wechat")
        assert isinstance(self.theme, Theme)
        theme = self.theme
        wish = Wish(root, doc, True, language, "zh", lambda _: theme, None)
        self.builder = Builder(wish, project)
        self.builder.open(theme)
        self._thread = ThreadPoolExecutor(1)
        self.actions = actions(self.call)

    @property
    def readme(self) -> Path:
        return self.root / "doc" / "README.md"

    @property
    def doc(self) -> Path:
        return self.root / "doc"

    @property
    def report(self) -> Report:
        report = self.builder.report
        assert report is not None
        return report

    def close(self) -> None:
        self._thread.shutdown()

    def call(self, function: Callable[[Builder], _T]) -> Awaitable[_T]:
        return asyncio.wrap_future(self._thread.submit(function, self.builder))

    def run(self, function: Callable[[Builder], _T]) -> _T:
        return self._thread.submit(function, self.builder).result()

    def read_again(self) -> None:
        """What the watcher would bring about."""
        self.builder.load(None, None)
        self.builder.judge()

    def write(self, text: str | bytes) -> None:
        self.readme.write_bytes(text.encode() if isinstance(text, str) else text)
        self.read_again()

    def files(self) -> list[str]:
        """All that the document's folder holds, but for the document."""
        found = (path.relative_to(self.doc).as_posix() for path in self.doc.rglob("*"))
        return sorted(path for path in found if path != "README.md")

    def ask(
        self, action: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        async def asked() -> Answer:
            return await self.actions[action](body, headers or {})

        return asyncio.run(asked())

    def fix(self, wanted: object, revision: object = None) -> Reply:
        revision = self.builder.view.revision if revision is None else revision
        return reply(self.ask("fix", json.dumps({"revision": revision, "id": wanted}).encode()))

    def paste(self, data: bytes, after: int | str = "", name: str = "") -> Reply:
        return reply(self.ask("paste", data, pasting(after, name)))

    def key_of(self, text: str) -> int:
        """The key of the block whose HTML has this text."""
        (found,) = [block.key for block in self.builder.view.blocks if text in block.html]
        return found


def pasting(after: int | str = "", name: str = "") -> dict[str, str]:
    return {"x-docbuild-after": str(after), "x-docbuild-name": quote(name)}


def reply(answer: Answer) -> Reply:
    assert answer.media_type == "application/json"
    content = json.loads(answer.body)
    return Reply(int(answer.status), content["message"], content)
