"""Two pictures → a picture of their difference. Inside a worker.

As in :mod:`docbuild.images.decode`, any function here may raise anything.
"""

from __future__ import annotations

from io import BytesIO
from typing import TypeAlias

from PIL import Image, ImageChops

from docbuild.images import pixels
from docbuild.images.limits import WIDE

_Box: TypeAlias = tuple[int, int, int, int]

_VISIBLE = 12  # of 255 in any channel: less is what encoding a JPEG again makes of it
_SAME_SHAPE = 0.02  # by how much proportions may differ to be those of a scaled picture
_TALLEST = 6000  # pixels of what is shown
_COLOUR = (214, 0, 110)  # stands out from grey in light and dark, for the colour-blind too
_PALE = 0.3  # of the contrast that the picture itself keeps
_GREYS = 8  # of the picture itself
_EFFORT = 1  # of 9 at compressing: five times as fast as the usual 6, and a tenth larger


def difference(old: Image.Image, new: Image.Image) -> tuple[float, _Box | None, bytes]:
    """The share of pixels that differ visibly, the box around them, and a PNG that shows them."""
    before, after = _together(_flat(old), _flat(new))
    channels = ImageChops.difference(before, after).split()
    most = channels[0]
    for channel in channels[1:]:
        most = ImageChops.lighter(most, channel)
    mask = most.point([255 if value > _VISIBLE else 0 for value in range(256)])
    share = mask.histogram()[255] / (mask.width * mask.height)
    return share, mask.getbbox(), _png(_shown(after, mask))


def _flat(image: Image.Image) -> Image.Image:
    """The picture on white, as a page shows it."""
    picture = pixels.plain(image)
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, picture).convert("RGB")


def _together(old: Image.Image, new: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Both in one size: that of the new one if the old one can be scaled to it."""
    if old.size == new.size:
        return old, new
    shapes = old.width * new.height, new.width * old.height
    if abs(shapes[0] - shapes[1]) <= _SAME_SHAPE * max(shapes):
        return old.resize(new.size, Image.Resampling.BICUBIC), new
    size = max(old.width, new.width), max(old.height, new.height)
    return _on_canvas(old, size), _on_canvas(new, size)


def _on_canvas(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    canvas = Image.new("RGB", size, (255, 255, 255))
    canvas.paste(image, (0, 0))
    return canvas


def _shown(picture: Image.Image, mask: Image.Image) -> Image.Image:
    """The picture in pale grey with the mask in colour, no larger than a page shows it."""
    scale = min(1.0, WIDE / picture.width, _TALLEST / picture.height)
    if scale < 1:
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        # A box of pixels is marked if any of it is: what is thin must not vanish.
        factor = max(1, int(1 / scale))
        mask = mask.reduce(factor).point([255 if value else 0 for value in range(256)])
        picture, mask = picture.resize(size), mask.resize(size, Image.Resampling.NEAREST)
    shown = picture.convert("L").point([value * _GREYS // 256 for value in range(256)])
    shown.paste(_GREYS, (0, 0, *shown.size), mask)
    indexed = Image.frombytes("P", shown.size, shown.tobytes())
    pale = [round(255 - (255 - value * 256 // _GREYS) * _PALE) for value in range(_GREYS)]
    indexed.putpalette([channel for grey in pale for channel in (grey,) * 3] + [*_COLOUR])
    return indexed


def _png(image: Image.Image) -> bytes:
    sink = BytesIO()
    image.save(sink, "PNG", compress_level=_EFFORT)
    return sink.getvalue()
