"""sinkbase.ensure_work: the schema for work, and that of an older version kept aside."""


def test_work_of_an_older_version_is_kept_for_the_views_on_it(database):
    database.execute("set role sinkbase_builder")
    database.execute("create schema old; create schema old_work")
    database.execute("create table old_work.titles as select 1 as title")
    database.execute("create view old.names as select title from old_work.titles")
    database.execute("select sinkbase.ensure_work('old')")
    assert database.execute("table old.names").fetchall() == [(1,)]
    assert database.execute("table old_work.built_nodes").fetchall() == []
    assert database.execute("select to_regclass('old_work.titles')").fetchone() == (None,)
    database.execute("select sinkbase.ensure_work('old')")  # a second time changes nothing
    assert database.execute("table old.names").fetchall() == [(1,)]
