"""Whose the schemas of a region are."""

from sinkbase.database.connection import BUILDER, Connection
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region


def require_free_schemas(connection: Connection, region: Region) -> None:
    """See that the region can have its schemas.

    Raises SinkbaseError where they are somebody else's, or its name needs quotes in SQL.
    """
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
                f"to {BUILDER}. Choose another name for the region; or, if the schema is "
                f"of Sinkbase, a superuser types: alter schema {schema} owner to {BUILDER}"
            )
