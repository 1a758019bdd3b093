"""The county's border: a watershed, an enclave of another unit, an exclave of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry import MultiPolygon, Polygon

from sinkbase.demo.frame import Floats, cell_km, lon_lat, seeded

# Corners of the border outside the watershed, km from the window's south-west corner,
# from the north-east over the south to the north-west.
CORNERS_KM = (
    (155.0, 128.0),
    (156.0, 104.0),
    (149.0, 80.0),
    (153.0, 58.0),
    (146.0, 40.0),
    (145.0, 17.0),
    (112.0, 14.0),
    (78.0, 18.0),
    (48.0, 20.0),
    (41.0, 46.0),
    (34.0, 66.0),
    (40.0, 92.0),
    (36.0, 118.0),
)
WATERSHED_COLUMNS = (66, 440)  # of the grid of 15 arc-seconds, where the border follows it
ENCLAVE_KM = (52.0, 33.0, 4.6)  # centre and mean radius
EXCLAVE_KM = (160.0, 27.0, 6.4)


@dataclass(frozen=True)
class Boundary:
    """Two administrative units in longitude and latitude."""

    county: MultiPolygon
    enclave: Polygon


def winding(name: str, corners: Floats, roughness: float, rounds: int = 6) -> Floats:
    """The line through the corners bent by midpoint displacement: (points, 2), km."""
    rng = seeded(name)
    for _ in range(rounds):
        ahead = np.diff(corners, axis=0)
        across = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        middle = corners[:-1] + ahead / 2
        middle += across * roughness * rng.standard_normal((len(ahead), 1))
        joined = np.empty((2 * len(corners) - 1, 2))
        joined[::2], joined[1::2] = corners, middle
        corners = joined
    return corners


def _blot(name: str, centre_radius: tuple[float, float, float]) -> Polygon:
    """A rounded area with a winding edge, longitude and latitude."""
    east, north, radius = centre_radius
    angles = np.linspace(0, 2 * np.pi, 11)[:-1]
    radii = radius * (1 + 0.16 * seeded(name).standard_normal(10))
    ring = np.column_stack([east + radii * np.cos(angles), north + radii * np.sin(angles)])
    return _polygon(winding(name, np.vstack([ring, ring[:1]]), 0.08))


def _polygon(ring_km: Floats) -> Polygon:
    lon, lat = lon_lat(ring_km[:, 0], ring_km[:, 1])
    return Polygon(np.round(np.column_stack([lon, lat]), 5))


def make_boundary(divide_km: Floats) -> Boundary:
    """County (main part with a hole, exclave) and the unit in the hole."""
    first, last = WATERSHED_COLUMNS
    columns = np.arange(first, last, 2)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(divide_km, 4, mode="edge"), 9)
    watershed = np.column_stack([(columns + 0.5) * cell_km(2)[0], np.median(windows, 1)[columns]])
    corners = np.array([tuple(watershed[-1]), *CORNERS_KM, tuple(watershed[0])])
    main = _polygon(np.vstack([watershed, winding("border", corners, 0.07)[1:-1]]))
    enclave, exclave = _blot("enclave", ENCLAVE_KM), _blot("exclave", EXCLAVE_KM)
    return Boundary(MultiPolygon([main.difference(enclave), exclave]), enclave)
