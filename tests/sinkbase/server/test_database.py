"""Which database is meant, what cannot be reached, what is missing there; always exit code 2."""

import sys

import psycopg
import pytest

from loaders import __main__
from sinkbase.database import connection as database
from sinkbase.database.cluster import PORT
from sinkbase.errors import SinkbaseError
from sinkbase.server import install
from tests.own_cluster import own_cluster


@pytest.fixture(scope="module")
def elsewhere():
    """A server that lets anybody in, with the roles `plain` and `builder` and a database each."""
    with own_cluster() as it:
        assert it.loaders("server", "up").returncode == 0
        it.let_anybody_in()
        with psycopg.connect(it.url("sinkbase", "sinkbase"), autocommit=True) as connection:
            connection.execute("create role plain login")
            connection.execute("create database plain owner plain")
        yield it


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in ("DATABASE_URL", *database.LIBPQ_VARIABLES.values()):
        monkeypatch.delenv(name, raising=False)


def refusal(answer) -> str:
    assert answer.returncode == 2
    assert answer.stderr.startswith("error: ")
    assert "Traceback" not in answer.stderr
    return answer.stderr


def test_no_variable_means_the_private_server():
    assert database.is_private()
    assert database.parameters()["user"] == "sinkbase"


def test_database_url_wins_over_libpqs_variables(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann@there:5433/gis")
    monkeypatch.setenv("PGHOST", "here")
    monkeypatch.setenv("PGSSLMODE", "require")
    assert database.parameters() == {
        "host": "there",
        "port": "5433",
        "user": "ann",
        "dbname": "gis",
        "sslmode": "require",
    }


def test_the_url_shows_no_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:secret@there:5433/gis?sslmode=require")
    shown = database.url()
    assert shown == "postgresql://ann@/gis?host=there&port=5433&sslmode=require"
    assert database.environment()["PGPASSWORD"] == "secret"


def test_parameters_without_a_variable_of_libpq_do_no_harm(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann@there/gis?keepalives=1&application_name=x")
    assert database.environment() == {
        "PGHOST": "there",
        "PGUSER": "ann",
        "PGDATABASE": "gis",
        "PGAPPNAME": "x",
    }


def test_a_url_becomes_libpqs_variables(elsewhere, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("plain", "plain"))
    assert database.environment() == {
        "PGHOST": f"{elsewhere.home}/server/run",
        "PGPORT": str(PORT),
        "PGUSER": "plain",
        "PGDATABASE": "plain",
    }


def test_a_service_is_resolved_for_programs_that_want_a_host(elsewhere, monkeypatch, tmp_path):
    services = tmp_path / "services"
    services.write_text(
        f"[there]\nhost={elsewhere.home}/server/run\nport={PORT}\nuser=plain\ndbname=plain\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGSERVICE", "there")
    found = database.environment()
    assert (found["PGUSER"], found["PGDATABASE"]) == ("plain", "plain")
    assert "PGSERVICE" not in found


@pytest.mark.parametrize("url", ["garbage", "postgresql://there/gis?unheard=1", "postgresql://[x"])
def test_a_url_that_is_none_is_refused(elsewhere, url):
    message = refusal(elsewhere.loaders("server", "up", private=False, DATABASE_URL=url))
    assert "DATABASE_URL is not a connection URL" in message
    assert "Expected: postgresql://user@host:5432/database" in message


@pytest.mark.parametrize("port", ["port", "0", "70000", "5432,x"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PGHOST", "localhost")
    monkeypatch.setenv("PGPORT", port)
    with pytest.raises(SinkbaseError, match="Expected 1 to 65535"):
        database.connect()


def test_another_database_of_the_private_server_is_no_reason_to_start_it(
    shared_database, monkeypatch
):
    monkeypatch.setenv("PGDATABASE", "nodb")
    with pytest.raises(SinkbaseError, match="unset PGDATABASE"):
        database.connect()


def test_no_server_there_is_refused(elsewhere):
    message = refusal(elsewhere.loaders("server", "up", private=False, PGHOST="/nowhere"))
    assert "the database cannot be reached" in message
    assert "Check PGHOST" in message


def test_no_such_database_is_refused(elsewhere):
    url = elsewhere.url("plain", "nothing")
    message = refusal(elsewhere.loaders("server", "up", private=False, DATABASE_URL=url))
    assert 'database "nothing" does not exist' in message


def test_a_stopped_private_server_is_named_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("SINKBASE_HOME", str(tmp_path))
    with pytest.raises(SinkbaseError, match="make db-up"):
        database.connect()


def test_a_user_without_rights_is_told_what_a_superuser_types(elsewhere):
    url = elsewhere.url("plain", "plain")
    message = refusal(elsewhere.loaders("server", "up", private=False, DATABASE_URL=url))
    assert 'permission denied to create extension "postgis"' in message
    assert "A superuser of the database runs it once, by `make db-up` or by hand" in message
    assert "`make -s script > sinkbase.sql`, then `psql -d plain -f sinkbase.sql`" in message
    with psycopg.connect(url) as connection:
        assert install.installed_version(connection) is None


def test_a_missing_extension_is_named(elsewhere, monkeypatch, tmp_path, capsys):
    (tmp_path / "install.sql").write_text("create extension sinkbase_unheard_of;\n")
    monkeypatch.setattr(install, "SQL", tmp_path)
    monkeypatch.setattr(sys, "argv", ["sinkbase", "server", "up"])
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("sinkbase", "plain"))
    install.version.cache_clear()
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    install.version.cache_clear()
    assert ended.value.code == 2
    assert 'extension "sinkbase_unheard_of" is not available' in capsys.readouterr().err


def test_a_failed_install_leaves_nothing(elsewhere, monkeypatch, tmp_path):
    (tmp_path / "install.sql").write_text("create schema half;\nselect 1 / 0;\n")
    monkeypatch.setattr(install, "SQL", tmp_path)
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("sinkbase", "plain"))
    install.version.cache_clear()
    with pytest.raises(SinkbaseError, match="division by zero"):
        install.install()
    install.version.cache_clear()
    with database.connect() as connection:
        assert connection.execute("select to_regnamespace('half')").fetchone() == (None,)


def test_an_old_server_is_refused(elsewhere, monkeypatch):
    monkeypatch.setattr(install, "OLDEST", 99)
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("sinkbase", "sinkbase"))
    with pytest.raises(SinkbaseError, match=r"PostgreSQL 15\. Expected 99 or later"):
        install.install()


def test_installed_functions_are_not_installed_again(elsewhere, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("sinkbase", "sinkbase"))
    assert install.install() is False
