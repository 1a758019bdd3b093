"""What a region of so many cells needs of memory and disks; what cannot fit is refused early.

The figures are bytes a cell of the grid's whole rectangle, measured on Wensu County in cells of
30 m: 31.7 million in the rectangle, 15.9 million of them in the region.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt
from pathlib import Path
from typing import Literal

from sinkbase.database import connection as database
from sinkbase.database.cluster import cluster
from sinkbase.errors import SinkbaseError

Stage = Literal["load", "transform", "export"]

# disk of the server: 4.35 GB of raw tables; 1.7 GB of results and of what lies between, results
# twice more while they are published
TABLES = {"load": 140, "transform": 120, "export": 0}
CELL_ROW = 910  # grid_cells, a cell of the region
CELL_ROWS_AT_ONCE = 3  # aside, published, and the former ones until they are vacuumed
# memory: of the loader 0.55 GB, of the exporter 0.7 GB; of the server's sessions 4.4 GB, nearly all
# for the cheapest paths
MEMORY = {"load": 18, "transform": 139, "export": 22}
FILES = 10  # disk of out/: 0.23 GB, twice while the new files lie beside the old ones
PARQUET = 30  # cells.parquet, 0.33 GB, a cell of the region; twice as well
# the arrays of PostgreSQL that hold the tiles of a whole grid: 4 bytes a cell, 1 GB at most
VALUE, LARGEST_VALUE = 4, 1 << 30
UNCHECKED = "SINKBASE_ROOM"


@dataclass(frozen=True)
class Size:
    """Cells of the grid's rectangle and those in the region, whose side is in metres.

    `rows_of_cells` says whether each cell of the region is a row of grid_cells.
    """

    cells: int
    inside: int
    cell_size_m: float
    rows_of_cells: bool = False


@dataclass(frozen=True)
class Demand:
    """So many bytes of something, of which so many are free."""

    needed: float
    free: float
    what: str  # "of memory"
    remedy: str  # what makes more of it free

    @property
    def is_met(self) -> bool:
        """Whether it fits."""
        return self.needed <= self.free


def require_room(
    stage: Stage,
    label: str,
    size: Size,
    *,
    part: float = 1.0,
    out: Path | None = None,
    parquet: bool = False,
) -> None:
    """Hold a stage to what is free; SINKBASE_ROOM=unchecked lets it begin all the same.

    `label` begins the message: the region file and what it sets, or the region. `part` says how
    much of the tables is to be written, `out` is the folder of an export. The server's memory and
    disk are known where it is the project's own.
    Raises SinkbaseError with the figures, and a size of cells that would fit.
    """
    if os.environ.get(UNCHECKED) != "unchecked":
        refuse(stage, label, size, demands(stage, size, part=part, out=out, parquet=parquet))


def demands(
    stage: Stage,
    size: Size,
    *,
    part: float = 1.0,
    out: Path | None = None,
    parquet: bool = False,
) -> list[Demand]:
    """Return what the stage needs and what is free, as far as it can be known."""
    found = []
    if stage != "export":
        value = "in one value of PostgreSQL (an array of all tiles)"
        found.append(Demand(VALUE * size.cells, LARGEST_VALUE, value, ""))
    is_here = database.is_private()
    memory = free_memory()
    if memory is not None and (is_here or stage == "export"):
        found.append(Demand(MEMORY[stage] * size.cells, memory, "of memory", "End other programs."))
    if is_here and stage != "export":
        needed = part * TABLES[stage] * size.cells
        if stage == "transform" and size.rows_of_cells:
            needed += CELL_ROWS_AT_ONCE * CELL_ROW * size.inside
        data = cluster().data
        found.append(Demand(needed, free_disk(data), f"on the disk of {data}", "Free some space."))
    if out is not None:
        files = 2 * (FILES * size.cells + (PARQUET * size.inside if parquet else 0))
        found.append(Demand(files, free_disk(out), f"on the disk of {out}", "Free some space."))
    return found


def refuse(stage: Stage, label: str, size: Size, found: Sequence[Demand]) -> None:
    """Hold the demands to what is free.

    Raises SinkbaseError when one is not met, with the figures.
    """
    unmet = [it for it in found if not it.is_met]
    if not unmet:
        return
    figures = "; ".join(
        f"about {_told(it.needed)} {it.what}, {_told(it.free)} {'are free' if it.remedy else 'fit'}"
        for it in unmet
    )
    worst = max(it.needed / max(it.free, 1) for it in unmet)
    remedies = " ".join(dict.fromkeys(it.remedy for it in unmet if it.remedy))
    raise SinkbaseError(
        f"{label}: {size.cells:,} cells of the grid need, to {stage}, {figures}. "
        + (f"{remedies} Or choose" if remedies else "Choose")
        + f" larger cells: [region] cell_size_m = {_larger(size.cell_size_m, worst):g} would fit. "
        f"(The figures are estimates; {UNCHECKED}=unchecked begins all the same.)"
    )


def free_memory() -> int | None:
    """Return the bytes that programs can still get; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    known = dict(line.split(":", 1) for line in lines)
    kilobytes = [int(known[name].split()[0]) for name in ("MemAvailable", "SwapFree")]
    limit = _limit_of_container()
    return min(1024 * sum(kilobytes), limit) if limit is not None else 1024 * sum(kilobytes)


def _limit_of_container() -> int | None:
    """Return what a control group leaves to this process; None without a limit."""
    folder = Path("/sys/fs/cgroup")
    try:
        most = (folder / "memory.max").read_text(encoding="ascii").strip()
        used = (folder / "memory.current").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(most) - int(used) if most.isdigit() and used.isdigit() else None


def free_disk(path: Path) -> int:
    """Return the free bytes where the path lies or will lie."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


def _larger(cell_size_m: float, times: float) -> float:
    """Return the side of cells that are `times` fewer, in two digits, rounded up."""
    wanted = cell_size_m * sqrt(times)
    digit = 10.0 ** (floor(log10(wanted)) - 1)
    return ceil(wanted / digit) * digit


def _told(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
