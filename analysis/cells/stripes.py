"""The cells of one row of tiles after another: all rasters' values and the polygons' numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize
from sqlalchemy import Connection, LargeBinary, func, select

from analysis.results.catalogue import Result
from analysis.results.features import geometry_column
from analysis.results.provenance import Grid
from analysis.results.raster import decode

Array = NDArray[Any]


@dataclass(frozen=True)
class Stripe:
    """Rows of the grid from the left edge to the right.

    `values` and `missing` are (rows, columns) per raster; `numbers`, of the polygons that hold the
    middle of a cell, 0 for none.
    """

    top: int
    rows: int
    values: dict[str, Array]
    missing: dict[str, NDArray[np.bool_]]
    numbers: dict[str, Array] = field(default_factory=dict)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Where any raster has a value, the region's cells: (rows, columns)."""
        found = np.zeros(next(iter(self.missing.values())).shape, bool)
        for missing in self.missing.values():
            found |= ~missing
        return found


class Polygons:
    """A vector result whose numbers are wanted at the middles of cells."""

    def __init__(self, connection: Connection, result: Result, grid: Grid) -> None:
        """Read all polygons and their key."""
        (key,) = result.table.primary_key.columns
        shape = func.ST_AsBinary(geometry_column(result), type_=LargeBinary)
        rows = connection.execute(select(key, shape).order_by(key)).all()
        self.grid = grid
        self.numbers = [number for number, _ in rows]
        self.shapes = shapely.from_wkb([bytes(wkb) for _, wkb in rows])
        self.tree = shapely.STRtree(self.shapes)

    def at(self, top: int, rows: int) -> Array:
        """Return the numbers on these rows of the grid, (rows, columns), 0 for none."""
        size, grid = self.grid.cell_size_m, self.grid
        north = grid.origin_y - top * size
        right, south = grid.origin_x + grid.columns * size, north - rows * size
        near = self.tree.query(shapely.box(grid.origin_x, south, right, north))
        if near.size == 0:
            return np.zeros((rows, grid.columns), "<i4")
        return np.asarray(
            rasterize(
                [(self.shapes[it], self.numbers[it]) for it in sorted(near.tolist())],
                out_shape=(rows, grid.columns),
                transform=Affine(size, 0, grid.origin_x, 0, -size, north),
                dtype="int32",
            )
        )


def read_stripes(
    connection: Connection,
    rasters: Sequence[Result],
    polygons: Mapping[str, Polygons],
    grid: Grid,
) -> Iterator[Stripe]:
    """Yield the rows of tiles from the top; one is in memory at a time."""
    for tile_ids in _rows_of_tiles(connection, rasters[0]):
        values: dict[str, Array] = {}
        missing: dict[str, NDArray[np.bool_]] = {}
        top = rows = 0
        for result in rasters:
            columns = result.table.columns
            query = select(func.ST_AsWKB(columns["rast"], type_=LargeBinary))
            query = query.where(columns["tile_id"].in_(tile_ids))
            tiles = [
                decode(wkb, grid, str(result.table.fullname))
                for wkb in connection.execute(query).scalars()
            ]
            top, rows = min(it.row for it in tiles), max(it.values.shape[0] for it in tiles)
            shape = rows, grid.columns
            dtype = tiles[0].values.dtype.newbyteorder("=")
            array, is_missing = np.zeros(shape, dtype), np.ones(shape, bool)
            for tile in tiles:
                width = slice(tile.column, tile.column + tile.values.shape[1])
                height = slice(0, tile.values.shape[0])
                array[height, width] = tile.values
                is_missing[height, width] = tile.missing
            values[result.name], missing[result.name] = array, is_missing
        numbers = {name: it.at(top, rows) for name, it in polygons.items()}
        yield Stripe(top, rows, values, missing, numbers)


def _rows_of_tiles(connection: Connection, result: Result) -> list[list[int]]:
    """Return the numbers of the tiles of each row of tiles, from the top."""
    columns = result.table.columns
    upper = func.ST_UpperLeftY(columns["rast"])
    query = select(func.array_agg(columns["tile_id"])).group_by(upper).order_by(upper.desc())
    return [list(tile_ids) for tile_ids in connection.execute(query).scalars()]
