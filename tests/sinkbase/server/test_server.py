"""The private server: made once, started when needed, whole again after a kill."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from sinkbase.database import cluster
from sinkbase.database.cluster import Cluster
from sinkbase.errors import SinkbaseError
from sinkbase.server import server
from tests.own_cluster import OwnCluster, own_cluster


@pytest.fixture(scope="module")
def own():
    with own_cluster() as it:
        yield it


def ask(own: OwnCluster, query: str):
    conninfo = own.loaders("server", "url").stdout.strip()
    with psycopg.connect(conninfo) as connection:
        return connection.execute(query).fetchone()[0]


def test_up_makes_starts_and_installs_and_up_again_changes_nothing(own):
    first = own.loaders("server", "up")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Installed the functions" in first.stdout
    postmaster = own.postmaster
    again = own.loaders("server", "up")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert own.postmaster == postmaster


def test_url_is_one_line_that_libpq_understands(own):
    own.loaders("server", "up")
    answer = own.loaders("server", "url")
    assert answer.stdout.count("\n") == 1
    with psycopg.connect(answer.stdout.strip()) as connection:
        assert connection.info.dbname == "sinkbase"
        assert connection.info.user == "sinkbase"


def test_no_tcp_port_is_open_and_the_folder_is_closed_to_others(own):
    own.loaders("server", "up")
    assert ask(own, "show listen_addresses") == ""
    assert (own.home / "server").stat().st_mode & 0o077 == 0


def test_a_killed_server_comes_back_with_its_data(own):
    own.loaders("server", "up")
    conninfo = own.loaders("server", "url").stdout.strip()
    with psycopg.connect(conninfo) as connection:
        connection.execute("create table public.kept as select 7 as number")
        connection.execute("set synchronous_commit to on")
    os.kill(own.postmaster, signal.SIGKILL)
    again = own.loaders("server", "up")
    assert (again.returncode, again.stderr) == (0, "")
    assert ask(own, "select number from public.kept") == 7


def test_a_server_killed_in_a_running_query_comes_back(own):
    own.loaders("server", "up")
    conninfo = own.loaders("server", "url").stdout.strip()
    busy = psycopg.connect(conninfo, autocommit=True)
    with psycopg.connect(conninfo, autocommit=True) as other:
        busy.pgconn.send_query(b"select pg_sleep(4)")
        busy.pgconn.flush()
        time.sleep(0.3)
        assert other.info.backend_pid
        os.kill(own.postmaster, signal.SIGKILL)
        again = own.loaders("server", "up")
    assert (again.returncode, again.stderr) == (0, "")
    assert ask(own, "select 1") == 1


def test_down_stops_and_down_again_is_no_mistake(own):
    own.loaders("server", "up")
    assert own.loaders("server", "down").stdout == "Server stopped.\n"
    again = own.loaders("server", "down")
    assert (again.returncode, again.stdout) == (0, "The server was not running.\n")


def test_an_interrupted_initdb_is_made_again(own):
    own.loaders("server", "down")
    half = own.pgdata.rename(own.pgdata.with_name("pgdata.unfinished"))
    (half / "PG_VERSION").unlink()
    again = own.loaders("server", "up")
    assert (again.returncode, again.stderr) == (0, "")


def test_a_server_that_cannot_start_says_why_at_once(own):
    own.loaders("server", "up")
    own.loaders("server", "down")
    hba = own.pgdata / "pg_hba.conf"
    good = hba.read_text()
    hba.write_text("nonsense\n")
    began = time.monotonic()
    failed = own.loaders("server", "up")
    hba.write_text(good)
    assert failed.returncode == 2
    assert "does not start" in failed.stderr
    assert "pg_hba.conf" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert time.monotonic() - began < 20


def test_a_strict_umask_and_a_path_with_spaces_and_chinese_do_no_harm(own):
    home = own.home / "我 的 (x)"
    before = os.umask(0o077)
    try:
        up = own.loaders("server", "up", SINKBASE_HOME=str(home))
        assert (up.returncode, up.stderr) == (0, "")
        url = own.loaders("server", "url", SINKBASE_HOME=str(home)).stdout.strip()
        assert subprocess.run(["psql", url, "-tAc", "select 1"], check=True).returncode == 0
    finally:
        os.umask(before)
        own.loaders("server", "down", SINKBASE_HOME=str(home))
    with (home / "server" / "pgdata" / "postgresql.conf").open("a") as settings:
        settings.write("nonsense\n")
    up = own.loaders("server", "up", SINKBASE_HOME=str(home))
    assert up.returncode == 2
    assert re.search(r"ends with:\n20\d\d-", up.stderr)  # the log's lines are whole


def test_a_folder_that_cannot_be_made_is_named(own):
    (own.home / "file").write_text("")
    failed = OwnCluster(own.home / "file").loaders("server", "up")
    assert failed.returncode == 2
    assert failed.stderr.startswith("error: the folder ")
    assert "SINKBASE_HOME" in failed.stderr


def test_a_long_path_puts_the_socket_into_tmp(monkeypatch):
    monkeypatch.setenv("SINKBASE_HOME", "/srv/" + "x" * 80)
    it = server.cluster()
    assert it.sockets.parent == Path("/tmp")
    assert it.home == Path("/srv/" + "x" * 80 + "/server")


def test_a_comma_in_the_path_puts_the_socket_into_tmp(monkeypatch):
    monkeypatch.setenv("SINKBASE_HOME", "/srv/a,b")
    assert server.cluster().sockets.parent == Path("/tmp")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to the user postgres")
def test_root_runs_it_as_postgres_where_that_user_may_go(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("SINKBASE_HOME", str(closed))
    it = server.cluster()
    assert it.user == "postgres"
    assert it.home.parent == Path("/var/lib/sinkbase")


def test_an_ordinary_user_runs_it_under_their_own_name(monkeypatch):
    monkeypatch.setattr(cluster.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("SINKBASE_HOME", "/srv/own")
    assert server.cluster() == Cluster(Path("/srv/own/server"), Path("/srv/own/server/run"), None)


def test_a_cluster_of_another_user_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(cluster.os, "geteuid", lambda: 54321)
    with pytest.raises(SinkbaseError, match=r"belongs to another user .* SINKBASE_HOME"):
        cluster.require_own(Cluster(tmp_path, tmp_path, None), tmp_path)


def test_a_user_id_without_a_name_is_refused(monkeypatch):
    monkeypatch.setattr(server.os, "geteuid", lambda: 54321)
    monkeypatch.setenv("SINKBASE_HOME", "/srv/own")
    with pytest.raises(SinkbaseError, match="54321 has no name"):
        server.up()
