"""Where two pictures differ, and the picture that shows it."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from docbuild.images.difference import Difference, NotCompared, differences
from docbuild.images.difference_memory import remembered_differences

BOX = (30, 20, 50, 40)  # right and bottom are just outside
COLOUR = (214, 0, 110)


def drawn(size: tuple[int, int] = (100, 80), mode: str = "RGB", marked: bool = False) -> bytes:
    image = Image.new("RGB", size, (0, 90, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(0, 0, 0))
    if marked:
        draw.rectangle((BOX[0], BOX[1], BOX[2] - 1, BOX[3] - 1), fill=(255, 255, 255))
    return encoded(image.quantize(8) if mode == "P" else image.convert(mode))


def encoded(image: Image.Image, name: str = "PNG") -> bytes:
    sink = BytesIO()
    image.save(sink, name)
    return sink.getvalue()


def compared(old: bytes, new: bytes) -> Difference:
    (found,) = differences([(old, new)])
    assert isinstance(found, Difference), found
    return found


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L"])
def test_what_differs_is_in_colour_and_the_rest_is_pale(mode: str) -> None:
    found = compared(drawn(mode=mode), drawn(mode=mode, marked=True))
    assert found.box == BOX
    assert found.share == 20 * 20 / (100 * 80)
    shown = Image.open(BytesIO(found.data)).convert("RGB")
    assert shown.size == (100, 80)
    assert {shown.getpixel((x, y)) for x in range(30, 50) for y in range(20, 40)} == {COLOUR}
    rest = [shown.getpixel((x, y)) for x, y in ((0, 0), (99, 79), (29, 20), (50, 39))]
    assert all(isinstance(each, tuple) and len(set(each)) == 1 for each in rest)
    assert all(isinstance(each, tuple) and min(each) >= 170 for each in rest)
    assert rest[0] != rest[1]  # the picture itself can be made out


def test_the_same_pixels_in_another_file_do_not_differ() -> None:
    found = compared(drawn(), drawn(mode="RGBA"))
    assert (found.share, found.box) == (0, None)


def test_what_encoding_makes_of_a_photo_is_no_difference() -> None:
    photo = Image.radial_gradient("L").convert("RGB")
    assert compared(encoded(photo), encoded(photo, "JPEG")).share < 0.01


def test_a_picture_that_was_scaled_is_compared_in_its_new_size() -> None:
    found = compared(drawn((200, 160)), drawn())
    assert found.share < 0.05
    assert Image.open(BytesIO(found.data)).size == (100, 80)


def test_a_picture_of_another_shape_is_put_into_the_corner() -> None:
    found = compared(drawn((100, 80)), drawn((100, 120)))
    assert found.box is not None
    assert Image.open(BytesIO(found.data)).size == (100, 120)


def test_a_large_picture_is_shown_no_larger_than_a_page_does() -> None:
    found = compared(drawn((3000, 100)), drawn((3000, 100), marked=True))
    shown = Image.open(BytesIO(found.data)).convert("RGB")
    assert shown.width < 3000
    assert COLOUR in [colour for _, colour in shown.getcolors() or ()]


def test_what_cannot_be_read_is_told_and_the_others_are_compared() -> None:
    first, second = differences([(b"GIF89a", drawn()), (drawn(), drawn(marked=True))])
    assert isinstance(first, NotCompared)
    assert isinstance(second, Difference)


def test_what_was_compared_once_is_remembered(tmp_path: Path) -> None:
    pairs = [(drawn(), drawn(marked=True)), (b"GIF89a", drawn()), (drawn(), drawn(mode="RGBA"))]
    found = remembered_differences(pairs, str(tmp_path))
    assert found == list(differences(pairs))
    assert len(list(tmp_path.rglob("*.json"))) == 2
    for record in tmp_path.rglob("*.json"):
        content = record.read_bytes()[32:].replace(b"[0.0", b"[0.5")
        record.write_bytes(sha256(content).digest() + content)
    again = remembered_differences([pairs[2]], str(tmp_path))
    assert [each.share for each in again if isinstance(each, Difference)] == [0.5], "it was read"


@pytest.mark.parametrize("harm", ["cut", "other", "empty", "no facts"])
def test_a_record_that_is_none_is_made_anew(tmp_path: Path, harm: str) -> None:
    pair = (drawn(), drawn(marked=True))
    found = remembered_differences([pair], str(tmp_path))
    (record,) = tmp_path.rglob("*.json")
    whole = record.read_bytes()
    content = {"cut": whole[:-1], "other": whole[:40] + b"x" + whole[41:], "empty": b""}
    facts = b"\x00\x00\x00\x02[]" + found[0].data if isinstance(found[0], Difference) else b""
    record.write_bytes(content.get(harm, sha256(facts).digest() + facts))
    assert remembered_differences([pair], str(tmp_path)) == found
    assert record.read_bytes() == whole
