"""How different pictures look: known values, and what a measure must hold to."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import encoded, gradient
from PIL import Image

from docbuild.images.aim import Quality
from docbuild.images.similarity import difference


def flat(level: int, width: int = 64, height: int = 48) -> Image.Image:
    return Image.new("L", (width, height), level)


def noisy(seed_size: int = 96) -> Image.Image:
    noise = Image.effect_noise((seed_size, seed_size), 40)
    return Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(BytesIO(encoded(image, "JPEG", quality=quality)))


@pytest.mark.parametrize(("one", "other"), [(100, 110), (0, 255), (10, 200), (128, 128)])
def test_flat_pictures_differ_as_the_formula_says(one: int, other: int) -> None:
    # Without any structure, only the first factor of SSIM is left; two of four planes have it.
    constant = (0.01 * 255) ** 2
    likeness = (2 * one * other + constant) / (one**2 + other**2 + constant)
    assert difference(flat(one), flat(other)) == pytest.approx((1 - likeness) / 2, abs=0.004)


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from(["L", "RGB", "RGBA", "P", "LA"]))
@settings(max_examples=30, deadline=None)
def test_nothing_differs_from_itself(width: int, height: int, mode: str) -> None:
    image = gradient(width, height, mode)
    assert difference(image, image.copy()) == 0


def test_it_does_not_matter_which_comes_first() -> None:
    one = noisy()
    other = as_jpeg(one, 40)
    assert difference(one, other) == difference(other, one)


def test_the_coarser_the_more_different() -> None:
    image = noisy()
    measured = [difference(image, as_jpeg(image, quality)) for quality in (95, 80, 50, 20, 5)]
    assert measured == sorted(measured)
    assert 0 < measured[0] < measured[-1] < 1


def test_one_bad_place_counts_although_all_else_is_right() -> None:
    image = gradient(400, 400)
    spoilt = image.copy()
    spoilt.paste(noisy().resize((90, 90)), (10, 10))
    assert difference(image, spoilt) > Quality.FAIR.largest_difference


def test_colour_counts_as_well_as_brightness() -> None:
    reddish = Image.new("RGB", (64, 64), (200, 80, 80))
    same_luma = Image.merge("YCbCr", (reddish.convert("L"), flat(128, 64, 64), flat(128, 64, 64)))
    assert difference(reddish, same_luma) > 0.005


def test_transparency_is_looked_at_on_white_and_on_black() -> None:
    clear = Image.new("RGBA", (64, 64), (255, 255, 255, 0))
    white = Image.new("RGBA", (64, 64), (255, 255, 255, 255))
    assert difference(clear, white) > 0.4  # on white they are the same
    hidden = Image.new("RGBA", (64, 64), (9, 99, 199, 0))
    assert difference(clear, hidden) == 0


def test_bands_of_a_tall_picture_are_one_measure() -> None:
    tall = Image.new("L", (16, 3000), 100)
    assert difference(tall, Image.new("L", (16, 3000), 110)) == pytest.approx(
        difference(flat(100), flat(110)), abs=1e-6
    )


def test_sizes_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="different sizes"):
        difference(flat(1), flat(1, 65))


def test_steps_allow_ever_more() -> None:
    allowed = [quality.largest_difference for quality in Quality]
    assert allowed[0] == 0
    assert allowed == sorted(set(allowed))
