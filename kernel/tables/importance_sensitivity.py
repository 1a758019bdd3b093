"""How much the levels of importance hang on the single most extreme cell of each layer."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy

from kernel.errors import KernelError
from kernel.raster.classify import classes_of
from kernel.raster.mosaic import mosaic
from kernel.raster.natural_breaks import breaks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kernel.arrays import Floats, Integers, Numbers

    Extremes = dict[str, tuple[float, float]]
    Row = tuple[str, str, float, float, int, float]

LAYERS = ("nep", "vegetation_carbon", "soil_carbon")
ENDS = ("low", "high")


@dataclass(frozen=True)
class End:
    """One end of a layer: its extreme, the next value, and what changes without the extreme."""

    layer: str
    end: str
    extreme_value: float
    next_value: float
    changed_cells: int
    changed_percent: float


def ends_of(layers: Mapping[str, Numbers], weights: Mapping[str, float], classes: int) -> list[End]:
    """Low and high end of each layer; none where importance has fewer values than classes.

    Each end is tried without its single most extreme cell: the next cell's value is the extreme
    then, the cell itself counts as having it. What is told is how many cells change their level
    (of natural breaks), and their share in % of the cells that have one.
    Raises KernelError when a layer has no value.
    """
    extremes = {}
    for name, values in layers.items():
        known = numpy.sort(values[~numpy.isnan(values)])
        if not len(known):
            raise KernelError(f"{name} has no value")
        extremes[name] = known[: min(2, len(known))], known[::-1][: min(2, len(known))]
    first = {name: (float(low[0]), float(high[0])) for name, (low, high) in extremes.items()}
    whole = importance_of(layers, weights, first)
    if len(numpy.unique(whole[~numpy.isnan(whole)])) < classes:
        return []
    levels = _levels(whole, classes)
    ends = []
    for name, both in extremes.items():
        for place, (end, values) in enumerate(zip(ENDS, both, strict=True)):
            extreme, following = float(values[0]), float(values[-1])
            changed = 0
            if extreme != following:
                tried = list(first[name])
                tried[place] = following
                without = importance_of(layers, weights, first | {name: (tried[0], tried[1])})
                changed = int(numpy.count_nonzero(_levels(without, classes) != levels))
            share = 100 * changed / len(levels)
            ends.append(End(name, end, extreme, following, changed, share))
    return ends


def importance_of(
    layers: Mapping[str, Numbers], weights: Mapping[str, float], extremes: Extremes
) -> Floats:
    """Importance, 0 to 1: the weighted sum of layers between their extremes (Eq. 4 and 5).

    Returns the layers' shape, (rows, columns), NaN where one of them is missing, rounded to 32 bits
    as the result table has it. A layer beyond an extreme counts as lying there; one without a range
    counts 0.
    """
    total: Floats | float = 0.0
    for name, values in layers.items():
        low, high = extremes[name]
        total = total + weights[name] * (numpy.clip(values, low, high) - low) / (high - low or 1.0)
    return numpy.asarray(total, numpy.float32).astype(numpy.float64)


def _levels(importance: Floats, classes: int) -> Integers:
    """The level of each cell that has an importance, from 1."""
    known = importance[~numpy.isnan(importance)]
    breaks = breaks_of(known, classes, or_fewer=True)
    limits = [it.upper_limit for it in breaks[:-1]]
    numbers = [float(it.number) for it in breaks]
    return classes_of(known, limits, numbers, "upper").astype(numpy.int64)


def importance_sensitivity(
    nep: Sequence[bytes],
    vegetation: Sequence[bytes],
    soil: Sequence[bytes],
    weights: Sequence[float],
    classes: int,
) -> list[Row]:
    """What sinkbase.importance_sensitivity makes of raster WKB: a row an end.

    Raises KernelError when there are not three weights or the layers lie on different tiles.
    """
    if len(weights) != len(LAYERS):
        raise KernelError(f"{len(weights)} weights, expected those of {', '.join(LAYERS)}")
    found = [mosaic(tiles) for tiles in (nep, vegetation, soil)]
    if any(places != found[0][1] for _, places in found):
        raise KernelError("nep, vegetation and soil do not lie on the same tiles")
    layers = {name: values for name, (values, _) in zip(LAYERS, found, strict=True)}
    shares = dict(zip(LAYERS, weights, strict=True))
    return [astuple(end) for end in ends_of(layers, shares, classes)]
