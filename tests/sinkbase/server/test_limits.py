"""A reader's login is bounded in time, space and connections; a builder's is not."""

import psycopg
import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.server.limits import Limits
from tests.own_cluster import own_cluster
from tests.sinkbase.server.test_logins import as_owner, free_port, service


@pytest.fixture(scope="module")
def own():
    with own_cluster() as it:
        opened = it.loaders("server", "listen", f"127.0.0.1:{free_port()}")
        assert (opened.returncode, opened.stderr) == (0, "")
        yield it


def shown(own, name: str) -> list[str]:
    settings = (
        "statement_timeout", "idle_in_transaction_session_timeout", "temp_file_limit",
        "idle_session_timeout", "client_connection_check_interval",
    )  # fmt: skip
    with psycopg.connect(**service(own, name)) as connection:
        return [connection.execute(f"show {it}").fetchone()[0] for it in settings]


def connection_limit(own, name: str) -> int:
    with as_owner(own) as owner:
        query = "select rolconnlimit from pg_roles where rolname = %s"
        return owner.execute(query, [name]).fetchone()[0]


def test_a_reader_has_the_limits_and_a_builder_none(own):
    made = own.loaders("server", "login", "gis")
    assert (made.returncode, made.stderr) == (0, "")
    assert shown(own, "gis") == ["10min", "5min", "5GB", "0", "1s"]
    assert connection_limit(own, "gis") == 8
    own.loaders("server", "login", "gis", "--role", "builder")
    assert shown(own, "gis") == ["0", "0", "-1", "0", "1s"]
    assert connection_limit(own, "gis") == -1


def test_limits_come_from_options_and_from_the_environment_and_replace_former_ones(own):
    own.loaders("server", "login", "bi", "--statement", "30s", "--connections", "3")
    assert (shown(own, "bi")[0], connection_limit(own, "bi")) == ("30s", 3)
    own.loaders(
        "server", "login", "bi", SINKBASE_READER_IDLE="2min", SINKBASE_READER_FILES="1GB",
        SINKBASE_READER_STATEMENT="0",
    )  # fmt: skip
    assert shown(own, "bi")[:3] == ["0", "2min", "1GB"]
    assert connection_limit(own, "bi") == 8


def test_each_limit_is_enforced(own):
    own.loaders(
        "server", "login", "small", "--statement", "300ms", "--idle", "300ms", "--files", "100kB",
        "--connections", "1",
    )  # fmt: skip
    login = service(own, "small")
    with psycopg.connect(**login) as connection:
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            psycopg.connect(**login)
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("select pg_sleep(2)")
        connection.rollback()
        connection.execute("set work_mem = '64kB'")
        with pytest.raises(psycopg.errors.ConfigurationLimitExceeded):
            connection.execute("select count(*) from generate_series(1, 20000) order by 1")
            connection.execute("select g from generate_series(1, 20000) as g order by -g")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set temp_file_limit = -1")
        connection.rollback()
    with psycopg.connect(**login) as connection:
        connection.execute("select pg_sleep(0.1)")
        with psycopg.connect(own.loaders("server", "url").stdout.strip()) as owner:
            owner.execute("select pg_sleep(0.6)")
        with pytest.raises(psycopg.Error):
            connection.execute("select 1")
        connection.close()


def test_readers_leave_connections_to_the_owner_who_builds(own):
    with as_owner(own) as owner:
        query = "show superuser_reserved_connections"
        assert owner.execute(query).fetchone() == ("15",)


def test_readers_who_could_take_all_connections_are_warned_of(own):
    own.loaders("server", "login", "first", "--connections", "60")
    told = own.loaders("server", "login", "second", "--connections", "60").stderr
    assert "warning: readers may hold " in told
    own.loaders("server", "login", "first", "--connections", "5")
    assert own.loaders("server", "login", "second", "--connections", "5").stderr == ""


@pytest.mark.parametrize(
    "given",
    [
        {"statement": "ten"}, {"statement": "-1"}, {"idle": "5 minutes"}, {"files": "5"},
        {"files": "0x"}, {"connections": 0}, {"connections": -2},
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(given):
    (name,) = given
    with pytest.raises(SinkbaseError, match=f"--{name} .* expected"):
        Limits(**given)
