"""What runs of the private server: its first process, and what a killed one has left behind."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sinkbase.database.cluster import Cluster
from sinkbase.database.parents import look_at

SECONDS_TO_QUIT = 2.0


def lives(it: Cluster) -> bool:
    """Return whether the first process runs: it may be starting, or mending itself after a kill."""
    try:
        pid = int((it.data / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return False
    return _is_of(it, pid)


def _is_of(it: Cluster, pid: int) -> bool:
    """Return whether a number is that of a process of this very cluster."""
    process = look_at(pid)
    if process is None or process.name != "postgres":
        return False
    try:
        return Path(f"/proc/{pid}/cwd").samefile(it.data)
    except OSError:  # not ours to look at: it may be one
        return True


def remove_stale_locks(it: Cluster) -> None:
    """Remove the lock files of a killed server whose process number says nothing any more.

    PostgreSQL takes a zombie (in a container nobody may collect it), or whatever process has the
    number after a restart of the machine, for the living server, and would never start again.
    What still runs of the old server is told by its shared memory, not by these files.
    """
    for lock in (it.data / "postmaster.pid", it.sockets / f".s.PGSQL.{it.port}.lock"):
        try:
            pid = int(lock.read_text().split()[0])
        except (OSError, IndexError, ValueError):
            continue  # no lock: PostgreSQL sees that by itself
        if Path(f"/proc/{pid}").exists() and not _is_of(it, pid):
            lock.unlink(missing_ok=True)


def end_orphans(it: Cluster) -> None:
    """End what a killed first process has left: it serves nobody, and no new one can start.

    Most end by themselves at once; a long computation of Python's would hold on until its end.
    """
    if lives(it):
        return
    for number in (signal.SIGQUIT, signal.SIGKILL):
        left = list(_orphans(it))
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        until = time.monotonic() + SECONDS_TO_QUIT
        while any(look_at(pid) for pid in left) and time.monotonic() < until:
            time.sleep(0.05)


def _orphans(it: Cluster) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            # children have titles such as "postgres: checkpointer", the first process a path
            if (
                folder.name.isdigit()
                and (folder / "cmdline").read_bytes().startswith(b"postgres: ")
                and (folder / "cwd").samefile(it.data)
                and look_at(int(folder.name))
            ):
                yield int(folder.name)
