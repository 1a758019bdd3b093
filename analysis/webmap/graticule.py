"""Longitude and latitude over the grid, so that the page can tell and find them."""

from typing import Any

import numpy as np
from pyproj import Transformer

from analysis.results.provenance import Grid

STEPS = 24  # linear between nodes is right to 1 m in a county of 150 km, to 5 m in one of 400 km
DIGITS = 7  # of a degree: 1 cm


def graticule(grid: Grid) -> dict[str, Any]:
    """Return degrees (WGS 84) at STEPS + 1 nodes a side, in reading order from the top left."""
    x = grid.origin_x + np.linspace(0, grid.columns, STEPS + 1) * grid.cell_size_m
    y = grid.origin_y - np.linspace(0, grid.rows, STEPS + 1) * grid.cell_size_m
    to_degrees = Transformer.from_crs(grid.srid, 4326, always_xy=True)
    longitude, latitude = to_degrees.transform(*np.meshgrid(x, y))
    return {"steps": STEPS, "longitude": _rounded(longitude), "latitude": _rounded(latitude)}


def _rounded(degrees: Any) -> list[float]:
    return [round(float(it), DIGITS) for it in np.ravel(degrees)]
