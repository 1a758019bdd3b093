"""GRASS in a throw-away location: imports, timed commands. `make bench` installs it."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import run


@dataclass(frozen=True)
class Place:
    """A location of GRASS and how to run a program there."""

    home: Path
    at: list[str]

    def run(self, *command: str) -> str:
        """Run a program in the location."""
        return run([*self.at, *command])

    def import_raster(self, file: Path) -> None:
        """Read a file in as the raster (or, of several bands, the rasters) of its name."""
        self.run("r.in.gdal", "--q", "--o", "-o", f"input={file}", f"output={file.stem}")

    def median(self, command: str, runs: int = 3) -> float:
        """Median seconds of a command without GRASS's start, the first run not counted."""
        script = self.home / "time.sh"
        script.write_text(
            f"set -e\nfor i in $(seq {runs + 1}); do s=$(date +%s%N); {command};"
            " e=$(date +%s%N); echo $((e - s)); done\n"
        )
        lines = self.run("bash", str(script)).split()
        return statistics.median(int(line) / 1e9 for line in lines[1:])


@contextmanager
def location(crs: str = "EPSG:2328") -> Iterator[Place]:
    """A fresh location, removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="grass-"))
    try:
        run(["grass", "-c", crs, "-e", str(home / "bench")])
        yield Place(home, ["grass", str(home / "bench" / "PERMANENT"), "--exec"])
    finally:
        shutil.rmtree(home, ignore_errors=True)
