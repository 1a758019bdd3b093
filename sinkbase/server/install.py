"""The installing of Sinkbase's functions into a database."""

import hashlib
import os
import shutil
import subprocess
from functools import cache

import psycopg

from sinkbase.database import connection as database
from sinkbase.database.cluster import OLDEST
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT

SQL = ROOT / "sql"
KERNEL = ROOT / "kernel"
# two runs at once would replace the same functions: the second one waits
TURN = "select pg_advisory_xact_lock(hashtextextended('sinkbase install', 0))"


@cache
def version() -> str:
    """Return a digest of all SQL that `install` would run, and of the kernel."""
    digest = hashlib.sha256()
    for folder, kind in ((SQL, "*.sql"), (KERNEL, "*.py")):
        for path in sorted(folder.rglob(kind)):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def install(dbname: str | None = None) -> bool:
    """Run sql/install.sql, and write the kernel, in one transaction; return whether.

    Nothing is done when this very version is there.

    Raises SinkbaseError when the server is too old, or an extension or a right is missing.
    """
    with database.connect(dbname=dbname) as connection:
        if connection.info.server_version < OLDEST * 10000:
            raise SinkbaseError(
                f"the server is PostgreSQL {connection.info.server_version // 10000}. Expected "
                f"{OLDEST} or later: point PGHOST or DATABASE_URL at such a server, or "
                "unset them to use the project's own."
            )
        if installed_version(connection) == version() and builders_may_build(connection):
            return False
    psql = shutil.which("psql")
    if psql is None:
        raise SinkbaseError(
            "psql was not found; it runs sql/install.sql. Install the package postgresql-client."
        )
    variables = database.variables(database.parameters() | ({"dbname": dbname} if dbname else {}))
    options = f"{variables.get('PGOPTIONS', '')} -c client_min_messages=warning".strip()
    done = subprocess.run(
        [
            *(psql, "-X", "-q", "-o", os.devnull, "--single-transaction"),
            *("-v", "ON_ERROR_STOP=1", "-v", f"version={version()}"),
            *("-c", TURN, "-f", SQL / "install.sql", "-f", "-"),
        ],
        input=kernel_rows(),
        env=os.environ | variables | {"PGOPTIONS": options},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise SinkbaseError(
            f"sql/install.sql failed: {_last_error(done.stderr)}\n"
            "A superuser of the database runs it once, by `make db-up` or by hand: `make -s script "
            f"> sinkbase.sql`, then `psql -d {variables.get('PGDATABASE', 'DATABASE')} -f "
            "sinkbase.sql`. `make doctor` says what is missing."
        )
    return True


def kernel_rows() -> str:
    """Return SQL that writes the modules of the kernel, as text, into the fresh table."""
    rows = []
    for path in sorted(KERNEL.rglob("*.py")):
        file = path.relative_to(KERNEL.parent)
        module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        source = path.read_text(encoding="utf-8")
        rows.append(f"('{module}', '{file.as_posix()}', $kernel${source}$kernel$)")
    values = ",\n".join(rows)
    return "\n".join(
        [
            f"insert into sinkbase.kernel (module, file, source) values\n{values};",
            "select sinkbase._compile_kernel();",
            "",
        ]
    )


def installed_version(connection: psycopg.Connection) -> str | None:
    """Return the version of the functions in the database, or None when they are not there."""
    row = connection.execute(
        "select obj_description(to_regnamespace('sinkbase'), 'pg_namespace')"
    ).fetchone()
    comment = str((row[0] if row else None) or "")
    return comment.rsplit("version ", 1)[-1] if "version " in comment else None


def builders_may_build(connection: psycopg.Connection) -> bool:
    """Return whether the builders may create schemas: a restored dump lacks that right."""
    row = connection.execute(
        "select coalesce(has_database_privilege(oid, current_database(), 'create'), false)"
        " from pg_roles where rolname = %s",
        (database.BUILDER,),
    ).fetchone()
    return bool(row and row[0])


def _last_error(output: str) -> str:
    lines = [line for line in output.splitlines() if "ERROR" in line or "FATAL" in line]
    return (lines or output.strip().splitlines() or ["no message"])[-1].strip()
