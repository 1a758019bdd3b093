"""Percentiles of all values in a set of rasters."""

from __future__ import annotations

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Numbers


def percentiles_of(values: Numbers, shares: Sequence[float]) -> list[float | None]:
    """The value below which each share (0 to 1) of the values lies; None where there is no value.

    Between two values the percentile lies on the straight line, as numpy.percentile has it.
    Raises KernelError for a share outside 0 to 1.
    """
    if any(share is None or not 0 <= share <= 1 for share in shares):
        raise KernelError(f"shares {list(shares)}: expected numbers from 0 to 1")
    known = values[~numpy.isnan(values)]
    if not len(known):
        return [None] * len(shares)
    found: list[float | None] = numpy.percentile(known, [100 * share for share in shares]).tolist()
    return found


def raster_percentiles(rasters: Sequence[bytes], shares: Sequence[float]) -> list[float | None]:
    """What sinkbase.raster_percentiles makes of raster WKB, the first band of each."""
    bands = [decode(raster)[0].ravel() for raster in rasters if raster is not None]
    return percentiles_of(numpy.concatenate(bands) if bands else numpy.empty(0), shares)
