"""The project's own PostgreSQL cluster: made, started and stopped under `.sinkbase/`.

It is used when neither `DATABASE_URL` nor libpq's variables name another server. It listens on a
unix socket, in a folder that its user alone may enter, and lets in (by the system's own word,
`peer`) the user who made it; on a loopback port only when asked (`sinkbase.server.listen`).
PostgreSQL refuses to run as root: there it runs as `postgres`.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path
from pwd import getpwnam, getpwuid

from sinkbase.database.cluster import (
    DATABASE,
    OLDEST,
    PORT,
    ROLE,
    Cluster,
    cluster,
    make_folder,
    require_own,
)
from sinkbase.errors import SinkbaseError
from sinkbase.lock import alone_in
from sinkbase.server import logs, postmaster

__all__ = [
    "DATABASE",
    "OLDEST",
    "PORT",
    "ROLE",
    "binary",
    "cluster",
    "down",
    "running",
    "up",
]

SECONDS_FOR_OLD_BACKENDS = 60
SECONDS_FOR_RECOVERY = 600  # of the changes since the last checkpoint, 4 GB at most

PRELOADED = ("postgis-3", "postgis_raster-3", "plpython3")
SETTINGS = {
    "max_connections": "100",
    # readers leave these to the owner, who builds
    "superuser_reserved_connections": "15",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    # every result can be made again from the files: no replica, no archive, late commits
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "default_toast_compression": "lz4",  # pglz takes four times as long to write a tile
    "jit": "off",  # plans over a few hundred tiles: compiling costs more than it saves
    # a killed build must not leave its query running and its locks held
    "client_connection_check_interval": "'1s'",
    "log_min_messages": "warning",
}
# glibc hands the memory of each stored tile back and faults it in again for the next: a quarter
# of the time of a COPY. In other servers the kernel sees to it for map algebra.
ALLOCATOR = {"MALLOC_TRIM_THRESHOLD_": str(128 << 20), "MALLOC_MMAP_THRESHOLD_": str(32 << 20)}


def up() -> Cluster:
    """Make the cluster when there is none, start it when it does not run, make the database."""
    it = cluster()
    _require_binaries()
    make_folder(it, it.home)
    make_folder(it, it.sockets)
    require_own(it, it.data)
    logs.bound(it)
    with alone_in(it.home):
        if not (it.data / "PG_VERSION").exists():
            _initialise(it)
        if not running(it):
            _start(it)
    return it


def down() -> bool:
    """Stop the cluster; return whether it ran.

    Raises SinkbaseError when it does not stop.
    """
    it = cluster()
    answers = running(it)
    if not answers and not postmaster.lives(it):
        return False
    # one that mends itself after a kill may wait for its own children for ever when it is asked to
    # stop in order; it goes on with that when it is started again
    for how in ("fast", "immediate") if answers else ("immediate",):
        _run(it, "pg_ctl", "stop", "-D", str(it.data), "-m", how, "-w", "-t", "60")
        if not postmaster.lives(it):
            return True
    raise SinkbaseError(
        f"the server in {it.data} does not stop. Look at its log in {it.log_folder}, and end its "
        "process by hand."
    )


def running(it: Cluster) -> bool:
    """Return whether the cluster's server answers."""
    require_own(it, it.home)
    if not (it.data / "PG_VERSION").exists():
        return False
    answer = subprocess.run(
        [binary("pg_isready"), "-q", "-U", ROLE, "-h", it.sockets, "-p", str(it.port)], check=False
    )
    return answer.returncode == 0


def binary(name: str) -> str:
    """Return the path of a PostgreSQL program: Debian's versions first, then the PATH.

    Raises SinkbaseError when this machine has none.
    """
    versions = sorted(
        (
            int(folder.name)
            for folder in Path("/usr/lib/postgresql").glob("[0-9]*")
            if (folder / "bin" / name).exists() and folder.name.isdigit()
        ),
        reverse=True,
    )
    # the version that the packages of docker/packages.txt extend, when it is there
    for version in sorted(versions, key=lambda version: version != OLDEST):
        return f"/usr/lib/postgresql/{version}/bin/{name}"
    found = shutil.which(name)
    if found is None:
        raise SinkbaseError(
            f"PostgreSQL's program {name} was not found on this machine. "
            "Type `make setup`, or point PGHOST or DATABASE_URL at another server."
        )
    return found


