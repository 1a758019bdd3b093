"""Rivers: where the water of the mountains goes once it has left them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinkbase.demo.frame import (
    COLUMNS,
    ROWS,
    Flags,
    Floats,
    cell_km,
    coarsen,
    eastings_northings_km,
)
from sinkbase.demo.terrain import NEIGHBOURS, Terrain, accumulate, drainage

GRADIENT_M = 0.02  # fall given to each cell of a filled hollow


def without_hollows(elevation: Floats) -> Floats:
    """The surface with every hollow filled to its rim (priority flood, Barnes et al. 2014).

    Returns (rows, columns), m.
    """
    rows, columns = elevation.shape
    height = np.pad(elevation, 1, constant_values=-np.inf).ravel().tolist()
    width = columns + 2
    open_cells = [height[i] > -np.inf for i in range(len(height))]
    shifts = [row * width + column for row, column in NEIGHBOURS]
    edge = {(row, column) for row in (1, rows) for column in range(1, columns + 1)}
    edge |= {(row, column) for row in range(1, rows + 1) for column in (1, columns)}
    queue = [(height[row * width + column], row * width + column) for row, column in sorted(edge)]
    for _, cell in queue:
        open_cells[cell] = False
    heapq.heapify(queue)
    while queue:
        level, cell = heapq.heappop(queue)
        for shift in shifts:
            beside = cell + shift
            if open_cells[beside]:
                open_cells[beside] = False
                height[beside] = max(height[beside], level + GRADIENT_M)
                heapq.heappush(queue, (height[beside], beside))
    return np.array(height).reshape(rows + 2, width)[1:-1, 1:-1]


@dataclass(frozen=True)
class Water:
    """Rivers on the work grid and the watershed of the range."""

    drained_km2: Floats  # mountains drained by the river in a cell, 0 beside rivers of one cell
    divide_km: Floats  # distance of the watershed from the window's south edge, one a column


def make_water(terrain: Terrain) -> Water:
    """Rivers and watershed by steepest descent over the terrain without its hollows."""
    surface = without_hollows(coarsen(terrain.elevation_m, 2))
    east, north = cell_km(2)
    flow = drainage(surface, (east, north))
    mountain = np.where(coarsen(terrain.front_km, 2) > 0, east * north, 0.0)
    water = accumulate(mountain, flow)
    return Water(
        drained_km2=_draw(water.ravel(), flow.receiver, surface.shape[1]),
        divide_km=_divide(flow.receiver, (surface.shape[0], surface.shape[1]), north),
    )


def _draw(water: Floats, receiver: NDArray[np.int64], columns: int) -> Floats:
    """The rivers of the coarser grid as lines one cell of the work grid wide."""
    source = np.flatnonzero(water > 0)
    fine = np.zeros((ROWS, COLUMNS))
    row, column = np.divmod(source, columns)
    next_row, next_column = np.divmod(receiver[source], columns)
    for cell_row, cell_column in (
        (2 * row, 2 * column),
        (row + next_row, column + next_column),
        (2 * next_row, 2 * next_column),
    ):
        np.maximum.at(fine, (cell_row, cell_column), water[source])
    return fine


def _divide(receiver: NDArray[np.int64], shape: tuple[int, int], north: float) -> Floats:
    """Where, going north, the land begins to drain to the north: km, one a column."""
    outlet = receiver
    while not np.array_equal(outlet, further := outlet[outlet]):
        outlet = further
    rows = shape[0]
    to_the_south = (outlet // shape[1] > rows // 3).reshape(shape)[: rows // 2]
    southmost_foreign = rows // 2 - 1 - np.argmin(to_the_south[::-1], axis=0)
    return np.asarray((rows - southmost_foreign) * north)


def abroad(water: Water) -> Flags:
    """Cells beyond the watershed by 4 km and more: national products have no values there.

    Returns (rows, columns) on the work grid.
    """
    divide = np.repeat(water.divide_km, 2)
    reach = round(4 / cell_km()[0])
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(divide, reach, mode="edge"), 2 * reach + 1
    )
    return np.asarray(eastings_northings_km()[1] > windows.max(axis=1) + 4)
