"""New rows in the place of the old, in a table that stays itself."""

import psycopg
import pytest

TILES = """
    create table public.kept (tile_id integer primary key, rast raster not null);
    create table public.fresh (like public.kept);
    insert into public.kept values (1, sinkbase.drawn_raster('1 2', '32BF', 10, 0, 0, 2328));
"""
REGISTER = "select addrasterconstraints('public'::name, 'kept'::name, 'rast'::name)"
EXTENT = """
    select st_xmax(extent), scale_x, pixel_types from raster_columns where r_table_name = 'kept'
"""


def replace(database, drawing, kind="32BF", cell=10):
    database.execute("truncate public.fresh")
    database.execute(
        "insert into public.fresh values (1, sinkbase.drawn_raster(%s, %s, %s, 0, 0, 2328))",
        (drawing, kind, cell),
    )
    database.execute("select sinkbase.replace_rows('public.kept', 'public.fresh')")
    return [
        list(row) for (row,) in database.execute("select st_dumpvalues(rast, 1) from public.kept")
    ]


def test_the_view_on_the_table_shows_the_new_rows(database):
    database.execute(
        """
        create table public.kept (id integer primary key, "odd name" text);
        create table public.fresh ("odd name" text, id integer primary key);
        insert into public.kept values (1, 'old'), (2, 'gone');
        insert into public.fresh values ('new', 1);
        create view public.seen as select * from public.kept;
        select sinkbase.replace_rows('public.kept', 'public.fresh');
        """
    )
    assert database.execute("table public.seen").fetchall() == [(1, "new")]


def test_rasters_on_the_same_grid_keep_their_constraints(database):
    database.execute(TILES)
    database.execute(REGISTER)
    before = database.execute("select oid from pg_constraint where conname ~ 'rast'").fetchall()
    assert replace(database, "3 4") == [[[3, 4]]]
    after = database.execute("select oid from pg_constraint where conname ~ 'rast'").fetchall()
    assert before == after
    assert database.execute(EXTENT).fetchone() == (20, 10, ["32BF"])


@pytest.mark.parametrize(
    ("drawing", "kind", "cell"),
    [("3 4 5", "32BF", 10), ("3 4", "32BF", 20), ("3 4", "8BUI", 10), ("3", "32BF", 10)],
    ids=["larger", "coarser", "of another type", "smaller"],
)
def test_rasters_that_lie_otherwise_lose_them(database, drawing, kind, cell):
    database.execute(TILES)
    database.execute(REGISTER)
    replace(database, drawing, kind, cell)
    assert database.execute(EXTENT).fetchone() == (None, None, None)
    database.execute(REGISTER)
    width = len(drawing.split()) * cell
    assert database.execute(EXTENT).fetchone() == (width, cell, [kind])


def test_a_reader_neither_waits_nor_loses_what_it_saw(database):
    database.execute(TILES)
    database.execute(REGISTER)
    database.execute("set lock_timeout = '2s'")
    with psycopg.connect(database.info.dsn) as reader:
        reader.execute("set transaction isolation level repeatable read")
        look = "select st_value(rast, 1, 1) from public.kept"
        assert reader.execute(look).fetchone() == (1,)
        replace(database, "3 4")
        assert reader.execute(look).fetchone() == (1,)
        reader.rollback()
        assert reader.execute(look).fetchone() == (3,)
