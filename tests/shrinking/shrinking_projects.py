"""Projects whose pictures are larger than they have to be, or in formats that do not go up."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image
from plugin_projects import write_project

from docbuild.build import Build, Project, build, find
from docbuild.shrinking.shrink import Shrunk, Wish, shrink

README = """# 天气插件

![天气卡片](image/card.png) ![乙](./image/a%20b.webp "题目") [![丙](image/x.webp)](https://github.com/x)

![图][r] ![丁](image/wrong.png) ![戊](image/X.webp)

> | a | b |
> |---|---|
> | ![己](image/x.webp) | ![庚](<image/y.bmp>) |

[r]: image/x.webp '图'
"""
PACKED = {
    "README.md": None,
    "image/card.png": "png",
    "image/a b.png": "png",
    "image/x-2.png": "png",
    "image/wrong.jpg": "jpeg",
    "image/y.png": "png",
}
"""What a bundle of that document has, by path below doc/, with the formats of the pictures."""


@cache
def picture(kind: str, width: int = 24, height: int = 16, *, drawn: bool = False) -> bytes:
    """A picture in a format of Pillow's that lost nothing: noise, or of one colour if ``drawn``."""
    if drawn:
        image = Image.new("RGB", (width, height), "teal")
    else:
        image = Image.effect_noise((width, height), 64).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"lossless": True} if kind == "webp" else {}))
    return buffer.getvalue()


def write_mixed(root: Path, readme: str = README) -> Path:
    """One with pictures in many formats; ``image/x.png`` is in the way of ``image/x.webp``."""
    pictures = {
        "doc/image/a b.webp": picture("webp"),
        "doc/image/x.webp": picture("webp", drawn=True),
        "doc/image/x.png": picture("png", drawn=True),
        "doc/image/wrong.png": picture("jpeg"),
        "doc/image/y.bmp": picture("bmp", drawn=True),
    }
    return write_project(root, readme, pictures)


def opened(root: Path) -> Project:
    project = find(root, named=True)
    assert isinstance(project, Project)
    return project


def built(root: Path) -> Build:
    return build(opened(root), keep_data=True)


def shrunk(root: Path, wish: Wish | None = None) -> Shrunk:
    project = opened(root)
    return shrink(build(project, keep_data=True), project.location.folder, wish or Wish(True))
