"""A task → ever better pictures. Runs inside a worker of its own.

A worker which is ended for taking too long has still told what it found so far.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from docbuild.images import animation, lossless, lossy, pixels, recompress
from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.deep_png import is_deep
from docbuild.images.lossy import Encoded
from docbuild.images.metadata import colour_chunks, with_chunks
from docbuild.images.optimised import TAKEN, Optimised
from docbuild.images.picture import Picture, read_picture, refusal
from docbuild.images.same_pixels import show_the_same
from docbuild.images.similarity import difference

_ENOUGH = 0.7  # of its bytes: a lossy picture that small needs no lossless one beside it


def optimise(task: Task) -> Iterator[Optimised]:
    """Raises :class:`docbuild.images.outline.RefusedError` for what is no picture to save."""
    picture = read_picture(task.data)
    best: Optimised | None = None
    try:
        for found in _all(picture, task.aim):
            if best is None or _rank(found, task.aim) < _rank(best, task.aim):
                best = found
                yield best
    except Exception as error:  # a picture that decodes, but that Pillow cannot write
        if best is None:
            raise refusal(error) from error


def _rank(found: Optimised, aim: Aim) -> tuple[bool, int]:
    """What is in the format that was asked for comes before what is small."""
    return aim.format is not None and found.format != aim.format, len(found.data)


def _all(picture: Picture, aim: Aim) -> Iterator[Optimised]:
    is_kept = picture.format in TAKEN and aim.format in (None, picture.format)
    if is_kept:
        yield _as_it_came(picture)
    if picture.frames > 1:
        yield from _lossless(picture) if is_kept else _animated(picture, aim)
        return
    smallest = len(picture.data)
    if not is_kept or aim.quality is not Quality.LOSSLESS or _is_wider(picture, aim):
        for found in _encoded(picture, aim):
            # What another format took says nothing about what is to be had in this one.
            if not is_kept or len(found.data) < len(picture.data):
                smallest = min(smallest, len(found.data))
                yield found
    if is_kept and smallest > _ENOUGH * len(picture.data):
        yield from _lossless(picture)


def _is_wider(picture: Picture, aim: Aim) -> bool:
    return aim.max_width is not None and picture.image.width > aim.max_width


def _as_it_came(picture: Picture) -> Optimised:
    return _optimised(picture, picture.format, picture.data, 0.0, is_lossless=True)


def _lossless(picture: Picture) -> Iterator[Optimised]:
    for data in lossless.ever_smaller(picture):
        yield _optimised(picture, picture.format, data, 0.0, is_lossless=True)


def _animated(picture: Picture, aim: Aim) -> Iterator[Optimised]:
    """All frames in another format; of a GIF that was asked for, in the colours it can have."""
    format_name = "gif" if aim.format == "gif" else "png"
    for data in animation.written(picture, format_name):
        same = show_the_same(picture.data, data)
        measured = 0.0 if same else animation.difference(picture.data, data)
        yield _optimised(picture, format_name, data, measured, is_lossless=same)


def _encoded(picture: Picture, aim: Aim) -> Iterator[Optimised]:
    """The picture, scaled if it is to be, encoded anew."""
    image = picture.image
    is_scaled = aim.max_width is not None and image.width > aim.max_width
    if aim.max_width is not None and is_scaled:
        image = pixels.scaled(image, aim.max_width)
    for found in _in_format(picture, image, aim):
        # What is scaled shows something else, whatever is exact from there on.
        same = not is_scaled and found.difference == 0 and _is_exact(picture, found.data)
        yield Optimised(
            found.format, *image.size, 1, found.data, same, found.difference, picture.image.size
        )


def _in_format(picture: Picture, image: Image.Image, aim: Aim) -> Iterator[Encoded]:
    wanted = aim.format or (picture.format if picture.format in TAKEN else None)
    # An encoder that may lose anything at all may lose what nobody sees.
    allowed = max(aim.quality, Quality.INVISIBLE).largest_difference
    is_photo = wanted is None and pixels.is_photo(image)
    if (is_photo or wanted == "jpeg") and not pixels.plain(image).has_transparency_data:
        yield from lossy.jpegs(image, picture.profile, allowed)
        if wanted == "jpeg":
            return
    if wanted == "gif":
        yield from _gifs(image, allowed)
        return
    if aim.quality is not Quality.LOSSLESS or image is not picture.image:
        for indexed, measured in lossy.palettes(image, allowed):
            yield from _pngs(picture, indexed, measured, is_thorough=True)
    if not (_is_deep(picture) and image is picture.image):  # of which Pillow keeps eight bits
        exact = pixels.simplest(image, _png_profile(picture))
        yield from _pngs(picture, exact, 0.0, is_thorough=not is_photo)


def _pngs(
    picture: Picture, image: Image.Image, measured: float, *, is_thorough: bool
) -> Iterator[Encoded]:
    more = colour_chunks(picture.data) if picture.format == "png" else b""
    profile = None if more else _png_profile(picture)
    data = with_chunks(pixels.png(image, profile, thorough=False), more)
    yield Encoded("png", data, measured)
    if is_thorough:
        for smaller in recompress.png(data):
            yield Encoded("png", smaller, measured)


def _png_profile(picture: Picture) -> bytes | None:
    profile = picture.profile
    return None if profile is not None and profile[16:20] == b"CMYK" else profile  # has no inks


def _gifs(image: Image.Image, allowed: float) -> Iterator[Encoded]:
    for indexed, measured in lossy.palettes(image, allowed):
        yield Encoded("gif", pixels.gif(indexed), measured)
    indexed = pixels.with_colours(image, 256, is_spread=True)
    yield Encoded("gif", pixels.gif(indexed), difference(image, indexed))


def _is_deep(picture: Picture) -> bool:
    return picture.format == "png" and is_deep(picture.data)


def _is_exact(picture: Picture, data: bytes) -> bool:
    return picture.orientation == 1 and show_the_same(picture.data, data)


def _optimised(
    picture: Picture, format_name: str, data: bytes, measured: float, *, is_lossless: bool
) -> Optimised:
    size, frames = picture.image.size, picture.frames
    return Optimised(format_name, *size, frames, data, is_lossless, measured, size)
