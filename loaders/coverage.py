"""How many of the region's cells got a value, and from which source."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loaders.jobs import Job
from loaders.warning import Details, Kind, LoadWarning
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region

LEAST_SHARE = 1.0  # percent of the region's cells that a layer must cover
Mask = npt.NDArray[np.bool_]


@dataclass
class Coverage:
    """Counts over the cells inside the region, added up run by run."""

    inside: int = 0
    with_value: int = 0
    without_subsoil: int = 0
    outside_range: int = 0
    by_source: dict[int, int] = field(default_factory=dict)

    def add_source(self, number: int, taken: Mask, inside: Mask) -> None:
        """Cells that got their value from this source."""
        count = int(np.count_nonzero(taken & inside))
        self.by_source[number] = self.by_source.get(number, 0) + count

    def add_outside_range(self, beyond: Mask, inside: Mask) -> None:
        """Cells whose value was beyond the layer's limits and is none."""
        self.outside_range += int(np.count_nonzero(beyond & inside))

    def add_values(self, values: npt.NDArray[np.generic], has: Mask, inside: Mask) -> None:
        """Cells with a value (`has`), and of the soil those without a subsoil."""
        self.inside += int(np.count_nonzero(inside))
        self.with_value += int(np.count_nonzero(has & inside))
        if len(values) == 4:
            has_top, has_sub = ~np.isnan(values[0]), ~np.isnan(values[2])
            self.without_subsoil += int(np.count_nonzero(has_top & ~has_sub & inside))

    def share(self, cells: int) -> float:
        """Percent of the region's cells."""
        return 100.0 * cells / self.inside if self.inside else 0.0

    @property
    def share_with_value(self) -> float:
        """Percent of the region's cells with a value."""
        return self.share(self.with_value)

    def refuse_scant(self, job: Job, region: Region) -> None:
        """Hold the layer to the least share of cells.

        Raises SinkbaseError when nearly all cells lack a value, unless that may be so.
        """
        if self.share_with_value >= LEAST_SHARE or job.layer.kind == "presence":
            return
        paths = ", ".join(str(item.data[0].path) for item in job.sources)
        raise SinkbaseError(
            f"{paths}: the layer {job.layer.name} covers {self.share_with_value:.2f} % of the "
            f"region {region.name}. At least {LEAST_SHARE:g} % was expected: correct path, crs "
            f"or nodata in {job.sources[0].source.file}, [layers.{job.layer.name}]."
        )

    def warnings(self, job: Job, of_sources: Sequence[LoadWarning]) -> tuple[LoadWarning, ...]:
        """What the user should know; tables derived from a layer repeat nothing of it."""
        if job.layer.kind == "presence":
            return self._absence(job)
        found = list(of_sources)
        if self.with_value < self.inside and not job.is_derived:
            missing = self.inside - self.with_value
            share = self.share_with_value
            found.append(
                LoadWarning(Kind.MISSING_CELLS, job.table, cells=missing, share_percent=share)
            )
        if self.without_subsoil:
            found.append(LoadWarning(Kind.WITHOUT_SUBSOIL, job.table, cells=self.without_subsoil))
        if self.outside_range:
            found.append(self._outside_range(job))
        if job.layer.name == "soil":
            found += self._without_inorganic_carbon(job)
        return tuple(found)

    def _absence(self, job: Job) -> tuple[LoadWarning, ...]:
        return () if self.with_value else (LoadWarning(Kind.NOTHING_THERE, job.table),)

    def _outside_range(self, job: Job) -> LoadWarning:
        lowest, highest = job.limits
        details: Details = {"lowest": lowest, "highest": highest, "unit": job.layer.unit}
        return LoadWarning(
            Kind.VALUES_OUTSIDE_RANGE, job.table, cells=self.outside_range, details=details
        )

    def _without_inorganic_carbon(self, job: Job) -> list[LoadWarning]:
        sources = [item.source for item in job.sources]
        without = [source for source in sources if source.inorganic_carbon == "absent"]
        if len(without) == len(sources):
            return []  # the whole region: its results say so
        kind, cells = Kind.SOURCE_WITHOUT_INORGANIC_CARBON, self.by_source
        return [
            LoadWarning(kind, job.table, source.number, cells.get(source.number, 0))
            for source in without
        ]