def _require_binaries() -> None:
    for name in ("initdb", "pg_ctl", "pg_isready", "createdb"):
        binary(name)
    try:
        getpwuid(os.geteuid())
    except KeyError:
        raise SinkbaseError(
            f"user id {os.geteuid()} has no name on this machine, and PostgreSQL does not run "
            "without. Add it to /etc/passwd, or point PGHOST or DATABASE_URL at a server."
        ) from None
    if os.geteuid() == 0:
        try:
            getpwnam("postgres")
        except KeyError:
            raise SinkbaseError(
                "PostgreSQL does not run as root, and this machine has no user `postgres` to run "
                "it as. Install the Debian package postgresql-15 (`make setup`)."
            ) from None


def _run(it: Cluster, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # the server must not inherit this process's pipes: a caller would wait for their end for ever
    return subprocess.run(
        [binary(program), *arguments],
        user=it.user,
        group=it.user,
        extra_groups=[] if it.user else None,
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
        text=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | ALLOCATOR,
    )


def _initialise(it: Cluster) -> None:
    unfinished = it.data.with_name("pgdata.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    arguments = ("-D", str(unfinished), "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8")
    made = _run(it, "initdb", *arguments, "--auth-local=peer", "--auth-host=reject")
    if made.returncode != 0:
        raise SinkbaseError(f"initdb could not make the cluster {it.data}:\n{made.stdout}")
    user = getpwuid(os.geteuid()).pw_name  # not $LOGNAME, which a caller may have set
    users = {user, it.user or user}
    hba = "local all all peer map=sinkbase\n"
    ident = "".join(f"sinkbase {user} {ROLE}\n" for user in sorted(users))
    (unfinished / "pg_hba.conf").write_text(hba)
    (unfinished / "pg_ident.conf").write_text(ident)
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write("include = 'sinkbase.conf'\n")
    unfinished.rename(it.data)


def _settings(it: Cluster) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    lines = (
        SETTINGS
        | {
            "unix_socket_directories": f"'{_quoted(it.sockets)}'",
            "port": str(it.port),
            "listen_addresses": f"'{it.address or ''}'",
            "shared_buffers": f"{max(64, min(512, memory // 8))}MB",
            "effective_cache_size": f"{max(128, memory // 2)}MB",
            "shared_preload_libraries": f"'{','.join(_preloaded())}'",
        }
        | logs.settings(it)
    )
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def _preloaded() -> list[str]:
    """Name the libraries to load once: dbt connects for each model, at 0.1 s a connection else."""
    folder = Path(binary("postgres")).parent.parent / "lib"
    return [name for name in PRELOADED if (folder / f"{name}.so").exists()]


def _wait_for_recovery(it: Cluster) -> None:
    """Wait until a server that is starting, or mends itself after a kill, answers or has ended.

    Raises SinkbaseError when that takes too long.
    """
    until = time.monotonic() + SECONDS_FOR_RECOVERY
    while postmaster.lives(it) and not running(it):
        if time.monotonic() > until:
            raise SinkbaseError(
                f"the server in {it.data} runs, and has not answered for {SECONDS_FOR_RECOVERY} s: "
                f"it may be recovering from a crash. Look at its log in {it.log_folder}, wait, and "
                "try again; or stop it (`make db-down`)."
            )
        time.sleep(0.1)


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "''")


def _start(it: Cluster) -> None:
    settings = it.data / "sinkbase.conf"
    settings.write_text(_settings(it), encoding="utf-8")
    settings.chmod(0o644)  # whatever the umask: root writes it, the server's user reads it
    patience = time.monotonic() + SECONDS_FOR_OLD_BACKENDS
    marks = logs.marks(it)
    while not running(it):
        if postmaster.lives(it):
            _wait_for_recovery(it)
            continue
        postmaster.end_orphans(it)
        postmaster.remove_stale_locks(it)
        marks = logs.marks(it)
        arguments = ("-D", str(it.data), "-l", str(it.log), "-w", "-t", "120")
        started = _run(it, "pg_ctl", "start", *arguments)
        if (started.returncode == 0 and running(it)) or postmaster.lives(it):
            continue
        told = logs.since(it, marks)
        # after a kill the old server's children hold its shared memory until they have ended
        is_old_one = "still in use" in told or "lock file" in told
        if is_old_one and time.monotonic() < patience:
            time.sleep(0.5)
            continue
        tail = "\n".join(told.splitlines()[-10:])
        raise SinkbaseError(
            f"the server in {it.data} does not start. {logs.files(it)[-1]} ends with:\n{tail}"
        )
    listing = ("-h", str(it.sockets), "-p", str(it.port), "-U", ROLE)
    made = _run(it, "createdb", *listing, DATABASE)
    if made.returncode != 0 and "already exists" not in made.stdout:
        raise SinkbaseError(f"the database {DATABASE} could not be made: {made.stdout}")
