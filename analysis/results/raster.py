"""Raster tables as arrays: tile after tile, each with its place in the region's grid."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, LargeBinary, func, select

from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from analysis.results.statistics import Statistics
from sinkbase.errors import SinkbaseError

# PostGIS raster WKB: version, bands, cell size, origin, skew, SRID, columns, rows; then the bands
HEADER = struct.Struct("<BHHddddddiHH")
DTYPES = {
    0: "<u1", 1: "<u1", 2: "<u1", 3: "<i1", 4: "<u1", 5: "<i2",
    6: "<u2", 7: "<i4", 8: "<u4", 10: "<f4", 11: "<f8",
}  # fmt: skip
HAS_NODATA = 0x40
IS_OUTSIDE = 0x80
TILES_AT_ONCE = 16  # 1 MB of tiles of 128 x 128 floats
ALIGNMENT = 1e-6  # of a cell: rounding of coordinates, not a shift


@dataclass(frozen=True)
class Tile:
    """Cells of one tile (rows, columns) and the grid's row and column of its top left cell."""

    row: int
    column: int
    values: NDArray[Any]
    nodata: float | None

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Where there is no value: (rows, columns)."""
        missing = np.zeros(self.values.shape, bool)
        if self.nodata is not None:
            missing |= self.values == self.nodata
        if self.values.dtype.kind == "f":
            missing |= np.isnan(self.values)
        return missing

    @property
    def valid(self) -> NDArray[np.float64]:
        """The values of the cells that have one, in reading order: (cells,)."""
        return self.values[~self.missing].astype(np.float64)


def read_tiles(connection: Connection, result: Result, grid: Grid) -> Iterator[Tile]:
    """Yield the tiles of a raster result by tile_id; only a few are in memory at a time.

    Raises SinkbaseError when a tile does not lie on the region's grid.
    """
    columns = result.table.columns
    query = select(func.ST_AsWKB(columns["rast"], type_=LargeBinary)).order_by(columns["tile_id"])
    for wkb in connection.execution_options(yield_per=TILES_AT_ONCE).execute(query).scalars():
        yield decode(wkb, grid, str(result.table.fullname))


def statistics_of(tiles: Iterable[Tile]) -> Statistics:
    """Return the statistics of the cells of these tiles."""
    found = Statistics()
    for tile in tiles:
        found = found.with_cells(tile.valid)
    return found


def decode(wkb: bytes, grid: Grid, name: str) -> Tile:
    """Return the tile that a raster's WKB holds; `name` is for messages.

    Raises SinkbaseError when it does not lie on the region's grid.
    """
    order, _, bands, width, height, x, y, skew_x, skew_y, srid, columns, rows = HEADER.unpack_from(
        wkb
    )
    if order != 1 or bands != 1:
        raise SinkbaseError(f"{name}: a tile has {bands} bands, expected 1 (little-endian).")
    left, top = (x - grid.origin_x) / grid.cell_size_m, (grid.origin_y - y) / grid.cell_size_m
    column, row = round(left), round(top)
    aligned = (
        (width, -height, skew_x, skew_y) == (grid.cell_size_m, grid.cell_size_m, 0, 0)
        and abs(left - column) < ALIGNMENT
        and abs(top - row) < ALIGNMENT
        and srid == grid.srid
    )
    inside = 0 <= column <= grid.columns - columns and 0 <= row <= grid.rows - rows
    if not (aligned and inside):
        raise SinkbaseError(
            f"{name}: a tile of {columns} x {rows} cells of {width:g} m at ({x:g}, {y:g}), SRID "
            f"{srid}, does not lie on the region's grid of {grid.columns} x {grid.rows} cells of "
            f"{grid.cell_size_m:g} m at ({grid.origin_x:g}, {grid.origin_y:g}), SRID {grid.srid}. "
            f"Build the results again: make transform REGION={grid.region}"
        )
    flags = wkb[HEADER.size]
    if flags & IS_OUTSIDE:
        raise SinkbaseError(f"{name}: a tile lies outside the database; expected it inside.")
    dtype = np.dtype(DTYPES[flags & 0x0F])
    nodata, start = None, HEADER.size + 1
    if flags & HAS_NODATA:
        nodata = float(np.frombuffer(wkb, dtype, 1, start)[0])
    cells = np.frombuffer(wkb, dtype, rows * columns, start + dtype.itemsize)
    return Tile(row, column, cells.reshape(rows, columns), nodata)
