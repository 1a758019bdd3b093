"""What is killed of a build, and how it is found."""

import os
import random
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.soak.place import Place

Victim = Callable[[Place, "subprocess.Popen[str]", random.Random], bool]  # whether one was met


def processes(of: int) -> list[int]:
    """The processes below one, itself first."""
    found = [of]
    for pid in found:
        with suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            found += map(int, children)
    return found


def _kill(pids: list[int], drawn: random.Random) -> bool:
    with suppress(ProcessLookupError):
        if pids:
            os.kill(drawn.choice(pids), signal.SIGKILL)
            return True
    return False


def make(_: Place, build: "subprocess.Popen[str]", drawn: random.Random) -> bool:
    """The `make` above: the build is an orphan."""
    return _kill([build.pid], drawn)


def builder(_: Place, build: "subprocess.Popen[str]", drawn: random.Random) -> bool:
    """The process that loads, runs dbt (in itself) and exports."""
    return _kill(_builder(build), drawn)


def painter(_: Place, build: "subprocess.Popen[str]", drawn: random.Random) -> bool:
    """A process that draws for the builder; the builder where there is none yet."""
    below = [pid for it in _builder(build) for pid in processes(it)[1:]]
    return _kill(below or _builder(build), drawn)


def backend(place: Place, _: "subprocess.Popen[str]", drawn: random.Random) -> bool:
    """A process of the server that works for a client, whoever that is."""
    return _kill([pid for pid in processes(place.cluster.postmaster)[1:] if _serves(pid)], drawn)


def postmaster(place: Place, _: "subprocess.Popen[str]", drawn: random.Random) -> bool:
    """The first process of the server."""
    return _kill([place.cluster.postmaster], drawn)


VICTIMS: dict[str, Victim] = {
    "make": make,
    "builder, with dbt in it": builder,
    "drawing process": painter,
    "backend of the server": backend,
    "postmaster": postmaster,
}
OF_SERVER = ("backend of the server", "postmaster")


def _builder(build: "subprocess.Popen[str]") -> list[int]:
    return [pid for pid in processes(build.pid)[1:] if "pipeline" in _command(pid)][:1]


def _serves(pid: int) -> bool:
    return any(f" {user} " in _command(pid) for user in ("sinkbase", "gis"))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
