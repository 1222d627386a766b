"""Pure geometry: cities as dots on a quiet map that is nothing but the country's own cities, without any border."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.campaigns.findings import CityFinds
from services.cleaning.coordinates import Point, largest

SCALE = 10.0  # drawing units a degree of latitude
EDGE = 34.0  # room for a label left of the westernmost city
SMALLEST, LARGEST = 4.0, 13.0
MOST_LABELS = 6
_LETTER, _LINE = 6.0, 13.0  # about what a label takes


@dataclass(frozen=True)
class Dot:
    """One city, its place in drawing units as SVG writes them; `label` is "" where it would cover another."""

    city: str
    count: int
    x: str
    y: str
    radius: str
    label: str
    label_x: str
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """`view_box` and `ground` go into an SVG as they are; nothing to draw has no dots."""

    view_box: str = "0 0 10 10"
    ground: str = ""
    dots: tuple[Dot, ...] = ()
    elsewhere: int = 0  # contacts in cities that no table knows


class _Sheet:
    """Equirectangular, right at the middle latitude of what it shows."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.north, self.west = max(point[0] for point in points), min(point[1] for point in points)
        south, east = min(point[0] for point in points), max(point[1] for point in points)
        self.across = SCALE * math.cos(math.radians((self.north + south) / 2))
        self.width = (east - self.west) * self.across + 2 * EDGE
        self.height = (self.north - south) * SCALE + 2 * EDGE

    def at(self, point: Point) -> tuple[float, float]:
        north, east = point
        return round(EDGE + (east - self.west) * self.across, 1), round(EDGE + (self.north - north) * SCALE, 1)


def drawing_of(cities: Sequence[CityFinds], region: str) -> Drawing:
    """The finds over the region's large cities; the largest find first, so that small ones lie on top."""
    placed = [(one, one.position) for one in cities if one.position]
    elsewhere = sum(one.count for one in cities if not one.position)
    if not placed:
        return Drawing(elsewhere=elsewhere)
    ground = largest(region)
    sheet = _Sheet([*ground, *(position for _, position in placed)])
    most = max(one.count for one, _ in placed)
    labels: list[_Label] = []
    dots: list[Dot] = []
    for one, position in sorted(placed, key=lambda pair: -pair[0].count):
        x, y = sheet.at(position)
        radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(one.count / most)
        label = _label(one.city, x, y, radius, sheet.width, labels) if len(labels) < MOST_LABELS else None
        if label:
            labels.append(label)
        dots.append(
            Dot(
                one.city,
                one.count,
                f"{x}",
                f"{y}",
                f"{radius:.1f}",
                one.city if label else "",
                f"{label.at:.1f}" if label else "0",
                "end" if label and label.at < x else "start",
            )
        )
    path = "".join("M{} {}h0".format(*sheet.at(point)) for point in ground)
    return Drawing(f"0 0 {sheet.width:.0f} {sheet.height:.0f}", path, tuple(dots), elsewhere)


@dataclass(frozen=True)
class _Label:
    """Words from `start` for `width`, written from `at`: to the right of it, or to the left."""

    start: float
    at: float
    y: float
    width: float

    def covers(self, other: "_Label") -> bool:
        is_near = self.start < other.start + other.width and other.start < self.start + self.width
        return is_near and abs(self.y - other.y) < _LINE


def _label(city: str, x: float, y: float, radius: float, width: float, others: Sequence[_Label]) -> _Label | None:
    """Right of its dot where there is room, else left of it; None where it would cover another or leave the sheet."""
    long, gap = _LETTER * len(city), radius + 4
    sides = (_Label(x + gap, x + gap, y, long), _Label(x - gap - long, x - gap, y, long))
    return next(
        (
            side
            for side in sides
            if side.start >= 0 and side.start + long <= width and not any(side.covers(other) for other in others)
        ),
        None,
    )
