"""Corridors: the least-cost paths between neighbouring sinks as lines."""

from __future__ import annotations

import struct

import numpy

from kernel.cost.grid import read
from kernel.cost.paths import paths_between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Numbers

LINE, HAS_SRID = 2, 0x20000000


def line(x: Numbers, y: Numbers, srid: int) -> tuple[bytes, float]:
    """EWKB of the line through these points, and its length."""
    points = numpy.stack([x, y], 1)
    length = float(numpy.hypot(*numpy.diff(points, axis=0).T).sum())
    head = struct.pack("<BIII", 1, HAS_SRID | LINE, srid, len(points))
    return head + points.astype("<f8").tobytes(), length


def sink_corridors(
    tile_ids: Sequence[int],
    resistance: Sequence[bytes],
    sinks: Sequence[bytes],
    nearest: Sequence[bytes],
) -> list[tuple[int, int, float, float, bytes]]:
    """What sinkbase.sink_corridors makes of raster WKB: a row a pair of sinks."""
    grid = read(tile_ids, resistance=resistance, sinks=sinks, nearest=nearest)
    rows = []
    for path in paths_between(grid.ground, grid.ids["sinks"], grid.ids["nearest"]):
        ewkb, length = line(*grid.centres(path.rows, path.columns), grid.srid)
        rows.append((path.first, path.second, path.cost, length, ewkb))
    return sorted(rows)
