"""sinkbase.lookup: codes replaced by a table."""

import psycopg
import pytest


def lookup(connection, drawing, codes, values, pixel_type="32BF"):
    return connection.execute(
        """
        select st_dumpvalues(
            sinkbase.lookup(sinkbase.drawn_raster(%s, '16BUI'), %s, %s, %s), 1)
        """,
        (drawing, codes, values, pixel_type),
    ).fetchone()[0]


def test_each_code_becomes_its_value(shared_database):
    result = lookup(shared_database, "3 1 / 2 300", [1, 2, 3, 300], [0.5, 52.25, 0.0, 7.0])
    assert result == [[0, 0.5], [52.25, 7]]


def test_a_code_without_a_row_is_missing(shared_database):
    assert lookup(shared_database, "1 9 .", [1], [2.0]) == [[2, None, None]]


def test_a_null_value_is_missing(shared_database):
    assert lookup(shared_database, "1 2", [1, 2], [None, 4.0]) == [[None, 4]]


def test_an_empty_table_makes_all_missing(shared_database):
    assert lookup(shared_database, "1 2", [], []) == [[None, None]]


def test_a_code_given_twice_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="given twice"):
        lookup(shared_database, "1 2", [1, 1], [1.0, 2.0])


def test_arrays_of_two_lengths_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="2 codes for 1 replacements"):
        lookup(shared_database, "1 2", [1, 2], [1.0])
