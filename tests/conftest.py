"""A real server and, for tests that ask, fresh clones of a database with Sinkbase installed."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row, tuple_row
from pytest_postgresql import factories

pytest_plugins = ["tests.drawn_files"]

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sinkbase.database import connection as sinkbase_database  # noqa: E402
from sinkbase.server import install, server  # noqa: E402
from tests.built import CLUSTER, SHARED_DATA, Built, build, let_builders_in  # noqa: E402
from tests.copies import DATABASE, PREFIX, database_of, janitor  # noqa: E402

# the tests never touch a server that the user's environment names
for variable in (*sinkbase_database.ELSEWHERE, *sinkbase_database.LIBPQ_VARIABLES.values()):
    os.environ.pop(variable, None)


def _install(**parameters: object) -> None:
    install.install(str(parameters["dbname"]))


def _is_left_over(name: str) -> bool:
    """Whether the test run that made the database has ended."""
    pid = re.match(r"\d*", name.removeprefix(PREFIX))  # a worker's name may follow it
    return not (pid and pid[0] and Path(f"/proc/{pid[0]}").exists())


def _drop_leftovers() -> None:
    """Remove the databases of test runs that were killed, and what dbt wrote of any that ended."""
    for folder in (ROOT / ".sinkbase" / "dbt").glob(f"{PREFIX}*"):
        if _is_left_over(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    with sinkbase_database.connect(autocommit=True) as connection:
        names = connection.execute(
            "select datname, datistemplate from pg_database where datname like %s", (f"{PREFIX}%",)
        ).fetchall()
        for name, is_template in names:
            if _is_left_over(name):
                if is_template:
                    connection.execute(f'alter database "{name}" is_template false')
                connection.execute(f'drop database "{name}" with (force)')


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    server.up()
    _drop_leftovers()


@pytest.hookimpl(tryfirst=True)  # before the distributor reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to one worker what shares a built region, and each other file's tests.

    What takes long comes first, so that no worker is left alone with it at the end.
    """
    for item in items:
        regions = [name for name in ("demo", "wensu") if name in item.fixturenames]
        item.add_marker(pytest.mark.xdist_group(regions[0] if regions else str(item.path)))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Tests that build regions, then those that start servers, then all others."""
    path = item.path.relative_to(ROOT / "tests").as_posix()
    if {"demo", "wensu"} & set(getattr(item, "fixturenames", ())):
        return 0
    turns = ("dbt/", "sinkbase/", "fuzz/", "analysis/")
    return next((turn for turn, folder in enumerate(turns, 1) if path.startswith(folder)), 9)


template = factories.postgresql_noproc(
    host=str(CLUSTER.sockets),
    port=CLUSTER.port,
    user=server.ROLE,
    dbname=DATABASE,
    load=[_install],
)
clone = factories.postgresql("template")


@pytest.fixture
def database(
    clone: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """An autocommitting connection to a fresh clone; the project's own code connects there too."""
    clone.autocommit = True
    clone.row_factory = namedtuple_row
    let_builders_in(clone)
    monkeypatch.setenv("PGDATABASE", clone.info.dbname)
    yield clone


@pytest.fixture(scope="session")
def shared_database(template: Any) -> Iterator[psycopg.Connection]:
    """One clone for all read-only tests of functions: rolled back by none, changed by none."""
    with database_of(template.template_dbname, "_shared") as it:
        it.row_factory = tuple_row
        yield it


@pytest.fixture(scope="module")
def module_database(template: Any) -> Iterator[psycopg.Connection]:
    """A clone that all tests of one file share; rows come as named tuples."""
    before = os.environ.get("PGDATABASE")
    with database_of(template.template_dbname, "_module") as it:
        os.environ["PGDATABASE"] = it.info.dbname
        yield it
    os.environ.pop("PGDATABASE")
    if before is not None:
        os.environ["PGDATABASE"] = before


@pytest.fixture(scope="session")
def demo(template, tmp_path_factory) -> Iterator[Built]:
    """The demonstration region."""
    database = f"{DATABASE}_demo"
    with janitor(template.template_dbname, database):
        out = tmp_path_factory.mktemp("out")
        yield from build(database, "demo", out)


@pytest.fixture(scope="session")
def wensu(template, tmp_path_factory) -> Iterator[Built]:
    """Wensu County from public layers, where they are."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the public layers of Wensu County are not on this machine (../shared/data)")
    out = tmp_path_factory.mktemp("out")
    database = f"{DATABASE}_wensu"
    with janitor(template.template_dbname, database):
        yield from build(database, "wensu", out, "--data", str(SHARED_DATA))
