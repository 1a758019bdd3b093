"""From inputs to tiles: the cells of several tiles at once, then one WKB a tile."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import rasterize

from loaders.coverage import Coverage, Mask
from loaders.grid.grid import Cells, Grid, Tile
from loaders.grid.tiles import raster_wkb
from loaders.jobs import Job
from loaders.raster.inputs import Input
from loaders.raster.missing import Array, empty, fill_gaps, hold_to
from loaders.raster.shares import CodeLayer, largest_code

RUN_CELLS = 262_144  # cells warped at once: 16 tiles of 128 x 128
Row = tuple[int, bytes]
CodeRow = tuple[int, int, bytes]


@lru_cache(maxsize=1024)
def inside_mask(boundary: shapely.MultiPolygon, cells: Cells) -> npt.NDArray[np.uint8]:
    """(rows, columns): 1 where a cell's centre lies in the boundary, else 0.

    Kept, as every layer asks for it.
    """
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


def _first_wins(
    job: Job, inputs: list[Input], cells: Cells, inside: Mask, coverage: Coverage
) -> Array:
    """The layer's cells: the first source with a value wins."""
    values, has = empty(job.layer, cells), np.zeros(cells.shape, bool)
    for item in inputs:
        found = item.cells(cells)
        coverage.add_outside_range(hold_to(found, job.limits), inside)
        taken = fill_gaps(values, found)
        has |= taken
        coverage.add_source(item.source.number, taken, inside)
    coverage.add_values(values, has, inside)
    return values


def _count_shares(
    inputs: list[Input], place: npt.NDArray[np.uint8], inside: Mask, coverage: Coverage
) -> None:
    for at, item in enumerate(inputs, 1):
        coverage.add_source(item.source.number, place == at, inside)
    coverage.add_values(place[np.newaxis], place > 0, inside)


def _cut(values: Array, run: list[Tile], srid: int, *, only_some: bool = False) -> Iterator[Row]:
    """The tiles of a run; with `only_some` a tile of zeros has no WKB."""
    column = 0
    for tile in run:
        part = values[:, :, column : column + tile.cells.columns]
        is_left_out = only_some and not part.any()
        yield tile.tile_id, b"" if is_left_out else raster_wkb(part, tile.cells, srid)
        column += tile.cells.columns


def layer_tiles(
    job: Job,
    inputs: list[Input],
    grid: Grid,
    boundary: shapely.MultiPolygon,
    coverage: Coverage,
    *,
    areas: CodeLayer | None = None,
) -> Iterator[Row]:
    """Number and WKB of each tile of a layer; the coverage is counted on the way.

    With `areas` the codes are those of the largest shares, else the first source with a value wins.
    """
    for run in runs(grid):
        cells = _cells_of(run)
        inside = inside_mask(boundary, cells) == 1
        if areas is None:
            values = _first_wins(job, inputs, cells, inside, coverage)
        else:
            shares, place = areas.shares(cells)
            _count_shares(inputs, place, inside, coverage)
            values = largest_code(shares, cells)
        yield from _cut(values, run, grid.srid)


def share_tiles(
    inputs: list[Input],
    grid: Grid,
    boundary: shapely.MultiPolygon,
    coverage: Coverage,
    areas: CodeLayer,
) -> Iterator[list[CodeRow]]:
    """For each tile: its number, a code that occurs in it and the WKB of the code's shares."""
    for run in runs(grid):
        cells = _cells_of(run)
        shares, place = areas.shares(cells)
        _count_shares(inputs, place, inside_mask(boundary, cells) == 1, coverage)
        codes = sorted(shares)
        cuts = [
            _cut(shares[code].astype(np.float32)[np.newaxis], run, grid.srid, only_some=True)
            for code in codes
        ]
        for tiles in zip(*cuts, strict=True):
            yield [
                (number, code, wkb) for code, (number, wkb) in zip(codes, tiles, strict=True) if wkb
            ]


def inside_tiles(grid: Grid, boundary: shapely.MultiPolygon) -> Iterator[Row]:
    """Number and WKB of each tile of the mask."""
    for run in runs(grid):
        yield from _cut(inside_mask(boundary, _cells_of(run))[np.newaxis], run, grid.srid)


def count_inside(grid: Grid, boundary: shapely.MultiPolygon) -> int:
    """Cells whose centre lies in the boundary."""
    return sum(int(inside_mask(boundary, _cells_of(run)).sum()) for run in runs(grid))
