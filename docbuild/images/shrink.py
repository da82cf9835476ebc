"""Bytes → the same picture in fewer bytes. Runs inside a worker of its own.

Every result is better than the one before, so that a worker which is ended for taking too long
has still told what it found so far.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image

from docbuild.images import pixels
from docbuild.images.limits import WIDE
from docbuild.images.loss import has_lost
from docbuild.images.metadata import (
    bare_jpeg,
    bare_png,
    colour_chunks,
    lying,
    with_chunks,
)
from docbuild.images.optimised import TAKEN
from docbuild.images.picture import Picture, read_picture, refusal

_QUALITIES = (85, 75)  # of a JPEG, the second if the first is larger than what came in
_DEPTH = 24  # where a PNG tells the bits of a sample
_HOPELESS = 1.05  # times too large after a quick attempt: a thorough one will not do either


class Smaller(NamedTuple):
    """A picture that is ready to be saved. ``was`` is its size in pixels when it came in,
    ``frames`` how many it had then."""

    format: str
    width: int
    height: int
    was: tuple[int, int]
    frames: int
    data: bytes


class _Candidate(NamedTuple):
    """A picture that would do. The later the grade, the less it should be taken."""

    image: Image.Image
    format: str
    data: bytes
    grade: int = 0


_LYING, _AS_IT_CAME = 1, 2  # not turned yet; with its metadata too


def shrink(data: bytes) -> Iterator[Smaller]:
    """The picture in ever fewer bytes; raises :class:`RefusedError` for what is none to save."""
    picture = read_picture(data)
    best: _Candidate | None = None
    try:
        for found in filter(lambda each: _fits(picture, each.data), _candidates(picture)):
            if best is None or _rank(found) < _rank(best):
                best = found
                was, size = picture.image.size, found.image.size
                yield Smaller(found.format, *size, was, picture.frames, found.data)
    except Exception as error:  # a picture that decodes, but that Pillow cannot write
        if best is None:
            raise refusal(error) from error


def _rank(found: _Candidate) -> tuple[bool, int, int]:
    return found.image.width > WIDE, found.grade, len(found.data)


def _is_wide(picture: Picture) -> bool:
    return picture.image.width > WIDE


def _limit(picture: Picture) -> int | None:
    """The bytes that it may take: what another format took says nothing."""
    return len(picture.data) if picture.format in TAKEN else None


def _fits(picture: Picture, data: bytes) -> bool:
    limit = _limit(picture)
    return limit is None or len(data) <= limit


def _candidates(picture: Picture) -> Iterator[_Candidate]:
    name = picture.format
    if name in TAKEN:
        yield _Candidate(picture.image, name, picture.data, _AS_IT_CAME)
        if picture.frames > 1 or (name == "gif" and not _is_wide(picture)):
            return
    if name in ("png", "jpeg"):
        yield _bare(picture)
    is_photo = name == "jpeg" or (name not in TAKEN and pixels.is_photo(picture.image))
    if is_photo or (has_lost(name, picture.data) and not picture.image.has_transparency_data):
        yield from _as_jpeg(picture)
    if not is_photo:
        yield from _as_png(picture)


def _bare(picture: Picture) -> _Candidate:
    """The very pixels that came in."""
    data = (bare_png if picture.format == "png" else bare_jpeg)(picture.data)
    if picture.orientation == 1:
        return _Candidate(picture.image, picture.format, data)
    return _Candidate(picture.image, picture.format, lying(data, picture.orientation), _LYING)


def _as_jpeg(picture: Picture) -> Iterator[_Candidate]:
    image = pixels.scaled(picture.image, WIDE) if _is_wide(picture) else picture.image
    for data in _jpegs(picture, image):
        yield _Candidate(image, "jpeg", data)
        if _fits(picture, data):
            return


def _jpegs(picture: Picture, image: Image.Image) -> Iterator[bytes]:
    if picture.format == "jpeg" and not _is_wide(picture):
        if picture.orientation == 1:
            return  # encoding it again would only make it worse
        yield pixels.jpeg_like(image, picture.profile, picture.original)
    for quality in _QUALITIES:
        yield pixels.jpeg(image, picture.profile, quality)


def _as_png(picture: Picture) -> Iterator[_Candidate]:
    if _is_wide(picture):
        found = None
        for found in _pngs(picture, pixels.scaled(picture.image, WIDE)):
            yield found
        if found is not None and _fits(picture, found.data):
            return
    is_deep = picture.format == "png" and picture.data[_DEPTH] == 16
    if not is_deep:  # of which Pillow keeps eight bits
        yield from _pngs(picture, picture.image)


def _pngs(picture: Picture, image: Image.Image) -> Iterator[_Candidate]:
    """The same pixels in fewer and fewer bytes, the last one in the fewest."""
    profile = picture.profile
    if profile is not None and profile[16:20] == b"CMYK":
        profile = None  # a PNG has no inks
    more = colour_chunks(picture.data) if picture.format == "png" else b""

    def encoded(image: Image.Image, *, thorough: bool) -> _Candidate:
        data = pixels.png(image, None if more else profile, thorough=thorough)
        return _Candidate(image, "png", with_chunks(data, more))

    best = encoded(pixels.simplest(image, profile), thorough=False)
    yield best
    if best.image.mode == "P":  # colours that run into each other compress better by themselves
        other = encoded(pixels.plain(best.image), thorough=False)
        if len(other.data) < len(best.data):
            yield (best := other)
    limit = _limit(picture)
    if limit is None or len(best.data) < _HOPELESS * limit:
        thorough = encoded(best.image, thorough=True)
        if len(thorough.data) < len(best.data):
            yield thorough
