"""What was built aside becomes what readers see: all of it at once, or nothing."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from sinkbase.database.blocking import SECONDS, seconds_to_wait
from sinkbase.database.connection import Connection
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region
from sinkbase.words.phrases import phrases

PATIENCE = """
    select set_config('sinkbase.lock_wait', %s, true)
    where coalesce(current_setting('sinkbase.lock_wait', true), '') = ''
"""

# what the database answers -> what to do about it; {detail} is its own
REMEDIES: dict[type[psycopg.Error], str] = {
    psycopg.errors.LockNotAvailable: "Readers have to leave it for a moment. In the way: {detail}. "
    "Let them end their transaction (or a superuser types: select pg_terminate_backend(<process>)),"
    " or wait longer for them: {seconds}=300",
    psycopg.errors.ForeignKeyViolation: "A table of others refers to rows of this result, whose "
    "numbers are those of one run. Drop that constraint (alter table ... drop constraint ...) and "
    "join by place instead",
    psycopg.errors.DependentObjectsStillExist: "{detail}. Whoever made it drops it, or makes it "
    "stand on other columns; after the build it can be made again",
    psycopg.errors.DuplicateTable: "Whoever made it moves it to another schema (alter table ... "
    "set schema ...): names of results are taken",
    psycopg.errors.UndefinedTable: "Build it whole: make transform REGION={region} FORCE=1",
    psycopg.errors.DiskFull: "The disk of the server is full: free some there",
    psycopg.errors.QueryCanceled: "The server ends statements after its statement_timeout. A build "
    "may set it aside: PGOPTIONS='-c statement_timeout=0'",
    psycopg.errors.InsufficientPrivilege: "What lies in schema {region} has to belong to "
    "sinkbase_builder: a superuser types `make db-up`, which sees to it",
}


def publish(
    connection: Connection,
    region: Region,
    tables: Sequence[str],
    views: Sequence[str],
    run: dict[str, Any],
) -> int:
    """Publish tables and views of the region's schema of work, in one transaction.

    `run` is what the history keeps: started_at, settings, years, layers, seeds, software; the
    names of layers are added here. An open transaction of the connection is joined.

    Returns the number of the run.
    Raises SinkbaseError when it cannot be done; readers see the former run then.
    """
    told = run | {"names": {"layer": _layer_names()}}
    try:
        with connection.transaction():
            connection.execute(PATIENCE, (f"{seconds_to_wait()} s",))
            row = connection.execute(
                "select sinkbase.publish(%s::name, %s::name[], %s::name[], %s)",
                (region.name, list(tables), list(views), Jsonb(told)),
            ).fetchone()
    except psycopg.Error as error:
        raise SinkbaseError(_told(error, connection, region.name)) from None
    assert row is not None
    return int(row[0])


def _layer_names() -> dict[str, dict[str, str]]:
    english, chinese = (phrases(language)["layers"] for language in ("en", "zh"))
    return {name: {"en": english[name], "zh": chinese[name]} for name in english}


def _told(error: psycopg.Error, connection: Connection, region: str) -> str:
    """What went wrong, that readers see the former run, and what to do."""
    found = error.diag.message_primary or str(error).strip()
    again = f"; then: make build REGION={region}"
    if connection.broken or connection.closed:
        return (
            f"the server ended the connection while the results of region {region} were published "
            f"({found}). Readers see those of the run before. Look at `make doctor`{again}"
        )
    remedy = next((text for kind, text in REMEDIES.items() if isinstance(error, kind)), None)
    parts = [f"the results of region {region} were not published: {found}."]
    parts.append("Readers see those of the run before.")
    detail = (error.diag.message_detail or "").strip().rstrip(".")
    if remedy is None:
        parts += [f"{it}." for it in (detail, error.diag.message_hint) if it]
        parts.append(f"Mend what is named{again}")
    else:
        text = remedy.format(
            region=region, detail=detail or "see the message above", seconds=SECONDS
        )
        parts.append(f"{text}{again}")
    return " ".join(parts)
