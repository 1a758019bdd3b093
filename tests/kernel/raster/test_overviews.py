"""Overviews of drawn grids, and of random ones against a loop over blocks."""

import numpy as np
import pytest

from kernel.errors import KernelError
from kernel.raster.drawn_raster import cells_of, drawn_raster
from kernel.raster.overviews import means, nearest, overviews
from kernel.raster.wkb import decode, geometry


def tile(drawing, pixel_type, left=0, top=0):
    return bytes.fromhex(drawn_raster(drawing, pixel_type, 30, left, top, 2328))


def test_a_mean_leaves_out_what_is_missing():
    values = cells_of("1 3 . . / 5 . . . / 2 4 7 9")
    ((_, halves), (_, quarters)) = means(values, [2, 4])
    np.testing.assert_array_equal(halves, cells_of("3 . / 3 8"))
    # of (1 + 3 + 5 + 2 + 4 + 7 + 9) / 7, not of the three means before
    np.testing.assert_allclose(quarters, [[31 / 7]])


def test_a_code_is_the_one_right_below_the_middle():
    values = cells_of("1 2 3 / 4 5 6 / 7 8 9")
    ((_, halves),) = nearest(values, [2])
    np.testing.assert_array_equal(halves, cells_of("5 6 / 8 9"))


def test_tiles_are_as_large_as_before_and_lie_where_they_stand_for():
    left = tile("1 1 2 2 / 1 1 2 2", "32BF")
    right = tile("3 3 4 4 / 3 3 4 .", "32BF", left=120)
    rows = list(overviews([right, left], [2, 4], is_continuous=True))
    assert [factor for factor, _ in rows] == [2, 4]
    (_, halves), (_, quarters) = rows
    np.testing.assert_array_equal(decode(halves)[0], [[1, 2, 3, 4]])
    np.testing.assert_array_equal(decode(quarters)[0], np.float32([[1.5, 24 / 7]]))
    where = geometry(quarters)
    assert (where.scale_x, where.scale_y, where.left, where.top) == (120, -120, 0, 0)
    assert (where.columns, where.rows, where.srid) == (2, 1, 2328)


def test_the_tiles_of_a_large_overview_are_several():
    rasters = [tile("1 2", "8BUI", left) for left in (0, 60, 120, 180, 240)]
    rows = list(overviews(rasters, [2], is_continuous=False))
    assert [geometry(wkb).left for _, wkb in rows] == [0, 120, 240]
    assert [decode(wkb)[0].tolist() for _, wkb in rows] == [[[2, 2]], [[2, 2]], [[2]]]


@pytest.mark.parametrize("seed", range(4))
def test_random_grids_have_the_means_of_their_blocks(seed):
    rng = np.random.default_rng(seed)
    values = rng.random(rng.integers(1, 40, 2))
    values[rng.random(values.shape) < 0.6] = np.nan
    for factor, found in means(values, [1, 2, 4, 8]):
        for (row, column), mean in np.ndenumerate(found):
            block = values[
                row * factor : (row + 1) * factor, column * factor : (column + 1) * factor
            ]
            known = block[~np.isnan(block)]
            expected = known.mean() if known.size else np.nan
            np.testing.assert_allclose(mean, expected, rtol=1e-12)


@pytest.mark.parametrize("factors", [[3], [4, 2], [2, 2], [0]])
def test_other_factors_are_refused(factors):
    with pytest.raises(KernelError, match="expected powers of 2 that ascend"):
        list(overviews([tile("1", "8BUI")], factors, is_continuous=False))
