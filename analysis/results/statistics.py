"""Statistics of a raster, added up tile by tile."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Statistics:
    """Of the cells with a value; `squares` is the sum of squared deviations from the mean."""

    count: int = 0
    minimum: float = inf
    maximum: float = -inf
    mean: float = 0.0
    squares: float = 0.0

    @property
    def deviation(self) -> float:
        """Standard deviation of the population of cells, as GDAL means it."""
        return sqrt(self.squares / self.count) if self.count else 0.0

    def with_cells(self, values: NDArray[Any]) -> "Statistics":
        """Return the statistics of the cells so far and these together (Chan et al. 1979)."""
        if values.size == 0:
            return self
        mean = float(values.mean())
        squares = float(np.square(values - mean).sum())
        count = self.count + values.size
        shift = mean - self.mean
        return Statistics(
            count=count,
            minimum=min(self.minimum, float(values.min())),
            maximum=max(self.maximum, float(values.max())),
            mean=self.mean + shift * values.size / count,
            squares=self.squares + squares + shift**2 * self.count * values.size / count,
        )
