"""Opening the server's port on the loopback address, and the users who log in there."""

import configparser
import os
import socket
import stat
import subprocess
import sys

import psycopg
import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.server import listen
from tests.own_cluster import own_cluster


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def own():
    with own_cluster() as it:
        port = free_port()
        opened = it.loaders("server", "listen", f"127.0.0.1:{port}")
        assert (opened.returncode, opened.stderr) == (0, "")
        assert opened.stdout.endswith(f"listens on 127.0.0.1:{port} for logins by password.\n")
        yield it


def service(own, name: str) -> dict[str, str]:
    services = configparser.RawConfigParser()
    services.read(own.home / "pg_service.conf")
    return dict(services[name])


def as_owner(own):
    url = own.loaders("server", "url").stdout.strip()
    return psycopg.connect(url, autocommit=True)


def test_a_login_gets_in_by_scram_and_its_password_is_in_one_closed_file(own):
    made = own.loaders("server", "login", "gis")
    assert made.returncode == 0, made.stderr
    file = own.home / "pg_service.conf"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    login = service(own, "gis")
    assert login["password"] not in made.stdout
    with psycopg.connect(**login) as connection:
        assert connection.info.user == "gis"
        assert connection.info.host == "127.0.0.1"
    with as_owner(own) as owner:
        stored = owner.execute("select rolpassword from pg_authid where rolname = 'gis'").fetchone()
        assert stored[0].startswith("SCRAM-SHA-256$")
    logs = [path.read_text() for path in (own.home / "server").rglob("server*.log")]
    assert len(logs) == 2
    assert not any(login["password"] in log for log in logs)


def test_a_wrong_password_is_refused(own):
    own.loaders("server", "login", "gis")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**service(own, "gis") | {"password": "wrong"})


def test_the_owner_of_the_server_does_not_get_in_by_the_port(own):
    own.loaders("server", "login", "gis")
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(**service(own, "gis") | {"user": "sinkbase"})


def test_a_password_may_be_given_on_standard_input_and_is_then_not_kept(own):
    given = subprocess.run(
        [sys.executable, "-m", "loaders", "server", "login", "typed", "--password"],
        input="correct horse battery\n",
        env=os.environ | {"SINKBASE_HOME": str(own.home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert given.returncode == 0, given.stderr
    own.loaders("server", "login", "gis")
    assert "correct horse" not in (own.home / "pg_service.conf").read_text()
    where = service(own, "gis") | {"user": "typed", "password": "correct horse battery"}
    psycopg.connect(**where).close()


def test_a_builder_makes_things_that_belong_to_all_builders(own):
    made = own.loaders("server", "login", "worker", "--role", "builder")
    assert made.returncode == 0, made.stderr
    with psycopg.connect(**service(own, "worker")) as connection:
        connection.execute("create schema region_x")
        owner = connection.execute(
            "select nspowner::regrole::text from pg_namespace where nspname = 'region_x'"
        ).fetchone()
    assert owner == ("sinkbase_builder",)


@pytest.mark.parametrize("name", ["sinkbase", "sinkbase_reader", "pg_monitor", "Gis", "a b", ""])
def test_names_that_are_no_logins_are_refused(own, name):
    refused = own.loaders("server", "login", name)
    assert refused.returncode == 2
    assert "cannot be the name of a login" in refused.stderr


def test_a_foreign_role_is_not_touched(own):
    with as_owner(own) as owner:
        owner.execute("create role foreigner login")
    refused = own.loaders("server", "login", "foreigner")
    assert refused.returncode == 2
    assert "is no login of Sinkbase" in refused.stderr


def test_the_port_stays_open_over_a_restart_and_closes_when_told(own):
    own.loaders("server", "login", "gis")
    own.loaders("server", "down")
    own.loaders("server", "up")
    psycopg.connect(**service(own, "gis")).close()
    before = service(own, "gis")
    assert own.loaders("server", "listen", "--off").stdout == "Port closed.\n"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**before)
    refused = own.loaders("server", "login", "gis")
    assert "make serve-db" in refused.stderr
    with as_owner(own) as owner:
        assert owner.execute("show listen_addresses").fetchone() == ("",)
    own.loaders("server", "listen", f"127.0.0.1:{before['port']}")


def test_a_port_in_use_is_named_and_the_server_comes_back(own):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = own.loaders("server", "listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert refused.returncode == 2
    assert "cannot be opened" in refused.stderr
    with as_owner(own) as owner:
        assert owner.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("0.0.0.0:54321", "not a loopback address"),
        ("192.168.1.1:54321", "not a loopback address"),
        ("here", "is not an address with a port"),
        ("127.0.0.1:80", "port 80 cannot be used"),
    ],
)
def test_only_this_machine_is_listened_to(where, told):
    with pytest.raises(SinkbaseError, match=told):
        listen._parsed(where)
