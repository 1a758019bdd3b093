"""Mapping units: a raster of numbers, and a table of the soils in each."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from affine import Affine

from loaders.raster.files.mosaic import Mask, Raw
from loaders.raster.inputs import Frame
from loaders.raster.open_mosaics import mosaics_of, smallest_pixel_m
from loaders.raster.raster_input import RasterInput
from loaders.raster.values.decode import count_unknown
from loaders.soil.soil_columns import wanted
from loaders.soil.soil_densities import of_units
from loaders.soil.soil_table import soils_of
from loaders.tables.table import read_table
from sinkbase.region.files import one_file
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class UnitTable:
    """Decoder: the four densities of each mapping unit; `units` is sorted."""

    units: npt.NDArray[np.int64]
    densities: npt.NDArray[np.float32]
    has_codes: ClassVar[bool] = True

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        """Four bands (4, rows, columns) from one of mapping units, kgC/m3, NaN where missing."""
        place = np.searchsorted(self.units, raw[0]).clip(0, len(self.units) - 1)
        known = (self.units[place] == raw[0]) & valid[0]
        result: npt.NDArray[np.float32] = self.densities[place].transpose(2, 0, 1).copy()
        result[:, ~known] = np.nan
        return result

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """Units without a row; 0 is HWSD's sea and no data."""
        return count_unknown(raw[valid], lambda codes: np.isin(codes, self.units) | (codes == 0))


def unit_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> RasterInput:
    """A source of mapping units. Raises SinkbaseError for a table that cannot be used."""
    path = one_file(source, data, source.attributes or "")
    table = read_table(source, path, wanted(source), source.encoding)
    soils = soils_of(table, float(str(method["inorganic_carbon_of_carbonate"])))
    names, means = of_units(
        soils.units, soils.shares, soils.densities, str(method["soil_components"])
    )
    mosaics = mosaics_of(source, files, frame)
    decoder = UnitTable(names, means.astype(np.float32))
    pixel_m = smallest_pixel_m(mosaics, frame)
    return RasterInput(
        source, frame, mosaics, (decoder,) * len(mosaics), pixel_m, path, soils.warnings
    )
