"""A reader who is idle in a transaction keeps nobody waiting for ever, and is named."""

import re
import threading
import time

import numpy as np
import psycopg
import pytest

from sinkbase.database import connection as sinkbase_database
from sinkbase.database.blocking import blockers, patient, seconds_to_wait
from sinkbase.errors import SinkbaseError


@pytest.fixture
def idler(database):
    """A login whose transaction, in which it does nothing, has read a table."""
    database.execute("create table public.kept as select 1 as number")
    database.execute("alter table public.kept owner to sinkbase_builder")
    database.execute("create role sinkbase_test_idler login superuser")
    try:
        with psycopg.connect(database.info.dsn) as it:
            it.execute("set session authorization sinkbase_test_idler")
            it.execute("table public.kept")
            yield it
    finally:
        database.execute("drop role sinkbase_test_idler")


def named(idler: psycopg.Connection) -> str:
    return (
        rf"\w+ \(server process {idler.info.backend_pid}, idle in transaction "
        r"since \d\d:\d\d:\d\d, \d{4}-\d\d-\d\d\)"
    )


def test_who_waits_is_told_whom_for_and_readers_behind_it_go_on(idler, database, monkeypatch):
    monkeypatch.setenv("SINKBASE_LOCK_SECONDS", "1")
    began = time.monotonic()
    behind = []

    def read() -> None:
        time.sleep(0.5)  # behind the one who waits for the exclusive lock
        with psycopg.connect(database.info.dsn) as reader:
            reader.execute("table public.kept")
        behind.append(time.monotonic() - began)

    reading = threading.Thread(target=read)
    reading.start()
    with (
        sinkbase_database.connect_as_builder() as builder,
        pytest.raises(SinkbaseError) as told,
        patient(builder, "the load of region drawn"),
    ):
        builder.execute("drop table public.kept")
    reading.join()
    expected = r"the load of region drawn waited 1 s for a table that is locked by "
    assert re.match(expected + named(idler) + r"\. Ask them", str(told.value))
    assert 0.9 < behind[0] < 3
    idler.rollback()


def test_the_remedy_of_the_message_works(idler, database):
    waiting = sinkbase_database.connect_as_builder(autocommit=True)
    dropping = threading.Thread(target=waiting.execute, args=["drop table public.kept"])
    dropping.start()
    with sinkbase_database.connect_as_builder(autocommit=True) as builder:
        while not (found := blockers(builder, waiting.info.backend_pid)):
            time.sleep(0.05)
    assert re.fullmatch(named(idler), found[0])
    database.execute("select pg_terminate_backend(%s)", [idler.info.backend_pid])
    idler.close()
    dropping.join(5)
    assert database.execute("select to_regclass('public.kept')").fetchone() == (None,)
    waiting.close()


def test_a_load_names_the_reader_and_leaves_the_layer_as_it_was(
    world, load, cells, database, monkeypatch
):
    world.raster("dem.tif", np.full((3, 4), 500), "int16", nodata=-32768)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    monkeypatch.setenv("SINKBASE_LOCK_SECONDS", "0.5")
    world.raster("dem.tif", np.full((3, 4), 600), "int16", nodata=-32768)
    with psycopg.connect(database.info.dsn) as reader:
        reader.execute("table drawn_raw.elevation")
        with pytest.raises(SinkbaseError, match=r"the load of region drawn waited 0\.5 s for"):
            load()
    assert cells("elevation")[0, 0] == 500
    assert "elevation" in load().loaded
    assert cells("elevation")[0, 0] == 600


@pytest.mark.parametrize("text", ["soon", "0", "-1", "1e9"])
def test_a_time_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("SINKBASE_LOCK_SECONDS", text)
    with pytest.raises(SinkbaseError, match=f"SINKBASE_LOCK_SECONDS={text}: expected"):
        seconds_to_wait()


def test_builders_may_be_idle_and_their_queries_end_with_them(database):
    with sinkbase_database.connect_as_builder() as builder:
        shown = {
            name: builder.execute(f"show {name}").fetchone()[0]
            for name in (
                "idle_in_transaction_session_timeout",
                "idle_session_timeout",
                "client_connection_check_interval",
            )
        }
    assert list(shown.values()) == ["0", "0", "1s"]


def test_readers_may_not_ask_who_blocks(database):
    database.execute("set role sinkbase_reader")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.execute("select * from sinkbase.blockers(1)")
