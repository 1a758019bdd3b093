"""Least-cost paths over a grid of resistances, infinite where a cell is a barrier.

The step between two of 8 neighbours costs its length, cell size x (1 or sqrt 2), times the mean of
their two resistances. Back links are numbered in reading order:
                                      1 2 3
    the neighbour that the path       4 0 5    0 at a source,
    comes from,                       6 7 8    255 where no path comes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from scipy.ndimage import binary_dilation

from kernel.errors import KernelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kernel.arrays import Booleans, Floats, Integers, Numbers

    # resistances, cell size and cells to start at: least costs, infinite where no path leads
    Engine = Callable[[Floats, float, Booleans], Floats]

NEIGHBOURS = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column]
NO_PATH = 255


@dataclass(frozen=True)
class Ground:
    """What paths lead over: resistances (rows, columns), infinite for barriers; the cell size."""

    resistance: Floats
    cell_size: float

    def step_length(self, row: int, column: int) -> float:
        """The length of a step by so many rows and columns."""
        squares = (row * self.cell_size) ** 2 + (column * self.cell_size) ** 2
        return float(numpy.sqrt(squares))


def shifted(row: int, column: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Slices of an array and of its neighbours by an offset, side by side."""

    def one(offset: int) -> tuple[slice, slice]:
        here = slice(max(-offset, 0), min(-offset, 0) or None)
        return here, slice(max(offset, 0), min(offset, 0) or None)

    (here_row, there_row), (here_column, there_column) = one(row), one(column)
    return (here_row, here_column), (there_row, there_column)


def border(resistance: Floats, is_source: Booleans) -> Booleans:
    """Source cells with a neighbour that is none: the only ones a search has to start at.

    Returns (rows, columns), true for such cells.
    """
    around = binary_dilation(~is_source & numpy.isfinite(resistance), numpy.ones((3, 3)))
    return is_source & around  # type: ignore[no-any-return]


def outside(resistance: Floats, is_source: Booleans, starts: Booleans) -> Floats:
    """The resistances without the inner source cells: no way to anywhere, they cost no search.

    Returns (rows, columns), infinite for barriers and inner source cells.
    """
    return numpy.where(is_source & ~starts, numpy.inf, resistance)


def solve(resistance: Floats, cell_size: float, starts: Booleans) -> Floats:
    """Least costs from the starts by scikit-image: (rows, columns), infinite without a path."""
    # a server with pgRouting needs no scikit-image
    from skimage.graph import MCP_Geometric  # noqa: PLC0415

    from kernel.cost.solver import solver_of  # noqa: PLC0415

    solver = solver_of(MCP_Geometric, resistance, cell_size)
    rows, columns = numpy.nonzero(starts)
    cost: Floats = solver.find_costs(list(zip(columns.tolist(), rows.tolist(), strict=True)))[0].T
    return cost


def least_costs(ground: Ground, is_source: Booleans, engine: Engine = solve) -> Floats:
    """Least costs from the source cells to all cells, (rows, columns) in metres x resistance.

    0 on all sources, infinite where no path leads.
    """
    starts = border(ground.resistance, is_source)
    if starts.any():
        cost = engine(outside(ground.resistance, is_source, starts), ground.cell_size, starts)
    else:
        cost = numpy.full(is_source.shape, numpy.inf)
    cost[is_source] = 0
    return cost


def back_links(ground: Ground, cost: Floats) -> Numbers:
    """The neighbour through which each cell's least cost comes, 0 at sources, 255 without a path.

    The first in reading order among equals: the same whichever engine found the costs.
    Returns (rows, columns), numbered as above.
    Raises KernelError when resistances differ so much that a step is lost in the sum.
    """
    resistance = ground.resistance
    require_steps_that_count(ground.cell_size, resistance, numpy.isfinite(cost), cost)
    best = numpy.full(cost.shape, numpy.inf)
    link = numpy.full(cost.shape, NO_PATH, "u1")
    for number, (row, column) in enumerate(NEIGHBOURS, start=1):
        here, there = shifted(row, column)
        through = resistance[here] + resistance[there]
        through *= ground.step_length(row, column) * 0.5
        through += cost[there]
        better = through < best[here]
        numpy.copyto(best[here], through, where=better)
        link[here][better] = number
    link[cost == 0] = 0
    return link


def require_steps_that_count(
    cell_size: float, resistance: Floats, reached: Booleans, cost: Floats
) -> None:
    """See that a step over the lowest resistance counts in the highest cost.

    Raises KernelError when it is lost in rounding.
    """
    furthest = cost.max(where=reached, initial=0)
    if furthest * 2**-50 > cell_size * resistance.min():
        highest = resistance.max(where=reached, initial=0)
        raise KernelError(
            f"resistances from {resistance.min():g} to {highest:g} "
            "differ too much: a step over the lowest is lost in the sum of the highest. "
            "Give the highest resistances no value, which makes them barriers"
        )


def sources_of(link: Numbers) -> Integers:
    """The flat index of the source that each cell's links lead to; of itself without a path.

    Returns (rows, columns).
    """
    columns = link.shape[1]
    offsets = numpy.zeros(256, "i4" if link.size < 2**31 else "i8")
    offsets[1:9] = [row * columns + column for row, column in NEIGHBOURS]
    target = offsets[link.ravel()]
    target += numpy.arange(link.size, dtype=target.dtype)
    # each round doubles the steps taken at once
    while True:
        further = target[target]
        if numpy.array_equal(further, target):
            return target.reshape(link.shape)
        target = further


def walk(link: Numbers, row: int, column: int) -> tuple[Integers, Integers]:
    """The cells from a cell along its links to a source: rows and columns, (cells,) each."""
    rows, columns = [row], [column]
    while link[row, column]:
        step = NEIGHBOURS[link[row, column] - 1]
        row, column = row + step[0], column + step[1]
        rows.append(row)
        columns.append(column)
    return numpy.array(rows), numpy.array(columns)
