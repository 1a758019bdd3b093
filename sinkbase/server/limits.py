"""What a login may take of the server: readers' limits, and none for builders' long work."""

import re
from dataclasses import dataclass

import psycopg
from psycopg import sql

from sinkbase.errors import SinkbaseError

AMOUNT = {
    "time": (re.compile(r"\d+ ?(ms|s|min|h|d)|0"), "a time such as 90s, 5min or 2h; 0 for no end"),
    "size": (re.compile(r"\d+ ?(kB|MB|GB|TB)|-1"), "a size such as 500MB or 2GB; -1 for no bound"),
}
FOR_A_BUILD = 10  # connections, its lock and its watchers among them
# of a builder: dbt and the loaders are idle while they compute, and steps may take long
FOR_BUILDERS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "client_connection_check_interval": "1s",
}


@dataclass(frozen=True)
class Limits:
    """What one reader may take."""

    statement: str = "10min"
    idle: str = "5min"
    files: str = "5GB"
    connections: int = 8

    def __post_init__(self) -> None:
        """See that each is an amount that the server knows."""
        for name, value, kind in (
            ("statement", self.statement, "time"),
            ("idle", self.idle, "time"),
            ("files", self.files, "size"),
        ):
            form, expected = AMOUNT[kind]
            if not form.fullmatch(value):
                raise SinkbaseError(
                    f"--{name} {value} (SINKBASE_READER_{name.upper()}): expected {expected}"
                )
        if not -1 <= self.connections <= 10_000 or self.connections == 0:
            raise SinkbaseError(
                f"--connections {self.connections} (SINKBASE_READER_CONNECTIONS): expected a "
                "number of connections from 1; -1 for no limit"
            )

    def settings(self) -> dict[str, str]:
        """Return them by PostgreSQL's names."""
        return {
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
            "temp_file_limit": self.files,
        }


def limit(connection: psycopg.Connection, name: str, limits: Limits | None) -> list[str]:
    """Give a login its limits (None: a builder's) instead of those it had.

    Returns what an administrator without a superuser's rights could not set.
    """
    user = sql.Identifier(name)
    connection.execute(
        sql.SQL("alter role {} connection limit {}").format(
            user, limits.connections if limits else -1
        )
    )
    refused = []
    for setting in (*Limits().settings(), *FOR_BUILDERS):
        refused += _set(connection, user, setting, None)
    for setting, value in (limits.settings() if limits else FOR_BUILDERS).items():
        refused += _set(connection, user, setting, value)
    return sorted(set(refused))


def _set(
    connection: psycopg.Connection, user: sql.Identifier, setting: str, value: str | None
) -> list[str]:
    command = sql.SQL("alter role {} reset {}").format(user, sql.Identifier(setting))
    if value is not None:
        command = sql.SQL("alter role {} set {} = {}").format(user, sql.Identifier(setting), value)
    try:
        with connection.transaction():
            connection.execute(command)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue):
        return [setting] if value is not None else []
    return []


def crowded(connection: psycopg.Connection) -> str:
    """Return a warning where readers may together take all connections, so that no build begins."""
    row = connection.execute(
        """
        select
            coalesce(sum(rolconnlimit) filter (where rolconnlimit > 0), 0)::integer,
            current_setting('max_connections')::integer
            - current_setting('superuser_reserved_connections')::integer
        from pg_roles
        where
            rolcanlogin and not rolsuper
            and pg_has_role(oid, 'sinkbase_reader', 'member')
            and not pg_has_role(oid, 'sinkbase_builder', 'member')
        """
    ).fetchone()
    held, open_to_all = row or (0, 0)
    if held <= open_to_all - FOR_A_BUILD:
        return ""
    return (
        f"readers may hold {held} connections of the server's {open_to_all} together, and a build "
        f"needs up to {FOR_A_BUILD}: give them fewer (SINKBASE_READER_CONNECTIONS), or raise "
        "max_connections"
    )
