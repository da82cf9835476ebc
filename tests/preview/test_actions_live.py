"""The actions beside the thread that follows the disk: what they write comes back as a patch."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import pytest
from action_desk import pasting, reply
from plugin_projects import picture, write_project

from docbuild.asked import recording
from docbuild.build import Project, find
from docbuild.preview.actions import actions
from docbuild.preview.answer import Action, Answer
from docbuild.preview.builder import Builder, Wish
from docbuild.preview.rebuild import Rebuilder
from docbuild.preview.view import View
from docbuild.theme import Theme, load_theme
from docbuild.watch import Watcher

PATIENT = 60.0  # seconds, for a machine that is busy with something else
TEXT = "# 天气\n\n##使用\n\n![卡片](image/card.png)\n"

_T = TypeVar("_T")


class Preview:
    """A builder on its own thread, and what pages are told."""

    def __init__(self, root: Path) -> None:
        theme = load_theme("wechat")
        assert isinstance(theme, Theme)
        with recording() as asked:
            project = find(root, named=True)
            assert isinstance(project, Project)
            builder = Builder(Wish(root, None, True, "zh", "zh", lambda _: theme, None), project)
            builder.open(theme)
        self.view = builder.view
        self.told: SimpleQueue[tuple[View, str]] = SimpleQueue()
        builder.publish_to(self._publish)
        self._watcher = Watcher()
        self._watcher.__enter__()
        self._rebuilder = Rebuilder(builder, self._watcher, asked)
        self.actions: Mapping[str, Action] = actions(self._call)
        self._rebuilder.start()
        self._rebuilder.call(lambda _: None).result(PATIENT)  # it watches by now

    def _publish(self, view: View, messages: Sequence[str]) -> None:
        for message in messages:
            self.told.put((view, message))

    def _call(self, function: Callable[[Builder], _T]) -> Awaitable[_T]:
        return asyncio.wrap_future(self._rebuilder.call(function))

    def until(self, kind: str) -> Mapping[str, Any]:
        """The next message of that kind; ``view`` is what is served then."""
        while True:
            self.view, text = self.told.get(timeout=PATIENT)
            message: Mapping[str, Any] = json.loads(text)
            if message["type"] == kind:
                return message

    def close(self) -> None:
        self._rebuilder.stop()
        self._watcher.__exit__(None, None, None)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    preview = Preview(write_project(tmp_path / "project", TEXT))
    yield preview
    preview.close()


def test_a_fix_comes_back_as_a_patch_and_a_report_without_it(
    preview: Preview, tmp_path: Path
) -> None:
    assert preview.view.report is not None
    (finding,) = json.loads(preview.view.report)["findings"]
    body = {"revision": preview.view.revision, "id": finding["fixes"][0]["id"]}

    async def fix() -> int:
        return int((await preview.actions["fix"](json.dumps(body).encode(), {})).status)

    assert asyncio.run(fix()) == 200
    assert "使用</h2>" in preview.until("patch")["splices"][0][2][0][1]
    assert preview.until("report")["findings"] == []
    assert asyncio.run(fix()) == 409  # what the page knew is of yesterday


def test_a_picture_comes_back_as_one_patch(preview: Preview) -> None:
    key = preview.view.blocks[0].key

    async def paste() -> Answer:
        return await preview.actions["paste"](picture("navy"), pasting(key, "首页.png"))

    assert reply(asyncio.run(paste())).json["inserted"]
    patch = preview.until("patch")
    (splice,) = patch["splices"]
    assert (splice[0], splice[1]) == (1, 0)
    assert 'alt="首页"></p>' in splice[2][0][1]  # and never a placeholder
    preview.until("report")
    shown = [block.html for block in preview.view.blocks if "-/picture/" in block.html]
    assert len(shown) == 2
    assert len(preview.view.pictures) == 2


def test_many_actions_between_many_saves(preview: Preview, tmp_path: Path) -> None:
    """Whoever comes second is told so, and nothing that was saved is ever lost."""
    readme = tmp_path / "project" / "doc" / "README.md"

    async def author() -> None:
        for number in range(30):
            text = readme.read_text(encoding="utf-8")
            readme.write_text(f"{text}\n第 {number} 次。\n", encoding="utf-8")
            await asyncio.sleep(0.01)

    async def reader() -> list[int]:
        statuses = []
        for number in range(6):
            key = preview.view.blocks[0].key
            data = picture(f"rgb({number}, 0, 0)")
            answer = await preview.actions["paste"](data, pasting(key, f"图{'甲' * number}.png"))
            statuses.append(int(answer.status))
        return statuses

    async def both() -> list[int]:
        _, statuses = await asyncio.gather(author(), reader())
        return statuses

    statuses = asyncio.run(both())
    assert set(statuses) <= {200, 409}
    text = readme.read_text(encoding="utf-8")
    assert [number for number in range(30) if f"第 {number} 次。" not in text] == []
    assert text.count("![图") == statuses.count(200)
    folder = tmp_path / "project" / "doc" / "image"
    assert len(list(folder.glob("图*"))) == statuses.count(200)
