"""What the publication says when the database refuses it."""

from pathlib import Path

import psycopg
import pytest

from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region, read_region
from sinkbase.transform.publish import publish
from tests.drawn_region import region_settings
from tests.published_world import RUN, Work


@pytest.fixture
def region(tmp_path: Path) -> Region:
    file = region_settings(tmp_path).file
    file = file.rename(tmp_path / "wen.toml")
    file.write_text(file.read_text().replace('"drawn"', '"wen"'))
    return read_region(file)


@pytest.fixture
def work(database: psycopg.Connection) -> Work:
    it = Work(database)
    it.table("sinks", "a", "select 1 as id", "id")
    it.publish()
    it.table("sinks", "b", "select 'x'::text as id", "id")
    return it


def refusal(region: Region, work: Work, **run: object) -> str:
    with database.connect_as_builder() as connection, pytest.raises(SinkbaseError) as refused:
        connection.execute("set sinkbase.lock_wait = '1s'")
        publish(connection, region, work.tables, work.views, RUN | run)
    assert work.rows("table wen.sinks") == [(1,)]
    return str(refused.value)


def test_the_number_of_the_run_comes_back_and_layers_have_names(region, work) -> None:
    with database.connect_as_builder() as connection:
        layers = {"npp": "c" * 64}
        assert publish(connection, region, work.tables, work.views, RUN | {"layers": layers}) == 2
    assert work.rows("table wen.sinks") == [("x",)]
    assert work.rows("select title, title_zh from wen.bi_changes where kind = 'layer'") == [
        ("net primary production", "净初级生产力")
    ]


def test_a_reader_in_the_way_is_named_and_its_end_is_the_remedy(region, work) -> None:
    with psycopg.connect(work.connection.info.dsn) as reader:
        reader.execute("select * from wen.sinks")
        told = refusal(region, work)
        assert f"login {reader.info.user} (process {reader.info.backend_pid})" in told
    assert "idle in transaction since" in told
    assert "make build REGION=wen" in told
    with database.connect_as_builder() as connection:
        assert publish(connection, region, work.tables, work.views, RUN) == 2


def test_a_foreign_key_of_others_is_told_with_its_remedy(region, work) -> None:
    work.table("sinks", "c", "select 5 as id", "id")
    work.connection.execute("create table public.theirs (id integer references wen.sinks)")
    work.connection.execute("insert into public.theirs values (1)")
    assert "A table of others refers to rows" in refusal(region, work)
    work.connection.execute("alter table public.theirs drop constraint theirs_id_fkey")
    with database.connect_as_builder() as connection:
        publish(connection, region, work.tables, work.views, RUN)
    assert work.rows("table wen.sinks") == [(5,)]


def test_a_view_in_the_way_is_told_with_its_column(region, work) -> None:
    work.connection.execute("create view public.mine as select id from wen.sinks")
    told = refusal(region, work)
    assert "view public.mine of sinkbase stands on wen.sinks, of which change: id" in told
    work.connection.execute("drop view public.mine")
    with database.connect_as_builder() as connection:
        publish(connection, region, work.tables, work.views, RUN)


def test_a_server_that_goes_away_is_told_in_words(region, work) -> None:
    work.connection.execute(
        "create function public.die() returns event_trigger language plpgsql security definer as "
        "$$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); end $$; "
        "create event trigger die on ddl_command_end execute function public.die()"
    )
    told = refusal(region, work)
    assert told.startswith("the server ended the connection while the results of region wen")
