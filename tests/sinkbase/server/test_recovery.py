"""After a kill the server is joined when it has mended itself, or started anew."""

import os
import signal
import time

import psycopg
import pytest

from sinkbase.database.cluster import Cluster
from sinkbase.server import logs
from tests.own_cluster import OwnCluster, own_cluster

SECONDS = 15  # of a shared machine; a former version gave up after 60
LONG = b"do language plpython3u $$ import time; time.sleep(90) $$"


@pytest.fixture(scope="module")
def own():
    with own_cluster() as it:
        assert it.loaders("server", "up").returncode == 0
        yield it


def busy(own: OwnCluster, query: bytes) -> psycopg.Connection:
    """A connection whose query runs on: Python in the server heeds no interrupt."""
    it = psycopg.connect(own.url("sinkbase", "sinkbase"), autocommit=True)
    it.pgconn.send_query(query)
    it.pgconn.flush()
    time.sleep(0.5)
    return it


def comes_up(own: OwnCluster) -> None:
    began = time.monotonic()
    up = own.loaders("server", "up")
    assert (up.returncode, up.stderr) == (0, "")
    assert time.monotonic() - began < SECONDS
    with psycopg.connect(own.url("sinkbase", "sinkbase")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.fixture(autouse=True)
def let_the_owner_in(own, monkeypatch):
    """The address of the private server, as `make url` prints it."""
    url = own.loaders("server", "url").stdout.strip()
    monkeypatch.setattr(OwnCluster, "url", lambda *_: url)


@pytest.mark.parametrize("query", [b"select pg_sleep(90)", LONG])
def test_a_killed_backend_is_mended_by_the_server_itself_and_joined(own, query):
    postmaster = own.postmaster
    for _ in range(3):  # once before the server has seen it, once while it recovers, or after
        os.kill(busy(own, query).info.backend_pid, signal.SIGKILL)
        comes_up(own)
    assert own.postmaster == postmaster


@pytest.mark.parametrize("query", [b"select pg_sleep(90)", LONG])
def test_a_killed_server_comes_back_though_a_query_holds_on(own, query):
    postmaster = own.postmaster
    backend = busy(own, query).info.backend_pid
    os.kill(postmaster, signal.SIGKILL)
    comes_up(own)
    assert own.postmaster not in (postmaster, backend)


def test_a_server_that_is_stopped_while_it_recovers_is_stopped(own):
    os.kill(busy(own, LONG).info.backend_pid, signal.SIGKILL)
    assert own.loaders("server", "down").stdout == "Server stopped.\n"
    comes_up(own)


def test_another_cluster_that_has_the_number_of_a_dead_server_is_left_alone(own):
    """As after a restart of the machine: the lock file names a process of another server."""
    with own_cluster() as other:
        assert other.loaders("server", "up").returncode == 0
        own.loaders("server", "down")
        (own.pgdata / "postmaster.pid").write_text(f"{other.postmaster}\n{own.pgdata}\n")
        comes_up(own)
        assert own.postmaster != other.postmaster
        assert other.loaders("server", "down").stdout == "Server stopped.\n"


def test_the_log_has_a_file_a_day_of_the_week(own):
    comes_up(own)
    with psycopg.connect(own.url("sinkbase", "sinkbase"), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("table nothing_of_this_name")
        shown = {
            name: connection.execute(f"show {name}").fetchone()[0]
            for name in ("log_rotation_age", "log_truncate_on_rotation", "log_filename")
        }
    assert shown == {
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_filename": "server-%a.log",
    }
    (today,) = (own.home / "server" / "log").iterdir()
    assert 'relation "nothing_of_this_name" does not exist' in today.read_text()
    assert today.stat().st_mode & 0o077 == 0


def test_a_file_that_grew_too_large_is_emptied_and_kept_once(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MOST_BYTES", 6)
    it = Cluster(tmp_path, tmp_path, None)
    it.log_folder.mkdir()
    day = it.log_folder / "server-Mon.log"
    for written in ("first!!", "second!"):
        day.write_text(written)
        logs.bound(it)
    assert day.read_text() == ""
    former = it.log_folder / "server-Mon.log.former"
    assert former.read_text() == "econd!"
    day.write_text("third")
    logs.bound(it)
    assert (day.read_text(), former.read_text()) == ("third", "econd!")
    marks = logs.marks(it)
    day.write_text("third, and on")
    assert logs.since(it, marks) == ", and on"
