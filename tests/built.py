"""Whole regions, built through the command line as a user builds them; fixtures in conftest.py."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row

from sinkbase.paths import ROOT
from sinkbase.server import server

CLUSTER = server.cluster()
SHARED_DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Built:
    """A region that was built: its database and its files."""

    name: str
    connection: psycopg.Connection
    out: Path
    log: str

    def array(self, table: str, band: int = 1) -> np.ndarray:
        """A raster of the region as floats with NaN, put together by PostGIS alone."""
        row = self.connection.execute(
            f"""
            select st_dumpvalues(st_union(rast, %s), 1),
                   min(st_upperleftx(rast)), max(st_upperlefty(rast))
            from {table}
            """,
            (band,),
        ).fetchone()
        assert row is not None
        return np.array([[np.nan if v is None else v for v in line] for line in row[0]])

    def rows(self, query: str) -> list:
        """Rows of a query, as named tuples."""
        return self.connection.execute(query).fetchall()


def run(module: str, *arguments: str, database: str, role: str | None = None) -> str:
    """Run a command of the project on a database; its output. Fails the test when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ
        | {"PGDATABASE": database}
        | ({"PGOPTIONS": f"-c role={role}"} if role else {}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def let_builders_in(connection: psycopg.Connection) -> None:
    """Grant what sql/grants.sql granted on the template: rights on a database are not cloned."""
    name = sql.Identifier(connection.info.dbname)
    connection.execute(
        sql.SQL("grant create, temporary on database {} to sinkbase_builder").format(name)
    )


def build(database: str, name: str, out: Path, *data: str) -> Iterator[Built]:
    """Load, transform and export a region in a database that is there.

    The export runs as a builder; the stages before become one by themselves.
    """
    with (
        psycopg.connect(**CLUSTER.conninfo | {"dbname": database}, autocommit=True) as connection,
    ):
        connection.row_factory = namedtuple_row
        let_builders_in(connection)
        log = run("loaders", "load", "--region", name, *data, database=database)
        log += run("loaders", "transform", "--region", name, database=database)
        export = ("export", "--region", name, "--out", str(out))
        log += run("analysis", *export, database=database, role="sinkbase_builder")
        yield Built(name, connection, out / name, log)
