"""Tables of results: what a publication writes, and what it leaves."""

import pytest

from tests.published_world import READER

SINKS = "select * from (values (1, 2.5::float8), (2, 4)) as sinks (sink_id, area_km2)"
IDENTITY = "select oid, relfilenode from pg_class where oid = 'wen.sinks'::regclass"


def test_a_first_publication_makes_schema_tables_keys_comments_and_rights(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.build("comment on table wen_work.sinks is 'One row per sink.'")
    work.build("comment on column wen_work.sinks.area_km2 is 'Area. Unit: km2.'")
    work.build("create index on wen_work.sinks (area_km2)")
    assert work.publish() == 1
    assert work.rows("table wen.sinks") == [(1, 2.5), (2, 4)]
    assert work.rows(
        "select obj_description('wen.sinks'::regclass), col_description('wen.sinks'::regclass, 2), "
        "obj_description('wen'::regnamespace, 'pg_namespace')"
    ) == [("One row per sink.", "Area. Unit: km2.", "Sinkbase: results of region wen")]
    assert work.rows("select indexname from pg_indexes where schemaname = 'wen' "
                     "and tablename = 'sinks' order by 1") == [
        ("sinks_area_km2_idx",), ("sinks_pkey",),
    ]  # fmt: skip
    with work.login() as reader:
        assert reader.execute("select count(*) from wen.sinks").fetchone() == (2,)
        assert reader.execute("select build_number from wen.build").fetchone() == (1,)
        with pytest.raises(Exception, match="permission denied"):
            reader.execute("table wen_work.sinks")


def test_rows_are_replaced_in_a_table_that_stays_itself(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.connection.execute("create view public.seen as select sum(area_km2) as all from wen.sinks")
    before = work.rows(IDENTITY)
    work.table("sinks", "b", "select 7 as sink_id, 8::float8 as area_km2", "sink_id")
    assert work.publish() == 2
    assert work.rows("table wen.sinks") == [(7, 8)]
    assert work.rows("table public.seen") == [(8,)]
    assert work.rows(IDENTITY) == before


def test_a_table_made_from_the_same_is_not_touched(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    before = work.rows("select xmin::text, * from wen.sinks")
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    assert work.rows("select xmin::text, * from wen.sinks") == before


@pytest.mark.parametrize("harm", ["truncate wen.sinks", "drop table wen.sinks"])
def test_a_table_that_somebody_emptied_or_dropped_is_published_again(work, harm):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.connection.execute(harm)
    work.publish()
    assert work.rows("table wen.sinks") == [(1, 2.5), (2, 4)]


def test_new_columns_at_the_end_are_added_below_the_views_of_others(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.connection.execute("create view public.seen as select * from wen.sinks")
    before = work.rows("select 'wen.sinks'::regclass::oid")
    work.table("sinks", "b", f"select sinks.*, 'x'::text as name from ({SINKS}) as sinks",
               "sink_id")  # fmt: skip
    work.build("alter table wen_work.sinks alter name set not null")
    work.publish()
    assert work.rows("table wen.sinks") == [(1, 2.5, "x"), (2, 4, "x")]
    assert work.rows("table public.seen") == [(1, 2.5), (2, 4)]
    assert work.rows("select 'wen.sinks'::regclass::oid") == before


def test_a_table_that_is_no_result_any_more_goes(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.table("old", "a", "select 1 as id")
    work.publish()
    work.tables.remove("old")
    work.publish()
    assert work.rows("select to_regclass('wen.old')") == [(None,)]
    assert work.rows("select name from wen_work.published") == [("sinks",)]


def test_one_on_which_a_view_of_others_stands_is_refused_by_name_and_nothing_changes(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.table("old", "a", "select 1 as id")
    work.publish()
    with work.login() as reader:
        reader.execute(f"create view {READER}.mine as select id from wen.old")
    work.tables.remove("old")
    work.table("sinks", "b", "select 7 as sink_id, 8::float8 as area_km2", "sink_id")
    with pytest.raises(Exception, match=rf"view {READER}\.mine of {READER} stands on wen\.old"):
        work.publish()
    assert work.rows("table wen.sinks") == [(1, 2.5), (2, 4)]
    assert work.rows("table wen.build")[0][0] == 1


def test_what_others_keep_in_the_schema_is_left_alone(work):
    work.build("create schema wen")
    work.connection.execute("create table wen.notes as select 1 as id")
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.connection.execute("create view wen.mine as select * from wen.notes")
    work.publish()
    assert work.rows("table wen.mine") == [(1,)]


def test_a_table_of_others_under_the_name_of_a_result_is_refused(work):
    work.build("create schema wen")
    work.connection.execute("create table wen.sinks as select 1 as id")
    work.table("sinks", "a", SINKS, "sink_id")
    with pytest.raises(Exception, match=r"schema wen has already sinks \(of sinkbase\)"):
        work.publish()
    assert work.rows("table wen.sinks") == [(1,)]


def test_what_an_earlier_version_built_in_place_is_taken_over(work):
    work.build("create schema wen; create table wen.sinks (sink_id integer primary key, "
               "area_km2 float8); insert into wen.sinks values (9, 9)")  # fmt: skip
    before = work.rows("select 'wen.sinks'::regclass::oid")
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    assert work.rows("table wen.sinks") == [(1, 2.5), (2, 4)]
    assert work.rows("select 'wen.sinks'::regclass::oid") == before


def test_comments_and_rights_follow_though_the_rows_are_the_same(work):
    work.table("sinks", "a", SINKS, "sink_id")
    work.publish()
    work.build("comment on column wen_work.sinks.sink_id is 'Number.'")
    work.build("revoke select on wen.sinks from sinkbase_reader")
    work.publish()
    assert work.rows("select col_description('wen.sinks'::regclass, 1), "
                     "has_table_privilege('sinkbase_reader', 'wen.sinks', 'select')") == [
        ("Number.", True)
    ]  # fmt: skip


def test_a_result_that_was_not_built_is_named(work):
    work.tables = ["sinks"]
    with pytest.raises(Exception, match="schema wen_work lacks sinks"):
        work.publish()
