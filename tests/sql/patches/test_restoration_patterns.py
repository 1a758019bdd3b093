"""sinkbase.restoration_patterns: drawn windows, and random worlds against a loop over cells."""

import json
from collections import Counter
from math import hypot

import numpy as np
import psycopg
import pytest

from tests.whole_grid import corners, drawn, tiles

GRASS, FOREST, ROCK, FARM = 33, 21, 66, 12


def rule(pattern, requirements=(), category=3, *, preference=None, needs_road=False):
    """One rule; requirements are pairs of codes and least share, its preference is its pattern."""
    return {
        "pattern": pattern,
        "category": category,
        "preference": pattern if preference is None else preference,
        "needs_road": needs_road,
        "requirements": [
            {"codes": codes, "least_share": least_share} for codes, least_share in requirements
        ],
    }


def find(connection, land_use, category, rules, radius, *, roads=None, tile=1000):
    """The pattern codes as an array."""
    rows = connection.execute(
        """
        select tile_id, st_dumpvalues(rast, 1)
        from sinkbase.restoration_patterns(
            %s::integer[], %s::raster[], %s::raster[], %s::raster[], %s, %s)
        """,
        (
            list(range(1, len(corners(land_use.shape, tile)) + 1)),
            *(tiles(connection, layer, "8BUI", tile) for layer in (land_use, category)),
            None if roads is None else tiles(connection, roads, "8BUI", tile),
            *(json.dumps(rules), radius),
        ),
    ).fetchall()
    result = np.full(land_use.shape, np.inf)
    for tile_id, cells in rows:
        row, column = corners(land_use.shape, tile)[tile_id - 1]
        part = np.array(cells, float)
        result[row : row + part.shape[0], column : column + part.shape[1]] = part
    return result


def window(layer, centre, radius):
    """The values whose cell centres lie within the radius, missing ones left out."""
    return [
        value
        for (row, column), value in np.ndenumerate(layer)
        if hypot(row - centre[0], column - centre[1]) <= radius and not np.isnan(value)
    ]


def fits(rule, codes, near_road):
    """Whether all that the rule asks for holds."""
    counts = Counter(codes)
    return (near_road or not rule["needs_road"]) and all(
        sum(counts[code] for code in requirement["codes"]) / max(len(codes), 1)
        >= requirement["least_share"]
        for requirement in rule["requirements"]
    )


def cell_by_cell(land_use, category, rules, radius, roads):
    """The patterns by the rule's own words."""
    result = category.copy()
    for cell, number in np.ndenumerate(category):
        if number in (1, 2, 3):
            of_category = [rule for rule in rules if rule["category"] == number]
            codes = window(land_use, cell, radius)
            near_road = roads is not None and any(v > 0 for v in window(roads, cell, radius))
            chosen = [rule for rule in of_category if fits(rule, codes, near_road)]
            chosen.sort(key=lambda rule: rule["preference"])
            result[cell] = chosen[0]["pattern"] if chosen else 0
    return result


def test_a_share_just_reached_fits(shared_database):
    # a disc of radius 1 is a cross of five cells: one of them is forest
    land_use = drawn("""
        33 66 33
        33 33 33
        33 21 33
    """)
    category = drawn("""
        0 0 0
        0 3 0
        0 0 0
    """)
    rules = [rule(1, [([FOREST], 0.2), ([GRASS], 0.6)])]
    assert find(shared_database, land_use, category, rules, 1)[1, 1] == 1
    rules = [rule(1, [([FOREST], 0.2), ([GRASS], 0.61)])]
    assert find(shared_database, land_use, category, rules, 1)[1, 1] == 0


def test_codes_of_a_requirement_count_together(shared_database):
    land_use = drawn("33 66 21")
    rules = [rule(1, [([GRASS, FOREST], 0.6)])]
    assert find(shared_database, land_use, drawn("0 3 0"), rules, 1)[0, 1] == 1


def test_the_first_in_preference_wins_whatever_its_number(shared_database):
    land_use = drawn("33 33")
    rules = [
        rule(1, [([GRASS], 0.5)], preference=7),
        rule(2, [([GRASS], 0.5)], preference=3),
    ]
    np.testing.assert_array_equal(
        find(shared_database, land_use, drawn("3 3"), rules, 1), drawn("2 2")
    )


