"""The floor of ``docbuild check``: the least that any checker on mistune and Pillow must do.

    python benchmarks/bare_check.py README.md [--decode]

Imports both, parses the file into tokens and reads the header of every picture that it shows;
``--decode`` decodes each wholly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import mistune
from PIL import Image


def pictures(tokens: Iterable[dict[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["type"] == "image":
            yield token["attrs"]["url"]
        yield from pictures(token.get("children", ()))


def main() -> int:
    path = Path(sys.argv[1])
    markdown = mistune.create_markdown(renderer=None, plugins=["table"])
    tokens = markdown(path.read_text(encoding="utf-8"))
    pixels = 0
    for address in pictures(tokens):  # type: ignore[arg-type]  # tokens, for renderer=None
        with Image.open(path.parent / address) as picture:
            if "--decode" in sys.argv:
                picture.load()
            pixels += picture.width * picture.height
    print(pixels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
