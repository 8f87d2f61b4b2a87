"""Abstract drawings for fictitious territories: the same motif always gives the same picture."""

import functools
import io
import random
from collections.abc import Callable
from itertools import pairwise

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
THUMBNAIL_SIDE = 480
# Drawn larger, then reduced: edges come out smooth.
_SCALE = 2

PAPER = (250, 246, 238)
INK = (46, 42, 37)
GREEN, OCHRE, PLUM, BLUE = (47, 107, 82), (201, 138, 46), (124, 74, 110), (62, 98, 140)
MIST, SAND, ROSE, LEAF = (214, 226, 224), (238, 222, 192), (229, 201, 205), (196, 214, 186)


def _canvas(background) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), background)
    return image, ImageDraw.Draw(image)


def _scaled(*values: float) -> list[float]:
    return [value * _SCALE for value in values]


def _workshop(rng: random.Random) -> Image.Image:
    """Round tables with coloured sheets, seen from above."""
    image, draw = _canvas(SAND)
    for x, y in [(260, 260), (640, 220), (980, 330), (400, 580), (800, 600)]:
        radius = rng.randint(120, 150)
        draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=PAPER)
        for _ in range(5):
            dx, dy = rng.randint(-70, 40), rng.randint(-70, 50)
            colour = rng.choice([GREEN, OCHRE, PLUM, BLUE, LEAF, ROSE])
            box = _scaled(x + dx, y + dy, x + dx + 46, y + dy + 34)
            draw.rounded_rectangle(box, radius=8 * _SCALE, fill=colour)
    return image


def _houses(rng: random.Random) -> Image.Image:
    """A row of coloured houses under a pale sky."""
    image, draw = _canvas(MIST)
    draw.ellipse(_scaled(930, 90, 1050, 210), fill=SAND)
    draw.rectangle(_scaled(0, 690, WIDTH, HEIGHT), fill=LEAF)
    x = 40
    while x < WIDTH - 100:
        width, height = rng.randint(120, 170), rng.randint(230, 400)
        top = 690 - height
        colour = rng.choice([ROSE, SAND, PAPER, (217, 205, 226), (205, 220, 232)])
        draw.rectangle(_scaled(x, top, x + width, 690), fill=colour)
        roof = [(x - 14, top), (x + width + 14, top), (x + width / 2, top - 90)]
        fill = rng.choice([PLUM, OCHRE, GREEN, BLUE])
        draw.polygon([tuple(_scaled(*point)) for point in roof], fill=fill)
        for row in range(top + 40, 630, 86):
            for column in (x + 24, x + width - 60):
                draw.rectangle(_scaled(column, row, column + 36, row + 46), fill=INK)
        x += width + rng.randint(14, 30)
    return image


def _threads(rng: random.Random) -> Image.Image:
    """Spools in a row, from green to ochre."""
    image, draw = _canvas(PAPER)
    for row, y in enumerate((110, 340, 570)):
        for column in range(8):
            share = (column + row) / 9
            colour = tuple(round(a + (b - a) * share) for a, b in zip(GREEN, OCHRE, strict=True))
            x = 70 + column * 136
            draw.rounded_rectangle(_scaled(x, y, x + 96, y + 18), radius=9, fill=INK)
            draw.rounded_rectangle(_scaled(x, y + 142, x + 96, y + 160), radius=9, fill=INK)
            draw.rectangle(_scaled(x + 10, y + 18, x + 86, y + 142), fill=colour)
            for line in range(26, 140, 12):
                shade = tuple(max(part - 22, 0) for part in colour)
                lean = rng.randint(-4, 4)
                ends = _scaled(x + 10, y + line, x + 86, y + line + lean)
                draw.line(ends, fill=shade, width=3 * _SCALE)
    return image


