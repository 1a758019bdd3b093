"""How many of the region's cells got a value, and from which source."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loaders.jobs import Job
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
    by_source: dict[int, int] = field(default_factory=dict)

    def add_source(self, number: int, taken: Mask, inside: Mask) -> None:
        """Cells that got their value from this source."""
        count = int(np.count_nonzero(taken & inside))
        self.by_source[number] = self.by_source.get(number, 0) + count

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
        """Raise when nearly all cells lack a value, unless that may be so."""
        if self.share_with_value >= LEAST_SHARE or job.layer.kind == "presence":
            return
        paths = ", ".join(str(item.data[0].path) for item in job.sources)
        raise SinkbaseError(
            f"{paths}: the layer {job.layer.name} covers {self.share_with_value:.2f} % of the "
            f"region {region.name}. At least {LEAST_SHARE:g} % was expected: correct path, crs "
            f"or nodata in {job.sources[0].source.file}, [layers.{job.layer.name}]."
        )

    def warnings(self, job: Job) -> tuple[str, ...]:
        """What the user should know of cells without a value; derived tables repeat nothing."""
        if job.layer.kind == "presence":
            return self._absence(job)
        found = []
        source = job.sources[0].source
        derived = job.table != job.layer.table or source.layer != job.layer.name
        if self.with_value < self.inside and not derived:
            found.append(
                f"{job.table}: {self.share_with_value:.2f} % of the region's cells have a value; "
                f"{self.inside - self.with_value} cells stay missing in all results"
            )
        if self.without_subsoil:
            found.append(
                f"soil: {self.without_subsoil} cells have topsoil but no subsoil values; "
                "their soil carbon stays missing"
            )
        return tuple(found)

    def _absence(self, job: Job) -> tuple[str, ...]:
        if self.with_value:
            return ()
        return (
            f"{job.table}: nothing of the layer lies in the region. If that is wrong, correct "
            f"path, layer, where or crs of [layers.{job.layer.name}]",
        )
