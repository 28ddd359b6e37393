"""Boxes of longitude and latitude."""

from typing import NamedTuple


class Bounds(NamedTuple):
    """A box in degrees, in GeoJSON's order. `east` may pass 180 when the box crosses 180°."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Degrees of longitude from west to east."""
        return self.east - self.west

    def union(self, other: "Bounds") -> "Bounds":
        """The smallest box round both, the shorter way round the globe."""
        candidates = []
        for turn in (-360.0, 0.0, 360.0):
            west = min(self.west, other.west + turn)
            east = max(self.east, other.east + turn)
            candidates.append((east - west, abs(turn), west, east))
        width, _, west, east = min(candidates)
        south, north = min(self.south, other.south), max(self.north, other.north)
        if width >= 360:
            return Bounds(-180.0, south, 180.0, north)
        shift = -360.0 if west >= 180 else 360.0 if west < -180 else 0.0
        return Bounds(west + shift, south, east + shift, north)
