"""Views of results, and what others made of results, when columns change."""

import pytest

from tests.published_world import READER

SINKS = "select 1 as sink_id, 2.5::float8 as area_km2"
# the first column is another one now
OTHER = "select 'one'::text as sink_id, 4::float8 as area_km2"


def test_a_published_view_reads_what_is_published(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.view("bi_sinks", "select sink_id, st_srid(st_point(0, 0, 4326)) as srid from sinks")
    work.publish()
    assert work.rows("table wen.bi_sinks") == [(1, 4326)]
    (definition,) = work.rows("select pg_get_viewdef('wen.bi_sinks'::regclass)")[0]
    assert "wen.sinks" in definition
    assert "wen_work" not in definition


def test_a_view_of_views_comes_after_them(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.view("b_areas", "select area_km2 from sinks")
    work.view("a_total", "select sum(area_km2) as total from b_areas")
    work.publish()
    assert work.rows("table wen.a_total") == [(2.5,)]


def test_a_view_of_what_is_no_result_is_refused(work):
    work.build("create table wen_work.between as select 1 as id")
    work.view("bi_sinks", "select id from between")
    with pytest.raises(Exception, match="view bi_sinks reads between, which are no results"):
        work.publish()


def test_a_changed_view_is_replaced_below_the_views_of_others(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.view("bi_sinks", "select sink_id from sinks")
    work.publish()
    work.connection.execute("create view public.seen as select * from wen.bi_sinks")
    before = work.rows("select 'wen.bi_sinks'::regclass::oid")
    work.view("bi_sinks", "select sink_id + 10 as sink_id, area_km2 from sinks")
    work.publish()
    assert work.rows("table wen.bi_sinks") == [(11, 2.5)]
    assert work.rows("table public.seen") == [(11,)]
    assert work.rows("select 'wen.bi_sinks'::regclass::oid") == before


def _theirs(work):
    """A view and one on it, in a schema where builders may make some, with rights and comments."""
    work.connection.execute(
        """
        create schema theirs;
        grant usage, create on schema theirs to sinkbase_builder;
        create view theirs.areas with (security_barrier = true) as
        select area_km2 from wen.sinks;
        create view theirs.total as select sum(area_km2) as total from theirs.areas;
        alter view theirs.areas owner to sinkbase_builder;
        alter view theirs.total owner to sinkbase_builder;
        grant select on theirs.total to pg_monitor;
        comment on view theirs.areas is 'Areas alone.';
        comment on column theirs.total.total is 'Sum.';
        """
    )


def test_with_other_columns_the_views_of_others_are_made_again(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.view("bi_sinks", "select area_km2 from sinks")
    work.publish()
    _theirs(work)
    work.connection.execute("grant select on wen.sinks, wen.bi_sinks to pg_monitor")
    work.view("bi_sinks", "select area_km2 from sinks")
    work.table("sinks", "b", OTHER, "sink_id")
    work.view("bi_sinks", "select area_km2 from sinks")
    work.publish()
    assert work.rows("table wen.sinks") == [("one", 4)]
    assert work.rows("table theirs.total") == [(4,)]
    assert work.rows(
        "select obj_description('theirs.areas'::regclass, 'pg_class'), "
        "col_description('theirs.total'::regclass, 1), "
        "(select reloptions from pg_class where oid = 'theirs.areas'::regclass)"
    ) == [("Areas alone.", "Sum.", ["security_barrier=true"])]
    assert (
        work.rows(
            "select has_table_privilege('pg_monitor', name, 'select') from unnest("
            "array['theirs.total', 'wen.sinks', 'wen.bi_sinks']) as name"
        )
        == [(True,)] * 3
    )


def test_a_view_on_a_column_that_is_gone_is_named_with_it_and_the_old_run_stays(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    _theirs(work)
    work.table("sinks", "b", "select 1 as sink_id, 9::float8 as area_hm2", "sink_id")
    with pytest.raises(Exception) as refused:
        work.publish()
    assert "view theirs.areas of sinkbase_builder stands on wen.sinks" in str(refused.value)
    assert "column sinks.area_km2 does not exist" in str(refused.value)
    assert "of it change: area_km2" in str(refused.value)
    assert work.rows("table wen.sinks") == [(1, 2.5)]
    assert work.rows("table theirs.total") == [(2.5,)]


def test_a_view_that_the_builder_may_not_touch_is_named_with_its_login(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    with work.login() as reader:
        reader.execute(f"create view {READER}.mine as select sink_id from wen.sinks")
    work.table("sinks", "b", OTHER, "sink_id")
    with pytest.raises(
        Exception,
        match=rf"view {READER}\.mine of {READER} stands on wen\.sinks, "
        r"of which change: sink_id",
    ):
        work.publish()
    assert work.rows(f"table {READER}.mine") == [(1,)]


def test_a_materialized_view_of_others_comes_back_with_its_index(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.connection.execute(
        "create schema theirs authorization sinkbase_builder; set role sinkbase_builder; "
        "create materialized view theirs.kept as select area_km2 from wen.sinks; "
        "create unique index on theirs.kept (area_km2); reset role"
    )
    work.table("sinks", "b", OTHER, "sink_id")
    work.publish()
    assert work.rows("table theirs.kept") == [(4,)]
    assert work.rows("select indexname from pg_indexes where schemaname = 'theirs'") == [
        ("kept_area_km2_idx",)
    ]


def test_a_result_may_become_a_view_and_a_table_again(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.table("areas", "a", "select 1::float8 as area_km2")
    work.publish()
    work.build("drop table wen_work.areas")
    work.tables.remove("areas")
    work.view("areas", "select area_km2 from sinks")
    work.publish()
    assert work.rows("table wen.areas") == [(2.5,)]
    work.build("drop view wen_work.areas")
    work.views.remove("areas")
    work.table("areas", "b", "select 3::float8 as area_km2")
    work.publish()
    assert work.rows("table wen.areas") == [(3,)]


def test_a_view_that_is_no_result_any_more_goes(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.view("bi_sinks", "select area_km2 from sinks")
    work.publish()
    work.views.remove("bi_sinks")
    work.publish()
    assert work.rows("select to_regclass('wen.bi_sinks')") == [(None,)]
