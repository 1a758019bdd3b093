"""Patches, closing, pieces and patterns on drawn arrays."""

import json
from math import hypot

import numpy as np
import pytest
from scipy import ndimage
from skimage import measure

from kernel.errors import KernelError
from kernel.patches import restoration_patterns
from kernel.patches.close_gaps import closed
from kernel.patches.disc import SIDE, Disc
from kernel.patches.label_patches import patches_of
from kernel.patches.merge_small_pieces import merged
from kernel.patches.restoration_patterns import Requirement, Rule, patterns_of, rules_of
from kernel.raster.drawn_raster import cells_of


def test_patches_count_in_reading_order_over_corners():
    values = cells_of("7 7 1 / 1 . 7 / 1 1 7")
    np.testing.assert_array_equal(patches_of(values), cells_of("1 1 2 / 3 . 1 / 3 3 1"))


@pytest.mark.parametrize("seed", range(5))
def test_random_patches_are_those_of_scikit_image(seed):
    values = np.random.default_rng(seed).integers(0, 3, (20, 30)).astype(float)
    mine = patches_of(values)
    theirs = measure.label(values, background=-1, connectivity=2)
    assert len({*zip(mine.flat, theirs.flat, strict=True)}) == theirs.max() == mine.max()


def test_patches_are_made_of_codes():
    with pytest.raises(KernelError, match="no whole numbers"):
        patches_of(cells_of("0.5"))


def test_a_gap_of_two_cells_is_closed_and_one_of_three_is_not():
    np.testing.assert_array_equal(closed(cells_of("1 0 0 1"), 2), cells_of("1 1 1 1"))
    np.testing.assert_array_equal(closed(cells_of("1 0 0 0 1"), 2), cells_of("1 0 0 0 1"))
    np.testing.assert_array_equal(closed(cells_of("1 . 1"), 2), cells_of("1 . 1"))


@pytest.mark.parametrize("gap", [0, 1, 2, 3, 5])
def test_random_sets_close_as_scipy_closes_them(gap):
    cells = np.random.default_rng(gap).random((25, 30)) < 0.3
    side = 2 * int(np.ceil(gap / 2)) + 1
    wide = np.pad(cells, 20)
    expected = ndimage.binary_closing(wide, np.ones((side, side)))[20:-20, 20:-20]
    np.testing.assert_array_equal(closed(cells.astype(float), gap), expected)


def test_small_pieces_turn_to_the_other_kind_or_drop_out():
    kinds = cells_of("1 1 1 0 2 / 1 1 2 0 0 / . 1 1 0 1")
    np.testing.assert_array_equal(merged(kinds, 3), cells_of("1 1 1 0 0 / 1 1 1 0 0 / . 1 1 0 0"))


RULES = [
    Rule(4, 3, 1, False, (Requirement(frozenset({66}), 0.2), Requirement(frozenset({33}), 0.6))),
    Rule(7, 3, 2, True, ()),
]


def test_the_first_rule_that_fits_wins_and_none_is_zero():
    land_use = cells_of("33 33 66 33 33 11 11 11 .")
    category = cells_of("3 3 3 3 3 3 0 3 .")
    found = patterns_of(land_use, category, None, RULES, 1)
    # three cells around: one of 66 and two of 33
    np.testing.assert_array_equal(found, cells_of("0 4 4 4 0 0 0 0 ."))
    roads = cells_of("0 0 0 0 0 0 0 1 0")
    found = patterns_of(land_use, category, roads, RULES, 1)
    np.testing.assert_array_equal(found, cells_of("0 4 4 4 0 0 0 7 ."))


def counted(cells, radius, side=SIDE):
    """How many of the cells lie in the disc around each cell of the grid."""
    disc = Disc(radius, cells.shape, side)
    result = np.full(cells.shape, -1)
    for block in disc.blocks():
        result[block] = disc.count(disc.around(cells, block, False), block)
    return result


def test_a_disc_of_one_cell_is_a_cross():
    cells = cells_of("1 1 0 0 / 0 1 0 0 / 0 0 0 1") > 0
    np.testing.assert_array_equal(counted(cells, 1), cells_of("2 3 1 0 / 2 2 1 1 / 0 1 1 1"))


@pytest.mark.parametrize("side", [SIDE, 1])
@pytest.mark.parametrize("radius", [0, 1, 1.5, 2, 3.7, 50])
def test_a_disc_counts_as_a_loop_over_cells_does(radius, side):
    cells = np.random.default_rng(int(radius * 10)).random((14, 17)) < 0.4
    expected = [
        [
            sum(cells[r, c] for r, c in np.ndindex(14, 17) if hypot(r - row, c - column) <= radius)
            for column in range(17)
        ]
        for row in range(14)
    ]
    np.testing.assert_array_equal(counted(cells, radius, side), expected)


@pytest.mark.parametrize("radius", [20, 33.3])
def test_a_wide_disc_counts_in_blocks_as_scipy_does(radius):
    cells = np.random.default_rng(3).random((150, 210)) < 0.5
    reach = int(radius)
    row, column = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = (np.hypot(row, column) <= radius).astype(int)
    expected = ndimage.convolve(cells.astype(int), disc, mode="constant")
    np.testing.assert_array_equal(counted(cells, radius, side=128), expected)


def test_patterns_do_not_depend_on_the_blocks(monkeypatch):
    rng = np.random.default_rng(8)
    land_use = rng.choice([33.0, 66.0, 11.0], (60, 70), p=[0.65, 0.3, 0.05])
    category = rng.choice([0, 1, 3], (60, 70)).astype(float)
    roads = (rng.random((60, 70)) < 0.002).astype(float)
    whole = patterns_of(land_use, category, roads, RULES, 4.2)
    monkeypatch.setattr(restoration_patterns, "Disc", lambda *args: Disc(*args, side=1))
    np.testing.assert_array_equal(whole, patterns_of(land_use, category, roads, RULES, 4.2))
    assert {0, 4, 7} == set(np.unique(whole).tolist())


def test_rules_are_read_by_category_and_preference():
    given = [
        {"pattern": 7, "category": 3, "preference": 2, "needs_road": True},
        {"pattern": 1, "category": 1, "preference": 5, "requirements": []},
        {
            "pattern": 4,
            "category": 3,
            "preference": 1,
            "requirements": [
                {"codes": [66], "least_share": 0.2},
                {"codes": [33], "least_share": 0.6},
            ],
        },
    ]
    assert rules_of(json.dumps(given)) == [Rule(1, 1, 5, False, ()), *RULES]


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"pattern": 1}]', '[{"pattern": "x", "category": 1}]']
)
def test_rules_that_are_none_are_refused(text):
    with pytest.raises(KernelError):
        rules_of(text)
