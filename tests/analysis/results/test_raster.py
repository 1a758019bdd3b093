"""PostGIS raster WKB as tiles of the region's grid."""

from dataclasses import replace

import numpy as np
import psycopg
import pytest
from drawn_results import GRID

from analysis.results.raster import Tile, decode
from sinkbase.errors import SinkbaseError


def wkb(connection: psycopg.Connection, expression: str) -> bytes:
    row = connection.execute(f"select st_aswkb({expression})").fetchone()
    assert row is not None
    return bytes(row[0])


@pytest.mark.parametrize("pixel_type", ["8BUI", "8BSI", "16BUI", "16BSI", "32BSI", "32BF", "64BF"])
def test_a_tile_knows_its_place_and_values(
    shared_database: psycopg.Connection, pixel_type: str
) -> None:
    drawing = f"sinkbase.drawn_raster('1 . / 3 4', '{pixel_type}', 1000, 6000, 8000, 2328)"
    tile = decode(wkb(shared_database, drawing), GRID, "it")
    assert (tile.row, tile.column) == (1, 1)
    assert tile.values.tolist() == [[1, tile.nodata], [3, 4]]
    assert tile.valid.tolist() == [1, 3, 4]


def test_without_nodata_every_cell_counts_but_nan_never() -> None:
    tile = Tile(0, 0, np.array([[0, np.nan, -9999]], "f4"), None)
    assert tile.valid.tolist() == [0, -9999]


@pytest.mark.parametrize(
    "place",
    [
        "1000, 5500, 9000, 2328",  # half a cell aside
        "500, 5000, 9000, 2328",  # smaller cells
        "1000, 5000, 9000, 4326",  # another coordinate system
        "1000, 4000, 9000, 2328",  # left of the grid
        "1000, 9000, 9000, 2328",  # beyond its right edge
    ],
)
def test_a_tile_off_the_grid_is_refused(shared_database: psycopg.Connection, place: str) -> None:
    drawing = wkb(shared_database, f"sinkbase.drawn_raster('1 2 / 3 4', '32BF', {place})")
    with pytest.raises(SinkbaseError, match="does not lie on the region's grid"):
        decode(drawing, GRID, "it")


def test_cells_that_no_decimal_number_names_exactly_are_on_their_grid(
    shared_database: psycopg.Connection,
) -> None:
    third = replace(GRID, cell_size_m=100 / 3, origin_x=0.0, origin_y=0.0)
    place = f"{100 / 3!r}, {100 / 3 * 2!r}, {-100 / 3!r}, 2328"
    drawing = f"sinkbase.drawn_raster('1', '32BF', {place})"
    tile = decode(wkb(shared_database, drawing), third, "it")
    assert (tile.row, tile.column) == (1, 2)
