"""The patches of a grid of codes, numbered.

1,000,000 cells in 39,000 patches take 0.1 s from tiles to tiles. pgr_connectedComponents takes
3.8 s after 2.9 s for its edges, ST_ClusterDBSCAN 2.1 s, both after 6.8 s for a row of each cell.
"""

from __future__ import annotations

import numpy
from skimage.measure import label

from kernel.errors import KernelError
from kernel.raster.mosaic import cut, whole_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers


def patches_of(values: Numbers) -> Floats:
    """The number of each cell's patch, (rows, columns), from 1 in reading order; NaN stays NaN.

    A patch is all cells of one code that hang together over their eight neighbours.
    Raises KernelError when the values are no whole numbers.
    """
    missing = numpy.isnan(values)
    filled = numpy.where(missing, 0, values)
    codes = filled.astype(numpy.int64)
    if (codes != filled).any():
        raise KernelError("the values are no whole numbers; patches are made of codes")
    nothing = codes.min() - 1
    codes[missing] = nothing
    patches, count = label(codes, background=nothing, connectivity=2, return_num=True)  # type: ignore[no-untyped-call]
    # where a place is written several times the last one stays: backwards, a patch's first cell
    first = numpy.zeros(count + 1, numpy.int64)
    first[patches.ravel()[::-1]] = numpy.arange(patches.size)[::-1]
    number = numpy.zeros(count + 1)
    number[1 + numpy.argsort(first[1:])] = numpy.arange(1, count + 1)
    number[0] = numpy.nan
    return number[patches]  # type: ignore[no-any-return]


def label_patches(tile_ids: Sequence[int], rasters: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """What sinkbase.label_patches makes of raster WKB: a row a tile."""
    values, places = whole_grid(tile_ids, rasters)
    return list(zip(tile_ids, cut(patches_of(values), places, "32BUI"), strict=True))
