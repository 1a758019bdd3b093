"""Codes replaced by the values that a table has for them."""

from __future__ import annotations

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import decode, encode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers


def replaced(values: Numbers, codes: Sequence[int], replacements: Sequence[float | None]) -> Floats:
    """The replacement of each code, NaN where the table has none.

    Returns (bands, rows, columns), or the shape given.

    Raises KernelError when the two columns of the table differ in length or a code stands twice.
    """
    if len(codes) != len(replacements):
        raise KernelError(f"{len(codes)} codes for {len(replacements)} replacements")
    if len(set(codes)) != len(codes):
        raise KernelError("a code is given twice")
    if not codes:
        return numpy.full(values.shape, numpy.nan)
    order = numpy.argsort(codes)
    known = numpy.array(codes, float)[order]
    given = [numpy.nan if value is None else value for value in replacements]
    place = numpy.searchsorted(known, values).clip(max=len(known) - 1)
    return numpy.where(known[place] == values, numpy.array(given, float)[order][place], numpy.nan)


def lookup(
    rast: bytes, codes: Sequence[int], replacements: Sequence[float | None], pixel_type: str
) -> bytes:
    """What sinkbase.lookup makes of raster WKB; see `replaced`.

    Raises KernelError when a code is None.
    """
    if None in codes:
        raise KernelError("a code is null")
    return encode(replaced(decode(rast), codes, replacements), geometry(rast), pixel_type)
