"""sinkbase.make_overviews: smaller copies of big rasters."""

import pytest


@pytest.fixture
def big(database):
    """A raster of 6 x 4 cells in two tiles; 1 in the left half, 2 in the right."""
    database.execute(
        """
        create table public.big as
        select 1 as tile_id, sinkbase.drawn_raster('1 1 1 / 1 1 1 / 1 1 1 / 1 1 1', '8BUI') as rast
        union all
        select 2, sinkbase.drawn_raster('2 2 2 / 2 2 2 / 2 2 2 / 2 2 2', '8BUI', left_x => 3000)
        """
    )
    database.execute("select addrasterconstraints('public'::name, 'big'::name, 'rast'::name)")
    return database


def overviews(database):
    rows = database.execute(
        """
        select o_table_name, overview_factor from raster_overviews
        where r_table_name = 'big' order by overview_factor
        """
    )
    return [tuple(row) for row in rows]


def make(database, cells):
    return database.execute("select sinkbase.make_overviews('public.big', %s)", (cells,)).fetchone()


def test_a_small_raster_gets_none(big):
    assert make(big, 6) == (0,)
    assert overviews(big) == []


def test_a_big_raster_is_halved_until_it_is_small(big):
    assert make(big, 5) == (2,)
    assert overviews(big) == [("o_2_big", 2), ("o_4_big", 4)]
    cells = big.execute(
        "select (st_metadata(st_union(rast))).width, (st_metadata(st_union(rast))).height"
        " from public.o_2_big"
    ).fetchone()
    assert cells == (3, 2)


def test_codes_stay_codes(big):
    make(big, 5)
    counts = big.execute(
        "select distinct (st_valuecount(rast, 1)).value from public.o_2_big order by 1"
    ).fetchall()
    assert [value for (value,) in counts] == [1, 2]


def test_run_again_it_makes_the_same_and_removes_what_is_too_many(big):
    make(big, 5)
    make(big, 5)
    assert len(overviews(big)) == 2
    make(big, 100)
    assert overviews(big) == []


def test_an_unregistered_table_is_refused(database):
    database.execute("create table public.big as select sinkbase.drawn_raster('1') as rast")
    with pytest.raises(Exception, match="no raster column with a registered extent"):
        make(database, 5)
