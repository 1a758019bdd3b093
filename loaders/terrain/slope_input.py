"""Slope as an input: derived from an elevation at its own resolution, then brought to the grid."""

from dataclasses import dataclass

import numpy as np

from loaders.grid.grid import Cells
from loaders.raster.inputs import Facts
from loaders.raster.missing import Array
from loaders.raster.raster_input import RasterInput
from loaders.raster.warp import blocks, warp
from loaders.terrain.slope import block_mean, horn, steps_per_cell
from loaders.warning import Kind, LoadWarning
from sinkbase.region.sources import Source

COARSE_M = 500  # pixels above flatten mountains: slopes above 2,500 m halve at 1.8 km


@dataclass(frozen=True)
class SlopeInput:
    """The slope of an elevation source, at that source's own resolution."""

    elevation: RasterInput

    @property
    def source(self) -> Source:
        """The elevation's part of the region file."""
        return self.elevation.source

    @property
    def facts(self) -> Facts:
        """Provenance: the elevation's, with the slope's own way to the grid."""
        facts = self.elevation.facts
        steps = steps_per_cell(self.elevation.pixel_m, self.elevation.frame.cells.size)
        how = "bilinear" if steps == 0 else "average"
        return Facts(
            facts.crs,
            facts.resolution,
            facts.pixel_m,
            f"Horn 3 x 3 on {self._step_size():g} m cells, then {how}",
            "degree",
            warnings=self._coarse_terrain(facts.pixel_m),
        )

    def _coarse_terrain(self, pixel_m: float | None) -> tuple[LoadWarning, ...]:
        if pixel_m is None or pixel_m <= COARSE_M:
            return ()
        return (LoadWarning(Kind.COARSE_TERRAIN, "slope", self.source.number, value=pixel_m),)

    def _step_size(self) -> float:
        size = self.elevation.frame.cells.size
        steps = steps_per_cell(self.elevation.pixel_m, size)
        return float(f"{size / steps if steps else self.elevation.pixel_m:.4g}")

    def check(self) -> None:
        """Nothing beyond the elevation's own check."""

    def cells(self, cells: Cells) -> Array:
        """Slope (1, rows, columns) in degrees; the halo around each block lets no seam show."""
        steps = steps_per_cell(self.elevation.pixel_m, cells.size)
        if steps == 0:
            return self._coarse(cells)
        result = np.full((1, *cells.shape), np.nan, np.float32)
        per_cell = float(steps**2) * 4  # Horn holds about four arrays of the block
        for row, column, part in blocks(cells, per_cell):
            fine = self.elevation.resampled(part.finer(steps).grown(1), "bilinear")
            slope = block_mean(horn(fine[0].astype(np.float32), part.size / steps), steps)
            result[0, row : row + part.rows, column : column + part.columns] = slope
        return result

    def _coarse(self, cells: Cells) -> Array:
        """Slope on cells as large as the DEM's pixels, then bilinear."""
        size, frame = self._step_size(), self.elevation.frame
        left, bottom, right, top = cells.bounds
        whole = frame.cells  # one lattice for all tiles: from the grid's corner
        column = int((left - whole.left) // size) - 2
        row = int((whole.top - top) // size) - 2
        columns = int(-(-(right - whole.left) // size)) + 2 - column
        rows = int(-(-(whole.top - bottom) // size)) + 2 - row
        coarse = Cells(whole.left, whole.top, size, 1, 1).part(row, column, rows, columns)
        height = self.elevation.resampled(coarse.grown(1), "bilinear")
        slope = horn(height[0].astype(np.float32), size)[np.newaxis]
        return warp(
            slope,
            coarse.transform,
            frame.crs,
            cells=cells,
            target=frame.crs,
            resampling="bilinear",
        )
