"""All that a report tells, whatever its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.findings.remarks import remarks
from analysis.looks.looks import Looks
from analysis.maps.data import MapData
from analysis.results.provenance import Grid, Source
from analysis.results.settings import Setting
from analysis.results.tables import Row
from sinkbase.words.language import Language

TABLES = (
    "region_summary",
    "region_warnings",
    "nep_by_origin",
    "importance_breaks",
    "vegetation_carbon_storage",
    "resistance_weights",
    "resistance_ranges",
    "sink_categories",
    "land_use_by_sink",
    "restoration_strategies",
    "management_approaches",
)


@dataclass(frozen=True)
class Content:
    """Rows by the name of their result, the settings that were used, what the maps show.

    `empty` names the rasters in which no cell has a value.
    """

    rows: dict[str, list[Row]]
    empty: Sequence[str]
    settings: Sequence[Setting]
    maps: MapData

    @property
    def grid(self) -> Grid:
        """The region's grid and titles."""
        return self.maps.grid

    @property
    def looks(self) -> Looks:
        """Titles and classes of the region's results."""
        return self.maps.looks

    @property
    def sources(self) -> Sequence[Source]:
        """The sources of all layers."""
        return self.maps.provenance.sources

    @property
    def summary(self) -> Row:
        """The row of region_summary; what it lacks is None."""
        return _Lenient(self.rows["region_summary"][0])

    def remarks(self, language: Language) -> list[str]:
        """Return all warnings of the region, the gravest first."""
        return remarks(self.rows.get("region_warnings", []), language)

    def features(self, name: str) -> list[Row]:
        """Return the columns of a vector result, without geometry; none when it is not there."""
        return [_Lenient(feature.columns) for feature in self.maps.features.get(name, [])]


class _Lenient(dict[str, Any]):
    # a region built by an earlier step of the method has fewer columns
    def __missing__(self, _: str) -> None:
        return None
