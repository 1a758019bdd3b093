"""sinkbase.tabulate_fine: drawn cells and pixels, and random ones against a loop over pixels."""

from collections import Counter
from math import floor

import numpy as np
import psycopg
import pytest

from tests.whole_grid import CELL_SIZE, corners, drawing_of, drawn, tiles


def tabulate(connection, zones, fine, size, corner=(0, 0), *, tile=1000):
    """{(zone, code): cells} for pixels of a size, the first at a corner (x, y) of a 1000 m grid."""
    left, top = corner
    rasters = [
        connection.execute(
            "select sinkbase.drawn_raster(%s, '8BUI', %s, %s, %s)::text",
            (
                drawing_of(fine[row : row + tile, column : column + tile]),
                *(size, left + column * size, top - row * size),
            ),
        ).fetchone()[0]
        for row, column in corners(fine.shape, tile)
    ]
    rows = connection.execute(
        "select zone, code, cells from sinkbase.tabulate_fine(%s::raster[], %s::raster[])",
        (tiles(connection, zones, "8BUI", tile), rasters),
    ).fetchall()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(zone, code): cells for zone, code, cells in rows}


def pixel_by_pixel(zones, fine, size, corner):
    """The same by going through all pixels."""
    left, top = corner
    codes = {}
    for (row, column), code in np.ndenumerate(fine):
        cell_row = floor((-top + (row + 0.5) * size) / CELL_SIZE)
        cell_column = floor((left + (column + 0.5) * size) / CELL_SIZE)
        if not np.isnan(code):
            codes.setdefault((cell_row, cell_column), []).append(int(code))
    found = Counter()
    for cell, zone in np.ndenumerate(zones):
        if zone > 0:
            inside = codes.get(cell)
            for code in inside or [None]:
                found[int(zone), code] += 1 / len(inside or [None])
    return found


def test_a_cell_is_divided_among_its_pixels(shared_database):
    fine = drawn("""
        11 11 33 33
        11 33 33 33
    """)
    assert tabulate(shared_database, drawn("1 2"), fine, 500) == {
        (1, 11): 0.75,
        (1, 33): 0.25,
        (2, 33): 1,
    }


def test_missing_pixels_leave_the_cell_to_the_others(shared_database):
    fine = drawn("""
        11 .
        .  33
    """)
    assert tabulate(shared_database, drawn("5"), fine, 500) == {(5, 11): 0.5, (5, 33): 0.5}


def test_a_cell_without_any_code_counts_for_null(shared_database):
    # the second cell holds missing pixels only, the third lies beyond the pixels
    fine = drawn("""
        7 7 . .
        7 7 . .
    """)
    assert tabulate(shared_database, drawn("1 1 1"), fine, 500) == {(1, 7): 1, (1, None): 2}


def test_cells_outside_the_zones_do_not_count(shared_database):
    assert tabulate(shared_database, drawn("0 . 3"), np.full((2, 6), 9.0), 500) == {(3, 9): 1}


def test_pixels_count_where_their_centre_lies(shared_database):
    # 600 m pixels from x = -200: centres at 100, 700 | 1300, 1900
    fine = drawn("1 2 3 4\n1 2 3 4")
    assert tabulate(shared_database, drawn("1 2"), fine, 600, (-200, 0)) == {
        **{(1, 1): 0.5, (1, 2): 0.5},
        **{(2, 3): 0.5, (2, 4): 0.5},
    }


@pytest.mark.parametrize("size", [1000, 2500])
def test_of_pixels_as_large_as_cells_the_one_at_the_centre_counts(shared_database, size):
    # cell centres at 500, 1500, 2500, 3500; pixels from x = -100
    zones = drawn("1 1 1 1")
    fine = drawn("11 12 13 14")
    expected = {1000: {(1, code): 1 for code in (11, 12, 13, 14)}, 2500: {(1, 11): 2, (1, 12): 2}}
    assert tabulate(shared_database, zones, fine, size, (-100, 10)) == expected[size]


def test_a_third_of_a_cell_three_times_is_a_cell(shared_database):
    fine = np.tile(drawn("1 2 3"), (3, 100))
    found = tabulate(shared_database, np.ones((1, 100)), fine, CELL_SIZE / 3)
    assert set(found) == {(1, 1), (1, 2), (1, 3)}
    assert sum(found.values()) == 100


@pytest.mark.parametrize("seed", range(8))
def test_random_worlds_agree_with_a_loop_over_pixels(shared_database, seed):
    rng = np.random.default_rng(seed)
    zones = rng.integers(0, 4, rng.integers(2, 9, 2)).astype(float)
    zones[rng.random(zones.shape) < 0.2] = np.nan
    size = float(rng.choice([130, 250, 333.25, 470, 900]))
    corner = rng.uniform(-1500, 1500, 2)
    fine = rng.integers(1, 7, (int(6000 / size), int(7000 / size))).astype(float)
    fine[rng.random(fine.shape) < 0.3] = np.nan
    found = tabulate(shared_database, zones, fine, size, corner, tile=5)
    expected = pixel_by_pixel(zones, fine, size, corner)
    assert found == pytest.approx(dict(expected), rel=1e-12)
    for zone in np.unique(zones[zones > 0]):
        total = sum(cells for (of_zone, _), cells in found.items() if of_zone == zone)
        assert total == pytest.approx((zones == zone).sum(), rel=1e-14)


def test_pixels_of_another_reference_system_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="SRID 4326"):
        shared_database.execute(
            """
            select sinkbase.tabulate_fine(
                array[sinkbase.drawn_raster('1')],
                array[sinkbase.drawn_raster('1', '8BUI', 500, 0, 0, 4326)])
            """
        )
