"""sinkbase.classify: intervals closed at one end."""

import psycopg
import pytest


def classify(connection, drawing, limits, classes, closed):
    return connection.execute(
        "select st_dumpvalues(sinkbase.classify(sinkbase.drawn_raster(%s), %s, %s, %s), 1)",
        (drawing, limits, classes, closed),
    ).fetchone()[0]


def test_closed_below_puts_a_limit_into_the_class_above(shared_database):
    result = classify(
        shared_database, "19.99 20 / 40 . / 79 80", [20, 40, 60, 80], [1, 3, 5, 7, 9], "lower"
    )
    assert result == [[1, 3], [5, None], [7, 9]]


def test_closed_above_puts_a_limit_into_the_class_below(shared_database):
    result = classify(shared_database, "0 1 1.5 2 2.5", [1, 2], [1, 2, 3], "upper")
    assert result == [[1, 1, 2, 2, 3]]


def test_no_limit_is_one_class(shared_database):
    assert classify(shared_database, "0 .", [], [4], "lower") == [[4, None]]


@pytest.mark.parametrize(
    ("limits", "classes", "closed", "message"),
    [
        ([1, 2], [1, 2], "lower", "2 limits make 3 classes"),
        ([2, 1], [1, 2, 3], "lower", "must ascend"),
        ([1], [1, 2], "both", "expected 'lower' or 'upper'"),
        ([1], [0, 300], "lower", "do not fit 8BUI"),
    ],
)
def test_mistakes_are_refused(shared_database, limits, classes, closed, message):
    with pytest.raises(psycopg.Error, match=message):
        classify(shared_database, "1 2", limits, classes, closed)