def test_the_corners_of_the_square_are_not_in_the_disc(shared_database):
    # radius 1: no corner; radius 1.5: the corners too
    land_use = drawn("""
        21 33 21
        33 33 33
        21 33 21
    """)
    category = drawn("""
        0 0 0
        0 3 0
        0 0 0
    """)
    rules = [rule(1, [([FOREST], 0.01)])]
    assert find(shared_database, land_use, category, rules, 1)[1, 1] == 0
    assert find(shared_database, land_use, category, rules, 1.5)[1, 1] == 1


def test_missing_cells_and_cells_beyond_the_grid_do_not_count(shared_database):
    # of two cells with a code one is forest, though the disc would hold five
    land_use = drawn("21 33 .")
    rules = [rule(1, [([FOREST], 0.5)])]
    assert find(shared_database, land_use, drawn("3 0 0"), rules, 1)[0, 0] == 1


def test_a_sink_cell_without_any_land_use_has_no_pattern(shared_database):
    rules = [rule(1, [([FOREST], 0.01)])]
    assert find(shared_database, drawn(". ."), drawn("3 0"), rules, 1)[0, 0] == 0


def test_each_category_has_rules_of_its_own(shared_database):
    rules = [
        rule(1, [([FARM], 0.1)], category=1),
        rule(2, [([FARM], 0.1)], category=2),
        rule(3, category=2),
        rule(4, [([FARM], 0.1)]),
    ]
    land_use = drawn("12 12 12 12 33 33 33 33")
    category = drawn(" 1  2  3  0  0  2  .  3")
    np.testing.assert_array_equal(
        find(shared_database, land_use, category, rules, 1), drawn("1 2 4 0 0 3 . 0")
    )


def test_a_road_within_the_radius_is_near(shared_database):
    land_use = drawn("33 33 33 33 33")
    roads = drawn("1 0 0 . 0")
    rules = [rule(1, [([GRASS], 0.5)], needs_road=True)]
    np.testing.assert_array_equal(
        find(shared_database, land_use, drawn("3 3 3 3 3"), rules, 2, roads=roads),
        drawn("1 1 1 0 0"),
    )


def test_without_a_road_layer_a_rule_with_a_road_never_fits(shared_database):
    rules = [rule(1, needs_road=True)]
    assert find(shared_database, drawn("33"), drawn("3"), rules, 2)[0, 0] == 0


@pytest.mark.parametrize("seed", range(8))
def test_random_worlds_agree_with_a_loop_over_cells(shared_database, seed):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(3, 22, 2))
    land_use = rng.choice([GRASS, FOREST, ROCK, FARM], shape, p=[0.5, 0.2, 0.2, 0.1]).astype(float)
    land_use[rng.random(shape) < 0.15] = np.nan
    category = rng.integers(0, 4, shape).astype(float)
    category[rng.random(shape) < 0.1] = np.nan
    roads = (rng.random(shape) < 0.03).astype(float) if seed % 2 else None
    radius = float(rng.choice([0, 1, 1.5, 2, 3, 3.7, 40]))
    rules = [
        rule(
            number,
            [
                (rng.choice([GRASS, FOREST, ROCK, FARM], 2, replace=False).tolist(), least_share)
                for least_share in (0.25, round(rng.random(), 1))
            ],
            1 + number % 3,
            needs_road=bool(rng.random() < 0.3),
        )
        for number in rng.permutation(np.arange(1, 10)).tolist()
    ]
    np.testing.assert_array_equal(
        find(shared_database, land_use, category, rules, radius, roads=roads, tile=8),
        cell_by_cell(land_use, category, rules, radius, roads),
    )


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([rule(9), rule(8, preference=9)], "the same preference"),
        ([rule(1, category=4)], "pattern 1 of category 4"),
        ([rule(0)], "pattern 0 of category 3"),
        ([{"pattern": 1}], "not of the form expected"),
        ({"pattern": 1}, "not of the form expected"),
    ],
)
def test_rules_that_leave_a_choice_open_or_cannot_be_read_are_refused(
    shared_database, rules, message
):
    with pytest.raises(psycopg.Error, match=message):
        find(shared_database, drawn("33"), drawn("3"), rules, 1)


def test_a_category_without_rules_has_no_pattern(shared_database):
    assert find(shared_database, drawn("33"), drawn("3"), [], 1)[0, 0] == 0


def test_another_category_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="the categories 4 occur; expected 0 to 3"):
        find(shared_database, drawn("33"), drawn("4"), [rule(1)], 1)


def test_layers_on_other_tiles_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="land_use and category do not lie on the same tiles"):
        shared_database.execute(
            """
            select sinkbase.restoration_patterns(
                array[1], array[sinkbase.drawn_raster('33')], array[sinkbase.drawn_raster('3 3')],
                null, '[]', 1)
            """
        )
