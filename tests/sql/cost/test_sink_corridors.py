"""sinkbase.sink_corridors: drawn worlds, and random ones against scikit-image."""

from itertools import pairwise

import numpy as np
import psycopg
import pytest
import shapely

from tests.least_cost import by_scikit_image, field, random_world
from tests.whole_grid import CELL_SIZE, corners, drawn, tiles

DIAGONAL = 2**0.5


def corridors(connection, resistance, sinks, nearest=None, tile=1000):
    """Rows (from, to, cost, length, cells of the path); `nearest` as cumulative_resistance does."""
    if nearest is None:
        has_sink = ((sinks > 0) & ~np.isnan(resistance)).any()
        nearest = (
            field(connection, resistance, sinks).nearest if has_sink else np.zeros(sinks.shape)
        )
    rows = connection.execute(
        """
        select from_sink, to_sink, cost, length_m, st_asbinary(geom), st_srid(geom)
        from sinkbase.sink_corridors(%s::integer[], %s::raster[], %s::raster[], %s::raster[])
        """,
        (
            list(range(1, len(corners(sinks.shape, tile)) + 1)),
            tiles(connection, resistance, "64BF", tile),
            tiles(connection, sinks, "32BUI", tile),
            tiles(connection, nearest, "32BUI", tile),
        ),
    ).fetchall()
    assert {row[5] for row in rows} <= {2328}
    return [(*row[:4], cells_of(row[4])) for row in rows]


def cells_of(line):
    """Row and column of each point of the line, which must be a cell's centre."""
    points = shapely.get_coordinates(shapely.from_wkb(line)) / CELL_SIZE - [0.5, -0.5]
    np.testing.assert_array_equal(points, np.rint(points))
    return [(int(-y), int(x)) for x, y in points]


def test_two_sinks_are_joined_by_the_cheapest_path(shared_database):
    got = corridors(shared_database, drawn("1 2 3 4"), drawn("1 0 0 2"))
    assert got == [(1, 2, 7500, 3000, [(0, 0), (0, 1), (0, 2), (0, 3)])]


def test_the_line_runs_from_the_lower_id_to_the_higher(shared_database):
    (got,) = corridors(shared_database, drawn("1 1 1"), drawn("9 0 4"))
    assert got == (4, 9, 2000, 2000, [(0, 2), (0, 1), (0, 0)])


def test_a_corridor_goes_around_what_resists(shared_database):
    resistance = drawn("""
        1 9 1
        1 9 1
        1 1 1
    """)
    (got,) = corridors(shared_database, resistance, drawn("1 0 2\n0 0 0\n0 0 0"))
    assert got[4] == [(0, 0), (1, 0), (2, 1), (1, 2), (0, 2)]
    assert got[2:4] == pytest.approx((CELL_SIZE * (2 + 2 * DIAGONAL),) * 2)


def test_sinks_side_by_side_have_a_line_of_two_points(shared_database):
    sinks = drawn("""
        1 1 2
        1 2 2
    """)
    (got,) = corridors(shared_database, drawn("4 4 1\n4 1 1"), sinks)
    # (0, 1)-(1, 1) and (1, 0)-(1, 1) cost as much; a diagonal step costs more
    assert got[:4] == (1, 2, 2500, 1000)
    assert len(got[4]) == 2


def test_a_path_starts_at_whichever_cells_are_best(shared_database):
    resistance = drawn("""
        1 9 9 1
        1 1 1 1
        1 9 9 1
    """)
    (got,) = corridors(shared_database, resistance, drawn("1 0 0 2\n1 0 0 2\n1 0 0 2"))
    assert got[4] == [(1, 0), (1, 1), (1, 2), (1, 3)]


def test_sinks_whose_zones_do_not_touch_are_no_neighbours(shared_database):
    got = corridors(shared_database, np.ones((1, 7)), drawn("1 0 0 2 0 0 3"))
    assert [row[:3] for row in got] == [(1, 2, 3000), (2, 3, 3000)]


def test_zones_that_meet_at_a_corner_touch(shared_database):
    sinks = drawn("""
        1 0
        0 2
    """)
    nearest = drawn("""
        1 .
        . 2
    """)
    (got,) = corridors(shared_database, np.ones((2, 2)), sinks, nearest)
    assert got[:2] == (1, 2)
    assert got[4] == [(0, 0), (1, 1)]


def test_other_sinks_are_crossed_at_their_resistance(shared_database):
    resistance = drawn("""
        1 5 1
        9 9 9
    """)
    nearest = drawn("""
        1 3 2
        1 1 2
    """)
    got = corridors(shared_database, resistance, drawn("1 3 2\n0 0 0"), nearest)
    costs = {row[:2]: row[2] for row in got}
    assert costs == {(1, 2): 6000, (1, 3): 3000, (2, 3): 3000}


@pytest.mark.parametrize("sinks", ["0 0 0", "0 7 0"])
def test_without_two_sinks_there_is_no_corridor(shared_database, sinks):
    assert corridors(shared_database, np.ones((1, 3)), drawn(sinks)) == []


def test_two_parts_of_a_region_are_not_joined(shared_database):
    assert corridors(shared_database, drawn("1 1 . 1"), drawn("1 0 0 2")) == []
    # not even where a nearest of another run says that zones touch
    got = corridors(shared_database, drawn("1 . 1 1"), drawn("1 0 0 2"), drawn("1 2 2 2"))
    assert got == []


def cost_of(resistance, path):
    steps = [
        np.hypot(there[0] - here[0], there[1] - here[1])
        * (resistance[here] + resistance[there])
        / 2
        for here, there in pairwise(path)
    ]
    return CELL_SIZE * sum(steps)


@pytest.mark.parametrize("seed", range(6))
def test_random_corridors_cost_what_scikit_image_says(shared_database, seed):
    resistance, sinks = random_world((23, 29), seed, barriers=0.2, sources=7)
    got = corridors(shared_database, resistance, sinks, tile=[1000, 9][seed % 2])
    assert len(got) > 1
    is_open = ~np.isnan(resistance)
    for first, second, cost, length, path in got:
        there = by_scikit_image(resistance, sinks == first)
        back = by_scikit_image(resistance, sinks == second)
        assert cost == pytest.approx(np.nanmin(there[(sinks == second) & is_open]), rel=1e-9)
        assert cost == pytest.approx(np.nanmin(back[(sinks == first) & is_open]), rel=1e-9)
        assert cost == pytest.approx(cost_of(resistance, path), rel=1e-9)
        steps = np.abs(np.diff(path, axis=0))
        assert steps.max() == 1
        assert length == pytest.approx(CELL_SIZE * np.hypot(*steps.T).sum(), rel=1e-12)
        assert (sinks[path[0]], sinks[path[-1]]) == (first, second)
        assert not {sinks[cell] for cell in path[1:-1]} & {first, second}


def test_a_nearest_of_another_run_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match=r"^plpy.Error: sink_corridors: nearest names sink 8"):
        corridors(shared_database, np.ones((1, 3)), drawn("1 0 2"), drawn("1 8 2"))


def test_tiles_that_do_not_fit_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match=r"^plpy.Error: sink_corridors: .* not aligned"):
        corridors(shared_database, np.ones((1, 3)), drawn("1 0 2"), drawn("1 2"))
