"""Which regions of a database have results, and whether one has all that an export reads."""

import re

from sqlalchemy import Connection, text

from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest

NAME = re.compile(r"[a-z][a-z0-9_]*")
# what the files tell of the results; a region that an earlier version built lacks some
NEEDED = (
    "region_summary", "region_warnings", "region_boundary", "method_settings", "data_sources",
    "result_layers", "result_names", "legend_classes",
)  # fmt: skip
BUILT = text(r"""
    select namespaces.nspname
    from pg_class as summaries
    inner join pg_namespace as namespaces on summaries.relnamespace = namespaces.oid
    where
        summaries.relname = 'region_summary'
        and summaries.relkind in ('r', 'v', 'm')
        and namespaces.nspname not like '%\_work'
    order by namespaces.nspname
""")
TABLES = text("""
    select relname from pg_class
    where relnamespace = to_regnamespace(quote_ident(:region)) and relkind in ('r', 'v', 'm')
""")


def built_regions(connection: Connection) -> list[str]:
    """Return the names of the regions that have results in this database, in order."""
    return list(connection.execute(BUILT).scalars())


def require_built(connection: Connection, region: str) -> None:
    """Refuse a region without results, or with those of another version.

    Raises SinkbaseError when a table that the files need is not there.
    """
    known = built_regions(connection)
    if region not in known:
        listed = nearest(region.lower(), known).replace("Known here", "Built here") if known else ""
        how = f" Build it first: make build REGION={region}." if NAME.fullmatch(region) else ""
        raise SinkbaseError(
            f"region {region} is not built in this database: "
            f"{region}.region_summary not found.{how}{' ' if listed else ''}{listed}"
        )
    found = set(connection.execute(TABLES, {"region": region}).scalars())
    missing = [f"{region}.{name}" for name in NEEDED if name not in found]
    if missing:
        raise SinkbaseError(
            f"{', '.join(missing)} not found: region {region} was built by another version. "
            f"Build it again: make build REGION={region}"
        )
