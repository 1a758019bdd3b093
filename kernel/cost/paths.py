"""The least-cost path between each pair of neighbouring sinks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from kernel.cost.least_cost import NEIGHBOURS, shifted
from kernel.cost.reach import Reach, Searcher, around, boxes, walk_back
from kernel.errors import KernelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kernel.arrays import Integers, Numbers
    from kernel.cost.least_cost import Ground


@dataclass(frozen=True)
class Path:
    """A path between two sinks: their ids, its cost and cells, and costs from either sink.

    `reach(id)` holds the costs up to the path's, and by the tolerance beyond. It is kept only as
    long as a pair needs it.
    """

    first: int
    second: int
    cost: float
    rows: Integers
    columns: Integers
    reach: Callable[[int], Reach]


def neighbours(zones: Numbers) -> list[tuple[int, int]]:
    """Pairs of ids, the smaller first, whose zones have cells beside each other; 0 is no zone."""
    pairs: set[tuple[int, int]] = set()
    for row, column in NEIGHBOURS[4:]:
        here, there = (zones[part] for part in shifted(row, column))
        touching = (here != there) & (here > 0) & (there > 0)
        beside = numpy.sort(numpy.stack([here[touching], there[touching]], 1), 1)
        pairs |= {(one, other) for one, other in numpy.unique(beside, axis=0).tolist()}
    return sorted(pairs)


def paths_between(
    ground: Ground, sinks: Numbers, nearest: Numbers, tolerance: float = 0.0
) -> Iterator[Path]:
    """The path of each pair of neighbouring sinks that one joins.

    Sinks are neighbours when the zones of cells nearest to them touch, diagonally too. Costs are
    known as far as `tolerance` (a share) beyond the paths'.
    Raises KernelError when `nearest` names a sink that has no cell.
    """
    pairs = neighbours(nearest)
    if not pairs:
        return
    known = numpy.unique([sink for pair in pairs for sink in pair]).astype(sinks.dtype)
    own, zones = boxes(sinks, known), boxes(nearest, known)
    unknown = set(known.tolist()) - set(own)
    if unknown:
        raise KernelError(
            f"nearest names sink {min(unknown)}, which has no cell in sinks: are they of one run?"
        )
    beside: dict[int, set[int]] = {sink: set() for sink in own}
    for first, second in pairs:
        beside[first].add(second)
        beside[second].add(first)
    searcher = Searcher(ground, sinks, tolerance)
    found: dict[int, Reach] = {}

    def reach(sink: int) -> Reach:
        if sink not in found:
            found[sink] = searcher.reach(sink, beside[sink], around(own[sink], zones[sink]))
        return found[sink]

    # from north to south: most sinks are done with before the last is begun
    order = sorted(own, key=lambda sink: (zones[sink][0].start, sink))
    rank = {sink: number for number, sink in enumerate(order)}
    left = {sink: len(others) for sink, others in beside.items()}
    for first, second in sorted(pairs, key=lambda pair: sorted(rank[it] for it in pair)[::-1]):
        end = _nearest_cell(reach(first), sinks, second)
        if end is not None:
            rows, columns = walk_back(ground, reach(first), *end)
            yield Path(first, second, reach(first).at(*end), rows[::-1], columns[::-1], reach)
        for sink in (first, second):
            left[sink] -= 1
            if not left[sink]:
                found.pop(sink, None)


def _nearest_cell(reach: Reach, sinks: Numbers, sink: int) -> tuple[int, int] | None:
    """Row and column of the sink's cell of least cost, the first in reading order."""
    costs = numpy.where(sinks[reach.window] == sink, reach.costs, numpy.inf)
    row, column = divmod(int(costs.argmin()), costs.shape[1])
    if not numpy.isfinite(costs[row, column]):
        return None
    return row + reach.window[0].start, column + reach.window[1].start
