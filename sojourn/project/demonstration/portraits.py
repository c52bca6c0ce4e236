"""Drawn portraits for the demonstration: calm, plain, the same for the same person."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 240, 300
_FINE = 4
"""Drawn so many times larger and then reduced, for smooth edges."""

_GROUNDS = ("#dfe7e6", "#e8e4da", "#dde3ea", "#e6dfe2")
_SKINS = ("#f1d3bb", "#e2b894", "#c99770", "#a9764f", "#7f5539")
_HAIRS = ("#2b2320", "#4a3527", "#7a5a3a", "#8d8d8d", "#b9a27c")
_CLOTHES = ("#1f5c66", "#3d4f6b", "#6b4a5a", "#4f5d3a", "#5a5a5a")


def draw(seed: str, *, woman: bool = False, child: bool = False) -> bytes:
    """A portrait as PNG."""
    chance = random.Random(f"portrait/{seed}")  # noqa: S311 - repeatable on purpose
    ground, skin, hair, clothes = (chance.choice(hues) for hues in (_GROUNDS, _SKINS, _HAIRS, _CLOTHES))
    picture = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), ground)
    pen = ImageDraw.Draw(picture)
    scale = 0.86 if child else 1.0
    if woman:
        _ellipse(pen, (0, 8), (66, 92), hair, scale)
    _ellipse(pen, (0, 185), (104, 92), clothes, scale)
    _ellipse(pen, (0, 78), (24, 44), skin, scale)
    _ellipse(pen, (0, -12), (54, 70), hair, scale)
    _ellipse(pen, (0, 8), (47, 62), skin, scale)
    _fringe(pen, hair, scale, chance.choice((-1, 1)))
    _face(pen, scale)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _ellipse(
    pen: ImageDraw.ImageDraw, middle: tuple[int, int], radii: tuple[int, int], colour: str, scale: float
) -> None:
    """An ellipse; the middle is counted from a point a little above that of the picture."""
    across, down = WIDTH / 2 + middle[0] * scale, HEIGHT * 0.44 + middle[1] * scale
    wide, high = radii[0] * scale, radii[1] * scale
    box = (across - wide, down - high, across + wide, down + high)
    pen.ellipse([edge * _FINE for edge in box], fill=colour)


def _fringe(pen: ImageDraw.ImageDraw, hair: str, scale: float, side: int) -> None:
    """Hair over the forehead, parted to one side."""
    across, down = WIDTH / 2, HEIGHT * 0.44
    points = [(-50, -16), (-34, -62), (34, -62), (50, -16), (side * 14, -40)]
    pen.polygon([((across + x * scale) * _FINE, (down + y * scale) * _FINE) for x, y in points], fill=hair)


def _face(pen: ImageDraw.ImageDraw, scale: float) -> None:
    """Eyes and a quiet mouth, in few lines."""
    for side in (-1, 1):
        _ellipse(pen, (side * 18, 4), (4, 4), "#2b2320", scale)
    across, down = WIDTH / 2, HEIGHT * 0.44
    box = (across - 15 * scale, down + 18 * scale, across + 15 * scale, down + 42 * scale)
    pen.arc([edge * _FINE for edge in box], 25, 155, fill="#8a4b3c", width=3 * _FINE)
