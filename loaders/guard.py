"""Around a load: the database's complaints in the user's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from sinkbase import server_errors
from sinkbase.database import connection as database
from sinkbase.database.connection import Connection
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region


@contextmanager
def database_errors(connection: Connection, region: Region) -> Iterator[None]:
    """Put complaints of the database into the user's words.

    Raises SinkbaseError for missing rights, a missing extension, a broken connection.
    """
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise SinkbaseError(
            f"the builders of the database {connection.info.dbname!r} lack a right: "
            f"{error.diag.message_primary}. Expected that {database.BUILDER} may create the "
            f"schema {region.raw_schema} and owns what is in it. A superuser types `make db-up`, "
            "which grants it and gives them the regions that are there."
        ) from None
    except (psycopg.errors.UndefinedObject, psycopg.errors.UndefinedFunction) as error:
        raise SinkbaseError(
            f"the database {connection.info.dbname!r} lacks an extension: "
            f"{error.diag.message_primary}. PostGIS with raster was expected: "
            "run `make doctor`, which says what to install."
        ) from None
    except psycopg.OperationalError as error:
        raise SinkbaseError(
            f"{server_errors.told(error)} Layers loaded before it are kept, the one under way is "
            "as it was."
        ) from None
