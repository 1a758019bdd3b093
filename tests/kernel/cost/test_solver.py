"""The marks of the grid's edges, held to scikit-image's own, and that they are taken."""

import tracemalloc

import numpy as np
import pytest
from skimage.graph import MCP_Geometric, _mcp

from kernel.cost.solver import EDGE_MAPS, edge_maps, solver_of

NEIGHBOURS = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if r or c]


def test_steps_lead_out_of_the_last_row_and_the_first():
    after, before = edge_maps((3, 2), NEIGHBOURS)
    assert after.tolist() == [[[0, 0], [0, 0], [1, 1]], [[0, 1], [0, 1], [0, 1]]]
    assert before.tolist() == [[[-1, -1], [0, 0], [0, 0]], [[-1, 0], [-1, 0], [-1, 0]]]


@pytest.mark.parametrize(
    ("shape", "offsets"),
    [
        *(((rows, columns), NEIGHBOURS) for rows, columns in ((1, 1), (1, 5), (2, 2), (4, 7))),
        ((4, 7), [(-2, 0), (1, 1), (0, 2)]),
    ],
)
def test_the_marks_are_those_of_scikit_image(shape, offsets):
    its_own = getattr(_mcp, EDGE_MAPS)(shape, offsets)
    for ours, its in zip(edge_maps(shape, offsets), its_own, strict=True):
        np.testing.assert_array_equal(ours, its)
        assert ours.dtype == its.dtype


def test_a_solver_takes_less_than_40_bytes_a_cell():
    resistance = np.ones((1000, 1000))
    tracemalloc.start()
    solver = solver_of(MCP_Geometric, resistance, 1.0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40 * resistance.size
    assert solver.find_costs([(0, 0)])[0][0, 999] == 999
