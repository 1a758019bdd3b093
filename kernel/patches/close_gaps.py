"""A set of cells with its gaps closed."""

from __future__ import annotations

import math

import numpy
from scipy.ndimage import maximum_filter, minimum_filter

from kernel.errors import KernelError
from kernel.raster.mosaic import cut, whole_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers


def closed(values: Numbers, gap_cells: float) -> Floats:
    """1 in the closed set and 0 outside, (rows, columns); NaN stays NaN.

    Morphological closing with a square of 2 ceil(gap_cells / 2) + 1 cells: a cell stays out when
    such a square that holds it and no cell of the set fits somewhere. Every value but 0 is in the
    set. The plane is taken as empty and endless, then cut to the grid: its border is no wall.
    Raises KernelError when gap_cells is not 0 to 1000.
    """
    if not 0 <= gap_cells <= 1000:
        raise KernelError(f"gap_cells is {gap_cells}, expected 0 to 1000")
    reach = math.ceil(gap_cells / 2)
    missing = numpy.isnan(values)
    # a rim as wide as the reach holds all that growing can add
    grown = numpy.pad(~missing & (values != 0), reach).view(numpy.uint8)
    grown = maximum_filter(grown, 2 * reach + 1, mode="constant")
    shrunk = minimum_filter(grown, 2 * reach + 1, mode="constant")
    rows, columns = values.shape
    result = shrunk[reach : reach + rows, reach : reach + columns].astype(float)
    result[missing] = numpy.nan
    return result  # type: ignore[no-any-return]


def close_gaps(
    tile_ids: Sequence[int], rasters: Sequence[bytes], gap_cells: float
) -> list[tuple[int, bytes]]:
    """What sinkbase.close_gaps makes of raster WKB: a row a tile."""
    values, places = whole_grid(tile_ids, rasters)
    return list(zip(tile_ids, cut(closed(values, gap_cells), places, "8BUI"), strict=True))
