"""Kinds of cells (0 none, 1 natural, 2 cultivated) without their small pieces."""

from __future__ import annotations

import numpy
from scipy.ndimage import binary_dilation, label

from kernel.errors import KernelError
from kernel.raster.mosaic import cut, whole_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers

NONE, NATURAL, CULTIVATED = 0, 1, 2
SQUARE = numpy.ones((3, 3), bool)


def merged(values: Numbers, min_cells: float) -> Floats:
    """Kinds in which every piece has min_cells cells or more, (rows, columns); NaN stays NaN.

    A piece is all cells of one kind that hang together over their eight neighbours. First all
    small natural pieces at once: one that touches a cultivated cell becomes cultivated, the others
    0. Then all small cultivated pieces in what this has left, likewise.
    Once is enough, though the rule says "until nothing changes": after the first half all natural
    pieces are large; what the second half makes natural touches one of them, and the cultivated
    pieces that it leaves are large.
    Raises KernelError for another kind.
    """
    missing = numpy.isnan(values)
    kinds = numpy.where(missing, NONE, values)
    if not numpy.isin(kinds, (NONE, NATURAL, CULTIVATED)).all():
        raise KernelError("a kind other than 0 (none), 1 (natural) or 2 (cultivated)")
    for kind, other in ((NATURAL, CULTIVATED), (CULTIVATED, NATURAL)):
        pieces, count = label(kinds == kind, SQUARE)
        # 50 km2 / 0.01 km2 is not quite whole as a float: a piece of just that size is large
        small = numpy.bincount(pieces.ravel(), minlength=count + 1) < min_cells * (1 - 1e-9)
        small[0] = False
        touches = numpy.zeros(count + 1, bool)
        touches[pieces[binary_dilation(kinds == other, SQUARE)]] = True
        kinds[(small & touches)[pieces]] = other
        kinds[(small & ~touches)[pieces]] = NONE
    kinds[missing] = numpy.nan
    return kinds


def merge_small_pieces(
    tile_ids: Sequence[int], rasters: Sequence[bytes], min_cells: float
) -> list[tuple[int, bytes]]:
    """What sinkbase.merge_small_pieces makes of raster WKB: a row a tile."""
    values, places = whole_grid(tile_ids, rasters)
    return list(zip(tile_ids, cut(merged(values, min_cells), places, "8BUI"), strict=True))
