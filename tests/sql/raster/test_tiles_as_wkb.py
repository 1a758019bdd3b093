"""sinkbase.tiles_as_wkb: what PostGIS itself writes, one for each raster, in their order."""

import psycopg


def test_the_order_of_the_rasters_stays(shared_database: psycopg.Connection) -> None:
    row = shared_database.execute(
        """
        select
            sinkbase.tiles_as_wkb(array[drawn.late, drawn.early, null]),
            array[st_aswkb(drawn.late), st_aswkb(drawn.early), null]
        from (
            select sinkbase.drawn_raster('9') as late, sinkbase.drawn_raster('1 2') as early
        ) as drawn
        """
    ).fetchone()
    assert row is not None
    assert row[0] == row[1]


def test_no_rasters_are_no_tiles_and_null_stays_null(shared_database: psycopg.Connection) -> None:
    row = shared_database.execute(
        "select sinkbase.tiles_as_wkb('{}'::raster[]), sinkbase.tiles_as_wkb(null)"
    ).fetchone()
    assert row == ([], None)
