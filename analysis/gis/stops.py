"""The legend of each layer as numbers: what the ramps of this region's rasters run between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from sqlalchemy import Connection

from analysis.looks.legend import Ramp
from analysis.looks.styles import SHOWN
from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from analysis.results.raster import read_tiles

Stops = list[tuple[float, str]]  # value and colour of each step of a ramp, ascending
Plain = tuple[Stops, float, float]  # stops, lowest, highest
Told = Callable[[str, Callable[[], Plain]], Plain]
DIGITS = 7  # of a limit: what a 32-bit float holds


@dataclass(frozen=True)
class Steps:
    """A ramp over a raster, and between what its values really lie."""

    stops: Stops
    lowest: float
    highest: float

    @classmethod
    def of(cls, plain: Plain) -> "Steps":
        """Return the steps that are given as plain JSON."""
        stops, lowest, highest = plain
        return cls([(value, colour) for value, colour in stops], lowest, highest)


def read_steps(
    connection: Connection, results: Mapping[str, Result], grid: Grid, told: Told
) -> dict[str, Steps]:
    """Return the steps of the ramp of every raster that has one, as far as `told` has them not.

    A raster without any value gets its ramp between 0 and 1.
    """
    found = {}
    for name, result in results.items():
        style = SHOWN.get(name)
        if result.kind == "raster" and style is not None and style.ramp is not None:
            find = partial(_steps, connection, result, grid, style.ramp)
            found[name] = Steps.of(told(name, find))
    return found


def rounded(value: float, span: float) -> float:
    """Return the value in DIGITS digits; 0 where nothing else than 0 was meant.

    The middle of a ramp around 0 comes out of the division as -2.8e-14.
    """
    return 0.0 if abs(value) < abs(span) / 10**DIGITS else float(f"{value:.{DIGITS}g}")


def _steps(connection: Connection, result: Result, grid: Grid, ramp: Ramp) -> Plain:
    values = np.concatenate([tile.valid for tile in read_tiles(connection, result, grid)])
    low, high = np.percentile(values, ramp.percentiles) if values.size else (0.0, 1.0)
    low, high = float(low), float(high)
    stops = [(rounded(value, high - low), colour) for value, colour in ramp.stops(low, high)]
    lowest, highest = (values.min(), values.max()) if values.size else (low, high)
    return stops, float(lowest), float(highest)
