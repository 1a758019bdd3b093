"""From inputs to tiles: the cells of several tiles at once, then one WKB a tile."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import rasterize

from loaders.coverage import Coverage
from loaders.grid.grid import Cells, Grid, Tile
from loaders.grid.tiles import raster_wkb
from loaders.raster.inputs import Array, Input, empty, fill_gaps, has_value
from sinkbase.region.layers import Layer

RUN_CELLS = 262_144  # cells warped at once: 16 tiles of 128 x 128
Row = tuple[int, bytes]


@lru_cache(maxsize=1024)
def inside_mask(boundary: shapely.MultiPolygon, cells: Cells) -> npt.NDArray[np.uint8]:
    """1 where a cell's centre lies in the boundary, else 0; kept, as every layer asks for it."""
    drawn = rasterize([(boundary, 1)], cells.shape, transform=cells.transform, dtype="uint8")
    return np.asarray(drawn)


def runs(grid: Grid) -> Iterator[list[Tile]]:
    """The tiles in runs along their rows, as many at once as `RUN_CELLS` allow."""
    run: list[Tile] = []
    for tile in grid.tiles():
        size = tile.cells.columns * tile.cells.rows
        if run and (tile.row != run[0].row or (len(run) + 1) * size > RUN_CELLS):
            yield run
            run = []
        run.append(tile)
    if run:
        yield run


def _cells_of(run: list[Tile]) -> Cells:
    columns = sum(tile.cells.columns for tile in run)
    first = run[0].cells
    return first.part(0, 0, first.rows, columns)


def _values(layer: Layer, inputs: list[Input], cells: Cells, inside: npt.NDArray[np.bool_],
            coverage: Coverage) -> Array:  # fmt: skip
    """The layer's cells: the first source with a value wins."""
    values, has = empty(layer.name, cells), np.zeros(cells.shape, bool)
    for number, item in enumerate(inputs):
        if number == 0:
            values = item.cells(cells)
            taken = has_value(values)
        else:
            taken = fill_gaps(values, item.cells(cells))
        has |= taken
        coverage.add_source(item.source.number, taken, inside)
    coverage.add_values(values, has, inside)
    return values


def _cut(values: Array, run: list[Tile], srid: int) -> Iterator[Row]:
    column = 0
    for tile in run:
        part = values[:, :, column : column + tile.cells.columns]
        yield tile.tile_id, raster_wkb(part, tile.cells, srid)
        column += tile.cells.columns


def layer_tiles(
    layer: Layer,
    inputs: list[Input],
    grid: Grid,
    boundary: shapely.MultiPolygon,
    coverage: Coverage,
) -> Iterator[Row]:
    """Number and WKB of each tile of a layer; the coverage is counted on the way."""
    for run in runs(grid):
        cells = _cells_of(run)
        inside = inside_mask(boundary, cells) == 1
        yield from _cut(_values(layer, inputs, cells, inside, coverage), run, grid.srid)


def inside_tiles(grid: Grid, boundary: shapely.MultiPolygon) -> Iterator[Row]:
    """Number and WKB of each tile of the mask."""
    for run in runs(grid):
        yield from _cut(inside_mask(boundary, _cells_of(run))[np.newaxis], run, grid.srid)


def count_inside(grid: Grid, boundary: shapely.MultiPolygon) -> int:
    """Cells whose centre lies in the boundary."""
    return sum(int(inside_mask(boundary, _cells_of(run)).sum()) for run in runs(grid))
