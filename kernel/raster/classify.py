"""Values replaced by the class whose interval they lie in."""

from __future__ import annotations

from itertools import pairwise

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import decode, encode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers


def classes_of(
    values: Numbers, limits: Sequence[float], classes: Sequence[float], closed: str
) -> Floats:
    """The class of each value, NaN where it is missing: (bands, rows, columns) or as given.

    n ascending limits make n + 1 classes. `closed` "lower": a value at a limit belongs above it,
    [a, b); "upper": below it, (a, b].
    Raises KernelError when limits and classes do not match or the limits do not ascend.
    """
    if len(classes) != len(limits) + 1:
        raise KernelError(
            f"{len(limits)} limits make {len(limits) + 1} classes; {len(classes)} were given"
        )
    if any(not lower < upper for lower, upper in pairwise(limits)):
        raise KernelError(f"the limits must ascend: {limits}")
    if closed not in {"lower", "upper"}:
        raise KernelError(f"closed is '{closed}', expected 'lower' or 'upper'")
    missing = numpy.isnan(values)
    place = numpy.searchsorted(
        numpy.array(limits, float), values, "right" if closed == "lower" else "left"
    )
    place[missing] = 0
    return numpy.where(missing, numpy.nan, numpy.array(classes, float)[place])


def classify(
    rast: bytes, limits: Sequence[float], classes: Sequence[float], closed: str, pixel_type: str
) -> bytes:
    """What sinkbase.classify makes of raster WKB; see `classes_of`.

    Raises KernelError when a limit or a class is None.
    """
    if None in limits or None in classes:
        raise KernelError("a limit or a class is null")
    return encode(classes_of(decode(rast), limits, classes, closed), geometry(rast), pixel_type)
