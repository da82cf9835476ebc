"""A task → the best picture for it, or drafts of several. Runs inside a worker of its own.

What is tried follows from the picture alone, never from the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image

from docbuild.images import animation, lossless, lossy, pixels, recompress
from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.deep_png import is_deep
from docbuild.images.loss import has_lost
from docbuild.images.lossy import Encoded
from docbuild.images.metadata import bare_png, colour_chunks, with_chunks
from docbuild.images.optimised import TAKEN, Optimised
from docbuild.images.picture import Picture, read_picture, refusal
from docbuild.images.same_pixels import show_the_same
from docbuild.images.similarity import difference

_FEW_COLOURS = 4096  # of a drawing, which takes more bytes as JPEG than with a palette
_MUCH = 0.8  # of the bytes of one that keeps every pixel
_ENOUGH = 0.7  # of its bytes: a lossy picture that small needs no lossless one beside it


def optimise(task: Task) -> Iterator[Optimised]:
    """One picture, for a draft any number of them.

    Raises :class:`docbuild.images.outline.RefusedError` for what is no picture to save.
    """
    picture = read_picture(task.data)
    if task.aim.is_draft and task.aim.quality is not Quality.LOSSLESS:
        yield from _drafts(picture, task.aim)
        return
    best: Optimised | None = None
    try:
        for found in _all(picture, task.aim):
            if best is None or _rank(found, task.aim) < _rank(best, task.aim):
                best = found
    except Exception as error:  # a picture that decodes, but that Pillow cannot write
        is_too_large = isinstance(error, MemoryError)
        if best is None or (is_too_large and best.data is task.data):
            raise refusal(error) from error
    if best is not None:
        yield best


def _drafts(picture: Picture, aim: Aim) -> Iterator[Optimised]:
    """What each step of quality comes to, as PNG and as JPEG where the picture may be one."""
    if picture.frames > 1:
        return
    try:
        image, steps = _scaled(picture, aim), _steps(aim)
        drafts = list(_drafted(picture, image, steps))
        if not drafts and image is not picture.image:  # being scaled has to be enough
            drafts = [_png(picture, pixels.simplest(image, _png_profile(picture)), 0.0)]
        for found in drafts:
            yield _made(picture, image, found)
    except Exception:  # a picture that decodes, but that Pillow cannot write: no more drafts
        return


def _drafted(picture: Picture, image: Image.Image, steps: Sequence[float]) -> Iterator[Encoded]:
    if picture.format == "gif":
        yield from _gifs(image, steps)
        return
    plain = pixels.plain(image)
    is_drawing = picture.format != "jpeg" and plain.getcolors(_FEW_COLOURS) is not None
    if not plain.has_transparency_data and not is_drawing:
        yield from lossy.jpegs(image, picture.profile, steps)
    if picture.format != "jpeg" and not pixels.is_photo(plain):
        for indexed in lossy.palettes(image, steps, is_spread=False):
            yield _png(picture, indexed.image, indexed.difference)


def _steps(aim: Aim) -> Sequence[float]:
    return [each.largest_difference for each in Quality if 0 < each <= aim.quality]


def _rank(found: Optimised, aim: Aim) -> tuple[bool, float]:
    """What is in the format that was asked for comes before what is small.

    Unless something may be lost, what loses is taken only where it is smaller by much.
    """
    is_loss = aim.quality is Quality.LOSSLESS and not found.is_lossless
    size = len(found.data) / (_MUCH if is_loss else 1)
    return aim.format is not None and found.format != aim.format, size


def _all(picture: Picture, aim: Aim) -> Iterator[Optimised]:
    is_kept = picture.format in TAKEN and aim.format in (None, picture.format)
    if is_kept:
        yield _as_it_came(picture)
    if picture.frames > 1:
        yield from _lossless(picture) if is_kept else _animated(picture, aim)
        return
    smallest = len(picture.data)
    if not is_kept or aim.quality is not Quality.LOSSLESS or _is_wider(picture, aim):
        found = min(_encoded(picture, aim), key=lambda found: _rank(found, aim), default=None)
        # What another format took says nothing about what is to be had in this one.
        if found is not None and (not is_kept or len(found.data) < len(picture.data)):
            yield found
            for finished in () if aim.is_draft else _finished(picture, found):
                smallest = min(smallest, len(finished.data))
                yield finished
    if is_kept and smallest > _ENOUGH * len(picture.data):
        if aim.is_draft and picture.format == "png":  # the others take little time
            data = recompress.png_draft(bare_png(picture.data))
            yield _optimised(picture, "png", data, 0.0, is_lossless=True)
        else:
            yield from _lossless(picture)


def _finished(picture: Picture, found: Optimised) -> Iterator[Optimised]:
    """The same picture, compressed as well as it can be."""
    if found.format == "gif":
        return
    tool = recompress.png if found.format == "png" else recompress.jpeg
    for data in tool(found.data):
        if not found.is_lossless or _is_exact(picture, data):
            yield replace(found, data=data)


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
    image = _scaled(picture, aim)
    for found in _in_format(picture, image, aim):
        yield _made(picture, image, found)


def _scaled(picture: Picture, aim: Aim) -> Image.Image:
    if aim.max_width is None or not _is_wider(picture, aim):
        return picture.image
    return pixels.scaled(picture.image, aim.max_width)


def _made(picture: Picture, image: Image.Image, found: Encoded) -> Optimised:
    # What is scaled shows something else, whatever is exact from there on.
    same = image is picture.image and found.difference == 0 and _is_exact(picture, found.data)
    return Optimised(
        found.format, *image.size, 1, found.data, same, found.difference, picture.image.size
    )


def _in_format(picture: Picture, image: Image.Image, aim: Aim) -> Iterator[Encoded]:
    wanted = aim.format or (picture.format if picture.format in TAKEN else None)
    # An encoder that may lose anything at all may lose what nobody sees.
    steps = (max(aim.quality, Quality.INVISIBLE).largest_difference,)
    is_photo = wanted is None and (pixels.is_photo(image) or has_lost(picture.format, picture.data))
    if (is_photo or wanted == "jpeg") and not pixels.plain(image).has_transparency_data:
        yield from lossy.jpegs(image, picture.profile, steps)
        if wanted == "jpeg":
            return
    if wanted == "gif":
        found = list(_gifs(image, steps))
        yield from found
        if not found and (picture.format != "gif" or image is not picture.image):
            yield _any_gif(image)
        return
    is_lossy = aim.quality is not Quality.LOSSLESS
    if is_lossy or (image is not picture.image and not pixels.is_photo(image)):
        for indexed in lossy.palettes(image, steps, is_spread=False):
            yield _png(picture, indexed.image, indexed.difference)
    if not (_is_deep(picture) and image is picture.image):  # of which Pillow keeps eight bits
        yield _png(picture, pixels.simplest(image, _png_profile(picture)), 0.0)


def _png(picture: Picture, image: Image.Image, measured: float) -> Encoded:
    more = colour_chunks(picture.data) if picture.format == "png" else b""
    profile = None if more else _png_profile(picture)
    data = with_chunks(pixels.png(image, profile, thorough=False), more)
    return Encoded("png", recompress.png_draft(data), measured)


def _png_profile(picture: Picture) -> bytes | None:
    profile = picture.profile
    return None if profile is not None and profile[16:20] == b"CMYK" else profile  # has no inks


def _gifs(image: Image.Image, steps: Sequence[float]) -> Iterator[Encoded]:
    for is_spread in (False, True):
        for indexed in lossy.palettes(image, steps, is_spread=is_spread):
            yield Encoded("gif", pixels.gif(indexed.image), indexed.difference)


def _any_gif(image: Image.Image) -> Encoded:
    """What a GIF can have of a picture that was to become one, however it differs then."""
    indexed = pixels.with_colours(image, 256, is_spread=True)
    return Encoded("gif", pixels.gif(indexed), difference(image, indexed))


def _is_deep(picture: Picture) -> bool:
    return picture.format == "png" and is_deep(picture.data)


def _is_exact(picture: Picture, data: bytes) -> bool:
    return picture.orientation == 1 and show_the_same(picture.data, data)


def _optimised(
    picture: Picture, format_name: str, data: bytes, measured: float, *, is_lossless: bool
) -> Optimised:
    size, frames = picture.image.size, picture.frames
    return Optimised(format_name, *size, frames, data, is_lossless, measured, size)
