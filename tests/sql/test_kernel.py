"""sinkbase.kernel: the text is the installing superuser's, and its modules are real ones."""

import hashlib

import psycopg
import pytest

from sinkbase.paths import ROOT
from sinkbase.server import install

WRITES = [
    "insert into sinkbase.kernel (module, file, source) values ('kernel.evil', 'e.py', '')",
    "update sinkbase.kernel set source = 'import os'",
    "update sinkbase.kernel set code = '\\x00', python = ''",
    "delete from sinkbase.kernel",
    "truncate sinkbase.kernel",
    "drop table sinkbase.kernel",
    "alter table sinkbase.kernel rename to other",
    "alter table sinkbase.kernel owner to current_user",
    "create trigger evil before update on sinkbase.kernel for each row"
    " execute function suppress_redundant_updates_trigger()",
    "create rule evil as on insert to sinkbase.kernel do instead nothing",
    "create policy evil on sinkbase.kernel",
    "create table sinkbase.other (module text)",
    "create function sinkbase.evil() returns void language sql as 'select'",
    "create or replace function sinkbase._kernel() returns void language sql as 'select'",
    "alter function sinkbase._kernel() owner to current_user",
    "drop function sinkbase._kernel()",
    "create function pg_temp.evil() returns void language plpython3u as 'import os'",
    "do language plpython3u 'import os'",
    "set role sinkbase_owner",
    "select sinkbase._compile_kernel()",
]


@pytest.fixture(params=["sinkbase_builder", "sinkbase_reader"])
def somebody(shared_database, request):
    """A connection as a builder or as a reader; nothing of what it does stays."""
    with shared_database.transaction(force_rollback=True):
        shared_database.execute("create role somebody login in role " + request.param)
        shared_database.execute("set local session authorization somebody")
        yield shared_database
        shared_database.execute("reset session authorization")


@pytest.mark.parametrize("statement", WRITES)
def test_nobody_but_who_installs_may_write_the_kernel(somebody, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), somebody.transaction():
        somebody.execute(statement)


def test_a_builder_runs_it_whatever_stands_on_his_search_path(shared_database):
    with shared_database.transaction(force_rollback=True):
        shared_database.execute("create role somebody login in role sinkbase_builder")
        shared_database.execute("set local session authorization somebody")
        shared_database.execute("create temporary table kernel (module text, source text)")
        shared_database.execute("set local search_path = pg_temp, public")
        (value,) = shared_database.execute(
            "select st_value(sinkbase.map_algebra("
            "'a + 1', array['a'], array[sinkbase.drawn_raster('1')]), 1, 1)"
        ).fetchone()
        shared_database.execute("reset session authorization")
    assert value == 2


def test_a_reader_neither_runs_nor_reads_it(shared_database):
    for statement in (
        "select sinkbase._kernel()",
        "select sinkbase.drawn_raster('1')",
        "select source from sinkbase.kernel",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), shared_database.transaction():
            shared_database.execute("set local role sinkbase_reader")
            shared_database.execute(statement)


def test_the_rows_are_the_files_compiled_for_the_servers_python(shared_database):
    rows = shared_database.execute(
        "select file, md5(source), code is not null, python from sinkbase.kernel"
    ).fetchall()
    files = {
        path.relative_to(ROOT).as_posix(): hashlib.md5(path.read_bytes()).hexdigest()
        for path in install.KERNEL.rglob("*.py")
    }
    assert {file: digest for file, digest, *_ in rows} == files
    assert all(is_compiled for _, _, is_compiled, _ in rows)
    assert len({python for *_, python in rows}) == 1


def test_a_mistake_in_the_kernel_is_told_with_file_and_line(shared_database):
    with shared_database.transaction(force_rollback=True):
        shared_database.execute(
            "update sinkbase.kernel set source = E'def classify(*given):\\n    return 1 / 0\\n',"
            " python = 'another' where module = 'kernel.raster.classify'"
        )
        with pytest.raises(psycopg.Error) as error, shared_database.transaction():
            shared_database.execute("select sinkbase._kernel()")
            shared_database.execute(
                "select sinkbase.classify(sinkbase.drawn_raster('1'), '{}', '{1}', 'upper')"
            )
    shared_database.execute("select sinkbase._kernel()")  # the session has the true one again
    assert "classify: ZeroDivisionError: division by zero" in str(error.value)
    told = error.value.diag.message_detail
    assert 'File "kernel/raster/classify.py", line 2, in classify\n    return 1 / 0\n' in told


def test_a_cancelled_query_is_told_as_one(shared_database):
    with (
        pytest.raises(psycopg.errors.QueryCanceled),
        shared_database.transaction(force_rollback=True),
    ):
        shared_database.execute("set local statement_timeout = '200ms'")
        shared_database.execute(
            "select count(*) from sinkbase.cumulative_resistance(array[1],"
            " array[st_addband(st_makeemptyraster(900, 900, 0, 0, 1, -1, 0, 0, 2328),"
            " '32BF'::text, 1, -9999)], array[st_setvalue(st_addband("
            "st_makeemptyraster(900, 900, 0, 0, 1, -1, 0, 0, 2328), '8BUI'::text, 0, 255),"
            " 1, 1, 1)], 'pgrouting')"
        )
