"""One read-only look at the database: all that is read in it belongs together."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from sinkbase import server_errors
from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Open a read-only transaction that sees one state of the database, whoever builds meanwhile.

    Raises SinkbaseError when the database cannot be reached or refuses a query.
    """
    engine = create_engine("postgresql+psycopg://", creator=database.connect, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
    except DBAPIError as error:
        if told := server_errors.told(error):
            raise SinkbaseError(told) from None
        raise SinkbaseError(
            f"the database refused to answer: {str(error.orig).strip()}\n"
            "The exporter reads the region's schema alone, which the reader role may. "
            "`make doctor` tells more."
        ) from None
