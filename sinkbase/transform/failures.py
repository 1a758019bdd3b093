"""What failed in a run of dbt, in the words of the database, and what to do about it."""

from typing import Any

import psycopg

from sinkbase.database import connection as database
from sinkbase.region.settings import Region

SHOWN = 5
# what a server of others may answer -> what to do there
REMEDIES = {
    "ModuleNotFoundError": "The server's Python lacks a module of its own: a superuser's "
    "`make doctor` says what to install on the server's machine.",
    "due to statement timeout": "The server ends statements after its statement_timeout. A build "
    "may set it aside: PGOPTIONS='-c statement_timeout=0' make build REGION={region}",
    "terminating connection": "The server ended the connection in the middle of the work: somebody "
    "stopped it, or it crashed (`make doctor`). Then: make build REGION={region}",
    "server closed the connection": "The server went away in the middle of the work (`make doctor` "
    "says whether it is back). Then: make build REGION={region}",
    "due to lock timeout": "Somebody keeps a result locked for longer than the server's "
    "lock_timeout; pg_stat_activity tells who. Then: make build REGION={region}",
    "violates foreign key constraint": "A table of others refers to rows of this result, "
    "whose numbers are those of one build. Drop that constraint (alter table ... drop constraint "
    "...) and join by place instead; then make build REGION={region}",
    "No space left on device": "The disk of the server is full: free some there, then make build "
    "REGION={region}",
}


def told(region: Region, failed: list[dict[str, Any]]) -> str:
    """The first failed nodes of dbt's results with their messages, and the remedy."""
    lines = [f"{len(failed)} step(s) of region {region.name} failed:"]
    for node in failed[:SHOWN]:
        lines.append(f"  {node['unique_id']}: {_first_lines(node.get('message') or '')}")
        lines += [f"    {row}" for row in _failing_rows(node)]
    remedy = _remedy(region, failed)
    lines.append(
        f"The results of the steps before are in place; those after were not built. {remedy}"
    )
    return "\n".join(lines)


def _remedy(region: Region, failed: list[dict[str, Any]]) -> str:
    messages = " ".join(node.get("message") or "" for node in failed)
    for sign, remedy in REMEDIES.items():
        if sign in messages:
            return remedy.format(region=region.name)
    return (
        "Correct the file or setting that is named and run "
        f"`make build REGION={region.name}` again."
    )


def _failing_rows(node: dict[str, Any]) -> list[str]:
    """What a failed test found: its sentences (column `problem`), else its first rows."""
    if node["status"] != "fail" or not node.get("compiled_code"):
        return []
    try:
        with database.connect_as_builder() as connection:
            cursor = connection.execute(node["compiled_code"].encode())
            names = [column.name for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchmany(SHOWN)]
    except psycopg.Error:  # the test's own line has to do
        return []
    return [
        str(row["problem"])
        if "problem" in row
        else ", ".join(f"{name} = {str(value)[:80]}" for name, value in row.items())
        for row in rows
    ]


def _first_lines(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    wanted = [line for line in lines if "CONTEXT" not in line and "compiled code at" not in line]
    hints = [line for line in wanted if line.startswith(("HINT", "DETAIL"))]
    if "contract that failed" in message:
        return "\n    ".join(wanted)
    return " ".join([*wanted[:2], *(line for line in hints if line not in wanted[:2])])
