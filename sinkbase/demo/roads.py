"""Main roads: along the foot of the mountains, through the oases, over the pastures."""

from __future__ import annotations

import numpy as np
from shapely.geometry import LineString

from sinkbase.demo.boundary import winding
from sinkbase.demo.frame import lon_lat

# Name, class, corners in km from the window's south-west corner.
ROADS = (
    (
        "N901 foothill highway",
        "national highway",
        ((20, 70), (45, 72), (75, 78), (108, 80), (136, 76), (170, 78)),
    ),
    ("P902 oasis road", "provincial road", ((40, 42), (67, 44), (100, 47), (134, 49), (152, 44))),
    (
        "P903 summer pasture road",
        "provincial road",
        ((67, 44), (74, 66), (75, 78), (84, 96), (90, 112), (112, 118), (124, 110), (136, 76)),
    ),
    ("P904 east oasis road", "provincial road", ((134, 49), (136, 76))),
)


def road_lines() -> list[tuple[str, str, LineString]]:
    """Name, class and line of each road, longitude and latitude."""
    lines = []
    for name, kind, corners in ROADS:
        course = winding(name, np.array(corners, float), 0.05, rounds=4)
        lon, lat = lon_lat(course[:, 0], course[:, 1])
        lines.append((name, kind, LineString(np.round(np.column_stack([lon, lat]), 5))))
    return lines
