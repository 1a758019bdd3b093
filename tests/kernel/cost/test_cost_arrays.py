"""Least costs, links, paths and swaths on drawn grounds, and against scikit-image and SciPy."""

import numpy as np
import pytest
import shapely

from kernel.cost.corridor_cells import swaths_of
from kernel.cost.cumulative_resistance import choose, cumulative_resistance, fields_of, pgrouting
from kernel.cost.grid import read
from kernel.cost.least_cost import NO_PATH, Ground, back_links, least_costs, solve, walk
from kernel.cost.paths import neighbours, paths_between
from kernel.cost.sink_corridors import line, sink_corridors
from kernel.errors import KernelError
from kernel.raster.drawn_raster import cells_of, drawn_raster
from kernel.raster.wkb import decode
from tests.least_cost import by_scikit_image, by_scipy, random_world

ROOT_2 = 2**0.5


def ground(drawing, cell_size=1.0):
    return Ground(np.nan_to_num(cells_of(drawing), nan=np.inf), cell_size)


def ids(drawing):
    return cells_of(drawing).astype("u4")


def tile(drawing, pixel_type="64BF"):
    return bytes.fromhex(drawn_raster(drawing, pixel_type, 1000, 0, 0, 2328))


def test_a_wall_makes_the_path_go_around():
    cost, nearest, link = fields_of(ground("1 1 1 / 1 . 1 / 1 1 1"), ids("5 0 0 / 0 0 0 / 0 0 0"))
    np.testing.assert_allclose(
        cost, [[0, 1, 2], [1, np.inf, 1 + ROOT_2], [2, 1 + ROOT_2, 2 + ROOT_2]]
    )
    np.testing.assert_array_equal(nearest, ids("5 5 5 / 5 0 5 / 5 5 5"))
    assert link[1, 1] == NO_PATH
    assert link[0].tolist() == [0, 4, 4]


def test_links_lead_back_to_the_source():
    it = ground("1 9 1 / 1 9 1 / 1 1 1")
    cost = least_costs(it, cells_of("1 0 0 / 0 0 0 / 0 0 0") > 0)
    rows, columns = walk(back_links(it, cost), 0, 2)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [
        *((0, 2), (1, 2), (2, 1), (1, 0), (0, 0))
    ]


@pytest.mark.parametrize("seed", range(6))
def test_random_worlds_cost_what_scikit_image_and_scipy_say(seed):
    resistance, sources = random_world((9, 12), seed)
    is_source = (sources > 0) & ~np.isnan(resistance)
    cost = least_costs(Ground(np.nan_to_num(resistance, nan=np.inf), 1000), is_source)
    known = np.where(np.isinf(cost), np.nan, cost)
    np.testing.assert_allclose(known, by_scikit_image(resistance, sources > 0), rtol=1e-12)
    np.testing.assert_allclose(known, by_scipy(resistance, sources > 0), rtol=1e-9)


def test_no_source_is_refused():
    with pytest.raises(KernelError, match="no cell is a source"):
        fields_of(ground("1 1"), ids("0 0"))


def test_resistances_that_differ_too_much_are_refused():
    it = ground("1e-14 1e6 1e6")
    with pytest.raises(KernelError, match="a step over the lowest is lost"):
        back_links(it, least_costs(it, cells_of("1 0 0") > 0))


def test_the_engine_is_chosen_by_name_and_size():
    assert choose("raster", 1, None) is solve
    assert choose("auto", 100_001, None) is solve
    assert choose("auto", 100_000, None) is not solve
    assert choose("pgrouting", 10**9, None) is not solve
    with pytest.raises(KernelError, match="engine is 'dijkstra'"):
        choose("dijkstra", 1, None)


