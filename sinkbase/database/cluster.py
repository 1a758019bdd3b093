"""Where the private cluster lies, under which names, and which system user runs it."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from pwd import getpwnam

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT

PORT = 54320  # a part of the socket's name; a TCP port only after `make serve-db`
ROLE = "sinkbase"
DATABASE = "sinkbase"
OLDEST = 15  # version of PostgreSQL
LONGEST_SOCKET_PATH = 107 - len("/.s.PGSQL.65535")  # what the kernel takes, less the file's name


@dataclass(frozen=True)
class Cluster:
    """Where the private cluster lies and which system user runs it."""

    home: Path
    sockets: Path
    user: str | None  # None: the current user
    port: int = PORT
    address: str | None = None  # of the TCP port; None: it is not opened

    @property
    def listen_file(self) -> Path:
        """Where the opened address and port are kept: "127.0.0.1:54320"."""
        return self.home / "listen"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        """What the server says before it writes its own log."""
        return self.home / "server.log"

    @property
    def log_folder(self) -> Path:
        """Where the server's log lies, a file a day of the week."""
        return self.home / "log"

    @property
    def conninfo(self) -> dict[str, str]:
        """Connection parameters by libpq's names."""
        return {
            "host": str(self.sockets),
            "port": str(self.port),
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
    # libpq takes a comma for the end of a host name
    if len(str(sockets).encode()) > LONGEST_SOCKET_PATH or "," in str(sockets):
        sockets = Path("/tmp") / f"sinkbase-{tag}"
    it = Cluster(home, sockets, user)
    try:
        address, _, port = it.listen_file.read_text().strip().rpartition(":")
    except OSError:
        return it
    return replace(it, address=address, port=int(port))


def _others_may_enter(path: Path) -> bool:
    return all(not folder.is_dir() or folder.stat().st_mode & 0o001 for folder in path.parents)


def make_folder(it: Cluster, folder: Path) -> None:
    """Make a folder of the server's user, entered by that user alone.

    Raises SinkbaseError when it may not be made, or is there and another user's.
    """
    if folder.exists():
        require_own(it, folder)
        return
    missing = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.mkdir(parents=True)
        for parent in missing:
            parent.chmod(0o755)  # whatever the umask: the server's user has to pass here
        if it.user is not None:
            owner = getpwnam(it.user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)
    except OSError as error:
        raise SinkbaseError(
            f"the folder {folder} of the project's server cannot be made: {error.strerror}. Make "
            "it writable, or set SINKBASE_HOME to a folder that you may write."
        ) from None


def require_own(it: Cluster, path: Path) -> None:
    """See that the path belongs to the user who runs the server.

    Raises SinkbaseError when it is another user's.
    """
    if path.exists() and path.stat().st_uid != (
        getpwnam(it.user).pw_uid if it.user else os.geteuid()
    ):
        raise SinkbaseError(
            f"{path} belongs to another user ({path.owner()}). Go on as that user, or remove it "
            "(`make clean` as that user), or set SINKBASE_HOME to a folder of your own."
        )
