"""Which database is meant, and how to reach it."""

import os
import time
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo

from sinkbase.database.cluster import DATABASE, cluster
from sinkbase.errors import SinkbaseError

Connection = psycopg.Connection[Any]
ELSEWHERE = ("DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE")
# libpq's own list: "host" -> "PGHOST" and so on
LIBPQ_VARIABLES = {
    option.keyword.decode(): option.envvar.decode()
    for option in Conninfo.get_defaults()
    if option.envvar
}
SECONDS_TO_CONNECT = "20"
SECONDS_FOR_RECOVERY = 60
RECOVERING = ("the database system is starting up", "in recovery mode", "not yet accepting conn")
BUILDER = "sinkbase_builder"  # owns every region, whoever builds it


def is_private() -> bool:
    """Return whether the project's own server is meant: no variable names another one."""
    return not any(os.environ.get(name) for name in ELSEWHERE)


def parameters() -> dict[str, str]:
    """Return the connection parameters by libpq's names.

    Raises SinkbaseError when DATABASE_URL is no URL, or a port no port.
    """
    if is_private():
        private = cluster().conninfo
        return private | {"dbname": os.environ.get("PGDATABASE") or private["dbname"]}
    url = os.environ.get("DATABASE_URL", "")
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise SinkbaseError(
            f"DATABASE_URL is not a connection URL ({str(error).strip()}). "
            "Expected: postgresql://user@host:5432/database"
        ) from None
    for name, variable in LIBPQ_VARIABLES.items():
        value = os.environ.get(variable)
        if value and name not in given:
            given[name] = value
    _require_ports(given.get("port", ""))
    return given


def _require_ports(text: str) -> None:
    """Raise for a port that is no number; libpq takes a list of them, by commas."""
    for port in filter(None, text.split(",")):
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise SinkbaseError(
                f"the port {port!r} of PGPORT or DATABASE_URL is none. Expected 1 to 65535, "
                "as in postgresql://user@host:5432/database"
            )


def environment() -> dict[str, str]:
    """Return libpq's variables for programs that are started from here (dbt).

    A service and libpq's defaults are resolved: those programs want host, port, user and database.

    Raises SinkbaseError when the database cannot be reached.
    """
    given = parameters()
    if "service" in given or not all(given.get(name) for name in ("host", "user", "dbname")):
        with connect() as connection:
            info = connection.info
            given |= {"host": info.host, "port": str(info.port), "user": info.user}
            given |= {"dbname": info.dbname, "password": info.password}
        given.pop("service", None)
    return variables(given)


def variables(given: dict[str, str]) -> dict[str, str]:
    """Return connection parameters as libpq's variables; empty ones are left out."""
    named = {
        LIBPQ_VARIABLES[name]: value for name, value in given.items() if name in LIBPQ_VARIABLES
    }
    return {name: value for name, value in named.items() if value}


def url() -> str:
    """Return the database as a libpq URL, without a password."""
    given = parameters()
    user = quote(given.get("user", ""), safe="")
    name = quote(given.get("dbname", ""), safe="")
    rest = {
        key: value
        for key, value in given.items()
        if key in ("host", "hostaddr", "port", "service", "sslmode", "sslrootcert")
    }
    return f"postgresql://{user + '@' if user else ''}/{name}?{urlencode(rest, quote_via=quote)}"


def connect(*, autocommit: bool = False, dbname: str | None = None) -> psycopg.Connection:
    """Connect to the database.

    Raises SinkbaseError when it cannot be reached, with what to do about it.
    """
    given = {"connect_timeout": SECONDS_TO_CONNECT} | parameters()
    if dbname:
        given["dbname"] = dbname
    try:
        return _connected(make_conninfo("", **given), autocommit)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        no_such = "does not exist" in str(error)
        hint = (
            f"The project's own server has the database {DATABASE}: unset PGDATABASE."
            if is_private() and no_such
            else "Type `make db-up` to start the project's own server."
            if is_private()
            else "Check PGHOST, PGPORT, PGUSER, PGDATABASE and the password (or DATABASE_URL), "
            "or unset them to use the project's own server. `make doctor` tells more."
        )
        raise SinkbaseError(
            f"the database cannot be reached: {str(error).strip()}\n{hint}"
        ) from None


def _connected(conninfo: str, autocommit: bool) -> psycopg.Connection:
    """Connect; a server that starts, or mends itself after a crash, is waited for."""
    until = time.monotonic() + SECONDS_FOR_RECOVERY
    while True:
        try:
            return psycopg.connect(conninfo, autocommit=autocommit)
        except psycopg.OperationalError as error:
            if not any(sign in str(error) for sign in RECOVERING) or time.monotonic() > until:
                raise
        time.sleep(0.2)


def connect_as_builder(*, autocommit: bool = False) -> psycopg.Connection:
    """Connect and become the group of builders, so that what is made belongs to all of them.

    A superuser gives up its rights by that: a build needs none of them. The session may stay idle
    (while files are read, or dbt runs) for longer than the server lets others; a query ends within
    a second of its client.

    Raises SinkbaseError when the functions are not installed or the user is no builder.
    """
    connection = connect(autocommit=autocommit)
    try:
        connection.execute(sql.SQL("set role {}").format(sql.Identifier(BUILDER)))
        connection.execute("set idle_session_timeout = 0")
        connection.execute("set idle_in_transaction_session_timeout = 0")
        # a server whose system cannot tell that a client is gone refuses this setting
        connection.execute(
            "select set_config('client_connection_check_interval', '1s', false)"
            " where version() ~ 'linux'"
        )
    except psycopg.errors.InvalidParameterValue:
        connection.close()
        raise SinkbaseError(
            f"Sinkbase is not installed on this server: it has no role {BUILDER}. "
            "A superuser of the database types `make db-up` once."
        ) from None
    except psycopg.errors.InsufficientPrivilege:
        user = sql.Identifier(connection.info.user).as_string(connection)
        connection.close()
        raise SinkbaseError(
            f"the database user {user} is no builder and may make no regions. "
            f"A superuser types: grant {BUILDER} to {user}"
        ) from None
    if not autocommit:
        connection.commit()
    return connection
