"""Cells, counts and sums of several layers by the classes of one, in one pass over a tile."""

from __future__ import annotations

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import decode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Numbers

    Row = tuple[int, int, list[int], list[float | None]]


def sums_by_zone(zones: Numbers, values: Sequence[Numbers]) -> list[Row]:
    """Zone, cells, and per layer how many of these cells have a value and its sum, by zone.

    `zones` (rows, columns) are whole numbers, NaN where a cell belongs to none; `values` are of the
    same shape, NaN where missing. The sum of no value is None.
    Raises KernelError for a zone that is no whole number.
    """
    inside = ~numpy.isnan(zones)
    zone, place = numpy.unique(zones[inside], return_inverse=True)
    if (zone != numpy.rint(zone)).any():
        raise KernelError("a zone is no whole number")
    cells = numpy.bincount(place, minlength=len(zone))
    counts, sums = [], []
    for layer in values:
        of_zones = layer[inside]
        known = ~numpy.isnan(of_zones)
        counts.append(numpy.bincount(place[known], minlength=len(zone)).tolist())
        sums.append(numpy.bincount(place[known], of_zones[known], len(zone)).tolist())
    return [
        (
            int(name),
            int(cells[at]),
            [count[at] for count in counts],
            [total[at] if count[at] else None for count, total in zip(counts, sums, strict=True)],
        )
        for at, name in enumerate(zone)
    ]


def zonal_sums(zones: bytes | None, values: Sequence[bytes] | None) -> list[Row]:
    """What sinkbase.zonal_sums makes of raster WKB of one tile.

    Raises KernelError when a layer lies on another tile than the zones, or is null.
    """
    if zones is None:
        return []
    where = geometry(zones)
    layers = []
    for number, layer in enumerate(values or [], 1):
        if layer is None or geometry(layer) != where:
            raise KernelError(f"layer {number} does not lie on the tile of the zones")
        layers.append(decode(layer)[0])
    return sums_by_zone(decode(zones)[0], layers)
