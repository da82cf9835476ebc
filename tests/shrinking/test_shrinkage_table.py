"""What the table says of pictures that became larger, or were but scaled."""

from __future__ import annotations

import pytest

from docbuild.diagnostic import Language
from docbuild.formats.shrinkage_table import shrinkage_table
from docbuild.formats.style import Style
from docbuild.shrinkage import PictureChange, PictureFile, Shrinkage

WEBP = PictureFile("a.webp", 1000, "0" * 64, "webp", 900, 600)
PNG = PictureFile("a.png", 1500, "1" * 64, "png", 900, 600)
WIDE = PictureFile("b.png", 2000, "2" * 64, "png", 900, 600)
SMALL = PictureFile("b.png", 500, "3" * 64, "png", 450, 300)


def table(language: Language, *changes: PictureChange) -> list[str]:
    shrinkage = Shrinkage(changes, "doc/README.md", (10, 10), 0)
    return list(shrinkage_table(shrinkage, language, Style(False), 100))


@pytest.mark.parametrize(
    ("language", "larger", "why"),
    [("en", "50.0% larger", "PNG, as no WEBP goes up"), ("zh", "变大 50.0%", "上传不收 WEBP")],
)
def test_a_picture_that_became_larger_says_why(language: Language, larger: str, why: str) -> None:
    _, row, total = table(language, PictureChange(WEBP, PNG, True, 0.0))
    assert larger in row
    assert why in row
    assert "-" not in row.replace("->", "")
    assert "49.5%" in total


def test_a_picture_that_was_but_scaled_tells_no_difference_of_nothing() -> None:
    _, row, _ = table("en", PictureChange(WIDE, SMALL, False, 0.0))
    assert row.endswith("75.0%  scaled 900x600 -> 450x300")
