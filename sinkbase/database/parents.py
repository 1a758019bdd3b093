"""The processes that a run was started by, and those that it has started."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MAKES = ("make", "gmake")


@dataclass(frozen=True)
class Process:
    """A process of this machine; the number alone may be given to another one later."""

    pid: int
    name: str
    parent: int
    began: str  # in ticks since the machine's start

    def lives(self) -> bool:
        """Return whether it still runs."""
        now = look_at(self.pid)
        return now is not None and now.began == self.began


def look_at(pid: int) -> Process | None:
    """Return the process of a number, or None where none runs; a zombie runs no more."""
    try:
        before, _, after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    except OSError:
        return None
    state, parent, *rest = after.split()
    if state in ("Z", "X"):
        return None
    return Process(pid, before.partition("(")[2], int(parent), rest[17])


def makes_above() -> list[Process]:
    """Return the processes from the parent up to the first `make`; none where none began this.

    A `make` that another `make` began has that above it, and so on: MAKELEVEL counts them.
    """
    try:
        level = int(os.environ.get("MAKELEVEL", "0"))
    except ValueError:
        return []
    found: list[Process] = []
    upto = 0
    above = look_at(os.getppid())
    while level > 0 and above is not None:
        found.append(above)
        if above.name in MAKES:
            level -= 1
            upto = len(found)
        above = look_at(above.parent)
    return found[:upto]


def signal_children(number: signal.Signals) -> None:
    """Send a signal to all that this process has started, and to what these have started."""
    for pid in _descendants():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        process = look_at(int(folder.name)) if folder.name.isdigit() else None
        if process is not None:
            children.setdefault(process.parent, []).append(process.pid)
    found: list[int] = []
    todo = [os.getpid()]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found
