"""Databases of a test run: copies of one with the functions installed, or of each other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.rows import namedtuple_row
from pytest_postgresql.janitor import DatabaseJanitor

from sinkbase.server import server
from tests.built import CLUSTER, let_builders_in

PREFIX = "sinkbase_test_"
DATABASE = f"{PREFIX}{os.getpid()}"


def janitor(template: str, name: str) -> DatabaseJanitor:
    """Make and drop a copy of a database, to which nobody may be connected meanwhile."""
    return DatabaseJanitor(
        user=server.ROLE,
        host=str(CLUSTER.sockets),
        port=CLUSTER.port,
        dbname=name,
        template_dbname=template,
        version=server.OLDEST,
    )


@contextmanager
def database_of(template: str, suffix: str) -> Iterator[psycopg.Connection]:
    """Copy a database; give an autocommitting connection to the copy."""
    name = f"{DATABASE}{suffix}"
    with (
        janitor(template, name),
        psycopg.connect(**CLUSTER.conninfo | {"dbname": name}, autocommit=True) as it,
    ):
        it.row_factory = namedtuple_row
        let_builders_in(it)
        yield it
