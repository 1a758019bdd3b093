"""sinkbase.close_gaps: drawn gaps, and random sets against scikit-image."""

import numpy as np
import psycopg
import pytest
from skimage.morphology import closing

from tests.whole_grid import drawn, whole_grid


def close(connection, cells, gap_cells, **options):
    return whole_grid(connection, "close_gaps", cells, gap_cells, **options)


def by_skimage(cells, gap_cells):
    """Closing on an array that is padded so far that its rim cannot matter."""
    side = 2 * int(np.ceil(gap_cells / 2)) + 1
    there = np.pad((np.nan_to_num(cells) > 0).astype("u1"), 2 * side)
    closed = closing(there, np.ones((side, side), "u1"))
    return np.where(np.isnan(cells), np.nan, closed[2 * side : -2 * side, 2 * side : -2 * side])


def test_a_gap_of_two_cells_is_closed_and_one_of_three_is_not(shared_database):
    cells = drawn("""
        1 0 0 1 0 0 0 1
        1 0 0 1 0 0 0 1
        1 0 0 1 0 0 0 1
    """)
    expected = drawn("""
        1 1 1 1 0 0 0 1
        1 1 1 1 0 0 0 1
        1 1 1 1 0 0 0 1
    """)
    np.testing.assert_array_equal(close(shared_database, cells, 2), expected)


def test_the_border_of_the_region_is_no_wall(shared_database):
    # a bay to the border stays open: no cell of the set lies beyond
    cells = drawn("""
        1 1 1 0
        1 1 1 0
        0 0 0 0
    """)
    np.testing.assert_array_equal(close(shared_database, cells, 2), cells)


def test_a_set_at_the_border_is_not_eaten(shared_database):
    cells = drawn("1 1\n1 1")
    np.testing.assert_array_equal(close(shared_database, cells, 4), cells)


def test_missing_cells_stay_missing_inside_a_gap(shared_database):
    cells = drawn("""
        1 1 1
        1 . 1
        1 0 1
        1 1 1
    """)
    expected = drawn("""
        1 1 1
        1 . 1
        1 1 1
        1 1 1
    """)
    np.testing.assert_array_equal(close(shared_database, cells, 2), expected)


def test_no_gap_changes_nothing(shared_database):
    cells = drawn("1 0 1\n0 0 0")
    np.testing.assert_array_equal(close(shared_database, cells, 0), cells)


@pytest.mark.parametrize("gap_cells", [0, 0.5, 1, 2, 3, 5])
@pytest.mark.parametrize("seed", range(4))
def test_random_sets_close_as_in_scikit_image(shared_database, seed, gap_cells):
    rng = np.random.default_rng(seed)
    cells = (rng.random((23, 31)) < 0.15 + 0.1 * seed).astype(float)
    cells[rng.random(cells.shape) < 0.1] = np.nan
    np.testing.assert_array_equal(
        close(shared_database, cells, gap_cells, tile=10), by_skimage(cells, gap_cells)
    )


def test_a_negative_gap_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="gap_cells is -1"):
        close(shared_database, drawn("1"), -1)
