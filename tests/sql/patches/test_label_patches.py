"""sinkbase.label_patches: drawn patches, and random ones against scipy, value by value."""

import numpy as np
import psycopg
import pytest
from scipy import ndimage

from tests.whole_grid import drawn, whole_grid


def label(connection, values, **options):
    return whole_grid(connection, "label_patches", values, **options)


def by_value(values):
    """Patches of one value after the other by scipy, numbered in reading order."""
    patches = np.zeros(values.shape, int)
    for value in np.unique(values[~np.isnan(values)]):
        of_value, _ = ndimage.label(values == value, np.ones((3, 3)))
        patches[of_value > 0] = of_value[of_value > 0] + patches.max()
    numbers = {0: np.nan}
    for patch in patches.ravel():
        numbers.setdefault(patch, len(numbers))
    return np.vectorize(numbers.get, otypes=[float])(patches)


def test_patches_are_numbered_in_reading_order(shared_database):
    values = drawn("""
        7 7 2 2
        5 7 2 7
        5 5 2 7
    """)
    expected = drawn("""
        1 1 2 2
        3 1 2 4
        3 3 2 4
    """)
    np.testing.assert_array_equal(label(shared_database, values), expected)


def test_cells_that_meet_at_a_corner_are_one_patch(shared_database):
    values = drawn("""
        1 2 1
        2 1 2
    """)
    np.testing.assert_array_equal(label(shared_database, values), values)


def test_a_patch_whose_arms_meet_below_is_one(shared_database):
    values = drawn("""
        0 9 0 9 0
        0 9 0 9 0
        0 0 0 0 0
    """)
    expected = drawn("""
        1 2 1 3 1
        1 2 1 3 1
        1 1 1 1 1
    """)
    np.testing.assert_array_equal(label(shared_database, values), expected)


def test_missing_stays_missing_and_separates(shared_database):
    values = drawn("""
        4 . 4
        . . 4
    """)
    np.testing.assert_array_equal(label(shared_database, values), drawn("1 . 2\n. . 2"))


def test_zero_is_a_code(shared_database):
    np.testing.assert_array_equal(label(shared_database, drawn("0 0 1")), drawn("1 1 2"))


def test_a_grid_of_missing_cells_has_no_patch(shared_database):
    assert np.isnan(label(shared_database, drawn(". .\n. ."))).all()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tile", [1000, 7])
def test_patches_of_random_worlds_are_those_of_scipy_across_tiles(shared_database, seed, tile):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, rng.integers(2, 9), rng.integers(1, 40, 2)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    np.testing.assert_array_equal(label(shared_database, values, tile=tile), by_value(values))


def test_values_that_are_no_codes_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="no whole numbers"):
        label(shared_database, drawn("0.5 1"), pixel_type="32BF")


def test_arrays_of_two_lengths_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="2 tile_ids for 1 rasters"):
        shared_database.execute(
            "select sinkbase.label_patches(array[1, 2], array[sinkbase.drawn_raster('1')])"
        )


def test_no_tile_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="label_patches: no tile"):
        shared_database.execute("select sinkbase.label_patches('{}', '{}')")
