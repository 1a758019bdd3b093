"""What was found out about a raster result while it was written."""

from dataclasses import dataclass

from analysis.results.catalogue import Result
from analysis.results.statistics import Statistics


@dataclass(frozen=True)
class Surface:
    """A raster result and the statistics of its cells."""

    result: Result
    statistics: Statistics
