"""A built region as the exporters see it: its results, and what is told of them, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from analysis.looks.looks import Looks, read_looks
from analysis.results.built import require_built
from analysis.results.catalogue import Result, read_catalogue
from analysis.results.provenance import Grid, Provenance, read_provenance
from analysis.results.settings import Setting, read_settings
from analysis.results.tables import Row, read_rows

NO_CELL_ROWS = "no_cell_rows"  # the warning that a region is too large for a row a cell


@dataclass(frozen=True)
class BuiltRegion:
    """Results by name; where they are from, how they look, with which settings they were made.

    `warnings` are the rows of region_warnings, the gravest first.
    """

    results: Mapping[str, Result]
    provenance: Provenance
    looks: Looks
    settings: Sequence[Setting]
    warnings: Sequence[Row]

    @property
    def grid(self) -> Grid:
        """The region's grid and titles."""
        return self.provenance.grid

    @property
    def no_cell_rows(self) -> str | None:
        """Why there is no grid_cells; None where there is."""
        told = (row["warning"] for row in self.warnings if row["kind"] == NO_CELL_ROWS)
        return next(told, None)

    @property
    def vectors(self) -> list[Result]:
        """The vector results."""
        return [result for result in self.results.values() if result.kind == "vector"]


def read_region(connection: Connection, name: str) -> BuiltRegion:
    """Read what the region's schema tells of its results.

    Raises SinkbaseError when the region is not built, or another version built it.
    """
    require_built(connection, name)
    results = read_catalogue(connection, name)
    warnings = read_rows(connection, results["region_warnings"])
    if any(row["kind"] == NO_CELL_ROWS for row in warnings):
        del results["grid_cells"]  # its table is empty: no file and no layer
    return BuiltRegion(
        results,
        read_provenance(connection, results),
        read_looks(connection, results),
        read_settings(connection, results["method_settings"]),
        warnings,
    )
