"""A raster result as one array, thinned out where it is finer than a sheet can show."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from analysis.results.raster import read_tiles

LARGEST = 1500  # cells a side; a sheet has fewer dots


@dataclass(frozen=True)
class Picture:
    """Values (rows, columns) with missing cells masked, and left, right, bottom, top in metres."""

    values: np.ma.MaskedArray[Any, Any]
    extent: tuple[float, float, float, float]

    @property
    def valid(self) -> NDArray[Any]:
        """The values of the cells that have one, in reading order: (cells,)."""
        return np.asarray(self.values.compressed())


def read_picture(connection: Connection, result: Result, grid: Grid) -> Picture:
    """Return every n-th row and column, n as small as LARGEST allows (1 up to 1500 cells)."""
    step = step_of(grid)
    rows, columns = ceil(grid.rows / step), ceil(grid.columns / step)
    picture: np.ma.MaskedArray[Any, Any] | None = None
    for tile in read_tiles(connection, result, grid):
        if picture is None:
            picture = _empty(rows, columns, tile.values.dtype.newbyteorder("="))
        first_row, first_column = -tile.row % step, -tile.column % step
        values = tile.values[first_row::step, first_column::step]
        row, column = (tile.row + first_row) // step, (tile.column + first_column) // step
        part = np.ma.masked_where(_missing(values, tile.nodata), values)
        picture[row : row + values.shape[0], column : column + values.shape[1]] = part
    if picture is None:
        picture = _empty(rows, columns, np.dtype("float32"))
    size = grid.cell_size_m
    right, bottom = grid.origin_x + columns * step * size, grid.origin_y - rows * step * size
    return Picture(picture, (grid.origin_x, right, bottom, grid.origin_y))


def step_of(grid: Grid) -> int:
    """Return of how many rows and columns one is shown."""
    return max(1, ceil(max(grid.rows, grid.columns) / LARGEST))


def _empty(rows: int, columns: int, dtype: np.dtype[Any]) -> np.ma.MaskedArray[Any, Any]:
    return np.ma.MaskedArray(np.zeros((rows, columns), dtype), mask=True)


def _missing(values: NDArray[Any], nodata: float | None) -> NDArray[np.bool_]:
    missing = np.zeros(values.shape, bool)
    if nodata is not None:
        missing |= values == nodata
    if values.dtype.kind == "f":
        missing |= np.isnan(values)
    return missing
