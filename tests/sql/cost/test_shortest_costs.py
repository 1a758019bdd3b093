"""sinkbase.shortest_costs: the two calls of pgRouting give the same costs."""

import numpy as np
import psycopg
import pytest

CALLS = ["auto", "pgr_drivingDistance", "pgr_dijkstraCost"]


def costs(connection, drawing, columns, starts, call):
    cells, found = connection.execute(
        """
        select cells, costs from sinkbase.shortest_costs(
            st_aswkb(sinkbase.drawn_raster(%s, '64BF')), %s, 10, %s, %s)
        """,
        (drawing, columns, starts, call),
    ).fetchone()
    pairs = zip(np.frombuffer(cells, ">i8"), np.frombuffer(found, ">f8"), strict=True)
    return {int(cell): float(cost) for cell, cost in pairs if cell}


@pytest.mark.parametrize("call", CALLS)
def test_costs_come_from_the_nearest_start(shared_database, call):
    # cells 1 2 3 4 5; cell 6 is the column of barriers
    got = costs(shared_database, "1 1 3 1 1 inf", 6, [1, 5], call)
    assert got == {1: 0, 2: 10, 3: 30, 4: 10, 5: 0}


@pytest.mark.parametrize("call", CALLS)
def test_barriers_and_cells_out_of_reach_have_no_cost(shared_database, call):
    assert costs(shared_database, "1 1 inf 1 1 inf", 6, [2], call) == {1: 10, 2: 0}


def test_another_call_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="expected auto, pgr_drivingDistance or"):
        costs(shared_database, "1 1 inf", 3, [1], "pgr_bellmanFord")
