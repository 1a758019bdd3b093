"""The swaths of corridors, and the cells where a corridor is pinched."""

from __future__ import annotations

import math

import numpy

from kernel.cost.grid import read
from kernel.cost.paths import paths_between
from kernel.errors import KernelError
from kernel.raster.mosaic import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Booleans, Floats, Integers, Numbers
    from kernel.cost.least_cost import Ground
    from kernel.cost.paths import Path

MOST = 254  # 255 is nodata


def swaths_of(
    ground: Ground, sinks: Numbers, nearest: Numbers, tolerance: float
) -> tuple[Integers, Booleans]:
    """How many corridors' swaths hold each cell, and whether one is pinched there.

    Returns two arrays of (rows, columns).
    Raises KernelError for a tolerance below 0.
    """
    if not 0 <= tolerance < math.inf:
        raise KernelError(
            f"the tolerance is {tolerance}, expected a share of the cost of 0 or more"
        )
    overlap = numpy.zeros(sinks.shape, "i4")
    on_path = numpy.zeros(sinks.shape, bool)
    pinch = numpy.zeros(sinks.shape, bool)
    for path in paths_between(ground, sinks, nearest, tolerance):
        one, two = path.reach(path.first), path.reach(path.second)
        window = one.shared(two)
        there, back, ids = one.within(window), two.within(window), sinks[window]
        # the sum of a path's costs from its two ends differs in the last digits from cell to cell
        swath = there + back <= path.cost * (1 + tolerance + 1e-9)
        swath &= (ids != path.first) & (ids != path.second)
        overlap[window] += swath
        if len(path.rows) > 2:
            rows, columns = path.rows[1:-1], path.columns[1:-1]
            on_path[rows, columns] = True
            rows, columns = rows - window[0].start, columns - window[1].start
            cells = numpy.ravel_multi_index((rows, columns), swath.shape)
            progress = numpy.subtract(there, back, out=numpy.zeros(swath.shape), where=swath)
            pinched = narrowest(swath.ravel(), progress.ravel(), cells, path)
            rows, columns = numpy.unravel_index(pinched, swath.shape)
            pinch[window][rows, columns] = True
    return overlap, pinch | (on_path & (overlap > 1))


def narrowest(swath: Booleans, progress: Floats, on_path: Integers, path: Path) -> Integers:
    """The cells in the middle half of the path where its swath is narrowest.

    Returns flat indices, (cells,).
    """
    way = progress[on_path]
    halfway = (way[1:] + way[:-1]) / 2
    width = numpy.bincount(numpy.searchsorted(halfway, progress[swath]), minlength=len(way))
    middle = numpy.abs(way) <= path.cost / 2
    least = width.min(where=middle, initial=swath.size)
    return on_path[middle & (width == least)]  # type: ignore[no-any-return]


def corridor_cells(
    tile_ids: Sequence[int],
    resistance: Sequence[bytes],
    sinks: Sequence[bytes],
    nearest: Sequence[bytes],
    tolerance: float,
) -> list[tuple[int, bytes, bytes]]:
    """What sinkbase.corridor_cells makes of raster WKB: a row a tile."""
    grid = read(tile_ids, resistance=resistance, sinks=sinks, nearest=nearest)
    overlap, pinch = swaths_of(grid.ground, grid.ids["sinks"], grid.ids["nearest"], tolerance)
    barrier = numpy.isinf(grid.ground.resistance)
    overlaps = numpy.where(barrier, numpy.nan, overlap.clip(max=MOST))
    pinches = numpy.where(barrier, numpy.nan, pinch)
    tiles = cut(overlaps, grid.places, "8BUI"), cut(pinches, grid.places, "8BUI")
    return list(zip(tile_ids, *tiles, strict=True))
