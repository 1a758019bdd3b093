"""The functions of map algebra, over arrays (bands, rows, columns) and numbers; NaN is missing.

A missing value makes missing whatever it enters; `coalesce` and `present` are the two that look
at it. No function writes into what it is given.
"""

from __future__ import annotations

import operator
import sys
from dataclasses import dataclass

import numpy

from kernel.errors import KernelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kernel.arrays import Numbers

ANY_NUMBER = sys.maxsize


@dataclass(frozen=True)
class Function:
    """A function that expressions may call, and how many arguments it takes."""

    of: Callable[..., Numbers]
    takes: range


def _missing(*values: Numbers) -> Numbers:
    missing = numpy.isnan(values[0])
    for value in values[1:]:
        missing = missing | numpy.isnan(value)
    return missing


def _known(of: Callable[..., Numbers]) -> Callable[..., Numbers]:
    """The same function, missing where any of its arguments is: a third answer beside 1 and 0."""

    def result(*values: Numbers) -> Numbers:
        return numpy.where(_missing(*values), numpy.nan, of(*values))

    return result


def _where(condition: Numbers, yes: Numbers, no: Numbers) -> Numbers:
    return numpy.where(numpy.isnan(condition), numpy.nan, numpy.where(condition != 0, yes, no))


def _coalesce(*values: Numbers) -> Numbers:
    result = values[0]
    for value in values[1:]:
        result = numpy.where(numpy.isnan(result), value, result)
    return result


def _present(value: Numbers) -> Numbers:
    return numpy.where(numpy.isnan(value), 0.0, 1.0)


def _over(
    of_bands: Callable[..., Numbers], of_pair: Callable[..., Numbers]
) -> Callable[..., Numbers]:
    """Of one argument: over its bands, of which one is left; of several: from left to right."""

    def result(*values: Numbers) -> Numbers:
        if len(values) == 1:
            return (
                of_bands(values[0], axis=0, keepdims=True) if numpy.ndim(values[0]) else values[0]
            )
        total = values[0]
        for value in values[1:]:
            total = of_pair(total, value)
        return total

    return result


def _mean(value: Numbers) -> Numbers:
    return numpy.mean(value, axis=0, keepdims=True) if numpy.ndim(value) else value


def _band(value: Numbers, number: int) -> Numbers:
    if not 1 <= number <= len(value):
        raise KernelError(f"band {number} was asked of a raster with {len(value)}")
    return value[number - 1 : number]


FUNCTIONS = {
    "abs": Function(numpy.abs, range(1, 2)),
    "exp": Function(numpy.exp, range(1, 2)),
    "log": Function(numpy.log, range(1, 2)),
    "sqrt": Function(numpy.sqrt, range(1, 2)),
    "floor": Function(numpy.floor, range(1, 2)),
    "mean": Function(_mean, range(1, 2)),
    "sum": Function(_over(numpy.sum, numpy.add), range(1, ANY_NUMBER)),
    "minimum": Function(_over(numpy.min, numpy.minimum), range(1, ANY_NUMBER)),
    "maximum": Function(_over(numpy.max, numpy.maximum), range(1, ANY_NUMBER)),
    "where": Function(_where, range(3, 4)),
    "coalesce": Function(_coalesce, range(1, ANY_NUMBER)),
    "present": Function(_present, range(1, 2)),
}
# what the operators of an expression become; no name of a user begins with an underscore
INNER: dict[str, Callable[..., Numbers]] = {
    "_band": _band,
    "_power": _known(operator.pow),
    "_not": _known(numpy.logical_not),
    "_and": _known(numpy.logical_and),
    "_or": _known(numpy.logical_or),
    "_eq": _known(numpy.equal),
    "_ne": _known(numpy.not_equal),
    "_lt": _known(numpy.less),
    "_le": _known(numpy.less_equal),
    "_gt": _known(numpy.greater),
    "_ge": _known(numpy.greater_equal),
}
