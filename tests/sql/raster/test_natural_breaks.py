"""sinkbase.natural_breaks against brute force and against kmeans1d."""

from itertools import combinations

import kmeans1d
import numpy as np
import psycopg
import pytest


def natural_breaks(connection, drawings, classes):
    return connection.execute(
        """
        select class, lower_limit, upper_limit, cells, sum_of_squares, goodness_of_variance_fit
        from sinkbase.natural_breaks(
            array(select sinkbase.drawn_raster(d, '64BF') from unnest(%s::text[]) as x (d)), %s)
        order by class
        """,
        (drawings, classes),
    ).fetchall()


def draw(values):
    return " ".join(repr(float(value)) for value in values)


def squares(values):
    return float(np.sum((values - np.mean(values)) ** 2)) if len(values) else 0.0


def brute_force(values, classes):
    """The least sum of squares over all ways to cut the sorted distinct values."""
    values = np.sort(values)
    distinct = np.unique(values)
    best = np.inf
    for cuts in combinations(distinct[1:], classes - 1):
        parts = np.split(values, np.searchsorted(values, cuts))
        best = min(best, sum(squares(part) for part in parts))
    return best


def test_three_obvious_groups_by_hand(shared_database):
    # means 2, 11, 30.5; squares 2, 2, 0.5; all nine about their mean 12.5: see the fit
    rows = natural_breaks(shared_database, ["1 2 . / 3 10 11 / 12 30 31"], 3)
    assert [row[:5] for row in rows] == [
        (1, 1, 3, 3, 2),
        (2, 3, 12, 3, 2),
        (3, 12, 31, 2, 0.5),
    ]
    values = np.array([1, 2, 3, 10, 11, 12, 30, 31])
    assert rows[0][5] == pytest.approx(1 - 4.5 / squares(values))


def test_values_of_several_tiles_are_one_population(shared_database):
    rows = natural_breaks(shared_database, ["1 30 2", "31 . 29", "3 . ."], 2)
    assert [row[:4] for row in rows] == [(1, 1, 3, 3), (2, 3, 31, 3)]


def test_a_tie_is_never_cut(shared_database):
    rows = natural_breaks(shared_database, [draw([5] * 50 + [5.001] + [9] * 3)], 2)
    assert [row[3] for row in rows] == [51, 3]


@pytest.mark.parametrize("seed", range(12))
def test_small_random_sets_reach_the_brute_force_optimum(shared_database, seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 12, 20) if seed % 2 else rng.normal(0, 1, 13)
    for classes in (2, 3, 4):
        rows = natural_breaks(shared_database, [draw(values)], classes)
        assert sum(row[4] for row in rows) == pytest.approx(brute_force(values, classes), abs=1e-12)


@pytest.mark.parametrize(("offset", "spread"), [(0, 1), (1e6, 1), (0, 1e-9), (-5, 1e4)])
def test_large_sets_are_no_worse_than_kmeans1d(shared_database, offset, spread):
    rng = np.random.default_rng(7)
    values = offset + spread * np.concatenate(
        [rng.normal(0, 1, 3000), rng.exponential(2, 2000), np.repeat(rng.normal(4, 1, 40), 25)]
    )
    rows = natural_breaks(shared_database, [draw(values)], 5)
    clusters, _ = kmeans1d.cluster(values, 5)
    theirs = sum(squares(values[np.array(clusters) == number]) for number in range(5))
    assert sum(row[4] for row in rows) <= theirs * (1 + 1e-9)
    assert sum(row[3] for row in rows) == len(values)


def test_as_many_classes_as_values_leave_no_squares(shared_database):
    rows = natural_breaks(shared_database, ["4 1 3 2 2"], 4)
    assert [row[2] for row in rows] == [1, 2, 3, 4]
    assert rows[0][5] == 1


def test_too_few_different_values_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="2 different values, too few for 5 classes"):
        natural_breaks(shared_database, ["1 1 2"], 5)
    with pytest.raises(psycopg.Error, match="0 different values"):
        natural_breaks(shared_database, [". ."], 2)


def test_fewer_classes_are_made_on_request(shared_database):
    query = """
        select class, upper_limit from sinkbase.natural_breaks(
            array[sinkbase.drawn_raster(%s)], 5, or_fewer => true) order by class
    """
    rows = shared_database.execute(query, ("3 1 1 .",)).fetchall()
    assert rows == [(1, 1), (2, 3)]
    assert shared_database.execute(query, (". .",)).fetchall() == []
