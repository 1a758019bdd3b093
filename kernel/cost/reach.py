"""Least costs from one sink as far as its neighbours, in a window of the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from scipy.ndimage import find_objects
from skimage.graph import MCP_Geometric

from kernel.cost.least_cost import (
    NEIGHBOURS,
    Ground,
    border,
    outside,
    require_steps_that_count,
)
from kernel.cost.solver import solver_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from kernel.arrays import Booleans, Floats, Integers, Numbers

    Window = tuple[slice, slice]

ROUNDING = 2e-9  # of a cost: a path's steps summed from its other end differ in the last digits


@dataclass(frozen=True)
class Reach:
    """Costs from one sink in a part of the grid; infinite where they are more than was asked."""

    window: Window
    costs: Floats

    def at(self, row: int, column: int) -> float:
        """The cost of a cell of the grid."""
        return float(self.costs[row - self.window[0].start, column - self.window[1].start])

    def within(self, window: Window) -> Floats:
        """The costs (rows, columns) in a part of the window, given as a part of the grid."""
        rows, columns = (
            slice(part.start - own.start, part.stop - own.start)
            for part, own in zip(window, self.window, strict=True)
        )
        return self.costs[rows, columns]

    def shared(self, other: Reach) -> Window:
        """The part of the grid that lies in both windows, empty where none does."""
        rows, columns = (
            slice(max(one.start, two.start), max(min(one.stop, two.stop), one.start, two.start))
            for one, two in zip(self.window, other.window, strict=True)
        )
        return rows, columns


@dataclass(frozen=True)
class Searcher:
    """Finds the reach of one sink after another: each is searched no further than was asked.

    A search goes on to the dearest of the sinks that are wanted, and by a share `tolerance` of its
    cost beyond.
    """

    ground: Ground
    sinks: Numbers
    tolerance: float

    def reach(self, sink: int, wanted: Collection[int], box: Window) -> Reach:
        """The costs from a sink as far as the wanted ones.

        `box` holds the sink. Half of its longer side around it is tried first; where that does not
        suffice a wider window is taken, so the costs are those of the whole grid.
        """
        longer = max(part.stop - part.start for part in box)
        margin = longer // 2 + 1
        while True:
            window = grown(box, margin, self.sinks.shape)
            costs = self._costs(sink, wanted, window)
            if costs is not None:
                return _cropped(window, costs)
            margin = 2 * margin + longer // 2

    def _costs(self, sink: int, wanted: Collection[int], window: Window) -> Floats | None:
        """Costs in the window; None when they may be lower by ways that leave it."""
        ids, resistance = self.sinks[window], self.ground.resistance[window]
        is_source = ids == sink
        starts = border(resistance, is_source)
        if starts.any():
            open_cells = outside(resistance, is_source, starts)  # as least_costs does
            search = solver_of(BoundedSearch, open_cells, self.ground.cell_size)
            ends = _inner_ends(window, self.sinks.shape)
            search.look_for(ids, wanted, ends, self.tolerance)
            rows, columns = numpy.nonzero(starts)
            cells = list(zip(columns.tolist(), rows.tolist(), strict=True))
            costs: Floats = search.find_costs(cells)[0].T
            if search.left:
                return None
            costs[costs > search.limit] = numpy.inf  # of the cell that ended the search
        else:
            costs = numpy.full(ids.shape, numpy.inf)
        costs[is_source] = 0
        return costs


class BoundedSearch(MCP_Geometric):  # type: ignore[misc]
    """scikit-image's search, ended when it has passed all of the sinks that it looks for."""

    def look_for(
        self, ids: Numbers, wanted: Collection[int], ends: Booleans, tolerance: float
    ) -> None:
        """Go on until each of the wanted ids is reached, and beyond by a share of the costs.

        Where `ends` is set the search has to end, too: `left` says whether it came there.
        """
        self.columns = ids.shape[1]
        self.ids, self.ends = ids, ends
        self.watched = memoryview((numpy.isin(ids, list(wanted)) | ends).tobytes())
        self.missing = set(wanted)
        self.tolerance = tolerance
        self.limit = numpy.inf
        self.left = False

    def goal_reached(self, index: int, cost: float) -> int:
        """Tell scikit-image whether to go on: called with each cell as its cost is known."""
        if cost > self.limit:
            return 2
        if self.watched[index]:
            place = divmod(index, self.columns)
            if self.ends[place]:
                self.left = True
                return 2
            if self.missing:
                self.missing.discard(int(self.ids[place]))
                if not self.missing:
                    self.limit = cost * (1 + self.tolerance + ROUNDING)
        return 0


def boxes(ids: Numbers, known: Numbers) -> dict[int, Window]:
    """The smallest window that holds all cells of each of the known ids, which ascend."""
    number = numpy.searchsorted(known, ids).astype("i4")
    number.clip(max=len(known) - 1, out=number)
    is_known = known[number] == ids
    number += 1
    number *= is_known
    found = zip(known.tolist(), find_objects(number), strict=False)
    return {one: box for one, box in found if box is not None}


def around(one: Window, other: Window) -> Window:
    """The smallest window that holds both."""
    rows, columns = (
        slice(min(first.start, second.start), max(first.stop, second.stop))
        for first, second in zip(one, other, strict=True)
    )
    return rows, columns


def grown(box: Window, margin: int, shape: tuple[int, ...]) -> Window:
    """The box with so many cells on each side, as far as the grid goes."""
    rows, columns = (
        slice(max(part.start - margin, 0), min(part.stop + margin, length))
        for part, length in zip(box, shape, strict=True)
    )
    return rows, columns


def walk_back(ground: Ground, reach: Reach, row: int, column: int) -> tuple[Integers, Integers]:
    """The cells of the least-cost path from a cell back to the sink: rows and columns, (cells,).

    Among neighbours through which a cell costs the same the first in reading order counts, as in
    `back_links`.
    Raises KernelError as that does.
    """
    resistance, costs = ground.resistance[reach.window], reach.costs
    require_steps_that_count(ground.cell_size, resistance, numpy.isfinite(costs), costs)
    first_row, first_column = (part.start for part in reach.window)
    steps = [(*step, ground.step_length(*step) * 0.5) for step in NEIGHBOURS]
    row, column = row - first_row, column - first_column
    rows, columns = [row], [column]
    while costs[row, column] > 0:
        here, best, at = resistance[row, column], numpy.inf, (row, column)
        for down, right, half in steps:
            there = row + down, column + right
            if 0 <= there[0] < costs.shape[0] and 0 <= there[1] < costs.shape[1]:
                through = (here + resistance[there]) * half + costs[there]
                if through < best:
                    best, at = through, there
        row, column = at
        rows.append(row)
        columns.append(column)
    return numpy.array(rows) + first_row, numpy.array(columns) + first_column


def _inner_ends(window: Window, shape: tuple[int, ...]) -> Booleans:
    """Those ends of the window that are none of the grid: (rows, columns) of the window."""
    rows, columns = window
    ends = numpy.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    ends[0] |= rows.start > 0
    ends[-1] |= rows.stop < shape[0]
    ends[:, 0] |= columns.start > 0
    ends[:, -1] |= columns.stop < shape[1]
    return ends


def _cropped(window: Window, costs: Floats) -> Reach:
    """The part of the window that has costs."""
    found = numpy.isfinite(costs)
    ends = []
    for own, axis in zip(window, (1, 0), strict=True):
        places = numpy.flatnonzero(found.any(axis=axis))
        ends.append(slice(own.start + int(places[0]), own.start + int(places[-1]) + 1))
    part = (ends[0], ends[1])
    return Reach(part, Reach(window, costs).within(part).copy())