def _market(rng: random.Random) -> Image.Image:
    """Striped stalls on a square, by the water."""
    image, draw = _canvas(SAND)
    draw.rectangle(_scaled(0, 0, WIDTH, 260), fill=MIST)
    for y in range(120, 260, 28):
        start = rng.randint(0, 160)
        for x in range(start, WIDTH, 220):
            draw.line(_scaled(x, y, x + 110, y), fill=(176, 200, 206), width=4 * _SCALE)
    for index, x in enumerate(range(60, WIDTH - 200, 280)):
        y = 350 + 90 * (index % 2)
        colour = [GREEN, OCHRE, PLUM, BLUE][index % 4]
        for stripe in range(6):
            fill = colour if stripe % 2 == 0 else PAPER
            draw.rectangle(_scaled(x + stripe * 40, y, x + stripe * 40 + 40, y + 70), fill=fill)
        draw.rectangle(_scaled(x + 10, y + 160, x + 230, y + 190), fill=INK)
        for post in (x + 16, x + 214):
            draw.rectangle(_scaled(post, y + 70, post + 10, y + 250), fill=INK)
        for _ in range(7):
            spot = x + rng.randint(24, 196)
            fill = rng.choice([ROSE, LEAF, OCHRE, BLUE])
            draw.ellipse(_scaled(spot, y + 130, spot + 30, y + 160), fill=fill)
    return image


def _tools(rng: random.Random) -> Image.Image:
    """Tools on a board of pale wood."""
    image, draw = _canvas((228, 205, 168))
    for y in range(0, HEIGHT, 100):
        draw.line(_scaled(0, y, WIDTH, y + rng.randint(-4, 4)), fill=(212, 187, 147), width=6)
    for index, x in enumerate(range(140, WIDTH - 60, 180)):
        top = 190 + rng.randint(-30, 30)
        handle = [GREEN, PLUM, BLUE, OCHRE][index % 4]
        draw.rounded_rectangle(_scaled(x - 16, top + 150, x + 16, top + 420), 16, fill=handle)
        if index % 3 == 0:
            draw.rectangle(_scaled(x - 60, top + 90, x + 60, top + 150), fill=INK)
        elif index % 3 == 1:
            draw.rectangle(_scaled(x - 7, top, x + 7, top + 150), fill=INK)
        else:
            draw.ellipse(_scaled(x - 44, top + 66, x + 44, top + 154), fill=INK)
            draw.ellipse(_scaled(x - 20, top + 60, x + 20, top + 112), fill=(228, 205, 168))
    return image


def _road(rng: random.Random) -> Image.Image:
    """A road that winds between green hills."""
    image, draw = _canvas((222, 233, 238))
    for index, base in enumerate((360, 450, 560, 690)):
        shade = tuple(part - 24 * index for part in (196, 214, 186))
        shift = rng.randint(-200, 200)
        for x in (shift - 200, shift + 500, shift + 1000):
            draw.ellipse(_scaled(x - 420, base - 110, x + 420, base + 700), fill=shade)
    points = [(620, 380), (700, 450), (560, 520), (680, 620), (520, 800)]
    for index, (start, end) in enumerate(pairwise(points)):
        draw.line(_scaled(*start, *end), fill=PAPER, width=(14 + 14 * index) * _SCALE)
        radius = 7 + 7 * index
        draw.ellipse(
            _scaled(end[0] - radius, end[1] - radius, end[0] + radius, end[1] + radius), fill=PAPER
        )
    return image


def _poster(rng: random.Random) -> Image.Image:
    """Overlapping discs, like a poster without words."""
    image, draw = _canvas(PAPER)
    for colour in (LEAF, ROSE, MIST, SAND, GREEN, OCHRE, PLUM, BLUE):
        x, y, radius = rng.randint(150, 1050), rng.randint(120, 680), rng.randint(60, 190)
        draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image


MOTIFS: dict[str, Callable[[random.Random], Image.Image]] = {
    "atelier": _workshop,
    "maisons": _houses,
    "fils": _threads,
    "marche": _market,
    "outils": _tools,
    "route": _road,
    "affiche": _poster,
}


@functools.cache
def _drawn(motif: str) -> Image.Image:
    image = MOTIFS[motif](random.Random(motif))  # noqa: S311 - a drawing, not a secret
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


@functools.cache
def png(motif: str) -> bytes:
    """The drawing as a small PNG: flat colours need few."""
    out = io.BytesIO()
    _drawn(motif).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


@functools.cache
def webp(motif: str) -> tuple[bytes, bytes]:
    """The drawing and its thumbnail, encoded as uploaded pictures are."""
    small = _drawn(motif).copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return _encoded(_drawn(motif)), _encoded(small)


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82)
    return out.getvalue()
