"""Users of the database that log in by password: readers (GIS servers, dashboards) and builders.

A password is never on a command line, in a log or in a file of the project: it is typed, or drawn
at random and kept in a service file (mode 0600) in the folder of the project's state.
"""

import configparser
import io
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql

from sinkbase.database import connection as database
from sinkbase.database.cluster import ROLE, cluster
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.server.limits import Limits, crowded, limit

Role = Literal["reader", "builder"]
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
LEAST_LENGTH = 12


def service_file() -> Path:
    """Return the path of libpq's service file with the logins made here (`PGSERVICEFILE`)."""
    home = Path(os.environ.get("SINKBASE_HOME") or ROOT / ".sinkbase").absolute()
    return home / "pg_service.conf"


@dataclass(frozen=True)
class Made:
    """A login: the password if it was drawn here, and what its maker should know."""

    drawn: str | None
    notes: tuple[str, ...]


def make_login(
    name: str, role: Role, password: str | None = None, limits: Limits | None = None
) -> Made:
    """Create the user, or give it a new password, this role and these limits (of a reader).

    Raises SinkbaseError for a name that is not a login of Sinkbase, a short password, a server
    that nobody could reach, or a connection without the right.
    """
    if not NAME.fullmatch(name) or name.startswith(("pg_", "sinkbase")):
        raise SinkbaseError(
            f"'{name}' cannot be the name of a login. Expected lower-case letters, digits and "
            "underscores, not beginning with pg_ or sinkbase; for example: gis"
        )
    if password is not None and len(password) < LEAST_LENGTH:
        raise SinkbaseError(
            f"the password has {len(password)} characters. Expected {LEAST_LENGTH} or more"
        )
    if database.is_private() and cluster().address is None:
        raise SinkbaseError(
            "the server opens no port that a login could use. Open it first: make serve-db"
        )
    drawn = secrets.token_urlsafe(24) if password is None else None
    with database.connect() as connection:
        _write_role(connection, name, role, password or drawn or "")
        return Made(drawn, _limited(connection, name, role, limits or Limits()))


def _limited(
    connection: psycopg.Connection, name: str, role: Role, limits: Limits
) -> tuple[str, ...]:
    notes = []
    if refused := limit(connection, name, limits if role == "reader" else None):
        notes.append(
            f"{connection.info.user} may not set {', '.join(refused)} of {name}: a superuser may"
        )
    if crowd := crowded(connection):
        notes.append(crowd)
    return tuple(notes)


def _write_role(connection: psycopg.Connection, name: str, role: Role, password: str) -> None:
    user = sql.Identifier(name)
    found = connection.execute(
        """
        select
            rolsuper
            or not coalesce(
                pg_has_role(oid, to_regrole('sinkbase_reader'), 'member')
                or pg_has_role(oid, to_regrole('sinkbase_builder'), 'member'), false
            )
        from pg_roles where rolname = %s
        """,
        (name,),
    ).fetchone()
    if found is not None and found[0]:
        raise SinkbaseError(
            f"the role {name} is there already and is no login of Sinkbase. Choose another name."
        )
    # only this digest reaches the server, its log and its views
    verifier = connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    try:
        if found is None:
            connection.execute(sql.SQL("create role {}").format(user))
        connection.execute(
            sql.SQL(
                "alter role {} with login nosuperuser nocreatedb nocreaterole noreplication"
                " password {}"
            ).format(user, sql.Literal(verifier))
        )
        connection.execute(sql.SQL("revoke sinkbase_reader, sinkbase_builder from {}").format(user))
        group = sql.Identifier(f"sinkbase_{role}")
        connection.execute(sql.SQL("grant {} to {}").format(group, user))
        # what one builder makes another may replace: it belongs to the group
        as_group = sql.SQL("set role {}") if role == "builder" else sql.SQL("reset role")
        connection.execute(sql.SQL("alter role {} ").format(user) + as_group.format(group))
    except psycopg.errors.InsufficientPrivilege as error:
        raise SinkbaseError(
            f"{connection.info.user} may not create logins ({str(error).strip()}). "
            "Ask the administrator of the server for one with the role sinkbase_" + role
        ) from None


def keep(service: str, name: str, password: str) -> Path:
    """Write the login into the service file under the name of a service; return the file.

    The file is its owner's alone. Other services in it stay.
    """
    path = service_file()
    services = configparser.RawConfigParser()
    services.optionxform = str  # type: ignore[assignment,method-assign]
    if path.exists():
        services.read(path, encoding="utf-8")
    services[service] = _where() | {"user": name, "password": password}
    text = io.StringIO()
    services.write(text, space_around_delimiters=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text.getvalue())
    fresh.replace(path)
    return path


def _where() -> dict[str, str]:
    """Return host, port and database as a login by password reaches them."""
    if database.is_private():
        it = cluster()
        name = database.parameters()["dbname"]
        return {"host": it.address or "", "port": str(it.port), "dbname": name}
    with database.connect() as connection:
        info = connection.info
        return {"host": info.host, "port": str(info.port), "dbname": info.dbname or ROLE}
