"""Readers beside a publication: they see one run, wait for nothing long, and are named."""

import threading
import time

import psycopg
import pytest
from psycopg.types.json import Jsonb

from sinkbase.database import connection as database
from tests.published_world import RUN

TOTALS = "select (select sum(area) from wen.sinks), (select area from wen.summary)"


def _run(work, fingerprint, *areas):
    """A table and the sum that stands beside it."""
    rows = ", ".join(f"({number}, {area}::float8)" for number, area in enumerate(areas))
    work.table("sinks", fingerprint, f"select * from (values {rows}) as sinks (id, area)", "id")
    work.table("summary", fingerprint, f"select {sum(areas)}::float8 as area")


def _open(work):
    """A connection that is in the middle of a publication, as a builder."""
    builder = psycopg.connect(work.connection.info.dsn)
    builder.execute("set role sinkbase_builder")
    builder.execute(
        "select sinkbase.publish('wen', %s::name[], %s::name[], %s)",
        (work.tables, work.views, Jsonb(RUN)),
    )
    return builder


def test_readers_see_one_run_before_and_after_the_end_of_the_transaction(work):
    _run(work, "a", 1, 2)
    work.publish()
    _run(work, "b", 10, 20, 30)
    with psycopg.connect(work.connection.info.dsn) as repeatable, work.login() as committed:
        repeatable.execute("set transaction isolation level repeatable read")
        assert repeatable.execute("select area from wen.summary").fetchone() == (3,)
        with _open(work) as builder:
            assert committed.execute(TOTALS).fetchone() == (3, 3)
            assert repeatable.execute(TOTALS).fetchone() == (3, 3)
            assert committed.execute("select build_number from wen.build").fetchone() == (1,)
            builder.commit()
        assert committed.execute(TOTALS).fetchone() == (60, 60)
        assert repeatable.execute(TOTALS).fetchone() == (3, 3)
        assert committed.execute("select build_number from wen.build").fetchone() == (2,)
        assert repeatable.execute("select build_number from wen.build").fetchone() == (1,)


def test_no_reader_ever_sees_two_runs_and_none_fails(work):
    for table in ("nep", "npp"):
        work.raster(table, "0", "0 0")
    work.publish()
    look = "select st_value(nep.rast, 1, 1), st_value(npp.rast, 1, 1) from wen.nep, wen.npp"
    seen, errors, done = set(), [], threading.Event()

    def read() -> None:
        with psycopg.connect(work.connection.info.dsn, autocommit=True) as reader:
            while not done.is_set():
                try:
                    with reader.transaction():
                        reader.execute("set transaction isolation level repeatable read")
                        seen.add(reader.execute(look).fetchone())
                        seen.add(reader.execute(look).fetchone())
                except psycopg.Error as error:
                    errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 9):  # every other run lies on another grid
            for table in ("nep", "npp"):
                work.raster(table, str(number), f"{number} {number}", 10 * (1 + number % 2))
            work.publish()
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert all(nep == npp for nep, npp in seen)
    assert work.rows(look) == [(8, 8)]


@pytest.fixture
def impatient(work):
    work.connection.execute("set sinkbase.lock_wait = '1s'")


def test_a_reader_idle_in_a_transaction_is_named_where_it_is_in_the_way(work, impatient):
    work.raster("nep", "a", "1 2")
    work.publish()
    work.raster("nep", "b", "3 4", 20)
    with work.login() as reader:
        reader.execute("begin")
        reader.execute("select count(*) from wen.nep")
        started = time.monotonic()
        with pytest.raises(psycopg.errors.LockNotAvailable, match=r"wen\.nep is in use") as refused:
            work.publish()
        assert time.monotonic() - started < 4
        assert f"login {reader.info.user} (process {reader.info.backend_pid}) " in str(
            refused.value
        )
        assert "idle in transaction since 20" in str(refused.value)
        assert work.rows("select st_value(rast, 1, 1) from wen.nep") == [(1,)]
        reader.execute("rollback")
    work.publish()
    assert work.rows("select st_value(rast, 1, 1) from wen.nep") == [(3,)]


def test_who_is_in_the_way_holds_up_no_other_reader(work):
    work.raster("nep", "a", "1 2")
    work.publish()
    work.raster("nep", "b", "3 4", 20)
    with psycopg.connect(work.connection.info.dsn) as idle, work.login() as other:
        idle.execute("select count(*) from wen.nep")
        builder = threading.Thread(target=work.publish)
        builder.start()
        waits = []
        for _ in range(20):
            started = time.monotonic()
            other.execute("select count(*) from wen.nep")
            waits.append(time.monotonic() - started)
            time.sleep(0.03)
        assert builder.is_alive()
        idle.rollback()
        builder.join()
    assert max(waits) < 0.9
    assert work.rows("select st_value(rast, 1, 1) from wen.nep") == [(3,)]


def test_a_reader_cannot_ask_who_reads(work):
    with work.login() as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("select * from sinkbase.who_locks(array[1::oid])")


def test_a_builder_learns_since_when_others_are_idle(work):
    work.table("sinks", "a", "select 1 as id")
    work.publish()
    with work.login() as reader, database.connect_as_builder() as builder:
        reader.execute("begin")
        reader.execute("select * from wen.sinks")
        row = builder.execute(
            "select login, state, since > now() - interval '1 minute' from "
            "sinkbase.who_locks(array['wen.sinks'::regclass::oid])"
        ).fetchone()
        assert row == (reader.info.user, "idle in transaction", True)
