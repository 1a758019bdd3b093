"""All that a report tells, whatever its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.maps.data import MapData
from analysis.results.provenance import Grid, LoadedSource
from analysis.results.tables import Row
from sinkbase.words.language import Language

TABLES = (
    "region_summary",
    "region_warnings",
    "importance_breaks",
    "vegetation_carbon_storage",
    "resistance_weights",
    "land_use_by_sink",
    "restoration_strategies",
)


@dataclass(frozen=True)
class Content:
    """Rows by the name of their result, what to keep in mind in both languages, settings by name.

    `empty` names the rasters in which no cell has a value.
    """

    rows: dict[str, list[Row]]
    sources: Sequence[LoadedSource]
    caveats: dict[Language, list[str]]
    empty: Sequence[str]
    method: dict[str, Any]
    maps: MapData

    @property
    def grid(self) -> Grid:
        """The region's grid and titles."""
        return self.maps.grid

    @property
    def summary(self) -> Row:
        """The row of region_summary; what it lacks is None."""
        return _Lenient(self.rows["region_summary"][0])

    def features(self, name: str) -> list[Row]:
        """Return the columns of a vector result, without geometry; none when it is not there."""
        return [_Lenient(feature.columns) for feature in self.maps.features.get(name, [])]


class _Lenient(dict[str, Any]):
    # a region built by an earlier step of the method has fewer columns
    def __missing__(self, _: str) -> None:
        return None
