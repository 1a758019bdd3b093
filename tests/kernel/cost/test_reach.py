"""Searches that end early, on drawn grounds and against searches of whole random worlds."""

import numpy as np
import pytest

from kernel.cost.corridor_cells import narrowest, swaths_of
from kernel.cost.cumulative_resistance import fields_of
from kernel.cost.least_cost import Ground, back_links, least_costs, walk
from kernel.cost.paths import Path, neighbours, paths_between
from kernel.cost.reach import Searcher, boxes
from kernel.raster.drawn_raster import cells_of
from tests.least_cost import random_world


def whole(height, width):
    return slice(0, height), slice(0, width)


def test_a_search_ends_behind_the_sink_that_was_asked_for():
    ground, sinks = Ground(np.ones((1, 9)), 1.0), cells_of("1 0 0 0 2 0 0 0 3").astype("u4")
    sinks = sinks.reshape(1, 9)
    found = Searcher(ground, sinks, 0.25).reach(1, [2], whole(1, 9))
    # 4 to sink 2, and a quarter beyond: 5
    assert found.window == (slice(0, 1), slice(0, 6))
    assert found.costs.tolist() == [[0, 1, 2, 3, 4, 5]]
    assert found.at(0, 4) == 4


def test_a_way_around_that_leaves_the_window_is_found():
    resistance = np.ones((9, 21))
    resistance[1:, 10] = np.inf  # a wall from the lower end up to the first row
    sinks = np.zeros((9, 21), "u4")
    sinks[8, 9], sinks[8, 11] = 1, 2
    ground, box = Ground(resistance, 1.0), (slice(8, 9), slice(9, 10))
    found = Searcher(ground, sinks, 0).reach(1, [2], box)
    # up 7 rows, diagonally to the gap and down again, and 7 rows down
    assert found.at(8, 11) == pytest.approx(14 + 2 * 2**0.5)


def test_boxes_hold_the_cells_of_their_ids():
    ids = cells_of("0 7 0 / 0 0 7 / 9 0 5").astype("u4")
    assert boxes(ids, np.array([5, 7, 8], "u4")) == {
        5: (slice(2, 3), slice(2, 3)),
        7: (slice(0, 2), slice(1, 3)),
    }


def paths_by_whole_searches(ground, sinks, nearest):
    costs = {sink: least_costs(ground, sinks == sink) for sink in np.unique(sinks[sinks > 0])}
    for first, second in neighbours(nearest):
        ends = np.flatnonzero(sinks == second)
        end = ends[np.argmin(costs[first].ravel()[ends])]
        rows, columns = walk(back_links(ground, costs[first]), *divmod(end, sinks.shape[1]))
        cost = costs[first].flat[end]
        yield Path(first, second, cost, rows[::-1], columns[::-1], costs.__getitem__)


def swaths_by_whole_searches(ground, sinks, nearest, tolerance):
    overlap = np.zeros(sinks.shape, int)
    on_path, pinch = np.zeros((2, *sinks.shape), bool)
    for path in paths_by_whole_searches(ground, sinks, nearest):
        there, back = path.reach(path.first), path.reach(path.second)
        swath = there + back <= path.cost * (1 + tolerance + 1e-9)
        swath &= (sinks != path.first) & (sinks != path.second)
        overlap += swath
        if len(path.rows) > 2:
            cells = np.ravel_multi_index((path.rows[1:-1], path.columns[1:-1]), sinks.shape)
            on_path.flat[cells] = True
            progress = np.where(swath, there, 0) - np.where(swath, back, 0)
            pinch.flat[narrowest(swath.ravel(), progress.ravel(), cells, path)] = True
    return overlap, pinch | (on_path & (overlap > 1))


def world(seed):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(2, 90, 2))
    sources = int(rng.integers(2, 30))
    resistance, ids = random_world(shape, seed, rng.choice([0, 0.1, 0.35]), sources)
    if seed % 2:
        resistance = np.round(resistance)  # many ways of the same cost
        resistance[resistance == 0] = 1
    ground = Ground(np.nan_to_num(resistance, nan=np.inf), 30.0)
    sinks = np.where(np.isnan(resistance), 0, ids).astype("u4")
    return ground, sinks, fields_of(ground, sinks)[1]


@pytest.mark.parametrize("seed", range(24))
def test_random_worlds_have_the_paths_and_swaths_of_whole_searches(seed):
    ground, sinks, nearest = world(seed)
    found = sorted(paths_between(ground, sinks, nearest), key=lambda it: (it.first, it.second))
    expected = list(paths_by_whole_searches(ground, sinks, nearest))
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert (one.first, one.second, one.cost) == (other.first, other.second, other.cost)
        np.testing.assert_array_equal(one.rows, other.rows)
        np.testing.assert_array_equal(one.columns, other.columns)
    for tolerance in (0, 0.05, 0.5):
        overlap, pinch = swaths_of(ground, sinks, nearest, tolerance)
        whole_overlap, whole_pinch = swaths_by_whole_searches(ground, sinks, nearest, tolerance)
        np.testing.assert_array_equal(overlap, whole_overlap)
        np.testing.assert_array_equal(pinch, whole_pinch)
