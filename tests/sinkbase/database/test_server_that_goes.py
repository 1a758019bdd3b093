"""Each verb whose session the server ends in the middle says so in words: no traceback, code 2."""

import numpy as np
import psycopg
import pytest

from sinkbase import server_errors
from tests.dbt.test_settings_reach_the_models import LAYERS
from tests.drawn_region import region_settings, write_raw
from tests.ended import GONE, told_after_the_end
from tests.own_cluster import own_cluster


def test_load(database, world):
    world.raster("dem.tif", np.full((3, 4), 500), "int16", nodata=-32768)
    world.layers["elevation"] = {"path": "dem.tif"}
    where = ["--region-file", str(world.write()), "--data", str(world.data)]
    told = told_after_the_end(database, "create schema drawn_raw", "loaders", "load", *where)
    assert GONE in told
    assert "Layers loaded before it are kept" in told


@pytest.fixture
def raw(database, tmp_path):
    region = region_settings(tmp_path)
    write_raw(database, region, LAYERS)
    return str(region.file)


def test_transform_before_dbt_works(database, raw):
    lock = "lock table drawn_raw.load_log in access exclusive mode"
    command = ["sinkbase", "transform", "--region-file", raw]
    assert GONE in told_after_the_end(database, lock, *command)


def test_transform_while_dbt_works(database, raw):
    lock = "lock table drawn_raw.elevation in access exclusive mode"
    command = ["sinkbase", "transform", "--region-file", raw]
    told = told_after_the_end(database, lock, *command)
    assert "in the middle of the work" in told
    assert "make build REGION=drawn" in told


def test_doctor(database):
    lock = "lock table pg_catalog.pg_description in access exclusive mode"
    assert GONE in told_after_the_end(database, lock, "sinkbase", "doctor")


def test_server_up_while_it_installs(database):
    database.execute("comment on schema sinkbase is 'Sinkbase: functions; version old'")
    lock = "select pg_advisory_lock(hashtextextended('sinkbase install', 0))"
    told = told_after_the_end(database, lock, "sinkbase", "server", "up")
    assert "sql/install.sql failed: " in told
    assert "terminating connection due to administrator command" in told


@pytest.mark.parametrize(
    ("lock", "verb"),
    [
        ("pg_catalog.pg_description in access exclusive", ["listen"]),
        ("pg_catalog.pg_authid in share row exclusive", ["login", "gis"]),
    ],
)
def test_serve_db_and_login(lock, verb):
    with own_cluster() as own:
        assert own.loaders("server", "listen", "127.0.0.1:54399").returncode == 0
        url = own.loaders("server", "url").stdout.strip()
        with psycopg.connect(url, autocommit=True) as connection:
            home = {"SINKBASE_HOME": str(own.home)}
            command = ["sinkbase", "server", *verb]
            command += ["127.0.0.1:54399"] if verb == ["listen"] else []
            told = told_after_the_end(connection, f"lock table {lock} mode", *command, **home)
        assert GONE in told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.DiskFull("x"), "The disk of the server is full"),
        (psycopg.errors.QueryCanceled("x"), "alter role ... set statement_timeout = 0"),
        (psycopg.errors.LockNotAvailable("x"), "Somebody keeps it locked"),
        (psycopg.InterfaceError("the connection is closed"), GONE),
    ],
)
def test_other_ends_have_their_own_words(error, told):
    assert told in (server_errors.told(error) or "")


def test_a_mistake_of_the_program_is_no_words_of_the_server():
    assert server_errors.told(psycopg.errors.UndefinedTable("x")) is None
    assert server_errors.told(ValueError("x")) is None
