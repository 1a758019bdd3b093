"""Rasters of results: where their tiles lie is registered, overviews follow."""

import psycopg
import pytest

CELLS = "select st_dumpvalues(rast, 1) from wen.nep"
REGISTERED = """
    select st_xmax(extent), scale_x, srid, pixel_types from raster_columns
    where r_table_schema = 'wen' and r_table_name = 'nep'
"""
OVERVIEWS = """
    select o_table_name, r_table_schema::text, r_table_name, overview_factor from raster_overviews
    where o_table_schema = 'wen' order by overview_factor
"""


def test_a_raster_is_registered_in_its_schema(work):
    work.raster("nep", "a", "1 2")
    work.publish()
    assert work.rows(REGISTERED) == [(20, 10, 2328, ["32BF"])]


@pytest.mark.parametrize(
    ("drawing", "cell", "kind"),
    [("3 4 5", 10, "32BF"), ("3 4", 20, "32BF"), ("3 4", 10, "8BUI")],
    ids=["larger", "coarser", "of another type"],
)
def test_another_grid_is_registered_and_the_view_of_others_shows_it(work, drawing, cell, kind):
    work.raster("nep", "a", "1 2")
    work.publish()
    work.connection.execute("create view public.seen as select st_value(rast, 1, 1) from wen.nep")
    before = work.rows("select 'wen.nep'::regclass::oid")
    work.raster("nep", "b", drawing, cell, kind)
    work.publish()
    width = len(drawing.split()) * cell
    assert work.rows(REGISTERED) == [(width, cell, 2328, [kind])]
    assert work.rows("table public.seen") == [(3,)]
    assert work.rows("select 'wen.nep'::regclass::oid") == before


def test_rows_of_the_same_grid_need_no_reader_to_leave(work):
    work.raster("nep", "a", "1 2")
    work.publish()
    with psycopg.connect(work.connection.info.dsn) as reader:
        assert reader.execute("select st_value(rast, 1, 1) from wen.nep").fetchone() == (1,)
        work.raster("nep", "b", "3 4")
        work.publish()
    assert work.rows(CELLS) == [([[3, 4]],)]


def test_overviews_are_published_for_their_raster_and_go_with_its_size(work):
    work.raster("nep", "a", "1 1 2 2 / 1 1 2 2")
    work.build("select sinkbase.make_overviews('wen_work.nep', 3)")
    work.publish()
    assert work.rows(OVERVIEWS) == [("o_2_nep", "wen", "nep", 2), ("o_4_nep", "wen", "nep", 4)]
    assert work.rows("select st_dumpvalues(rast, 1) from wen.o_2_nep") == [([[1, 2]],)]
    assert work.rows("select has_table_privilege('sinkbase_reader', 'wen.o_2_nep', 'select')") == [
        (True,)
    ]
    work.build("drop table wen_work.o_2_nep, wen_work.o_4_nep")
    work.raster("nep", "b", "5 6")
    work.publish()
    assert work.rows(OVERVIEWS) == []
    assert work.rows(CELLS) == [([[5, 6]],)]


def test_a_raster_comes_before_its_overviews_whatever_its_name(work):
    work.raster("pinch_point", "a", "1 1 2 2 / 1 1 2 2")  # after o_2_pinch_point in the alphabet
    work.build("select sinkbase.make_overviews('wen_work.pinch_point', 3)")
    work.publish()
    assert [row[:3] for row in work.rows(OVERVIEWS)] == [
        ("o_2_pinch_point", "wen", "pinch_point"),
        ("o_4_pinch_point", "wen", "pinch_point"),
    ]


def test_an_overview_that_an_earlier_version_left_goes(work):
    work.build("create schema wen; create table wen.nep as select 1 as tile_id, "
               "sinkbase.drawn_raster('1 1 2 2', '32BF', 10, 0, 0, 2328) as rast; "
               "select addrasterconstraints('wen'::name, 'nep'::name, 'rast'::name); "
               "select sinkbase.make_overviews('wen.nep', 3)")  # fmt: skip
    assert len(work.rows(OVERVIEWS)) == 2
    work.raster("nep", "a", "1 2")
    work.publish()
    assert work.rows(OVERVIEWS) == []


def test_a_new_coordinate_system_of_polygons_is_registered_and_views_survive(work):
    sink = "select 1 as sink_id, st_makeenvelope(0, 0, 1, 1, {0})::geometry(polygon, {0}) as geom"
    work.table("sinks", "a", sink.format(2328), "sink_id")
    work.publish()
    work.connection.execute("create view public.seen as select st_srid(geom) from wen.sinks")
    work.table("sinks", "b", sink.format(4326), "sink_id")
    # the builder has to be one of those who may make the view again
    work.connection.execute("alter view public.seen owner to sinkbase_builder; "
                            "grant create on schema public to sinkbase_builder")  # fmt: skip
    work.publish()
    assert work.rows("table public.seen") == [(4326,)]
    assert work.rows(
        "select srid, type from geometry_columns where f_table_schema = 'wen' "
        "and f_table_name = 'sinks'"
    ) == [(4326, "POLYGON")]
