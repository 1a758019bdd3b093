"""sinkbase.corridor_cells: drawn swaths and pinch cells, and random swaths by scikit-image."""

import numpy as np
import psycopg
import pytest

from tests.least_cost import assembled, by_scikit_image, field, random_world
from tests.whole_grid import corners, drawn, tiles

WALL_WITH_A_GAP = drawn("""
    1 1 1 . 1 1 1
    1 1 1 . 1 1 1
    1 1 1 1 1 1 1
    1 1 1 . 1 1 1
    1 1 1 . 1 1 1
""")


def cells(connection, resistance, sinks, *tolerance, nearest=None, tile=1000):
    """The arrays (overlap, pinch)."""
    if nearest is None:
        nearest = field(connection, resistance, sinks).nearest
    optional = ", %s" * len(tolerance)
    rows = connection.execute(
        f"""
        select tile_id, st_dumpvalues(overlap, 1), st_dumpvalues(pinch, 1)
        from sinkbase.corridor_cells(
            %s::integer[], %s::raster[], %s::raster[], %s::raster[]{optional})
        """,
        (
            list(range(1, len(corners(sinks.shape, tile)) + 1)),
            tiles(connection, resistance, "64BF", tile),
            tiles(connection, sinks, "32BUI", tile),
            tiles(connection, nearest, "32BUI", tile),
            *tolerance,
        ),
    ).fetchall()
    return assembled(rows, sinks.shape, tile)


def test_a_swath_lies_outside_its_sinks(shared_database):
    overlap, _ = cells(shared_database, np.ones((1, 7)), drawn("1 1 0 0 0 0 2"))
    np.testing.assert_array_equal(overlap, drawn("0 0 1 1 1 1 0"))


def test_only_the_middle_half_of_the_way_is_searched_for_the_narrowest_place(shared_database):
    # the least cost is 6,000; its first and last quarter end between cells 1 and 2, 4 and 5
    _, pinch = cells(shared_database, np.ones((1, 7)), drawn("1 0 0 0 0 0 2"))
    np.testing.assert_array_equal(pinch, drawn("0 0 1 1 1 0 0"))


def test_a_gap_in_a_wall_is_the_narrowest_place(shared_database):
    sinks = np.zeros((5, 7))
    sinks[:, 0], sinks[:, 6] = 1, 2
    overlap, pinch = cells(shared_database, WALL_WITH_A_GAP, sinks, 0.5)
    # every cell is on a way that costs no more than half again as much as the straight one
    np.testing.assert_array_equal(overlap, drawn("""
        0 1 1 . 1 1 0
        0 1 1 . 1 1 0
        0 1 1 1 1 1 0
        0 1 1 . 1 1 0
        0 1 1 . 1 1 0
    """))  # fmt: skip
    np.testing.assert_array_equal(pinch, drawn("""
        0 0 0 . 0 0 0
        0 0 0 . 0 0 0
        0 0 0 1 0 0 0
        0 0 0 . 0 0 0
        0 0 0 . 0 0 0
    """))  # fmt: skip


def test_a_tighter_tolerance_makes_a_narrower_swath(shared_database):
    sinks = np.zeros((5, 7))
    sinks[:, 0], sinks[:, 6] = 1, 2
    overlap, _ = cells(shared_database, WALL_WITH_A_GAP, sinks)
    # beside the straight way of 6,000 the next one costs 6,414: more than 5 % above
    assert np.nansum(overlap) == 5
    assert (overlap[2, 1:6] == 1).all()


