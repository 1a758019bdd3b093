"""`make doctor`: what the server and this machine have, what they lack, and what to do about it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sinkbase.database import connection as database
from sinkbase.database.cluster import OLDEST
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.server import install, server

EXTENSIONS = {
    "postgis": ((3, 3), "postgresql-15-postgis-3"),
    "postgis_raster": ((3, 3), "postgresql-15-postgis-3"),
    "pgrouting": ((3, 4), "postgresql-15-pgrouting"),
    "plpython3u": ((1, 0), "postgresql-plpython3-15"),
}
LEAST_FREE_GB = 5.0
LEAST_MEMORY_GB = 2.0
# what the kernel imports in the server's Python; Debian's packages are python3-<name>
MODULES = ("numpy", "scipy", "skimage")
VERSIONS = """
create function pg_temp.sinkbase_versions(modules text[]) returns text language plpython3u as
$python$
from importlib import import_module
import platform
found = [name + ' ' + import_module(name).__version__ for name in modules]
return ', '.join(found) + ' in Python ' + platform.python_version()
$python$
"""


@dataclass(frozen=True)
class Finding:
    """One line of the report; only a lack of something needed makes the exit code 2."""

    subject: str
    verdict: str  # ok, lack or note
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        """The line as printed."""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.verdict:<5}{self.subject:<22}{self.found}{remedy}"


def examine() -> Iterator[Finding]:
    """Yield one finding per check; what cannot be reached is not asked further."""
    yield _programs()
    yield _disk()
    yield _memory()
    try:
        connection = database.connect(autocommit=True)
    except SinkbaseError as error:
        *reasons, remedy = str(error).splitlines()
        told = remedy.removesuffix(" `make doctor` tells more.")
        yield Finding("server", "lack", " ".join(line.strip() for line in reasons), told)
        return
    with connection:
        yield _server(connection)
        for name in EXTENSIONS:
            yield _extension(connection, name)
        for check in (_python, _functions, _rights, _execution, _public):
            yield check(connection)


def _programs() -> Finding:
    needed = ["psql"]
    if database.is_private():
        needed += ["initdb", "pg_ctl", "createdb"]
    missing = [name for name in needed if not _has(name)]
    subject = "PostgreSQL programs"
    if missing:
        remedy = "make setup" if database.is_private() else "install postgresql-client"
        return Finding(subject, "lack", f"{', '.join(missing)} not found", remedy)
    return Finding(subject, "ok", ", ".join(needed))


def _has(name: str) -> bool:
    try:
        return bool(shutil.which(name) or server.binary(name))
    except SinkbaseError:
        return False


def _disk() -> Finding:
    folder = server.cluster().home if database.is_private() else ROOT
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    found = f"{free:.1f} GB free on the disk of {folder}"
    if free < LEAST_FREE_GB:
        return Finding("disk", "lack", found, f"{LEAST_FREE_GB:g} GB at least: free some")
    return Finding("disk", "ok", found)


def _memory() -> Finding:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    limit = Path("/sys/fs/cgroup/memory.max")
    with suppress(OSError, ValueError):  # no limit is set
        total = min(total, int(limit.read_text()) / 1e9)
    found = f"{total:.1f} GB on this machine"
    if total < LEAST_MEMORY_GB:
        return Finding("memory", "note", found, f"{LEAST_MEMORY_GB:g} GB or more are comfortable")
    return Finding("memory", "ok", found)


def _server(connection: psycopg.Connection) -> Finding:
    info = connection.info
    version = f"{info.parameter_status('server_version')}"
    kind = "the project's own" if database.is_private() else f"host {info.host or 'local'}"
    found = f"PostgreSQL {version}, {kind}, database {info.dbname}, user {info.user}"
    if info.server_version < OLDEST * 10000:
        return Finding("server", "lack", found, f"PostgreSQL {OLDEST} or later")
    return Finding("server", "ok", found)


def _extension(connection: psycopg.Connection, name: str) -> Finding:
    least, package = EXTENSIONS[name]
    row = connection.execute(
        "select available.installed_version, available.default_version, extnamespace::regnamespace"
        " from pg_available_extensions as available"
        " left join pg_extension on extname = available.name where available.name = %s",
        (name,),
    ).fetchone()
    if row is None:
        remedy = f"install Debian's {package} (or its like) on the server's machine"
        return Finding(name, "lack", "not available on this server", remedy)
    installed, available, schema = row
    version = str(installed or available)
    found = f"{version}, {'installed' if installed else 'available, not installed yet'}"
    if _numbers(version) < least:
        wanted = ".".join(map(str, least))
        return Finding(name, "lack", found, f"version {wanted} or later")
    if not installed:
        return Finding(name, "lack", found, "make db-up (as a superuser of the database)")
    if schema not in ("public", "pg_catalog"):
        # none of them can be moved: postgis refuses `alter extension ... set schema`
        remedy = "Sinkbase needs it in public, another database will do"
        return Finding(name, "lack", f"{found} in schema {schema}", remedy)
    return Finding(name, "ok", found)


def _numbers(version: str) -> tuple[int, ...]:
    parts = [part for part in version.split(".")[:2] if part.isdigit()]
    return tuple(int(part) for part in parts)


def _python(connection: psycopg.Connection) -> Finding:
    subject = "server's Python"
    try:
        connection.execute(VERSIONS)
        row = connection.execute(
            "select pg_temp.sinkbase_versions(%s)", (list(MODULES),)
        ).fetchone()
        connection.execute("drop function pg_temp.sinkbase_versions")
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject) as error:
        reason = error.diag.message_primary
        remedy = "a superuser's `make doctor` checks it"
        return Finding(subject, "note", f"not checked: {reason}", remedy)
    except psycopg.Error as error:
        packages = ", ".join(f"python3-{name}" for name in MODULES)
        remedy = f"install Debian's {packages} on the server's machine, not in a virtualenv"
        return Finding(subject, "lack", str(error.diag.message_primary), remedy)
    return Finding(subject, "ok", str(row[0] if row else ""))


def _rights(connection: psycopg.Connection) -> Finding:
    subject = "right to build"
    row = connection.execute(
        """
        select
            pg_has_role(session_user, builder.oid, 'member'),
            has_database_privilege(builder.oid, current_database(), 'create'),
            has_database_privilege(builder.oid, current_database(), 'temporary'),
            quote_ident(session_user), quote_ident(current_database())
        from pg_roles as builder where rolname = %s
        """,
        (database.BUILDER,),
    ).fetchone()
    if row is None:
        return Finding(subject, "note", f"not checked: there is no role {database.BUILDER} yet")
    is_builder, may_create, may_compute, user, name = row
    if not is_builder:
        remedy = f"a superuser types: grant {database.BUILDER} to {user}"
        return Finding(subject, "lack", f"{user} is no builder", remedy)
    if not (may_create and may_compute):
        right = "schemas" if not may_create else "temporary tables"
        remedy = f"a superuser types: grant create, temporary on database {name} to "
        found = f"{database.BUILDER} may not create {right} in {name}"
        return Finding(subject, "lack", found, remedy + database.BUILDER)
    return Finding(subject, "ok", f"{user} builds as {database.BUILDER}")


def _functions(connection: psycopg.Connection) -> Finding:
    subject = "Sinkbase's functions"
    installed = install.installed_version(connection)
    if installed == install.version():
        return Finding(subject, "ok", f"version {installed}")
    row = connection.execute(
        "select rolsuper, quote_ident(rolname) from pg_roles where rolname = session_user"
    ).fetchone()
    is_superuser, user = row or (False, "?")
    found = f"version {installed}, expected {install.version()}" if installed else "not installed"
    by_hand = f"a superuser ({user} is none) runs what `make -s script` prints"
    return Finding(subject, "lack", found, "make db-up" if is_superuser else by_hand)


def _execution(connection: psycopg.Connection) -> Finding:
    subject = "right to compute"
    row = connection.execute(
        "select bool_and(has_function_privilege(builder.oid, routine.oid, 'execute')"
        " and has_schema_privilege(builder.oid, pronamespace, 'usage'))"
        " from pg_proc as routine, pg_roles as builder"
        " where pronamespace = to_regnamespace('sinkbase')::oid and rolname = %s",
        (database.BUILDER,),
    ).fetchone()
    if row is None or row[0] is None:
        return Finding(subject, "note", "not checked: there are no functions yet")
    if not row[0]:
        found = f"{database.BUILDER} may not execute all functions of schema sinkbase"
        remedy = "a superuser types: grant execute on all routines in schema sinkbase to "
        return Finding(subject, "lack", found, remedy + database.BUILDER)
    return Finding(subject, "ok", f"{database.BUILDER} may execute the functions of sinkbase")


def _public(connection: psycopg.Connection) -> Finding:
    """Look whether everybody may put functions where builds look for those of PostGIS."""
    row = connection.execute("select has_schema_privilege('public', 'public', 'create')").fetchone()
    if row and row[0]:
        found = "every user may create functions there, and a build could call them"
        remedy = "its owner types: revoke create on schema public from public"
        return Finding("schema public", "note", found, remedy)
    return Finding("schema public", "ok", "not everybody may create things there")


def report(say: Callable[[str], None]) -> bool:
    """Print each finding as it is made; return whether all that is needed is there."""
    is_complete = True
    for finding in examine():
        say(str(finding))
        is_complete = is_complete and finding.verdict != "lack"
    return is_complete
