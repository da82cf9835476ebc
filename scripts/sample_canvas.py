"""A canvas for pictures of screens, and the signs of the weather, drawn with Pillow."""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/opentype/noto")  # Debian: apt install fonts-noto-cjk
REGULAR, BOLD = FONTS / "NotoSansCJK-Regular.ttc", FONTS / "NotoSansCJK-Bold.ttc"
SIMPLIFIED_CHINESE = 2  # the face of the collection that has mainland glyph shapes
SMOOTH = 2  # everything is drawn at this many times its size, then scaled down

Box = tuple[float, float, float, float]
Colour = tuple[int, ...]

WHITE = (255, 255, 255)


class Canvas:
    """A picture in the units of its final size; see SMOOTH."""

    def __init__(self, width: int, height: int, top: Colour, bottom: Colour):
        self.size = (width, height)
        self.image = gradient(width * SMOOTH, height * SMOOTH, top, bottom)

    def layer(self, clear: tuple[int, int, int] = WHITE) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """Nothing, to be drawn upon. Blurring mixes in ``clear``, the colour of that nothing."""
        image = Image.new("RGBA", self.image.size, (*clear, 0))
        return image, ImageDraw.Draw(image)

    def merge(self, layer: Image.Image) -> None:
        self.image.alpha_composite(layer)

    def card(self, box: Box, radius: float, top: Colour, bottom: Colour) -> None:
        """A rounded card with a vertical gradient and a soft shadow below it."""
        self.shadow(box, radius)
        left, upper, right, lower = (round(value * SMOOTH) for value in box)
        mask = Image.new("L", (right - left, lower - upper), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, right - left - 1, lower - upper - 1), radius * SMOOTH, fill=255
        )
        self.image.paste(gradient(right - left, lower - upper, top, bottom), (left, upper), mask)

    def shadow(self, box: Box, radius: float) -> None:
        image, draw = self.layer((22, 40, 70))
        left, upper, right, lower = box
        shape = scaled((left + 6, upper + 14, right - 6, lower + 14))
        draw.rounded_rectangle(shape, radius * SMOOTH, fill=(22, 40, 70, 46))
        self.merge(image.filter(ImageFilter.GaussianBlur(14 * SMOOTH)))

    def rounded(self, box: Box, radius: float, fill: Colour) -> None:
        image, draw = self.layer()
        draw.rounded_rectangle(scaled(box), radius * SMOOTH, fill=fill)
        self.merge(image)

    def text(
        self,
        place: tuple[float, float],
        words: str,
        size: float,
        fill: Colour = WHITE,
        *,
        bold: bool = False,
        anchor: str = "lm",
    ) -> None:
        image, draw = self.layer()
        x, y = place
        draw.text((x * SMOOTH, y * SMOOTH), words, font=font(size, bold), fill=fill, anchor=anchor)
        self.merge(image)

    def finish(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS).convert("RGB")


def gradient(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.composite(
        Image.new("RGBA", (width, height), (*bottom[:3], 255)),
        Image.new("RGBA", (width, height), (*top[:3], 255)),
        ramp,
    )


def scaled(box: Box) -> Box:
    left, upper, right, lower = box
    return left * SMOOTH, upper * SMOOTH, right * SMOOTH, lower * SMOOTH


def font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if bold else REGULAR, size * SMOOTH, index=SIMPLIFIED_CHINESE)


# Weather signs: ``x`` and ``y`` are the centre, ``size`` the width.


def sign(
    canvas: Canvas,
    weather: str,
    x: float,
    y: float,
    size: float,
    phase: float = 0,
    fill: Colour = WHITE,
) -> None:
    """``phase`` from 0 to 1 turns the sun and lets the rain fall, back to where it began."""
    if weather == "sun":
        sun(canvas, x, y, size, phase)
        return
    if weather == "cloud":
        sun(canvas, x + size * 0.2, y - size * 0.2, size * 0.62, phase)
    rise = 0.1 if weather == "rain" else -0.02
    cloud(canvas, x, y - size * rise, size, fill)
    if weather == "rain":
        rain(canvas, x, y + size * 0.22, size, phase)


def sun(canvas: Canvas, x: float, y: float, size: float, phase: float) -> None:
    image, draw = canvas.layer()
    for ray in range(8):
        angle = (ray + phase) * math.tau / 8
        inner, outer = size * 0.34, size * 0.48
        points = [
            ((x + math.cos(angle) * r) * SMOOTH, (y + math.sin(angle) * r) * SMOOTH)
            for r in (inner, outer)
        ]
        thick = size * 0.07
        draw.line(points, fill=(255, 205, 60, 255), width=round(thick * SMOOTH))
        for px, py in points:
            r = thick * SMOOTH / 2
            draw.ellipse((px - r, py - r, px + r, py + r), fill=(255, 205, 60, 255))
    core = size * 0.25
    draw.ellipse(scaled((x - core, y - core, x + core, y + core)), fill=(255, 205, 60, 255))
    canvas.merge(image)


def cloud(canvas: Canvas, x: float, y: float, size: float, fill: Colour = WHITE) -> None:
    image, draw = canvas.layer()
    for offset, rise, radius in ((-0.22, 0.06, 0.18), (0.02, -0.06, 0.25), (0.25, 0.07, 0.17)):
        cx, cy, r = x + size * offset, y + size * rise, size * radius
        draw.ellipse(scaled((cx - r, cy - r, cx + r, cy + r)), fill=fill)
    base = (x - size * 0.22, y + size * 0.02, x + size * 0.25, y + size * 0.24)
    draw.rectangle(scaled(base), fill=fill)
    canvas.merge(image)


def rain(canvas: Canvas, x: float, y: float, size: float, phase: float) -> None:
    image, draw = canvas.layer()
    for drop in range(3):
        fall = (phase + drop / 3) % 1
        cx, cy = x + size * (drop - 1) * 0.22 - fall * size * 0.04, y + fall * size * 0.16
        alpha = round(255 * (1 - abs(fall - 0.4)))
        points = [
            (cx * SMOOTH, cy * SMOOTH),
            ((cx - size * 0.04) * SMOOTH, (cy + size * 0.12) * SMOOTH),
        ]
        draw.line(points, fill=(96, 182, 255, alpha), width=round(size * 0.055 * SMOOTH))
    canvas.merge(image)
