"""Simplifying the outlines of neighbours together, so that no gap opens between them.

Used by `manage.py build_map` only. A ring is a closed list of points, its first not repeated.
"""

import math
import re
from collections import defaultdict

Point = tuple[float, float]
Ring = list[Point]

# Points of two neighbours nearer than this are the same point, written twice.
SAME = 0.2


def parse(path: str) -> list[Ring]:
    """The rings of an SVG path made of relative moves and lines only."""
    rings: list[Ring] = []
    x = y = 0.0
    for part in re.findall(r"m([^mz]*)z", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]
        rings.append(ring)
    return rings


def area(ring: Ring) -> float:
    """Signed area."""
    closed = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in closed) / 2


def centre(ring: Ring) -> Point:
    """Centre of gravity."""
    total, x, y = area(ring), 0.0, 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return x / (6 * total), y / (6 * total)


def joined(rings: list[Ring]) -> list[Ring]:
    """The same rings, where points that two of them share are written the same."""
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def known(point: Point) -> Point:
        column, row = int(point[0] / SAME), int(point[1] / SAME)
        around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        for cell in around:
            for other in cells.get(cell, ()):
                if math.dist(other, point) < SAME:
                    return other
        cells[column, row].append(point)
        return point

    result = []
    for ring in rings:
        points = [known(point) for point in ring]
        result.append([p for i, p in enumerate(points) if p != points[i - 1]])
    return result


def simplified(rings: list[Ring], tolerance: float) -> list[Ring]:
    """`rings` with fewer points; a border keeps the same points on both of its sides."""
    rings = joined(rings)
    neighbours = defaultdict(set)
    for ring in rings:
        for i, point in enumerate(ring):
            neighbours[point].update((ring[i - 1], ring[(i + 1) % len(ring)]))
    return [_simplified_ring(ring, neighbours, tolerance) for ring in rings]


def _simplified_ring(ring: Ring, neighbours: dict, tolerance: float) -> Ring:
    corners = [i for i, point in enumerate(ring) if len(neighbours[point]) > 2]
    if len(corners) < 2:
        # An island: cut anywhere, and at the point farthest from there.
        start = corners[0] if corners else 0
        far = max(range(len(ring)), key=lambda i: math.dist(ring[start], ring[i]))
        corners = sorted({start, far})
    result: Ring = []
    for i, start in enumerate(corners):
        end = corners[(i + 1) % len(corners)]
        arc = ring[start : end + 1] if end > start else ring[start:] + ring[: end + 1]
        backwards = arc[0] > arc[-1]
        line = _simplified_line(arc[::-1] if backwards else arc, tolerance)
        result += (line[::-1] if backwards else line)[:-1]
    return result


def _simplified_line(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's method."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.dist(line[0], line[-1])

    def off(point: Point) -> float:
        if not length:
            return math.dist(point, line[0])
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    far = max(range(1, len(line) - 1), key=lambda i: off(line[i]))
    if off(line[far]) <= tolerance:
        return [line[0], line[-1]]
    return _simplified_line(line[: far + 1], tolerance)[:-1] + _simplified_line(
        line[far:], tolerance
    )


def path(rings: list[Ring], scale: float) -> str:
    """An SVG path of whole numbers: `rings` times `scale`. It begins at an absolute place, so that
    several written one after the other are one path."""
    parts = []
    x = y = 0
    for ring in rings:
        # What draws the next point: a start, then lines, which need no letter after an "m".
        command = "m" if parts else "M"
        start = None
        for point in ring:
            px, py = round(point[0] * scale), round(point[1] * scale)
            if start is not None and (px, py) == (x, y):
                continue
            pair = f"{px - x}" + ("" if py < y else " ") + f"{py - y}"
            parts.append(f"{command}{pair}" if command else _glued(pair))
            x, y = px, py
            command = "l" if command == "M" else ""
            start = start or (px, py)
        parts.append("z")
        x, y = start
    return "".join(parts)


def _glued(pair: str) -> str:
    return pair if pair.startswith("-") else f" {pair}"
