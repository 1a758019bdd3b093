"""The project's own PostgreSQL cluster: made, started and stopped under `.sinkbase/`.

It is used when neither `DATABASE_URL` nor libpq's variables name another server. It listens on a
unix socket only, in a folder that its user alone may enter, and lets in (by the system's own word,
`peer`) the user who made it. PostgreSQL refuses to run as root: there it runs as `postgres`.
"""

import getpass
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from pwd import getpwnam

from loaders.errors import SinkbaseError

ROOT = Path(__file__).resolve().parent.parent
PORT = 54320  # only a part of the socket's name: no TCP port is opened
ROLE = "sinkbase"
DATABASE = "sinkbase"
OLDEST = 15
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes with the file name

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    # every result can be made again from the files: no replica, no archive, late commits
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "jit": "off",  # plans over a few hundred tiles: compiling costs more than it saves
    # a killed build must not leave its query running and its locks held
    "client_connection_check_interval": "'1s'",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class Cluster:
    """Where the private cluster lies and which system user runs it."""

    home: Path
    sockets: Path
    user: str | None  # None: the current user

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home / "server.log"

    @property
    def conninfo(self) -> dict[str, str]:
        """Connection parameters by libpq's names."""
        return {
            "host": str(self.sockets),
            "port": str(PORT),
            "user": ROLE,
            "dbname": DATABASE,
        }


def cluster() -> Cluster:
    """Return the cluster of this checkout (`SINKBASE_HOME` moves it)."""
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(os.environ.get("SINKBASE_HOME") or ROOT / ".sinkbase").absolute() / "server"
    tag = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    if user is not None and not _others_may_enter(home):
        # e.g. a checkout below /root, where the user `postgres` may not go
        home = Path("/var/lib/sinkbase") / tag
    sockets = home / "run"
    if len(str(sockets)) > LONGEST_SOCKET_PATH:
        sockets = Path("/tmp") / f"sinkbase-{tag}"
    return Cluster(home, sockets, user)


def up() -> Cluster:
    """Make the cluster when there is none, start it when it does not run, make the database."""
    it = cluster()
    _require_binaries()
    _make_folder(it, it.home)
    _make_folder(it, it.sockets)
    with _one_at_a_time(it):
        if not (it.data / "PG_VERSION").exists():
            _initialise(it)
        if not running(it):
            _start(it)
    return it


def down() -> bool:
    """Stop the cluster; return whether it ran."""
    it = cluster()
    if not running(it):
        return False
    _run(it, "pg_ctl", "stop", "-D", str(it.data), "-m", "fast", "-w", "-t", "60")
    return True


def running(it: Cluster) -> bool:
    """Return whether the cluster's server answers."""
    if not (it.data / "PG_VERSION").exists():
        return False
    answer = subprocess.run(
        [_binary("pg_isready"), "-q", "-U", ROLE, "-h", it.sockets, "-p", str(PORT)], check=False
    )
    return answer.returncode == 0


def _others_may_enter(path: Path) -> bool:
    folders = [path, *path.parents]
    return all(not folder.exists() or folder.stat().st_mode & 0o001 for folder in folders)


def _make_folder(it: Cluster, folder: Path) -> None:
    if folder.exists():
        return
    folder.mkdir(parents=True)
    if it.user is not None:
        owner = getpwnam(it.user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o711)


@contextmanager
def _one_at_a_time(it: Cluster) -> Iterator[None]:
    with (it.home / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _binary(name: str) -> str:
    """Return the path of a PostgreSQL program: Debian's versions first, then the PATH."""
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
    for name in ("initdb", "pg_ctl", "pg_isready"):
        _binary(name)
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
        [_binary(program), *arguments],
        user=it.user,
        group=it.user,
        extra_groups=[] if it.user else None,
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
        text=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )


def _initialise(it: Cluster) -> None:
    unfinished = it.data.with_name("pgdata.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    arguments = ("-D", str(unfinished), "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8")
    made = _run(it, "initdb", *arguments, "--auth-local=peer", "--auth-host=reject")
    if made.returncode != 0:
        raise SinkbaseError(f"initdb could not make the cluster {it.data}:\n{made.stdout}")
    users = {getpass.getuser(), it.user or getpass.getuser()}
    hba = "local all all peer map=sinkbase\n"
    ident = "".join(f"sinkbase {user} {ROLE}\n" for user in sorted(users))
    (unfinished / "pg_hba.conf").write_text(hba)
    (unfinished / "pg_ident.conf").write_text(ident)
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write("include = 'sinkbase.conf'\n")
    unfinished.rename(it.data)


def _settings(it: Cluster) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    lines = SETTINGS | {
        "unix_socket_directories": f"'{it.sockets}'",
        "port": str(PORT),
        "shared_buffers": f"{max(64, min(512, memory // 8))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
    }
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def _start(it: Cluster) -> None:
    (it.data / "sinkbase.conf").write_text(_settings(it))
    # after a kill the old server's children hold its shared memory for a moment
    for attempt in range(20):
        arguments = ("-D", str(it.data), "-l", str(it.log), "-w", "-t", "120")
        started = _run(it, "pg_ctl", "start", *arguments)
        if started.returncode == 0 and running(it):
            break
        time.sleep(0.25 * (attempt + 1))
    else:
        tail = "\n".join(it.log.read_text().splitlines()[-10:]) if it.log.exists() else ""
        raise SinkbaseError(f"the server in {it.data} does not start. {it.log} ends with:\n{tail}")
    listing = ("-h", str(it.sockets), "-p", str(PORT), "-U", ROLE)
    made = _run(it, "createdb", *listing, DATABASE)
    if made.returncode != 0 and "already exists" not in made.stdout:
        raise SinkbaseError(f"the database {DATABASE} could not be made: {made.stdout}")
