"""The common cells of two regions' rasters."""

from collections.abc import Iterable

import numpy as np
from sqlalchemy import Connection

from analysis.compare.grids import Overlap
from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from analysis.results.raster import Tile, read_tiles
from analysis.webmap.blocks import NO_CODE, Array


def read_common(
    connection: Connection, result: Result, grid: Grid, common: Overlap, start: tuple[int, int]
) -> Array:
    """Read the overlap's cells of a raster.

    Returns (rows, columns) in the raster's unit, missing as in analysis.webmap.blocks.
    Raises SinkbaseError when a tile does not lie on the grid.
    """
    whole = whole_array(read_tiles(connection, result, grid), grid)
    (top, left), size = start, common.grid
    return whole[top : top + size.rows, left : left + size.columns]


def whole_array(tiles: Iterable[Tile], grid: Grid) -> Array:
    """Put tiles together.

    Returns (rows, columns) of the grid: 32-bit floats in the raster's unit, NaN where missing, or
    8-bit codes, NO_CODE where missing, where the tiles hold integers.
    """
    whole: Array = np.full((grid.rows, grid.columns), np.nan, "<f4")
    for number, tile in enumerate(tiles):
        is_float = tile.values.dtype.kind == "f"
        if number == 0 and not is_float:
            whole = np.full(whole.shape, NO_CODE, "u1")
        (rows, columns), missing = tile.values.shape, np.nan if is_float else NO_CODE
        is_missing = tile.values == tile.nodata
        whole[tile.row : tile.row + rows, tile.column : tile.column + columns] = np.where(
            is_missing, missing, tile.values
        )
    return whole
