"""The documents that every benchmark measures, made from a seed: the same on every machine.

    python benchmarks/documents.py FOLDER

makes FOLDER/small, FOLDER/typical and FOLDER/large: plugin projects whose doc/ holds a
README.md of Chinese prose, tables, lists and code, with pictures as phones and screens make
them.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw


@dataclass(frozen=True, slots=True)
class Shape:
    """Bytes of Markdown and number of pictures."""

    size: int
    pictures: int


SHAPES = {"small": Shape(5_000, 5), "typical": Shape(60_000, 40), "large": Shape(1_000_000, 400)}

_WORDS = (
    *("插件", "组件", "属性", "事件", "页面", "接口", "天气", "城市"),
    *("温度", "默认值", "返回", "用户", "小程序", "版本", "配置"),
)
_CODE = """```json
{{
  "usingComponents": {{
    "card-{0}": "plugin://weather/card-{0}"
  }}
}}
```"""


def make(folder: Path, names: Iterable[str] = tuple(SHAPES)) -> None:
    """Make these projects below ``folder``, keeping those that are there already."""
    for name in names:
        project, shape = folder / name, SHAPES[name]
        if not (project / "doc" / "README.md").is_file():
            _make_project(project, shape, Random(name))


def _make_project(project: Path, shape: Shape, random: Random) -> None:
    images = project / "doc" / "image"
    images.mkdir(parents=True, exist_ok=True)
    names = []
    for number in range(1, shape.pictures + 1):
        kind = "jpg" if number % 2 else "png"
        names.append(f"picture-{number:03}.{kind}")
        (images / names[-1]).write_bytes(_photo(random) if number % 2 else _screen(random))
    blocks = list(_blocks(random, shape.size, names))
    (project / "doc" / "README.md").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _blocks(random: Random, size: int, pictures: list[str]) -> Iterator[str]:
    yield "# Weather 插件"
    written, shown, number = 0, 0, 0
    while written < size or shown < len(pictures):
        number += 1
        if shown < len(pictures) and written >= size * shown / len(pictures):
            block = f"![第 {shown + 1} 张图](./image/{pictures[shown]})"
            shown += 1
        else:
            block = _block(random, number)
        written += len(block.encode()) + 2
        yield block


def _block(random: Random, number: int) -> str:
    match number % 9:
        case 0:
            return f"## Part {number}"
        case 1:
            return "\n".join(f"- {_sentence(random)}" for _ in range(4))
        case 2:
            rows = "\n".join(
                f"| `{random.choice('abcdef')}{i}` | {_sentence(random)} | {i} |" for i in range(5)
            )
            return "| 属性 | 说明 | 默认值 |\n| --- | --- | ---: |\n" + rows
        case 3:
            return _CODE.format(number)
        case 4:
            return f"> {_sentence(random)}"
        case 5:
            link = f"[文档 {number}](https://developers.weixin.qq.com/miniprogram/{number}.html)"
            return f"{_sentence(random)}参见 {link}。{_sentence(random)}"
        case _:
            return f"{_sentence(random)}**{_sentence(random)}**`option_{number}`{_sentence(random)}"


def _sentence(random: Random) -> str:
    return "".join(random.choice(_WORDS) for _ in range(random.randint(6, 14))) + "。"


def _screen(random: Random) -> bytes:
    """A PNG of 1280 x 800: panels as on a screen, and a noisy part that gives it weight."""
    picture = Image.new("RGB", (1280, 800), (245, 246, 248))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = random.randrange(1200), random.randrange(760)
        color = (random.randrange(256), random.randrange(256), random.randrange(256))
        draw.rectangle((x, y, x + random.randrange(20, 300), y + random.randrange(8, 60)), color)
    side = random.randrange(100, 300)
    picture.paste(_noise(random, side, side), (random.randrange(900), random.randrange(450)))
    return _encoded(picture, "PNG", compress_level=4)


def _photo(random: Random) -> bytes:
    """A JPEG of 1280 x 853: soft shapes with grain."""
    soft = _noise(random, 16, 11).resize((1280, 853), Image.Resampling.BICUBIC)
    grain = _noise(random, 1280, 853)
    return _encoded(Image.blend(soft, grain, 0.12), "JPEG", quality=random.randrange(50, 85))


def _noise(random: Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.randbytes(3 * width * height))


def _encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
