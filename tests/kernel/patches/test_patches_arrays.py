"""Patches, closing, pieces and patterns on drawn arrays."""

import json
from math import hypot

import numpy as np
import pytest
from scipy import ndimage
from skimage import measure

from kernel.errors import KernelError
from kernel.patches.close_gaps import closed
from kernel.patches.label_patches import patches_of
from kernel.patches.merge_small_pieces import merged
from kernel.patches.restoration_patterns import Disc, Requirement, Rule, patterns_of, rules_of
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


@pytest.mark.parametrize("radius", [0, 1, 1.5, 2, 3.7, 50])
def test_a_disc_counts_as_a_loop_over_cells_does(radius):
    rng = np.random.default_rng(int(radius * 10))
    cells, centres = rng.random((14, 17)) < 0.4, rng.random((14, 17)) < 0.3
    expected = [
        sum(cells[r, c] for r, c in np.ndindex(14, 17) if hypot(r - row, c - column) <= radius)
        for row, column in np.argwhere(centres)
    ]
    np.testing.assert_array_equal(Disc(centres, radius).count(cells), expected)


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
