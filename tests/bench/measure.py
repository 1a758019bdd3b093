"""Times, ratios and peak memory of what is measured in one run."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Contest:
    """Several ways to do one thing; the first line is Sinkbase's, ratios are against it."""

    title: str
    lines: list[tuple[str, float, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, name: str, seconds: float, remark: str = "") -> float:
        """Add a way with its median time, and tell it at once."""
        self.lines.append((name, seconds, remark))
        print(f"  {name}: {seconds:.2f} s {remark}", flush=True)
        return seconds

    def markdown(self) -> str:
        """The contest as a table."""
        ours = self.lines[0][1]
        rows = [
            f"| {name} | {seconds:.2f} | {seconds / ours:.2f} | {remark} |"
            for name, seconds, remark in self.lines
        ]
        head = ["| way | seconds (median) | times Sinkbase's | remark |", "|---|---|---|---|"]
        return "\n".join([f"## {self.title}", "", *head, *rows, "", *self.remarks]).rstrip() + "\n"


def median(
    action: Callable[[], Any], runs: int = 5, before: Callable[[], Any] | None = None
) -> float:
    """Median seconds of some runs, each after `before`, the first one not counted."""
    times = []
    for _ in range(runs + 1):
        if before is not None:
            before()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def run(command: Sequence[str], **variables: str) -> str:
    """Run a program to its end; its output. Raises when it fails."""
    done = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def peak_mb_of_children() -> float:
    """Peak resident memory of the largest child process so far, MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def peak_mb_of(pid: int) -> float:
    """Peak resident memory of a running process, MB; shared buffers it has touched included."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")
