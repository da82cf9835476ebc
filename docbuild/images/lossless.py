"""A picture in fewer bytes of its own format that show exactly the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docbuild.images import gif_smaller, recompress
from docbuild.images.metadata import bare_jpeg, bare_png, lying
from docbuild.images.picture import Picture
from docbuild.images.same_pixels import show_the_same

_WORTH = 0.996  # of its bytes: a file is not written anew for less than that gains


def ever_smaller(picture: Picture) -> Iterator[bytes]:
    """What came, without what is not seen of it, and then whatever is smaller and shows the same.

    Nothing is compressed anew for next to nothing: so what was compressed here once stays as
    it is, as there may always be a few bytes to be had by beginning from another file.
    """
    best = picture.data
    yield best
    for data in _attempted(_BARE[picture.format](picture.data)):
        if len(turned := _turned(picture, data)) < len(best) and _is_proven(picture, turned):
            best = turned
            yield best
    most = _WORTH * len(best)
    for data in _attempted(_COMPRESSED[picture.format](picture.data)):
        turned = _turned(picture, data)
        if len(turned) < min(len(best), most) and _is_proven(picture, turned):
            best = turned
            yield best


def _attempted(attempts: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from attempts
    except MemoryError:  # which says nothing of how small it can be
        raise
    except Exception:  # data that a decoder takes, but a tool does not: nothing is gained
        return


def _is_proven(picture: Picture, data: bytes) -> bool:
    try:
        return show_the_same(picture.data, data)
    except MemoryError:
        raise
    except Exception:  # it decoded before, so that the tool broke it
        return False


def _turned(picture: Picture, data: bytes) -> bytes:
    return data if picture.orientation == 1 else lying(data, picture.orientation)


def _bare_png(data: bytes) -> Iterator[bytes]:
    yield bare_png(data)


def _bare_jpeg(data: bytes) -> Iterator[bytes]:
    yield bare_jpeg(data)


_BARE: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "png": _bare_png,
    "jpeg": _bare_jpeg,
    "gif": gif_smaller.bare,
}
_COMPRESSED: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "png": recompress.png,
    "jpeg": recompress.jpeg,
    "gif": gif_smaller.smaller,
}
