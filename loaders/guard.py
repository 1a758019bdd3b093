"""Around a load: one at a time, and the database's complaints in the user's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from loaders import database
from loaders.errors import SinkbaseError
from loaders.settings import Region
from loaders.write import Connection


@contextmanager
def only_load_of(connection: Connection, region: Region) -> Iterator[None]:
    """Hold the region's lock; another load of it is refused meanwhile."""
    key = [f"sinkbase load {region.raw_schema}"]
    with connection.transaction():
        row = connection.execute(
            "select pg_try_advisory_lock(hashtextextended(%s, 0))", key
        ).fetchone()
    if not row or not row[0]:
        raise SinkbaseError(
            f"another load of the region {region.name} is running. Wait for its end, or stop it."
        )
    try:
        yield
    finally:
        if not connection.closed and not connection.broken:
            with connection.transaction():
                connection.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", key)


def require_free_schemas(connection: Connection, region: Region) -> None:
    """Raise where the region's schemas are somebody else's, or its name needs quotes in SQL."""
    name = region.name
    row = connection.execute("select quote_ident(%s)", [name]).fetchone()
    if row and row[0] != name:
        raise SinkbaseError(
            f"{region.file}: name = {name!r} is a word of SQL itself, and every query on the "
            f"region would need quotes. Choose another name, for example 'county_{name}'."
        )
    for schema in (name, region.raw_schema, f"{name}_work"):
        row = connection.execute(
            "select pg_get_userbyid(nspowner) from pg_namespace"
            " where nspname = %s and not pg_has_role(nspowner, 'usage')",
            [schema],
        ).fetchone()
        if row:
            raise SinkbaseError(
                f"{region.file}: the schema {schema} is there already and belongs to {row[0]}, not "
                f"to {database.BUILDER}. Choose another name for the region; or, if the schema is "
                f"of Sinkbase, a superuser types: alter schema {schema} owner to {database.BUILDER}"
            )


@contextmanager
def database_errors(connection: Connection, region: Region) -> Iterator[None]:
    """Raise SinkbaseError for missing rights, a missing extension, a broken connection."""
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
            f"the connection to the database broke off: {str(error).strip()}. Layers loaded before "
            "it are kept, the one under way is as it was. Start the server (`make db-up`) and "
            "load again."
        ) from None
