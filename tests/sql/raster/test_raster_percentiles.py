"""sinkbase.raster_percentiles: percentiles of the values of several tiles."""

import numpy as np
import psycopg
import pytest


def percentiles(connection, drawings, shares):
    return connection.execute(
        """
        select sinkbase.raster_percentiles(
            array(select sinkbase.drawn_raster(d, '64BF') from unnest(%s::text[]) as x (d)),
            %s::double precision[])
        """,
        (drawings, shares),
    ).fetchone()[0]


def test_values_of_several_tiles_are_one_population(shared_database):
    assert percentiles(shared_database, ["10 20", ". 30"], [0.0, 0.25, 1.0]) == [10, 15, 30]


def test_as_numpy_says(shared_database):
    values = np.random.default_rng(3).normal(size=200)
    drawing = " ".join(map(repr, values.tolist()))
    assert percentiles(shared_database, [drawing], [0.01, 0.99]) == pytest.approx(
        np.percentile(values, [1, 99]), abs=1e-12
    )


def test_without_a_value_there_is_none(shared_database):
    assert percentiles(shared_database, ["."], [0.5]) == [None]
    assert percentiles(shared_database, [], [0.5]) == [None]


def test_a_share_is_no_percentage(shared_database):
    with pytest.raises(psycopg.Error, match=r"raster_percentiles: shares \[99.0\]: expected"):
        percentiles(shared_database, ["1"], [99.0])
