"""Animations of formats that do not go up, as ones that do."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from docbuild.images import recompress, similarity
from docbuild.images.limits import check_frames
from docbuild.images.opening import opened
from docbuild.images.picture import Picture

_LOOKED_AT = 20  # frames, evenly spread, that stand for all
_DURATION = 100  # milliseconds of a frame that does not tell


def written(picture: Picture, format_name: str) -> Iterator[bytes]:
    """All frames as an animated ``png`` (every pixel kept) or ``gif`` (256 colours each)."""
    source = opened(picture.data)
    width, height = source.size
    check_frames(width, height, picture.frames, width * height * picture.frames)
    frames, durations = [], []
    for number in range(picture.frames):
        source.seek(number)
        source.load()
        frames.append(source.convert("RGBA"))
        durations.append(round(source.info.get("duration", _DURATION)))
    loop = source.info.get("loop", 0)
    data = _saved(frames, format_name, duration=durations, loop=loop)
    yield data
    if format_name == "png":
        yield from recompress.png(data)


def difference(one: bytes, other: bytes) -> float:
    """That of the frames that differ most, looked at by their place in time's order."""
    first, second = opened(one), opened(other)
    count = min(getattr(image, "n_frames", 1) for image in (first, second))
    measured = []
    for number in range(0, count, -(-count // _LOOKED_AT)):
        first.seek(number)
        second.seek(number)
        measured.append(similarity.difference(first.convert("RGBA"), second.convert("RGBA")))
    return max(measured)


def _saved(frames: list[Image.Image], format_name: str, **options: object) -> bytes:
    sink = BytesIO()
    first, *rest = frames
    first.save(sink, format_name, save_all=True, append_images=rest, **options)
    return sink.getvalue()
