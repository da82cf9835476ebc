"""An author who never rests: random changes of a plugin project, as editors and tools make them."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "markdown"))

from random_documents import random_document
from random_edits import random_edit

_LONGEST = 6_000  # characters of a document that has grown
_PICTURES = ("a.png", "b.png", "card.png", "图片 1.png", "deep/c.png", "notes.txt", "d.JPG")
_THEMES = ("wechat", "plain")
_BROKEN_SETTINGS = ("theme = ", "[rules\n", "theme = 'neon'\n", "unknown = 1\n", "\x00")
_COLOURS = ("teal", "navy", "red", "gold", "white", "black", "purple", "orange")
_LITTER = (".README.md.swp", "README.md~", "4913", ".#README.md", "README.md.tmp")


class Author:
    """``done`` counts what was done to the project in ``folder``."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.done: Counter[str] = Counter()
        self.folder = folder
        self._random = random = Random(seed)
        self._text = random_document(random.randrange(10**6))
        self._earlier: list[str] = []
        self._away = False
        self._settings = ""
        self._acts: dict[Callable[[], Awaitable[None]], int] = {
            self._edit: 200,
            self._edit_slowly: 6,
            self._edit_in_turn: 12,
            self._spoil: 4,
            self._remove_document: 3,
            self._add_picture: 12,
            self._change_picture: 12,
            self._remove_picture: 8,
            self._rename_picture: 8,
            self._change_settings: 1,
            self._break_settings: 2,
            self._change_plugin: 1,
            self._move_folder_away: 2,
            self._replace_folder: 3,
            self._leave_litter: 6,
        }

    @property
    def document(self) -> Path:
        return self.folder / "doc" / "README.md"

    def begin(self) -> None:
        """Make the project."""
        (self.folder / "plugin").mkdir(parents=True)
        config = {"compileType": "plugin", "pluginRoot": "plugin/", "appid": "wx0123456789abcdef"}
        self._write("project.config.json", json.dumps(config).encode())
        self._write("plugin/plugin.json", b'{"publicComponents": {}}')
        for name in _PICTURES[:3]:
            self._write(f"doc/image/{name}", self._picture())
        self.document.write_text(self._text, encoding="utf-8")

    async def act(self) -> None:
        """Do something, anything."""
        if self._away:
            await self._move_folder_back()
            return
        acts, weights = list(self._acts), list(self._acts.values())
        act = self._random.choices(acts, weights)[0]
        self.done[act.__name__.strip("_").replace("_", " ")] += 1
        await act()

    async def mend(self) -> None:
        """Leave a project behind that can be shown, whatever was done to it."""
        if self._away:
            await self._move_folder_back()
        self._write("docbuild.toml", self._settings.encode())
        self._write("plugin/plugin.json", b'{"publicComponents": {}}')
        self._save(self._text)

    async def _edit(self) -> None:
        self._save(self._next_text())

    async def _edit_in_turn(self) -> None:
        """One save after the other, faster than anybody types."""
        for _ in range(self._random.randint(2, 12)):
            self._save(self._next_text())

    async def _edit_slowly(self) -> None:
        """Write one half, and the other a while later."""
        data = self._next_text().encode(errors="replace")
        self.document.parent.mkdir(exist_ok=True)
        with self.document.open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            await asyncio.sleep(self._random.choice((0.01, 0.1, 0.7)))
            file.write(data[len(data) // 2 :])

    async def _spoil(self) -> None:
        """Leave half a document, an empty one, or one that is no text."""
        data = self._text.encode(errors="replace")
        halves = (data[: len(data) // 2], b"", b"\xff\xfe" + data, data[:-1] + b"\xe5")
        self.document.write_bytes(self._random.choice(halves))
        await asyncio.sleep(self._random.choice((0.0, 0.1, 0.8)))

    async def _remove_document(self) -> None:
        self.document.unlink(missing_ok=True)
        await asyncio.sleep(self._random.choice((0.0, 0.1, 0.8)))
        if self._random.random() < 0.7:
            self._save(self._text)

    async def _add_picture(self) -> None:
        name = self._random.choice(_PICTURES)
        self._write(f"doc/image/{name}", self._picture())

    async def _change_picture(self) -> None:
        for path in self._some_pictures():
            path.write_bytes(self._picture())

    async def _remove_picture(self) -> None:
        for path in self._some_pictures():
            path.unlink()

    async def _rename_picture(self) -> None:
        for path in self._some_pictures():
            path.rename(path.with_name(self._random.choice(("a.png", "b.png", "card.png"))))

    async def _change_settings(self) -> None:
        """Another theme, language, level, profile; or no settings at all."""
        random = self._random
        theme, language = random.choice(_THEMES), random.choice(("zh", "en"))
        lines = [
            random.choice((f'theme = "{theme}"', f'theme = "{theme}"', "")),
            random.choice((f'language = "{language}"', "", "")),
            random.choice(("[rules]\nimage-unused = 'off'", "[rules]\nrender-url = 'error'", "")),
            random.choice(("[plugin]\nname = '天气'", "[plugin]\nversion = '1.2.3'", "")),
        ]
        self._settings = "\n".join(lines) + "\n"
        self._write("docbuild.toml", self._settings.encode())
        if random.random() < 0.2:
            (self.folder / "docbuild.toml").unlink()
            self._settings = ""

    async def _break_settings(self) -> None:
        self._write("docbuild.toml", self._random.choice(_BROKEN_SETTINGS).encode())
        await asyncio.sleep(self._random.choice((0.0, 0.05, 0.3)))
        if self._random.random() < 0.7:
            self._write("docbuild.toml", self._settings.encode())

    async def _change_plugin(self) -> None:
        contents = (b"{", b"{}", b'{"publicComponents": {"card": "card"}}', b"[]")
        self._write("plugin/plugin.json", self._random.choice(contents))

    async def _move_folder_away(self) -> None:
        (self.folder / "doc").rename(self.folder / "doc.away")
        self._away = True
        await asyncio.sleep(self._random.choice((0.0, 0.1, 0.8)))

    async def _move_folder_back(self) -> None:
        shutil.rmtree(self.folder / "doc", ignore_errors=True)
        (self.folder / "doc.away").rename(self.folder / "doc")
        self._away = False
        self.done["move folder back"] += 1

    async def _replace_folder(self) -> None:
        """As a checkout of another branch does, or unpacking an archive."""
        pictures = [path.name for path in self._some_pictures(3)]
        shutil.rmtree(self.folder / "doc", ignore_errors=True)
        await asyncio.sleep(self._random.choice((0.0, 0.0, 0.1, 0.8)))
        for name in pictures:
            self._write(f"doc/image/{name}", self._picture())
        self._save(self._next_text())

    async def _leave_litter(self) -> None:
        """What editors leave, which is no change."""
        path = self.document.with_name(self._random.choice(_LITTER))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"litter")
        path.unlink()

    def _next_text(self) -> str:
        self._earlier = [*self._earlier[-5:], self._text]
        text = random_edit(self._random, self._text, self._earlier)
        if len(text) > _LONGEST or not text.strip():
            text = random_document(self._random.randrange(10**6))
        self._text = text
        return text

    def _save(self, text: str) -> None:
        """As programs save: written in place, or aside and moved over what was there."""
        data = text.encode(errors="replace")
        self.document.parent.mkdir(exist_ok=True)
        if self._random.random() < 0.5:
            self.document.write_bytes(data)
        else:
            aside = self.document.with_name(".README.md.swp")
            aside.write_bytes(data)
            os.replace(aside, self.document)

    def _some_pictures(self, most: int = 1) -> list[Path]:
        found = sorted((self.folder / "doc" / "image").glob("*.png"))
        return self._random.sample(found, min(most, len(found)))

    def _picture(self) -> bytes:
        """A picture, now and then one that is broken off."""
        random = self._random
        size = random.choice(((16, 12), (40, 30), (1600, 4)))
        buffer = io.BytesIO()
        Image.new("RGB", size, random.choice(_COLOURS)).save(buffer, "PNG")
        data = buffer.getvalue()
        return data[: len(data) // 2] if random.random() < 0.1 else data

    def _write(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
