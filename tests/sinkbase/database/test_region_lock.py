"""One run a region: others are told who it is, and no run goes on without its lock or its make."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from sinkbase.database.region_lock import held
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT

HOLDER = """
import subprocess, sys, time
from sinkbase.command_line import run
from sinkbase.database.region_lock import held

def app():
    with held("drawn", "transform"):
        child = subprocess.Popen(["sleep", "60"])
        print(child.pid, flush=True)
        try:
            time.sleep(60)
        finally:
            time.sleep(float(sys.argv[1]))

run(app, "nothing half-done was kept")
"""


@contextmanager
def holder(*before: str, slow: float = 0):
    """A process that holds the region's lock for a minute, and the number of a child of it."""
    command = [*before, sys.executable, "-c", HOLDER, str(slow)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        child = int(process.stdout.readline() or pytest.fail(process.stderr.read()))
        try:
            yield process, child
        finally:
            process.kill()
            for pid in filter(runs, [child]):
                os.kill(pid, signal.SIGKILL)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def end_of(process: subprocess.Popen, seconds: float) -> tuple[int, str]:
    _, told = process.communicate(timeout=seconds)
    return process.returncode, told


def end_backend(database: psycopg.Connection) -> None:
    ended = database.execute(
        "select pg_terminate_backend(backend) from sinkbase.region_builder where region = 'drawn'"
    ).fetchone()
    assert ended == (True,)


def test_a_second_run_is_told_who_builds_since_when(database):
    with holder() as (process, _), pytest.raises(SinkbaseError) as refusal, held("drawn", "load"):
        pass
    told = str(refusal.value)
    where = rf"transform by sinkbase on {os.uname().nodename} \(process {process.pid}\)"
    expected = rf"region drawn is being built: {where} since \d\d:\d\d, \d{{4}}-\d\d-\d\d\. "
    assert re.fullmatch(expected + r"Wait for its end, or stop it\.", told)


def test_other_regions_are_free_and_inner_verbs_join(database):
    with holder(), held("other", "build") as outer:
        with held("other", "load") as inner:
            assert inner is outer
        outer.require()
        assert database.execute(
            "select verb from sinkbase.region_builder order by region"
        ).fetchall() == [("transform",), ("build",)]
    assert database.execute("select region from sinkbase.region_builder").fetchall() == [("drawn",)]


def test_a_killed_holder_leaves_the_lock_free_at_once(database):
    with holder() as (process, _):
        process.send_signal(signal.SIGKILL)
        process.wait()
        began = time.monotonic()
        while True:  # the server reads the end of the socket
            try:
                with held("drawn", "load"):
                    break
            except SinkbaseError:
                assert time.monotonic() - began < 1
        row = database.execute("select * from sinkbase.region_builder").fetchall()
        assert row == []


@pytest.mark.parametrize("slow", [0, 60])
def test_a_holder_whose_lock_is_lost_ends_in_three_seconds_with_its_children(database, slow):
    with holder(slow=slow) as (process, child):
        end_backend(database)
        code, told = end_of(process, 3)
        assert code == 2
        assert told.startswith("error: the lock of region drawn is lost: the server ended the conn")
        assert "Traceback" not in told
        assert not runs(child)


def test_a_run_whose_make_was_killed_ends_by_itself(database, tmp_path):
    """A make within a make: the outer one is killed, and is then nobody's child that waits."""
    script = tmp_path / "holder.py"
    script.write_text(HOLDER)
    run = f"{sys.executable} {script} 0"
    make = tmp_path / "Makefile"
    make.write_text(f"outer:\n\t@$(MAKE) -f {make} inner; true\ninner:\n\t@{run}; true\n")
    with subprocess.Popen(
        ["make", "--no-print-directory", "-f", make, "outer"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "MAKEFLAGS": "", "MAKELEVEL": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        child = int(process.stdout.readline())
        process.kill()
        _, told = process.communicate(timeout=30)
    assert "error: the transform of region drawn was stopped, because the `make` that" in told
    assert not runs(child)
    with held("drawn", "load"):
        pass


def test_readers_neither_see_nor_take_the_lock(database):
    database.execute("set role sinkbase_reader")
    for query in (
        "select from sinkbase.region_lock",
        "select from sinkbase.region_lock for update nowait",
        "insert into sinkbase.region_lock values ('drawn')",
        "select from sinkbase.region_builder",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute(query)


def test_a_forked_child_does_not_keep_the_lock(database):
    with held("drawn", "load"):
        pid = os.fork()
        if not pid:
            time.sleep(20)
            os._exit(0)
    try:
        with held("drawn", "export"):
            pass
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
