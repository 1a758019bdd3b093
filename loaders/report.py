"""What a load did."""

from dataclasses import dataclass

from loaders.grid.grid import Grid
from loaders.warning import LoadWarning
from sinkbase.region.settings import Region


@dataclass(frozen=True)
class TableReport:
    """What happened to one raw table; the share of a table left as it was is not counted again."""

    table: str
    loaded: bool
    share_percent: float | None
    seconds: float
    warnings: tuple[LoadWarning, ...] = ()


@dataclass(frozen=True)
class LoadReport:
    """What happened to a region's raw tables."""

    region: Region
    grid: Grid
    inside_cells: int
    area_km2: float
    tables: tuple[TableReport, ...]
    dropped: tuple[str, ...]
    missing: tuple[str, ...]
    seconds: float

    @property
    def loaded(self) -> tuple[str, ...]:
        """Tables that were written."""
        return tuple(report.table for report in self.tables if report.loaded)

    @property
    def warnings(self) -> tuple[LoadWarning, ...]:
        """All warnings of this load."""
        return tuple(warning for report in self.tables for warning in report.warnings)
