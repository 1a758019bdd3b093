"""A publication that fails leaves the run before whole."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.published_world import RUN

EVERYTHING = """
    select (select array_agg(sinks::text order by id) from wen.sinks as sinks),
        (select array_agg(st_value(rast, 1, 1)) from wen.nep), (select area from wen.bi_sinks),
        (select array_agg(build_number) from wen.build_history),
        (select array_agg(extent::text) from raster_columns where r_table_schema = 'wen'),
        (select array_agg(fingerprint order by name) from wen_work.published),
        obj_description('wen.sinks'::regclass, 'pg_class')
"""


@pytest.fixture
def two_runs(work):
    """One that is published; another that differs in rows, grid, columns, views and comments."""
    work.table("sinks", "a", "select 1 as id, 2::float8 as area", "id")
    work.raster("nep", "a", "1 2")
    work.view("bi_sinks", "select area from sinks")
    work.publish()
    work.table("sinks", "b", "select 'x'::text as id, 3::float8 as area", "id")
    work.build("comment on table wen_work.sinks is 'New.'")
    work.raster("nep", "b", "3 4", 20)
    work.view("bi_sinks", "select area * 2 as area from sinks")
    return work


def test_an_error_at_the_end_leaves_the_former_run(two_runs):
    before = two_runs.rows(EVERYTHING)
    with pytest.raises(psycopg.Error, match="null value"):
        two_runs.publish(software=None)
    assert two_runs.rows(EVERYTHING) == before
    two_runs.publish()
    assert two_runs.rows(EVERYTHING) != before


def test_an_error_in_the_middle_leaves_the_former_run(two_runs):
    before = two_runs.rows(EVERYTHING)
    two_runs.connection.execute(
        """
        create function public.fail() returns event_trigger language plpgsql as
        $$ begin raise exception 'disk on fire'; end $$;
        create event trigger fail on ddl_command_end when tag in ('CREATE VIEW')
        execute function public.fail()
        """
    )
    with pytest.raises(psycopg.Error, match="disk on fire"):
        two_runs.publish()
    assert two_runs.rows(EVERYTHING) == before


def test_a_builder_that_is_ended_before_its_commit_leaves_the_former_run(two_runs):
    before = two_runs.rows(EVERYTHING)
    builder = psycopg.connect(two_runs.connection.info.dsn)
    builder.execute("set role sinkbase_builder")
    builder.execute(
        "select sinkbase.publish('wen', %s::name[], %s::name[], %s)",
        (two_runs.tables, two_runs.views, Jsonb(RUN)),
    )
    two_runs.connection.execute(
        "select pg_terminate_backend(%s, 5000)", (builder.info.backend_pid,)
    )
    with pytest.raises(psycopg.OperationalError):
        builder.commit()
    assert two_runs.rows(EVERYTHING) == before


def test_a_reader_may_not_publish(work):
    with work.login() as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("select sinkbase.publish('wen', '{}', '{}', '{}')")
