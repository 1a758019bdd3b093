"""sinkbase.grid_edges: the edges of small grids, one by one."""

import numpy as np
import pytest

DIAGONAL = 2**0.5


def edges(connection, resistances, columns, cell_size=10):
    return connection.execute(
        "select id, source, target, cost from sinkbase.grid_edges(%s, %s, %s) order by id",
        ([float(value) for value in resistances], columns, cell_size),
    ).fetchall()


def test_a_square_of_four_cells_has_six_edges(shared_database):
    # 1 3 |   cells 1 2 (3 is the column of barriers)
    # 5 7 |         4 5 (6)
    barrier = np.inf
    got = edges(shared_database, [1, 3, barrier, 5, 7, barrier], 3)
    assert [row[:3] for row in got] == [
        (4, 1, 2),  # east
        (6, 1, 4),  # south
        (7, 1, 5),  # south-east
        (9, 2, 4),  # south-west
        (10, 2, 5),
        (16, 4, 5),
    ]
    expected = [20, 30, 40 * DIAGONAL, 40 * DIAGONAL, 50, 60]
    assert [row[3] for row in got] == pytest.approx(expected, rel=1e-12)


def test_barriers_have_no_edges(shared_database):
    assert edges(shared_database, [1, np.inf, 1, np.inf], 4) == []


def test_one_column_has_edges_down_alone(shared_database):
    got = edges(shared_database, [1, np.inf, 1, np.inf, 1, np.inf], 2)
    assert [row[1:] for row in got] == [(1, 3, 10), (3, 5, 10)]


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (6, 1), (2, 2), (5, 7)])
def test_every_pair_of_neighbours_has_one_edge(shared_database, shape):
    rows, columns = shape
    grid = np.ones((rows, columns + 1))
    grid[:, -1] = np.inf
    got = edges(shared_database, grid.ravel(), columns + 1)
    straight = rows * (columns - 1) + (rows - 1) * columns
    assert sum(row[3] == 10 for row in got) == straight
    assert len(got) == straight + 2 * (rows - 1) * (columns - 1)
    assert len({row[0] for row in got}) == len({row[1:3] for row in got}) == len(got)
