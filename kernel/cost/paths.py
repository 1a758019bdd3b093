"""The least-cost path between each pair of neighbouring sinks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from kernel.cost.least_cost import NEIGHBOURS, back_links, least_costs, shifted, walk
from kernel.errors import KernelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kernel.arrays import Floats, Integers, Numbers
    from kernel.cost.least_cost import Ground


@dataclass(frozen=True)
class Path:
    """A path between two sinks: their ids, its cost and cells, and costs from either sink.

    `costs(id)` are kept only as long as a pair needs them.
    """

    first: int
    second: int
    cost: float
    rows: Integers
    columns: Integers
    costs: Callable[[int], Floats]


def neighbours(zones: Numbers) -> list[tuple[int, int]]:
    """Pairs of ids, the smaller first, whose zones have cells beside each other; 0 is no zone."""
    pairs: set[tuple[int, int]] = set()
    for row, column in NEIGHBOURS[4:]:
        here, there = (zones[part] for part in shifted(row, column))
        touching = (here != there) & (here > 0) & (there > 0)
        beside = numpy.sort(numpy.stack([here[touching], there[touching]], 1), 1)
        pairs |= {(one, other) for one, other in numpy.unique(beside, axis=0).tolist()}
    return sorted(pairs)


def paths_between(ground: Ground, sinks: Numbers, nearest: Numbers) -> Iterator[Path]:
    """The path of each pair of neighbouring sinks that one joins, by their ids.

    Sinks are neighbours when the zones of cells nearest to them touch, diagonally too.
    Raises KernelError when `nearest` names a sink that has no cell.
    """
    pairs = neighbours(nearest)
    unknown = {sink for pair in pairs for sink in pair} - set(numpy.unique(sinks).tolist())
    if unknown:
        raise KernelError(
            f"nearest names sink {min(unknown)}, which has no cell in sinks: are they of one run?"
        )
    known: dict[int, Floats] = {}

    def costs(sink: int) -> Floats:
        if sink not in known:
            known[sink] = least_costs(ground, sinks == sink)
        return known[sink]

    linked = 0
    for first, second in pairs:
        for done in [sink for sink in known if sink < first]:
            del known[done]
        if linked != first:
            link, linked = back_links(ground, costs(first)), first
        ends = numpy.flatnonzero(sinks == second)
        end = int(ends[numpy.argmin(costs(first).ravel()[ends])])
        cost = float(costs(first).flat[end])
        if numpy.isfinite(cost):
            rows, columns = walk(link, *divmod(end, link.shape[1]))
            yield Path(first, second, cost, rows[::-1], columns[::-1], costs)
