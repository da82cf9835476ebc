"""Honest pictures for the tests, drawn when needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from io import BytesIO

from PIL import Image, ImageSequence
from pillow_heif import from_pillow

from docbuild.asset import ImageFacts
from docbuild.images.facts import Picture, facts_of
from docbuild.images.memory import Memory


def gradient(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with as many different pixels as a photograph has."""
    grey = Image.linear_gradient("L").resize((width, height))
    if mode == "P":
        return grey.quantize(32)
    return Image.merge("RGB", (grey, grey.rotate(180), grey)).convert(mode)


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    sink = BytesIO()
    image.save(sink, format_name, **options)
    return sink.getvalue()


def png(width: int = 40, height: int = 30, mode: str = "RGB") -> bytes:
    return encoded(gradient(width, height, mode), "PNG")


def jpeg(width: int = 40, height: int = 30, *, progressive: bool = False) -> bytes:
    return encoded(gradient(width, height), "JPEG", quality=80, progressive=progressive)


def gif(width: int = 40, height: int = 30, frames: int = 1) -> bytes:
    first = gradient(width, height, "P")
    rest = [first.rotate(number * 30) for number in range(1, frames)]
    return encoded(first, "GIF", save_all=True, append_images=rest)


def apng(frames: int = 3) -> bytes:
    first = gradient(40, 30)
    rest = [first.rotate(number * 30) for number in range(1, frames)]
    return encoded(first, "PNG", save_all=True, append_images=rest)


def heic(image: Image.Image | None = None, **options: object) -> bytes:
    """A photograph as an iPhone has it; with the plug-in of the extra ``heic``."""
    sink = BytesIO()
    from_pillow(image or gradient(64, 48)).save(sink, **{"quality": 60} | options)
    return sink.getvalue()


def svg(content: str = "", attributes: str = 'width="30" height="20"') -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f"{attributes}>{content}</svg>"
    ).encode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def inspected(pictures: Mapping[str, bytes], memory: Memory | None = None) -> dict[str, ImageFacts]:
    """The facts about pictures by their names here, nothing remembered unless asked for."""
    found = facts_of(
        [Picture(digest(data), partial(bytes, data)) for data in pictures.values()],
        memory or Memory(None),
    )
    return {name: found[digest(data)] for name, data in pictures.items()}


def inspected_one(data: bytes) -> ImageFacts:
    return inspected({"it": data})["it"]


def shown(data: bytes) -> list[tuple[float, bytes]]:
    """Every composed frame with its time, in samples; decoded without docbuild."""
    frames = []
    for frame in ImageSequence.Iterator(Image.open(BytesIO(data))):
        samples = frame.tobytes() if frame.mode == "CMYK" else frame.convert("RGBA").tobytes()
        frames.append((frame.info.get("duration", 0), samples))
    return frames
