"""The reader role, logged in by password through the port: every result, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from analysis.results.files import read_manifest
from sinkbase.paths import ROOT

RESULTS = """
    select relname from pg_class
    where relnamespace = 'demo'::regnamespace and relkind in ('r', 'v') order by relname
"""


@pytest.fixture
def reader(port) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**port.reader, autocommit=True) as connection:
        yield connection


def refused(reader: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        reader.execute(statement)


def test_it_came_by_password_over_tcp(reader):
    assert reader.info.host == "127.0.0.1"
    assert reader.pgconn.used_password
    row = reader.execute("select current_user, inet_server_addr()::text").fetchone()
    assert row == ("gis", "127.0.0.1/32")


def test_it_reads_every_result(reader):
    names = [name for (name,) in reader.execute(RESULTS).fetchall()]
    assert len(names) > 40
    for name in names:
        query = sql.SQL("select count(*) from {}").format(sql.Identifier("demo", name))
        reader.execute(query)


def test_it_reads_geometry_raster_comments_and_styles(reader):
    reader.execute("select st_area(geom) from demo.carbon_sinks").fetchall()
    assert reader.execute(
        "select (st_summarystatsagg(rast, 1, true)).mean from demo.nep"
    ).fetchone()
    assert reader.execute("select count(*) from public.layer_styles").fetchone() == (70,)
    told = reader.execute("select obj_description('demo.nep'::regclass)").fetchone()
    assert told[0].startswith("One row per tile")


def test_it_exports_all_files_by_itself(port, tmp_path) -> None:
    """The results tell everything: nothing behind them is asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "export", "--region", "demo", "--out", str(tmp_path)],
        env={name: it for name, it in port.environment.items() if name != "PGDATABASE"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    of_builder = {it["path"]: it["sha256"] for it in read_manifest(port.demo.out)["files"]}
    of_reader = {it["path"]: it["sha256"] for it in read_manifest(tmp_path / "demo")["files"]}
    assert of_reader == of_builder


@pytest.mark.parametrize("schema", ["demo_raw", "demo_work"])
def test_it_sees_nothing_behind_the_results(reader, schema):
    tables = reader.execute(
        "select relname from pg_class where relnamespace = to_regnamespace(%s) and relkind = 'r'",
        (schema,),
    ).fetchall()
    assert tables
    for (name,) in tables:
        refused(reader, f'select * from {schema}."{name}" limit 1')


def test_it_sees_no_record_of_builds(reader):
    refused(reader, "select * from sinkbase.build")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into demo.region_warnings (warning_id) values (99)",
        "update demo.carbon_sinks set name = 'mine'",
        "delete from demo.grid_cells",
        "truncate demo.grid_cells",
        "drop table demo.nep",
        "alter table demo.nep add column x int",
        "create table demo.mine (x int)",
        "create table public.mine (x int)",
        "create schema mine",
        "update public.layer_styles set stylename = 'mine'",
        "insert into public.layer_styles (stylename) values ('mine')",
        "comment on table demo.nep is 'mine'",
        "set role sinkbase_builder",
        "create role friend",
        "copy demo.nep to program 'cat'",
        "select pg_read_file('/etc/passwd')",
    ],
)
def test_it_changes_nothing(reader, statement):
    refused(reader, statement)


def test_it_executes_no_function_of_sinkbase(reader):
    refused(reader, "select sinkbase.map_algebra('1', array['a'], array[null::raster])")
    refused(reader, "select sinkbase._kernel()")
    refused(reader, "do language plpython3u 'pass'")
    refused(reader, "create function pg_temp.f() returns int language plpython3u as 'return 1'")
    allowed = reader.execute(
        """
        select proname from pg_proc
        where
            pronamespace = 'sinkbase'::regnamespace
            and has_function_privilege('gis', oid, 'execute')
        """
    ).fetchall()
    assert allowed == []


def test_no_function_of_an_untrusted_language_is_open_to_it(reader):
    rows = reader.execute(
        """
        select proc.oid::regprocedure from pg_proc as proc
        inner join pg_language as language on proc.prolang = language.oid
        where
            not language.lanpltrusted and language.lanname not in ('internal', 'c')
            and has_schema_privilege('gis', proc.pronamespace, 'usage')
            and has_function_privilege('gis', proc.oid, 'execute')
            -- the handlers of the language itself
            and proc.pronamespace <> 'pg_catalog'::regnamespace
        """
    ).fetchall()
    assert rows == []


def test_results_belong_to_the_builders_and_functions_to_the_owner(demo):
    owners = demo.rows(
        "select distinct tableowner from pg_tables"
        " where schemaname in ('demo', 'demo_raw', 'demo_work')"
    )
    assert [owner for (owner,) in owners] == ["sinkbase_builder"]
    owners = demo.rows(
        "select distinct proowner::regrole::text from pg_proc"
        " where pronamespace = 'sinkbase'::regnamespace"
    )
    assert [owner for (owner,) in owners] == ["sinkbase_owner"]
    assert demo.rows(
        "select nspowner::regrole::text as owner from pg_namespace where nspname = 'sinkbase'"
    ) == [("sinkbase_owner",)]


def test_a_future_result_is_readable(demo):
    demo.connection.execute("set role sinkbase_builder")
    try:
        demo.connection.execute("create table demo.later as select 1 as number")
        assert demo.rows(
            "select has_table_privilege('sinkbase_reader', 'demo.later', 'select') as may"
        ) == [(True,)]
    finally:
        demo.connection.execute("drop table if exists demo.later")
        demo.connection.execute("reset role")


@pytest.mark.parametrize("table", ["grid_cells", "carbon_sinks", "restoration_zones", "corridors"])
def test_a_map_window_is_looked_up_in_the_index(demo, table):
    demo.connection.execute("set enable_seqscan = off")  # a table of few rows is sooner read whole
    try:
        plan = demo.rows(
            f"explain select * from demo.{table}"
            " where geom && st_makeenvelope(14420000, 4560000, 14421000, 4561000, 2328)"
        )
    finally:
        demo.connection.execute("reset enable_seqscan")
    assert f"{table}_geom_idx" in " ".join(line for (line,) in plan)
