"""sinkbase.cumulative_resistance: drawn worlds, and random ones against scikit-image and scipy."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psycopg
import pytest

from tests.least_cost import STEPS, by_scikit_image, by_scipy, field, random_world
from tests.whole_grid import CELL_SIZE, drawn, tiles

ENGINES = ["raster", "pgrouting"]
DIAGONAL = 2**0.5
SHAPES = [(1, 1), (1, 12), (12, 1), (2, 9), (9, 2), (7, 13), (33, 40)]

both = pytest.mark.parametrize("engine", ENGINES)


def agree(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=0)


@both
def test_a_wall_makes_the_path_go_around(shared_database, engine):
    resistance = drawn("""
        1 1 1
        1 . 1
        1 1 1
    """)
    sources = drawn("""
        1 0 0
        0 0 0
        0 0 0
    """)
    got = field(shared_database, resistance, sources, engine)
    around = 1 + DIAGONAL
    expected = np.array([[0, 1, 2], [1, np.nan, around], [2, around, 2 + DIAGONAL]])
    agree(got.cost, CELL_SIZE * expected)
    np.testing.assert_array_equal(got.nearest, np.where(np.isnan(expected), np.nan, 1))
    np.testing.assert_array_equal(got.back_link, drawn("""
        0 4 4
        2 . 1
        2 1 2
    """))  # fmt: skip


@both
def test_a_step_costs_its_length_times_the_mean_of_two_resistances(shared_database, engine):
    got = field(shared_database, drawn("1 3\n5 7"), drawn("1 0\n0 0"), engine)
    agree(got.cost, [[0, 2000], [3000, 4000 * DIAGONAL]])


@both
def test_a_detour_of_low_resistance_beats_the_straight_way(shared_database, engine):
    resistance = drawn("""
        1 9 1
        1 9 1
        1 1 1
    """)
    got = field(shared_database, resistance, drawn("1 0 0\n0 0 0\n0 0 0"), engine)
    # down one, two diagonals through the bottom, up one
    agree(got.cost[0, 2], CELL_SIZE * (2 + 2 * DIAGONAL))


@both
def test_all_cells_of_a_source_cost_nothing_the_inner_ones_too(shared_database, engine):
    sources = np.zeros((7, 7))
    sources[1:6, 1:6] = 5
    got = field(shared_database, np.full((7, 7), 2.0), sources, engine)
    np.testing.assert_array_equal(got.cost == 0, sources == 5)
    np.testing.assert_array_equal(got.back_link == 0, sources == 5)
    assert got.cost[0, 3] == 2000
    assert (got.nearest == 5).all()


@both
def test_each_cell_belongs_to_the_cheapest_source(shared_database, engine):
    got = field(shared_database, drawn("1 1 1 9 1"), drawn("3 0 0 0 8"), engine)
    np.testing.assert_array_equal(got.nearest, [[3, 3, 3, 8, 8]])
    np.testing.assert_array_equal(got.back_link, [[0, 4, 4, 5, 0]])


@both
def test_a_region_in_two_parts_is_missing_where_no_source_reaches(shared_database, engine):
    resistance = drawn("""
        1 1 . 1
        1 1 . 1
    """)
    got = field(shared_database, resistance, drawn("0 0 0 0\n1 0 0 0"), engine)
    for result in (got.cost, got.nearest, got.back_link):
        np.testing.assert_array_equal(np.isnan(result), drawn("0 0 1 1\n0 0 1 1"))


@both
def test_a_source_on_a_barrier_is_none(shared_database, engine):
    got = field(shared_database, drawn(". 1 1"), drawn("1 0 2"), engine)
    np.testing.assert_array_equal(got.cost, [[np.nan, 1000, 0]])
    np.testing.assert_array_equal(got.nearest, [[np.nan, 2, 2]])


@both
def test_missing_sources_are_none(shared_database, engine):
    got = field(shared_database, drawn("1 1 1"), drawn(". 4 0"), engine)
    np.testing.assert_array_equal(got.cost, [[1000, 0, 1000]])


@both
def test_a_region_that_is_all_source_costs_nothing(shared_database, engine):
    got = field(shared_database, drawn("2 2 ."), drawn("1 7 7"), engine)
    np.testing.assert_array_equal(got.cost, [[0, 0, np.nan]])
    np.testing.assert_array_equal(got.nearest, [[1, 7, np.nan]])


@both
def test_the_last_cell_of_a_row_is_no_neighbour_of_the_first_of_the_next(shared_database, engine):
    resistance = drawn("""
        . . 1
        1 . .
        . . 1
    """)
    got = field(shared_database, resistance, drawn("0 0 1\n0 0 0\n0 0 0"), engine)
    np.testing.assert_array_equal(np.isnan(got.cost), drawn("1 1 0\n1 1 1\n1 1 1"))


@both
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_random_worlds_cost_what_two_other_programs_say(shared_database, engine, shape, seed):
    resistance, sources = random_world(shape, seed, sources=[4, 1, 40][seed])
    got = field(shared_database, resistance, sources, engine, tile=[1000, 6, 16][seed])
    agree(got.cost, by_scikit_image(resistance, sources > 0))
    agree(got.cost, by_scipy(resistance, sources > 0))


@both
@pytest.mark.parametrize("seed", range(3))
def test_back_links_lead_to_the_nearest_source_and_add_up(shared_database, engine, seed):
    resistance, sources = random_world((25, 31), seed)
    got = field(shared_database, resistance, sources, engine)
    is_source = (sources > 0) & ~np.isnan(resistance)
    np.testing.assert_array_equal(got.back_link == 0, is_source)
    for end in np.argwhere(~np.isnan(got.cost)):
        row, column = end
        total = 0.0
        while got.back_link[row, column]:
            step = STEPS[int(got.back_link[row, column])]
            next_row, next_column = row + step[0], column + step[1]
            mean = (resistance[row, column] + resistance[next_row, next_column]) / 2
            total += CELL_SIZE * np.hypot(*step) * mean
            row, column = next_row, next_column
        assert total == pytest.approx(got.cost[tuple(end)], rel=1e-9)
        assert got.nearest[tuple(end)] == sources[row, column]


def test_both_engines_choose_the_same_among_equals(shared_database):
    resistance = np.ones((20, 23))
    _, sources = random_world(resistance.shape, 3, barriers=0, sources=9)
    raster, pgrouting = (field(shared_database, resistance, sources, e) for e in ENGINES)
    for name in ("cost", "nearest", "back_link"):
        np.testing.assert_array_equal(getattr(raster, name), getattr(pgrouting, name))


@both
def test_from_a_to_b_costs_what_it_costs_from_b_to_a(shared_database, engine):
    resistance, _ = random_world((12, 12), 5, barriers=0.2)
    cells = np.argwhere(~np.isnan(resistance))[[0, 30, 60, 90]]
    costs = np.empty((4, 4))
    for number, cell in enumerate(cells):
        source = np.zeros(resistance.shape)
        source[tuple(cell)] = 1
        cost = field(shared_database, resistance, source, engine).cost
        costs[number] = cost[tuple(cells.T)]
    agree(costs, costs.T)


@both
def test_a_larger_resistance_never_lowers_a_cost(shared_database, engine):
    resistance, sources = random_world((15, 15), 6)
    before = field(shared_database, resistance, sources, engine).cost
    rng = np.random.default_rng(6)
    raised = resistance + np.where(rng.random(resistance.shape) < 0.3, 4, 0)
    after = field(shared_database, raised, sources, engine).cost
    assert (after >= before * (1 - 1e-12))[~np.isnan(before)].all()
    assert (after > before)[~np.isnan(before)].any()


@both
@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_costs_scale_with_the_resistances(shared_database, engine, scale):
    resistance, sources = random_world((10, 11), 7)
    once = field(shared_database, resistance, sources, engine).cost
    agree(field(shared_database, resistance * scale, sources, engine).cost, once * scale)


def test_results_have_their_pixel_types_and_lie_on_the_tiles(shared_database):
    rows = shared_database.execute(
        """
        with tiles (rasters) as (
            values (array[
                sinkbase.drawn_raster('1 1'), sinkbase.drawn_raster('1', '32BF', 1000, 2000)])
        )
        select m.tile_id, st_bandpixeltype(m.cost), st_bandpixeltype(m.nearest),
            st_bandpixeltype(m.back_link), st_srid(m.cost), st_upperleftx(m.back_link)
        from tiles
        cross join lateral sinkbase.cumulative_resistance(array[7, 3], rasters, rasters) as m
        """
    ).fetchall()
    assert rows == [
        (7, "64BF", "32BUI", "8BUI", 2328, 0),
        (3, "64BF", "32BUI", "8BUI", 2328, 2000),
    ]


def test_no_array_gives_no_row(shared_database):
    query = "select count(*) from sinkbase.cumulative_resistance(array[1], null, null)"
    assert shared_database.execute(query).fetchone() == (0,)


@both
def test_a_transaction_may_ask_twice_and_nothing_is_left_behind(shared_database, engine):
    resistance, sources = random_world((6, 6), 1)
    with shared_database.transaction():
        first = field(shared_database, resistance, sources, engine)
        second = field(shared_database, resistance, sources, engine)
        left = shared_database.execute(
            "select relname from pg_class where relpersistence = 't' and relname ~ 'sinkbase'"
        ).fetchall()
    np.testing.assert_array_equal(first.cost, second.cost)
    assert left == []


def test_sessions_do_not_disturb_each_other(shared_database):
    worlds = [random_world((40, 40), seed) for seed in range(4)]

    def solve(world):
        conninfo = shared_database.info.dsn
        with psycopg.connect(conninfo, autocommit=True) as connection:
            return [field(connection, *world, "pgrouting").cost for _ in range(3)]

    with ThreadPoolExecutor(4) as pool:
        for world, costs in zip(worlds, pool.map(solve, worlds), strict=True):
            for cost in costs:
                agree(cost, by_scikit_image(world[0], world[1] > 0))


def test_newer_versions_of_pgrouting_give_the_same(database):
    resistance, sources = random_world((20, 20), 2)
    database.execute(
        "create or replace function public.pgr_version() returns text"
        " language sql as $$select '4.0.1'$$"
    )
    got = field(database, resistance, sources, "pgrouting")
    agree(got.cost, by_scikit_image(resistance, sources > 0))


def ask(connection, resistance, sources, engine="raster", ids=(1,)):
    return connection.execute(
        """
        select *
        from sinkbase.cumulative_resistance(%s::integer[], %s::raster[], %s::raster[], %s)
        """,
        (list(ids), resistance, sources, engine),
    ).fetchall()


@pytest.mark.parametrize(
    ("resistance", "sources", "message"),
    [
        ("1 1", "0 .", "no cell is a source"),
        (". 1", "1 0", "no cell is a source"),
        (". .", "1 1", "no cell is a source"),
        ("1 0 -2", "1 0 0", r"2 cells .* not positive and finite, e.g. 0 in row 1, column 2 "),
        ("1 1 / inf 1", "1 0 / 0 0", r"1 cells .* e.g. inf in row 2, column 1"),
        ("1e-12 1e12 1e12", "1 0 0", "differ too much"),
        ("1 1", "0.5 1", "sources holds 0.5: ids are whole numbers"),
        ("1 1", "-3 1", "sources holds -3: ids are whole numbers"),
        ("1 1", "1 0 0", "not aligned"),
    ],
)  # fmt: skip
@both
def test_worlds_without_an_answer_are_refused(
    shared_database, engine, resistance, sources, message
):
    drawings = [
        shared_database.execute("select sinkbase.drawn_raster(%s, '64BF')::text", (d,)).fetchone()
        for d in (resistance, sources)
    ]
    with pytest.raises(psycopg.Error, match=f"^plpy.Error: cumulative_resistance: .*{message}"):
        ask(shared_database, *map(list, drawings), engine)


def test_tiles_that_do_not_fit_are_refused(shared_database):
    here = tiles(shared_database, np.ones((1, 2)), "64BF")
    elsewhere = shared_database.execute(
        "select sinkbase.drawn_raster('1 1', '64BF', 1000, 500)::text"
    ).fetchone()
    oblong = shared_database.execute(
        "select st_setscale(sinkbase.drawn_raster('1 1'), 1000, -500)::text"
    ).fetchone()
    for resistance, sources, ids, message in [
        (here, list(elsewhere), [1], "tile 1 of sources is not aligned"),
        (here, here, [1, 2], "2 tile ids for 1 tiles of resistance"),
        (here * 2, here, [1, 2], "2 tile ids for 1 tiles of sources"),
        ([*here, *elsewhere], [*here, *elsewhere], [1, 2], "do not lie on one grid"),
        ([None], here, [8], "resistance of tile 8 is null"),
        (list(oblong), list(oblong), [1], "cells of 1000 x 500: expected squares"),
        ([], [], [], "no tile"),
    ]:
        with pytest.raises(psycopg.Error, match=f"^plpy.Error: cumulative_resistance: .*{message}"):
            ask(shared_database, resistance, sources, ids=ids)


def test_an_engine_that_is_not_there_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="engine is 'grass', expected 'auto', 'pgrouting'"):
        field(shared_database, np.ones((1, 2)), np.ones((1, 2)), "grass")
