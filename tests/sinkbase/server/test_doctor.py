"""`make doctor`: one line a check, what to do about a lack, exit code 2 for it."""

import re
import sys

import psycopg
import pytest

from sinkbase.paths import ROOT
from sinkbase.server import doctor, install
from tests.own_cluster import own_cluster


@pytest.fixture(scope="module")
def elsewhere():
    """A server with an installed database and an empty one, and users of few rights."""
    with own_cluster() as it:
        assert it.loaders("server", "up").returncode == 0
        it.let_anybody_in()
        with psycopg.connect(it.url("sinkbase", "sinkbase"), autocommit=True) as connection:
            connection.execute("create role guest login")
            connection.execute("create role plain login")
            connection.execute("grant sinkbase_builder to plain")
            connection.execute("create database empty")
        yield it


def lines(answer) -> dict[str, str]:
    """Each line's verdict by its subject, the whole line in the value."""
    return {line[5:27].strip(): line for line in answer.stdout.splitlines()}


def verdicts(answer) -> dict[str, str]:
    return {subject: line.split()[0] for subject, line in lines(answer).items()}


def ask(elsewhere, user, name):
    return elsewhere.loaders("doctor", private=False, DATABASE_URL=elsewhere.url(user, name))


def test_all_is_well_on_the_private_server(elsewhere):
    answer = elsewhere.loaders("doctor")
    assert answer.returncode == 0
    assert set(verdicts(answer).values()) == {"ok"}
    assert "the project's own" in lines(answer)["server"]
    assert "in Python 3" in lines(answer)["server's Python"]


def test_a_builder_without_superuser_lacks_nothing(elsewhere):
    answer = ask(elsewhere, "plain", "sinkbase")
    assert answer.returncode == 0
    assert "lack" not in verdicts(answer).values()
    told = "permission denied for language plpython3u -> a superuser's `make doctor` checks it"
    assert told in lines(answer)["server's Python"]


def test_an_empty_database_needs_the_install(elsewhere):
    answer = ask(elsewhere, "sinkbase", "empty")
    assert answer.returncode == 2
    assert "available, not installed yet" in lines(answer)["postgis"]
    assert lines(answer)["Sinkbase's functions"].endswith("not installed -> make db-up")


def test_a_guest_is_told_which_right_to_ask_for(elsewhere):
    answer = ask(elsewhere, "guest", "sinkbase")
    assert answer.returncode == 2
    told = "lack right to build        guest is no builder -> a superuser types: grant"
    assert lines(answer)["right to build"] == f"{told} sinkbase_builder to guest"
    assert verdicts(answer)["right to compute"] == "ok"


@pytest.fixture
def restored(elsewhere):
    """A database as pg_dump and psql leave it: without the rights on the database itself."""
    with psycopg.connect(elsewhere.url("sinkbase", "sinkbase"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = 'sinkbase' and pid <> pg_backend_pid()"
        )
    with psycopg.connect(elsewhere.url("sinkbase", "postgres"), autocommit=True) as connection:
        connection.execute("create database restored template sinkbase")
        yield
        connection.execute("drop database restored with (force)")


def test_a_restored_database_lacks_a_right_and_the_next_db_up_grants_it(elsewhere, restored):
    answer = ask(elsewhere, "plain", "restored")
    assert answer.returncode == 2
    told = "sinkbase_builder may not create schemas in restored -> a superuser types: grant create"
    assert told in lines(answer)["right to build"]
    url = elsewhere.url("sinkbase", "restored")
    assert elsewhere.loaders("server", "up", private=False, DATABASE_URL=url).returncode == 0
    assert ask(elsewhere, "plain", "restored").returncode == 0


def test_an_extension_in_another_schema_is_a_lack(elsewhere):
    with psycopg.connect(elsewhere.url("sinkbase", "postgres"), autocommit=True) as connection:
        connection.execute("create database apart")
    with psycopg.connect(elsewhere.url("sinkbase", "apart"), autocommit=True) as connection:
        connection.execute("create schema gis; create extension postgis schema gis")
        with pytest.raises(psycopg.errors.FeatureNotSupported):  # so this is no remedy
            connection.execute("alter extension postgis set schema public")
    told = lines(ask(elsewhere, "sinkbase", "apart"))["postgis"]
    assert "installed in schema gis -> Sinkbase needs it in public, another database" in told


def test_a_server_that_cannot_be_reached_is_a_lack_and_no_traceback(elsewhere):
    answer = elsewhere.loaders("doctor", private=False, PGHOST="/nowhere")
    assert answer.returncode == 2
    assert answer.stderr == ""
    assert lines(answer)["server"].startswith("lack")
    assert "Check PGHOST" in answer.stdout
    assert "make doctor" not in answer.stdout  # which is what was typed


def test_an_extension_that_is_not_there_is_named_with_its_package(shared_database, monkeypatch):
    monkeypatch.setitem(doctor.EXTENSIONS, "postgis_unheard", ((1, 0), "postgresql-15-unheard"))
    finding = doctor._extension(shared_database, "postgis_unheard")
    assert finding.verdict == "lack"
    assert "postgresql-15-unheard" in finding.remedy


def test_an_old_extension_is_a_lack(shared_database, monkeypatch):
    monkeypatch.setitem(doctor.EXTENSIONS, "postgis", ((99, 0), "x"))
    finding = doctor._extension(shared_database, "postgis")
    assert (finding.verdict, finding.remedy) == ("lack", "version 99.0 or later")


def test_a_module_that_the_servers_python_lacks_is_named(shared_database, monkeypatch):
    monkeypatch.setattr(doctor, "MODULES", ("numpy", "unheard_of"))
    finding = doctor._python(shared_database)
    assert finding.verdict == "lack"
    assert "No module named 'unheard_of'" in finding.found
    assert "python3-unheard_of" in finding.remedy


def test_the_modules_are_those_that_the_kernel_imports_and_the_packages_bring():
    imported = set()
    for path in (ROOT / "kernel").rglob("*.py"):
        imported |= set(re.findall(r"^ *(?:from|import) (\w+)", path.read_text(), re.MULTILINE))
    for path in (ROOT / "sql").rglob("*.sql"):
        if "plpython3u" in path.read_text():
            imported |= set(re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE))
    assert imported - set(sys.stdlib_module_names) - {"kernel"} == set(doctor.MODULES)
    packages = (ROOT / "docker" / "packages.txt").read_text().splitlines()
    assert {f"python3-{name}" for name in doctor.MODULES} <= set(packages)


def test_other_functions_than_this_checkouts_are_a_lack(shared_database, monkeypatch):
    monkeypatch.setattr(install, "version", lambda: "another")
    finding = doctor._functions(shared_database)
    assert finding.verdict == "lack"
    assert "expected another" in finding.found


def test_a_schema_public_that_everybody_may_write_is_a_note(shared_database):
    assert doctor._public(shared_database).verdict == "ok"
    with shared_database.transaction(force_rollback=True):
        shared_database.execute("grant create on schema public to public")
        finding = doctor._public(shared_database)
    assert finding.verdict == "note"
    assert finding.remedy.endswith("revoke create on schema public from public")


def test_a_full_disk_is_a_lack(monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE_GB", 1e9)
    assert doctor._disk().verdict == "lack"


def test_little_memory_is_only_a_note(monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_MEMORY_GB", 1e9)
    assert doctor._memory().verdict == "note"


def test_missing_programs_are_a_lack(monkeypatch):
    monkeypatch.setattr(doctor, "_has", lambda name: name != "initdb")
    assert str(doctor._programs()) == "lack PostgreSQL programs   initdb not found -> make setup"