def test_where_swaths_of_two_corridors_overlap_their_paths_are_pinched(shared_database):
    sinks = np.zeros((5, 7))
    sinks[:, 0], sinks[0, 6], sinks[4, 6] = 1, 2, 3
    overlap, pinch = cells(shared_database, WALL_WITH_A_GAP, sinks, 0)
    # 1-2 and 1-3 run together up to the cell behind the gap; 2-3 runs down the last column
    np.testing.assert_array_equal(overlap, drawn("""
        0 0 0 . 0 1 0
        0 0 0 . 1 1 1
        0 2 2 2 2 0 1
        0 0 0 . 1 1 1
        0 0 0 . 0 1 0
    """))  # fmt: skip
    np.testing.assert_array_equal(pinch, drawn("""
        0 0 0 . 0 0 0
        0 0 0 . 0 0 1
        0 1 1 1 1 0 1
        0 0 0 . 0 0 1
        0 0 0 . 0 0 0
    """))  # fmt: skip


def test_sinks_side_by_side_leave_no_cell_between(shared_database):
    overlap, pinch = cells(shared_database, np.ones((1, 4)), drawn("1 1 2 2"))
    assert overlap.sum() == pinch.sum() == 0


@pytest.mark.parametrize("sinks", ["0 0 0 0", "0 5 0 0"])
def test_without_two_sinks_nothing_is_in_a_swath(shared_database, sinks):
    nearest = np.zeros((1, 4))
    overlap, pinch = cells(shared_database, drawn("1 1 . 1"), drawn(sinks), nearest=nearest)
    np.testing.assert_array_equal(overlap, drawn("0 0 . 0"))
    np.testing.assert_array_equal(pinch, drawn("0 0 . 0"))


@pytest.mark.parametrize("seed", range(4))
def test_random_swaths_are_what_scikit_image_says(shared_database, seed):
    resistance, sinks = random_world((23, 29), seed, barriers=0.2, sources=7)
    tile = [1000, 9][seed % 2]
    overlap, pinch = cells(shared_database, resistance, sinks, 0.1, tile=tile)
    pairs, paths = corridors(shared_database, resistance, sinks)
    expected = np.zeros(sinks.shape)
    for first, second, cost in pairs:
        total = by_scikit_image(resistance, sinks == first)
        total += by_scikit_image(resistance, sinks == second)
        expected += (total <= 1.1 * cost) & (sinks != first) & (sinks != second)
    expected[np.isnan(resistance)] = np.nan
    np.testing.assert_array_equal(overlap, expected)
    assert (pinch[paths & (overlap > 1)] == 1).all()
    assert not pinch[~paths & ~np.isnan(resistance)].any()


def corridors(connection, resistance, sinks):
    """Pairs with their costs, and where a path runs outside the two sinks that it joins."""
    nearest = field(connection, resistance, sinks).nearest
    rasters = [tiles(connection, cells, "64BF") for cells in (resistance, sinks, nearest)]
    rows = connection.execute(
        """
        select c.from_sink, c.to_sink, c.cost, array_agg(floor(-st_y(p.geom) / 1000)::integer),
            array_agg(floor(st_x(p.geom) / 1000)::integer)
        from sinkbase.sink_corridors(array[1], %s::raster[], %s::raster[], %s::raster[]) as c
        cross join lateral st_dumppoints(c.geom) as p
        group by c.from_sink, c.to_sink, c.cost
        """,
        rasters,
    ).fetchall()
    paths = np.zeros(sinks.shape, bool)
    for first, second, _, path_rows, path_columns in rows:
        for cell in zip(path_rows, path_columns, strict=True):
            paths[cell] |= sinks[cell] not in (first, second)
    return [row[:3] for row in rows], paths


@pytest.mark.parametrize("tolerance", [-0.01, float("nan"), float("inf")])
def test_a_tolerance_that_is_no_share_is_refused(shared_database, tolerance):
    with pytest.raises(psycopg.Error, match=r"^plpy.Error: corridor_cells: the tolerance is"):
        cells(shared_database, np.ones((1, 3)), drawn("1 0 2"), tolerance)


def test_a_nearest_of_another_run_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match=r"^plpy.Error: corridor_cells: nearest names sink 8"):
        cells(shared_database, np.ones((1, 3)), drawn("1 0 2"), nearest=drawn("1 8 2"))
