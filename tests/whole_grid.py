"""Whole grids in and out of the functions that take tiles: arrays here, NaN where missing."""

from typing import Any

import numpy as np
import psycopg

CELL_SIZE = 1000


def drawn(drawing: str) -> np.ndarray:
    """The array of a drawing: rows on lines, cells apart by blanks, `.` for a missing one."""
    lines = [line.split() for line in drawing.strip().splitlines()]
    return np.array([[np.nan if cell == "." else float(cell) for cell in line] for line in lines])


def drawing_of(cells: np.ndarray) -> str:
    """The drawing of an array."""
    return "/".join(" ".join("." if np.isnan(c) else repr(float(c)) for c in row) for row in cells)


def corners(shape: tuple[int, int], tile: int) -> list[tuple[int, int]]:
    """Row and column of the first cell of each tile, in order of the tiles' numbers."""
    return [(r, c) for r in range(0, shape[0], tile) for c in range(0, shape[1], tile)]


def tiles(
    connection: psycopg.Connection, values: np.ndarray, pixel_type: str, tile: int = 1000
) -> list[str]:
    """The array cut into tiles: rasters as text, as PostGIS writes them."""
    return [
        connection.execute(
            "select sinkbase.drawn_raster(%s, %s, %s, %s, %s)::text",
            (
                drawing_of(values[row : row + tile, column : column + tile]),
                *(pixel_type, CELL_SIZE, column * CELL_SIZE, -row * CELL_SIZE),
            ),
        ).fetchone()[0]  # type: ignore[index]
        for row, column in corners(values.shape, tile)
    ]


def whole_grid(
    connection: psycopg.Connection,
    function: str,
    values: np.ndarray,
    *arguments: Any,
    pixel_type: str = "8BUI",
    tile: int = 1000,
) -> np.ndarray:
    """The array that `sinkbase.<function>(tile_ids, rasters, *arguments)` makes of one array."""
    rasters = tiles(connection, values, pixel_type, tile)
    places = ", ".join(["%s::integer[]", "%s::raster[]", *["%s"] * len(arguments)])
    rows = connection.execute(
        f"select tile_id, st_dumpvalues(rast, 1) from sinkbase.{function}({places})",
        (list(range(1, len(rasters) + 1)), rasters, *arguments),
    ).fetchall()
    result = np.full(values.shape, np.inf)
    for tile_id, cells in rows:
        part = np.array(cells, float)
        row, column = corners(values.shape, tile)[tile_id - 1]
        result[row : row + part.shape[0], column : column + part.shape[1]] = part
    assert len(rows) == len(rasters)
    return result
