"""The private server's log: a file a day of the week, none larger than a bound for long.

What the server says before its own collector of messages runs goes to `server.log`.
"""

from contextlib import suppress
from pathlib import Path

from sinkbase.database.cluster import Cluster

MOST_BYTES = 10 << 20  # of a file, when the server is asked for
FORMER = ".former"  # what was in a file that grew larger

Marks = dict[Path, int]


def settings(it: Cluster) -> dict[str, str]:
    """Return the settings by which the server bounds its log: seven files, then the oldest goes."""
    folder = str(it.log_folder).replace("\\", "\\\\").replace("'", "''")
    return {
        "logging_collector": "on",
        "log_directory": f"'{folder}'",
        "log_filename": "'server-%a.log'",
        "log_file_mode": "0600",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",  # a new file of the same name would be none: see bound()
        "log_truncate_on_rotation": "on",
    }


def files(it: Cluster) -> list[Path]:
    """Return the files of the log, the latest written last."""
    found = [it.log, *it.log_folder.glob("server-*.log")]
    return sorted((path for path in found if path.exists()), key=lambda path: path.stat().st_mtime)


def bound(it: Cluster) -> None:
    """Empty files that have grown too large; their content replaces what was kept before.

    The server appends, and goes on at the beginning of an emptied file.
    """
    for path in files(it):
        with suppress(OSError):
            if path.stat().st_size > MOST_BYTES:
                former = path.with_name(path.name + FORMER)
                former.write_bytes(path.read_bytes()[-MOST_BYTES:])
                former.chmod(0o600)
                with path.open("r+b") as file:
                    file.truncate(0)


def marks(it: Cluster) -> Marks:
    """Return how long each file is now."""
    return {path: path.stat().st_size for path in files(it)}


def since(it: Cluster, before: Marks) -> str:
    """Return what was written since then."""
    told = []
    for path in files(it):
        written = path.read_bytes()
        start = before.get(path, 0)
        # a file that a new day began is shorter than before
        told.append(written[start if start <= len(written) else 0 :].decode(errors="replace"))
    return "".join(told)
