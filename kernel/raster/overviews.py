"""Smaller copies of a raster table, for drawing it from afar.

One cell stands for factor x factor cells: the mean of those that have a value, or, of codes, the
one right below the middle (nearest neighbour). 32,000,000 cells take 0.7 s, st_createoverview 10 s.
"""

from __future__ import annotations

from dataclasses import replace

import numpy

from kernel.errors import KernelError
from kernel.raster.mosaic import mosaic
from kernel.raster.wkb import encode, pixel_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kernel.arrays import Floats, Integers, Numbers
    from kernel.raster.wkb import Geometry

    Row = tuple[int, bytes]


def means(values: Numbers, factors: Sequence[int]) -> Iterator[tuple[int, Floats]]:
    """The means of factor x factor cells, missing ones left out; blocks at the ends are smaller.

    Yields each factor with its (rows, columns), rounded up. The factors are those of
    `require_factors`.
    """
    known = ~numpy.isnan(values)
    total = numpy.where(known, values, 0)
    count = known.astype(numpy.int32)
    of_block = 1
    for factor in factors:
        while of_block < factor:
            total, count = _fours(total, numpy.float64), _fours(count, numpy.int32)
            of_block *= 2
        yield factor, numpy.where(count, total / numpy.maximum(count, 1), numpy.nan)


def _fours(values: Numbers, dtype: type) -> Numbers:
    """The sums of 2 x 2 cells."""
    result = numpy.zeros(tuple((length + 1) // 2 for length in values.shape), dtype)
    for row in (0, 1):
        for column in (0, 1):
            part = values[row::2, column::2]
            result[: part.shape[0], : part.shape[1]] += part
    return result


def nearest(values: Numbers, factors: Sequence[int]) -> Iterator[tuple[int, Numbers]]:
    """One of each factor x factor cells: the one right below their middle.

    Yields each factor with its (rows, columns), rounded up.
    """
    for factor in factors:
        rows, columns = (_middles(length, factor) for length in values.shape)
        yield factor, values[numpy.ix_(rows, columns)]


def _middles(length: int, factor: int) -> Integers:
    return numpy.minimum(numpy.arange(0, length, factor) + factor // 2, length - 1)


def require_factors(factors: Sequence[int]) -> None:
    """See that factors can be made one from another.

    Raises KernelError unless they are powers of 2 that ascend.
    """
    if any(factor < 1 or factor & (factor - 1) for factor in factors) or sorted(
        set(factors)
    ) != list(factors):
        raise KernelError(f"factors {list(factors)}: expected powers of 2 that ascend")


def overviews(
    rasters: Sequence[bytes], factors: Sequence[int], is_continuous: bool
) -> Iterator[Row]:
    """What sinkbase._overviews makes of raster WKB: a row a factor and tile, as large as before."""
    require_factors(factors)
    values, places = mosaic(rasters, "f4" if is_continuous else "f8")
    first = next(place.geometry for place in places if place.row == place.column == 0)
    kind = pixel_type(rasters[0])
    for factor, level in (means if is_continuous else nearest)(values, factors):
        for row in range(0, level.shape[0], first.rows):
            for column in range(0, level.shape[1], first.columns):
                part = level[row : row + first.rows, column : column + first.columns]
                where = _place(first, factor, row, column, part.shape)
                yield factor, encode(part, where, kind)


def _place(first: Geometry, factor: int, row: int, column: int, shape: tuple[int, ...]) -> Geometry:
    """Where a tile lies whose first cell has this row and column among those of the overview."""
    scale_x, scale_y = first.scale_x * factor, first.scale_y * factor
    return replace(
        first,
        scale_x=scale_x,
        scale_y=scale_y,
        left=first.left + column * scale_x,
        top=first.top + row * scale_y,
        columns=shape[1],
        rows=shape[0],
    )
