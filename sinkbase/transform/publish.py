"""What lies aside becomes what readers see, in one transaction."""

import os
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region

SECONDS = "SINKBASE_LOCK_SECONDS"  # how long a publication waits for readers
USING = """
    select distinct
        activity.usename, activity.pid, activity.state,
        to_char(coalesce(activity.state_change, activity.query_start), 'HH24:MI, YYYY-MM-DD')
    from pg_locks as locks
    inner join pg_class on locks.relation = pg_class.oid
    left join pg_stat_activity as activity on locks.pid = activity.pid
    where
        pg_class.relnamespace = to_regnamespace(quote_ident(%s))
        and locks.granted and locks.pid <> pg_backend_pid()
    order by 2
"""


def publish(
    connection: psycopg.Connection,
    region: Region,
    tables: Sequence[str],
    views: Sequence[str],
    run: dict[str, Any],
) -> int:
    """Publish the results that lie in the region's work schema; return the build's number.

    The caller's transaction makes it all visible at once. `views` are in the order in which one
    stands on another.

    Raises SinkbaseError when a reader holds what has to change, or something of others stands on
    a result that cannot stay; then nothing is published.
    """
    given = run | {"lock_timeout": f"{os.environ.get(SECONDS, '10')}s"}
    try:
        with connection.transaction():
            row = connection.execute(
                "select sinkbase.publish(%s::name, %s::name[], %s::name[], %s)",
                (region.name, [*tables], [*views], Jsonb(given)),
            ).fetchone()
    except psycopg.errors.LockNotAvailable:
        raise SinkbaseError(_in_use(connection, region)) from None
    except psycopg.errors.DependentObjectsStillExist as error:
        told = [error.diag.message_primary, error.diag.message_detail, error.diag.message_hint]
        raise SinkbaseError(
            f"the new results of {region.name} are not published, the former ones are in place: "
            + " ".join(part for part in told if part)
        ) from None
    except psycopg.errors.ForeignKeyViolation as error:
        raise SinkbaseError(
            f"the new results of {region.name} are not published, the former ones are in place: "
            f"{error.diag.message_primary}. A table of others refers to rows of this result, "
            "whose numbers are those of one build. Drop that constraint (alter table "
            f"{error.diag.schema_name}.{error.diag.table_name} drop constraint "
            f"{error.diag.constraint_name}) and join by place instead; "
            f"then make build REGION={region.name}"
        ) from None
    assert row is not None
    return int(row[0])


def _in_use(connection: psycopg.Connection, region: Region) -> str:
    """Say who holds the region's results, as far as this login may know."""
    holders = [
        f"{login or 'a login'} (process {pid}, {state or 'state unknown'}"
        + (f" since {since})" if since else ")")
        for login, pid, state, since in connection.execute(USING, (region.name,)).fetchall()
    ]
    return (
        f"the new results of {region.name} are not published, the former ones are in place: the "
        "shape of its grid or tables has changed, and somebody has kept a result open for longer "
        f"than {os.environ.get(SECONDS, '10')} s: {', '.join(holders) or 'a login that has ended'}."
        " Ask that user to end the transaction (a superuser: select pg_terminate_backend(process)),"
        f" or wait longer ({SECONDS}=600); then make build REGION={region.name}"
    )
