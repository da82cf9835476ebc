"""HEIC: read by a plug-in, in confined workers only, and converted to what goes up."""

from __future__ import annotations

import random
import struct
import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from pictures import gradient, heic, inspected_one, shown
from PIL import Image
from test_image_optimising import NOTHING, made, photo
from test_image_shrinking import PROFILE

from docbuild.images.limits import MAX_PIXELS
from docbuild.images.loss import has_lost
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.images.optimising import Aim, Quality, Task, drafts, optimise
from docbuild.images.other_formats import reader
from docbuild.images.outline import RefusedError
from docbuild.images.picture import read_picture
from docbuild.images.shrinking import Shrinker, Shrunk

_ORIENTATION = 0x0112
_MAKER = 0x010F


def test_a_photograph_becomes_a_jpeg_that_looks_the_same() -> None:
    data = heic(photo())
    found = optimise({"a": Task(data)}, memory=NOTHING)["a"]
    assert isinstance(found, Optimised)
    assert (found.format, found.width, found.height, found.frames) == ("jpeg", 240, 160, 1)
    assert 0 < found.difference <= Quality.INVISIBLE.largest_difference
    assert not found.is_lossless
    assert inspected_one(found.data).problem is None


def test_it_is_turned_and_tells_nothing_but_its_colours() -> None:
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKER] = 6, "private"
    data = heic(photo(), exif=exif.tobytes(), icc_profile=PROFILE)
    assert b"private" in data
    for aim in (Aim(), Aim(format="png"), Aim(max_width=50)):
        found = made(data, aim)
        result = Image.open(BytesIO(found.data))
        assert found.was == (160, 240)
        assert result.size == (found.width, found.height)
        assert result.getexif().get(_ORIENTATION, 1) == 1
        assert b"private" not in found.data
        assert result.info["icc_profile"] == PROFILE


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_what_lost_nothing_keeps_every_pixel(mode: str) -> None:
    image = gradient(64, 48, mode)
    image.putpixel((1, 1), (200, 10, 10, 90)[: len(mode)])
    data = heic(image, quality=-1, chroma=444, matrix_coefficients=0)
    assert not has_lost("heic", data)
    found = made(data)
    assert (found.format, found.is_lossless) == ("png", True)
    assert shown(found.data)[0][1] == image.convert("RGBA").tobytes()


def test_a_pasted_one_is_saved_as_well() -> None:
    found = Shrinker().shrink(heic(photo()))
    assert isinstance(found, Shrunk)
    assert (found.format, found.width) == ("jpeg", 240)
    transparent = Shrinker().shrink(heic(_clear()))
    assert isinstance(transparent, Shrunk)
    assert transparent.format == "png"


def test_checking_identifies_it_and_decodes_nothing() -> None:
    facts = inspected_one(heic()[:200])
    assert (facts.format, facts.problem, facts.width) == ("heic", None, 0)


def test_without_the_plug_in_it_is_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    reader.cache_clear()
    try:
        with pytest.raises(RefusedError) as raised:
            read_picture(heic())
    finally:
        reader.cache_clear()
    assert (raised.value.problem, raised.value.detail) == ("format", "heic")


def test_pixels_are_counted_before_any_is_decoded() -> None:
    side = int(MAX_PIXELS**0.5) + 1
    honest, huge = (b"ispe\0\0\0\0" + struct.pack(">II", each, each) for each in (64, side))
    data = heic(gradient(64, 64))
    assert data.count(honest) == 1
    for changed, problem in ((huge, "bomb"), (huge[:-4] + honest[-4:], "corrupt")):
        found = optimise({"a": Task(data.replace(honest, changed))}, memory=NOTHING)["a"]
        assert isinstance(found, NotOptimised)
        assert found.problem == problem


def test_damaged_ones_are_refused_or_converted() -> None:
    pictures = {str(number): Task(data) for number, data in enumerate(_damaged(150))}
    found = optimise(pictures, memory=NOTHING)
    refused = [each for each in found.values() if isinstance(each, NotOptimised)]
    assert 10 < len(refused) < 140
    assert {each.problem for each in refused} <= {"corrupt", "format", "unknown", "bomb"}
    assert not [each for each in refused if each.detail.startswith(("ended", "took"))]
    assert drafts({name: pictures[name] for name in list(pictures)[:20]})


def _clear() -> Image.Image:
    image = gradient(64, 48, "RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def _damaged(count: int) -> Iterator[bytes]:
    chance = random.Random(5)
    honest = heic(), heic(_clear())
    for _ in range(count):
        data = bytearray(chance.choice(honest))
        for _ in range(chance.choice((1, 2, 8))):
            data[chance.randrange(8, len(data))] ^= 1 << chance.randrange(8)
        yield bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])
