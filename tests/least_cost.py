"""Least costs over drawn or random grids: asked of Sinkbase, and by scikit-image and by scipy."""

from dataclasses import dataclass

import numpy as np
import psycopg
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from skimage.graph import MCP_Geometric

from tests.whole_grid import CELL_SIZE, corners, tiles

# a back link's number: the neighbour's place in reading order of the 3 x 3 cells around
STEPS = dict(enumerate(((r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if r or c), start=1))


@dataclass(frozen=True)
class Field:
    """What cumulative_resistance gives: arrays with NaN where it is missing."""

    cost: np.ndarray
    nearest: np.ndarray
    back_link: np.ndarray


def assembled(rows: list, shape: tuple[int, int], tile: int) -> list[np.ndarray]:
    """The arrays of rows (tile_id, cells of one raster, cells of the next, ...)."""
    results = [np.full(shape, np.inf) for _ in rows[0][1:]]
    for tile_id, *rasters in rows:
        row, column = corners(shape, tile)[tile_id - 1]
        for result, cells in zip(results, rasters, strict=True):
            part = np.array(cells, float)
            result[row : row + part.shape[0], column : column + part.shape[1]] = part
    assert len(rows) == len(corners(shape, tile))
    return results


def field(
    connection: psycopg.Connection,
    resistance: np.ndarray,
    sources: np.ndarray,
    engine: str = "raster",
    tile: int = 1000,
) -> Field:
    """cumulative_resistance of two arrays, cut into tiles."""
    ids = list(range(1, len(corners(resistance.shape, tile)) + 1))
    rows = connection.execute(
        """
        select tile_id, st_dumpvalues(cost, 1) as cost, st_dumpvalues(nearest, 1) as nearest,
            st_dumpvalues(back_link, 1) as back_link
        from sinkbase.cumulative_resistance(%s::integer[], %s::raster[], %s::raster[], %s)
        """,
        (
            ids,
            tiles(connection, resistance, "64BF", tile),
            tiles(connection, sources, "32BUI", tile),
            engine,
        ),
    ).fetchall()
    return Field(*assembled(rows, resistance.shape, tile))


def by_scikit_image(resistance: np.ndarray, is_source: np.ndarray) -> np.ndarray:
    """Least costs from all source cells with a resistance; NaN where there is no path."""
    barrier = np.isnan(resistance)
    solver = MCP_Geometric(np.where(barrier, np.inf, resistance), sampling=(CELL_SIZE, CELL_SIZE))
    cost, _ = solver.find_costs(np.argwhere(is_source & ~barrier))
    return np.where(np.isinf(cost), np.nan, cost)


def by_scipy(resistance: np.ndarray, is_source: np.ndarray) -> np.ndarray:
    """The same by Dijkstra's algorithm over an edge list made cell by cell."""
    rows, columns = resistance.shape
    edges = []
    for row in range(rows):
        for column in range(columns):
            for step_row, step_column in STEPS.values():
                r, c = row + step_row, column + step_column
                if 0 <= r < rows and 0 <= c < columns:
                    length = CELL_SIZE * (2**0.5 if step_row and step_column else 1)
                    cost = length * (resistance[row, column] + resistance[r, c]) / 2
                    edges.append((row * columns + column, r * columns + c, cost))
    open_edges = [edge for edge in edges if not np.isnan(edge[2])]
    starts = np.flatnonzero(is_source & ~np.isnan(resistance))
    cost = np.full(resistance.size, np.inf)
    if open_edges:
        source, target, length = map(np.array, zip(*open_edges, strict=True))
        graph = coo_array((length, (source, target)), shape=(resistance.size,) * 2).tocsr()
        cost = dijkstra(graph, indices=starts, min_only=True)
    cost[starts] = 0
    return np.where(np.isinf(cost), np.nan, cost).reshape(resistance.shape)


def random_world(
    shape: tuple[int, int], seed: int, barriers: float = 0.25, sources: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Resistances with barriers; square sources, of which some touch and some lie on barriers."""
    rng = np.random.default_rng(seed)
    resistance = rng.uniform(0.1, 9, shape)
    resistance[rng.random(shape) < barriers] = np.nan
    ids = np.zeros(shape)
    for number in range(1, sources + 1):
        row, column, side = rng.integers(shape[0]), rng.integers(shape[1]), rng.integers(1, 5)
        ids[row : row + side, column : column + side] = number
    open_cells = np.argwhere(~np.isnan(resistance))
    if len(open_cells) == 0:
        resistance[0, 0] = 1.0
        open_cells = np.array([[0, 0]])
    ids[tuple(open_cells[0])] = 1  # at least one source has a resistance
    return resistance, ids
