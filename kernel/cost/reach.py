"""Least costs from one sink as far as its neighbours, in a window of the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from skimage.graph import MCP_Geometric

from kernel.cost.least_cost import NEIGHBOURS, Ground, border, require_steps_that_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from kernel.arrays import Booleans, Floats, Integers, Numbers

    Window = tuple[slice, slice]

ROUNDING = 2e-9  # of a cost: the sum of a path's steps from its other end differs in the last digits


@dataclass(frozen=True)
class Reach:
    """Costs from one sink in a part of the grid; infinite where they are more than was asked."""

    window: Window
    costs: Floats

    def within(self, window: Window) -> Floats:
        """The costs in a part of the window, given as a part of the grid."""
        return self.costs[
            tuple(
                slice(part.start - own.start, part.stop - own.start)
                for part, own in zip(window, self.window, strict=True)
            )
        ]

    def shared(self, other: Reach) -> Window:
        """The part of the grid that lies in both windows, empty where none does."""
        rows, columns = (
            slice(max(one.start, two.start), max(min(one.stop, two.stop), one.start, two.start))
            for one, two in zip(self.window, other.window, strict=True)
        )
        return rows, columns


class BoundedSearch(MCP_Geometric):  # type: ignore[misc]
    """scikit-image's search, ended when it has passed all of the sinks that it looks for."""

    def look_for(self, ids: Numbers, wanted: Collection[int], tolerance: float) -> None:
        """Go on until each of the wanted ids is reached, and beyond by a share of the costs."""
        self.ids = memoryview(numpy.ascontiguousarray(ids).ravel())
        self.missing = set(wanted)
        self.tolerance = tolerance
        self.limit = numpy.inf

    def goal_reached(self, index: int, cost: float) -> int:
        """Tell scikit-image whether to go on: called with each cell as its cost is known."""
        if cost > self.limit:
            return 2
        if self.missing and self.ids[index] in self.missing:
            self.missing.remove(self.ids[index])
            if not self.missing:
                self.limit = cost * (1 + self.tolerance + ROUNDING)
        return 0


def reach_of(
    ground: Ground,
    sinks: Numbers,
    sink: int,
    wanted: Collection[int],
    tolerance: float,
    box: Window,
    margin: int,
) -> Reach:
    """The costs from a sink, up to the dearest of the wanted ones and a share of it beyond.

    `box` holds the sink, `margin` is how many cells around it are tried first. Where the search
    comes to the end of its window a wider one is taken: the costs are those of the whole grid.
    """
    while True:
        window = grown(box, margin, sinks.shape)
        costs, at_end = _search(ground, sinks, sink, wanted, tolerance, window)
        if not at_end:
            return _cropped(window, costs)
        margin = 2 * margin + 1


def grown(box: Window, margin: int, shape: tuple[int, ...]) -> Window:
    """The box with so many cells on each side, as far as the grid goes."""
    rows, columns = (
        slice(max(part.start - margin, 0), min(part.stop + margin, length))
        for part, length in zip(box, shape, strict=True)
    )
    return rows, columns


def _search(
    ground: Ground,
    sinks: Numbers,
    sink: int,
    wanted: Collection[int],
    tolerance: float,
    window: Window,
) -> tuple[Floats, bool]:
    """Costs in the window, and whether they may be lower by ways that leave it."""
    ids, resistance = sinks[window], ground.resistance[window]
    is_source = ids == sink
    starts = border(resistance, is_source)
    if starts.any():
        # as least_costs does
        outside = numpy.where(is_source & ~starts, numpy.inf, resistance)
        size = ground.cell_size
        # transposed: the solver wants the columns of an array one after another in memory
        search = BoundedSearch(outside.T, sampling=(size, size))
        search.look_for(ids, wanted, tolerance)
        rows, columns = numpy.nonzero(starts)
        cells = list(zip(columns.tolist(), rows.tolist(), strict=True))
        costs: Floats = search.find_costs(cells)[0].T
    else:
        costs = numpy.full(ids.shape, numpy.inf)
    at_end = _reaches_end(costs, window, sinks.shape)
    costs[is_source] = 0
    return costs, at_end


def _reaches_end(costs: Floats, window: Window, shape: tuple[int, ...]) -> bool:
    """Whether a cost was found at an end of the window that is none of the grid."""
    rows, columns = window
    ends = [
        (rows.start > 0, costs[0]),
        (rows.stop < shape[0], costs[-1]),
        (columns.start > 0, costs[:, 0]),
        (columns.stop < shape[1], costs[:, -1]),
    ]
    return any(is_inner and bool(numpy.isfinite(end).any()) for is_inner, end in ends)


def _cropped(window: Window, costs: Floats) -> Reach:
    """The part of the window that has costs."""
    found = numpy.isfinite(costs)
    parts = []
    for own, axis in zip(window, (1, 0), strict=True):
        places = numpy.flatnonzero(found.any(axis=axis))
        parts.append((own.start, int(places[0]), int(places[-1]) + 1))
    rows, columns = (slice(first, end) for _, first, end in parts)
    kept = costs[rows, columns].copy()
    of_grid_rows, of_grid_columns = (slice(s + first, s + end) for s, first, end in parts)
    return Reach((of_grid_rows, of_grid_columns), kept)


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


def cells_of(window: Window, mask: Booleans) -> tuple[Integers, Integers]:
    """Rows and columns in the grid of the cells of a window that are set."""
    rows, columns = numpy.nonzero(mask)
    return rows + window[0].start, columns + window[1].start