def test_what_pgrouting_is_asked_and_answers():
    asked = []

    def search(grid, columns, cell_size, starts):
        asked.append((decode(grid)[0].tolist(), columns, cell_size, starts))
        return {
            "cells": np.array([0, 1, 2], ">i8").tobytes(),
            "costs": np.array([0, 0, 7.5], ">f8").tobytes(),
        }

    cost = pgrouting(search)(cells_of("1 2").reshape(1, 2), 30.0, np.array([[True, False]]))
    assert asked == [([[1, 2, np.inf]], 3, 30.0, [1])]
    assert cost.tolist() == [[0, 7.5]]


def test_rows_are_tiles_with_missing_where_no_path_leads():
    rows = cumulative_resistance([8], [tile("1 1 . 1")], [tile("3 0 0 0", "32BUI")], "raster", None)
    (tile_id, cost, nearest, link), *others = rows
    assert (tile_id, others) == (8, [])
    np.testing.assert_array_equal(decode(cost)[0], cells_of("0 1000 . ."))
    np.testing.assert_array_equal(decode(nearest)[0], cells_of("3 3 . ."))
    np.testing.assert_array_equal(decode(link)[0], cells_of("0 4 . ."))


@pytest.mark.parametrize(
    ("resistance", "sinks", "message"),
    [
        (
            "0 1",
            "1 0",
            "e.g. 0 in row 1, column 1 of the grid",
        ),
        ("1 1", "1.5 0", "sinks holds 1.5: ids are whole numbers"),
        ("1 1", "1 0 0", "tile 4 of sinks is not aligned"),
    ],
)
def test_a_ground_that_is_none_is_refused(resistance, sinks, message):
    with pytest.raises(KernelError, match=message):
        read([4], resistance=[tile(resistance)], sinks=[tile(sinks)])


def test_zones_that_touch_at_a_corner_are_neighbours():
    assert neighbours(ids("1 1 / 3 2")) == [(1, 2), (1, 3), (2, 3)]
    assert neighbours(ids("1 0 2")) == []


def test_a_path_runs_from_the_lower_id_to_the_other():
    (path,) = paths_between(ground("1 1 1 1"), ids("2 0 0 1"), ids("2 2 1 1"))
    assert (path.first, path.second, path.cost) == (1, 2, 3)
    assert path.columns.tolist() == [3, 2, 1, 0]
    with pytest.raises(KernelError, match="nearest names sink 2, which has no cell"):
        list(paths_between(ground("1 1"), ids("1 0"), ids("1 2")))


def test_a_line_is_ewkb_and_as_long_as_shapely_says():
    ewkb, length = line(np.array([0.0, 3.0, 3.0]), np.array([0.0, 4.0, 5.0]), 2328)
    shape = shapely.from_wkb(ewkb)
    assert shapely.get_srid(shape) == 2328
    assert shape.wkt == "LINESTRING (0 0, 3 4, 3 5)"
    assert length == shape.length == 6
    ((first, second, cost, metres, _),) = sink_corridors(
        [1], [tile("1 1 1")], [tile("1 0 2")], [tile("1 1 2")]
    )
    assert (first, second, cost, metres) == (1, 2, 2000, 2000)


def test_a_swath_holds_the_detours_up_to_the_tolerance():
    # straight through the middle costs 4; over the upper row 2 root 2 + 2 = 4.83, 21 % more
    it = ground("1 1 1 1 1 / 1 1 1 1 1 / . . . . .")
    sinks = ids("0 0 0 0 0 / 1 0 0 0 2 / 0 0 0 0 0")
    nearest = ids("1 1 1 2 2 / 1 1 1 2 2 / 0 0 0 0 0")
    overlap, pinch = swaths_of(it, sinks, nearest, 0.05)
    np.testing.assert_array_equal(overlap, ids("0 0 0 0 0 / 0 1 1 1 0 / 0 0 0 0 0"))
    np.testing.assert_array_equal(pinch, overlap)
    overlap, _ = swaths_of(it, sinks, nearest, 0.21)
    np.testing.assert_array_equal(overlap[0], [0, 1, 1, 1, 0])
    with pytest.raises(KernelError, match="the tolerance is -1"):
        swaths_of(it, sinks, nearest, -1)
