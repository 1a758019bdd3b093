"""The exact natural breaks (Fisher-Jenks) of all values in a set of rasters.

The classes are intervals of the sorted values whose sums of squared deviations from their means
are least in total, among all ways to cut. Equal values are one value with a count, so a class
never ends inside a tie.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from itertools import pairwise

import numpy

from kernel.errors import KernelError
from kernel.raster.breaks_search import Sums, best_cuts
from kernel.raster.wkb import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Integers, Numbers


@dataclass(frozen=True)
class Break:
    """A class: open at its lower limit (the first is closed there), closed at its upper.

    `fit` is the goodness of variance fit of all classes together.
    """

    number: int
    lower_limit: float
    upper_limit: float
    cells: int
    sum_of_squares: float
    fit: float


def breaks_of(values: Numbers, classes: int, *, or_fewer: bool = False) -> list[Break]:
    """The classes of the values, from the lowest; NaN is no value.

    `or_fewer`: as many classes as there are different values, where these are fewer.
    Raises KernelError for less than 1 class, and when there are too few different values.
    """
    if classes < 1:
        raise KernelError(f"{classes} classes were asked for, expected 1 or more")
    distinct, counts = numpy.unique(values[~numpy.isnan(values)], return_counts=True)
    if or_fewer:
        classes = min(classes, len(distinct))
        if not classes:
            return []
    if len(distinct) < classes:
        raise KernelError(
            f"the values take {len(distinct)} different values, too few for {classes} classes",
            hint="Check the layers behind these values: are they constant or empty?",
        )
    return _classes(distinct, counts, best_cuts(Sums.of(distinct, counts), classes))


def _classes(values: Floats, counts: Integers, cuts: list[int]) -> list[Break]:
    squares = []
    for first, end in pairwise(cuts):
        part, weight = values[first:end], counts[first:end]
        mean = numpy.average(part, weights=weight)
        squares.append(float(numpy.sum(weight * (part - mean) ** 2)))
    centre = numpy.average(values, weights=counts)
    whole = float(numpy.sum(counts * (values - centre) ** 2))
    fit = 1.0 if whole == 0 else 1.0 - sum(squares) / whole
    return [
        Break(
            number,
            float(values[max(first - 1, 0)]),
            float(values[end - 1]),
            int(counts[first:end].sum()),
            squares[number - 1],
            fit,
        )
        for number, (first, end) in enumerate(pairwise(cuts), start=1)
    ]


def natural_breaks(
    rasters: Sequence[bytes], classes: int, or_fewer: bool
) -> list[tuple[int, float, float, int, float, float]]:
    """What sinkbase.natural_breaks makes of raster WKB, all bands of all: a row a class."""
    values = [decode(raster).ravel() for raster in rasters if raster is not None]
    every = numpy.concatenate(values) if values else numpy.empty(0)
    return [astuple(it) for it in breaks_of(every, classes, or_fewer=or_fewer)]
