"""What the table says of pictures that became larger, or were but scaled."""

from __future__ import annotations

import pytest

from docbuild.diagnostic import Language
from docbuild.formats.shrinkage_table import shrinkage_table
from docbuild.formats.style import Style
from docbuild.shrinkage import Fit, PictureChange, PictureFile, Shrinkage

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


FITS = [
    (
        Fit(1024, 2048, 0, True, (("a.png", 1500), ("README.md", 548))),
        "cannot fit into 1 KB: the least is 2 KB (of which the text takes 10 B); "
        "remove or shorten the largest first: a.png 1.5 KB, README.md 548 B",
    ),
    (
        Fit(1024, 2048, 1000, False, (("README.md", 2000),)),
        "cannot fit into 1 KB: it takes more than 2 KB however small pictures get, so none was "
        "tried (of which the text takes 10 B, files that it does not use 1000 B); "
        "remove or shorten the largest first: README.md 2 KB",
    ),
]


@pytest.mark.parametrize(("fit", "said"), FITS)
def test_what_does_not_fit_says_what_to_begin_with(fit: Fit, said: str) -> None:
    same = PictureChange(PNG, PNG, True, 0.0)
    shrinkage = Shrinkage((same,), "doc/README.md", (10, 10), 0, fit)
    *lines, last = shrinkage_table(shrinkage, "en", Style(False), 100)
    assert last == said
    assert any("left as it was" in line for line in lines) == fit.is_tried
