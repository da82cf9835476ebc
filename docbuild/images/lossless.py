"""A picture in fewer bytes of its own format that show exactly the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docbuild.images import recompress
from docbuild.images.metadata import bare_jpeg, bare_png, lying
from docbuild.images.picture import Picture
from docbuild.images.same_pixels import show_the_same

_DEPTH = 24  # where a PNG tells the bits of a sample
_QUICK_PIXELS, _SLOW_PIXELS = 4_000_000, 500_000


def ever_smaller(picture: Picture) -> Iterator[bytes]:
    """What came, and then whatever is smaller and shows the same."""
    best = picture.data
    yield best
    for attempt in _ATTEMPTS[picture.format]:
        for data in _attempted(attempt, picture):
            if len(data) < len(best) and _is_proven(picture, data):
                best = data
                yield best


def _attempted(attempt: Callable[[Picture], bytes], picture: Picture) -> Iterator[bytes]:
    try:
        yield attempt(picture)
    except Exception:  # data that a decoder takes, but a tool does not: nothing is gained
        return


def _is_proven(picture: Picture, data: bytes) -> bool:
    try:
        return show_the_same(picture.data, data, picture.format)
    except Exception:  # it decoded before, so that the tool broke it
        return False


def _bare_png(picture: Picture) -> bytes:
    return _turned(picture, bare_png(picture.data))


def _png(picture: Picture) -> bytes:
    pixels = picture.image.width * picture.image.height
    level = 2 if pixels > _QUICK_PIXELS else 4 if pixels > _SLOW_PIXELS else 6
    return _turned(picture, recompress.png(picture.data, level))


def _bare_jpeg(picture: Picture) -> bytes:
    return _turned(picture, bare_jpeg(picture.data))


def _jpeg(picture: Picture) -> bytes:
    return _turned(picture, recompress.jpeg(picture.data))


def _turned(picture: Picture, data: bytes) -> bytes:
    return data if picture.orientation == 1 else lying(data, picture.orientation)


_ATTEMPTS: dict[str, tuple[Callable[[Picture], bytes], ...]] = {
    "png": (_bare_png, _png),
    "jpeg": (_bare_jpeg, _jpeg),
    "gif": (),
}
