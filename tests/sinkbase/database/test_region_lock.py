"""The lock of a region: one holder, told by name; it ends with its process, and a loss ends it."""

import os
import re
import signal
import subprocess
import sys
import time
from textwrap import dedent

import psycopg
import pytest

from sinkbase.database.region_lock import held
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT

HOLDER = dedent(
    """
    import sys, time
    from sinkbase.command_line import run
    from sinkbase.database.region_lock import held
    def main():
        with held("drawn", "build"):
            print("held", flush=True)
            time.sleep(60)
    import typer
    app = typer.Typer()
    app.command()(main)
    run(app, "nothing is left")
    """
)


def holder(**environment: str) -> subprocess.Popen[str]:
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "held\n"
    return run


def test_the_second_is_told_who_builds_and_since_when(database: psycopg.Connection) -> None:
    run = holder()
    with (
        pytest.raises(
            SinkbaseError,
            match=rf"drawn is being built by another run: build by sinkbase on .+ "
            rf"\(process {run.pid}\) since \d\d:\d\d, 20\d\d-",
        ),
        held("drawn", "load"),
    ):
        pass
    with held("other", "load"):  # another region is free
        pass
    run.kill()
    run.communicate()


def test_a_killed_holder_leaves_the_region_free(database: psycopg.Connection) -> None:
    run = holder()
    run.send_signal(signal.SIGKILL)
    run.communicate()
    deadline = time.monotonic() + 5
    while True:
        try:
            with held("drawn", "load"):
                return
        except SinkbaseError:  # the server notices within a second
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_who_loses_the_lock_ends_with_a_word(database: psycopg.Connection) -> None:
    run = holder()
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where state = 'idle in transaction' and datname = current_database()"
    )
    _, told = run.communicate(timeout=10)
    assert run.returncode == 2
    assert re.match(r"error: the run of region drawn has lost its lock .*make build", told, re.S)
    assert "Traceback" not in told


def test_a_run_whose_make_is_gone_ends(database: psycopg.Connection) -> None:
    script = f"{sys.executable} -c '{HOLDER}' & sleep 60"
    shell = subprocess.Popen(
        ["sh", "-c", script],
        cwd=ROOT,
        env=os.environ | {"MAKELEVEL": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert shell.stdout is not None
    assert shell.stdout.readline() == "held\n"
    shell.send_signal(signal.SIGKILL)
    shell.wait()
    with pytest.raises(SinkbaseError), held("drawn", "load"):
        pass
    deadline = time.monotonic() + 10
    while True:
        try:
            with held("drawn", "load"):
                break
        except SinkbaseError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    os.killpg(shell.pid, signal.SIGKILL)


def test_the_same_process_may_hold_it_again(database: psycopg.Connection) -> None:
    with held("drawn", "build") as outer, held("drawn", "load") as inner:
        assert inner is outer


@pytest.mark.parametrize(
    "query",
    [
        "select * from sinkbase.region_lock for update",
        "select * from sinkbase.region_builder",
        "insert into sinkbase.region_lock values ('drawn')",
    ],
)
def test_a_reader_can_neither_take_nor_see_it(database: psycopg.Connection, query: str) -> None:
    with database.transaction(force_rollback=True):
        database.execute("set local role sinkbase_reader")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.transaction():
            database.execute(query)
