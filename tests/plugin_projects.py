"""Small plugin projects for the tests of whole runs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

CLEAN = """# 天气插件

展示一张图：

![天气卡片](image/card.png)

- [开发指南](https://developers.weixin.qq.com/miniprogram/dev/framework/)
"""
BROKEN = """# 天气插件

![卡片](image/cart.png) 和 [外链](https://example.com/)

一行<br/>两行
"""


def picture(colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 12), colour).save(buffer, "PNG")
    return buffer.getvalue()


UNUSED: Mapping[str, bytes] = {"doc/image/unused.png": picture("red")}  # a warning, no error


def write_project(
    root: Path,
    readme: str | bytes | None = CLEAN,
    files: Mapping[str, str] | Mapping[str, bytes] | None = None,
) -> Path:
    """A plugin project at ``root`` with a document, one picture, and ``files`` by their paths."""
    config = {"compileType": "plugin", "pluginRoot": "plugin/", "appid": "wx0123456789abcdef"}
    plugin: dict[str, object] = {}  # it offers nothing that the document would have to describe
    contents: dict[str, str | bytes] = {
        "project.config.json": json.dumps(config),
        "plugin/plugin.json": json.dumps(plugin),
        "doc/image/card.png": picture(),
    }
    if readme is not None:
        contents["doc/README.md"] = readme
    for name, content in {**contents, **(files or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
