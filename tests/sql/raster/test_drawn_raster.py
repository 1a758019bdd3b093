"""sinkbase.drawn_raster: what other tests draw with."""

import psycopg
import pytest


def test_a_drawing_lies_where_it_is_told(shared_database):
    row = shared_database.execute(
        """
        select st_width(r), st_height(r), st_upperleftx(r), st_upperlefty(r), st_scalex(r),
               st_scaley(r), st_srid(r), st_bandpixeltype(r), st_dumpvalues(r, 1)
        from (select sinkbase.drawn_raster('1 2 3 / 4 . 6', '8BUI', 500, 100, 900, 4492)) as d (r)
        """
    ).fetchone()
    assert row == (3, 2, 100, 900, 500, -500, 4492, "8BUI", [[1, 2, 3], [4, None, 6]])


def test_rows_of_different_length_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match=r"rows of \[2, 3\] cells"):
        shared_database.execute("select sinkbase.drawn_raster('1 2 / 3 4 5')")
