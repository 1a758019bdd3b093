"""What the cells of the grid know beyond the rasters: the nearest sink, pinch points."""

import numpy as np
from sqlalchemy import Connection, select

from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from analysis.webmap.blocks import Array

NEEDED = ("cell_id", "nearest_sink", "is_pinch")


def read_places(connection: Connection, result: Result, grid: Grid) -> tuple[Array, list[int]]:
    """Read the number of each cell's nearest sink and which cells are pinch points.

    Returns (rows, columns) of 16-bit numbers, 0 for none; and the ids of the pinch points.
    """
    nearest = np.zeros(grid.rows * grid.columns, "<u2")
    pinches = []
    columns = [result.table.columns[name] for name in NEEDED]
    rows = connection.execution_options(yield_per=50_000).execute(
        select(*columns).order_by(columns[0])
    )
    for cell_id, sink_id, is_pinch in rows:
        nearest[cell_id - 1] = sink_id or 0
        if is_pinch:
            pinches.append(cell_id)
    return nearest.reshape(grid.rows, grid.columns), pinches
