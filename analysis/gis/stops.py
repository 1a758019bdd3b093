"""The legend of each layer as numbers: what the ramps of this region's rasters run between."""

from collections.abc import Mapping

import numpy as np
from sqlalchemy import Connection

from analysis.catalogue import Result
from analysis.legend import Ramp
from analysis.provenance import Grid
from analysis.raster import read_tiles
from analysis.styles import STYLES

Stops = list[tuple[float, str]]
DIGITS = 7  # of a limit: what a 32-bit float holds


def read_stops(
    connection: Connection, results: Mapping[str, Result], grid: Grid
) -> dict[str, Stops]:
    """Return value and colour of each step of the ramp, for every raster that has one.

    A raster without any value gets its ramp between 0 and 1.
    """
    found = {}
    for name, result in results.items():
        style = STYLES.get(name)
        if result.kind == "raster" and style is not None and style.ramp is not None:
            found[name] = _stops(connection, result, grid, style.ramp)
    return found


def _stops(connection: Connection, result: Result, grid: Grid, ramp: Ramp) -> Stops:
    values = np.concatenate([tile.valid for tile in read_tiles(connection, result, grid)])
    low, high = np.percentile(values, ramp.percentiles) if values.size else (0.0, 1.0)
    return [
        (float(f"{value:.{DIGITS}g}"), colour)
        for value, colour in ramp.stops(float(low), float(high))
    ]
