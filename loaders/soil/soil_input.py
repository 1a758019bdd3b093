"""The three kinds of soil source as cells: mapping units, property bands, points on a lattice."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.raster.decode import count_unknown
from loaders.raster.inputs import Facts, Frame, Input
from loaders.raster.mosaic import Mask, Mosaic, Raw
from loaders.raster.open_mosaics import mosaics_of, smallest_pixel_m
from loaders.raster.plausible import refuse_empty, refuse_implausible
from loaders.raster.raster_file import given_crs
from loaders.raster.raster_input import RasterInput
from loaders.raster.warp import default_resampling, warp
from loaders.soil.soil_columns import (
    DEPTHS,
    assumptions,
    depth_of_table,
    depth_of_values,
    four_densities,
)
from loaders.soil.soil_densities import of_units
from loaders.soil.tables import Columns, numbers, read_table
from loaders.warning import LoadWarning
from sinkbase.region.crs import pixel_size_m
from sinkbase.region.files import one_file
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class UnitTable:
    """Decoder: the four densities of each mapping unit; `units` is sorted."""

    units: npt.NDArray[np.int64]
    densities: npt.NDArray[np.float32]

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        """Four bands from one of mapping units.

        Returns (4, rows, columns) in kgC/m3, NaN where the unit is missing or has no value.
        """
        place = np.searchsorted(self.units, raw[0]).clip(0, len(self.units) - 1)
        known = (self.units[place] == raw[0]) & valid[0]
        result: npt.NDArray[np.float32] = self.densities[place].transpose(2, 0, 1).copy()
        result[:, ~known] = np.nan
        return result

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """Units without a row; 0 is HWSD's sea and no data."""
        return count_unknown(raw[valid], lambda codes: np.isin(codes, self.units) | (codes == 0))


@dataclass(frozen=True)
class PropertyBands:
    """Decoder: four densities from bands of properties."""

    source: Source
    path: Path
    bands: tuple[int, ...]
    scales: tuple[float, ...]
    carbon_of_carbonate: float

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        """Four bands of kgC/m3.

        Returns (4, rows, columns), NaN where a property is missing.
        Raises SinkbaseError when a property is lacking.
        """
        number = np.where(valid, raw.astype(float), np.nan)
        by_band: dict[str | int, Floats] = {
            band: number[i] * self.scales[i] for i, band in enumerate(self.bands)
        }
        top, sub = (depth_of_values(self.source, self.path, by_band, d) for d in DEPTHS)
        return four_densities(top, sub, self.carbon_of_carbonate).astype(np.float32)

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """None: properties have no codes."""
        return {}


@dataclass(frozen=True)
class PointInput:
    """Points of a regular lattice, gridded in memory as pixels around them."""

    source: Source
    frame: Frame
    path: Path
    values: npt.NDArray[np.float32]
    transform: Affine
    crs: CRS
    warnings: tuple[LoadWarning, ...]

    @property
    def pixel_m(self) -> float:
        """Side of a pixel in metres at the region's middle."""
        return pixel_size_m(self.transform, self.crs, self.frame.crs, self.frame.cells.centre)

    @property
    def facts(self) -> Facts:
        """Provenance."""
        how = self.source.resampling or default_resampling(
            "quantity", self.pixel_m, self.frame.cells.size
        )
        size = f"{self.transform.a:.6g} x {-self.transform.e:.6g} (points)"
        code = self.crs.to_epsg()
        name = f"EPSG:{code}" if code else self.crs.name
        return Facts(name, size, None, how, "kgC/m3", warnings=self.warnings)

    def check(self) -> None:
        """Raise when the points miss the region or give implausible densities."""
        here = self.cells(self.frame.cells)
        if np.isnan(here).all():
            raise refuse_empty(self.source, self.path)
        low, high = float(np.nanmin(here)), float(np.nanmax(here))
        refuse_implausible(self.source, self.path, low, high)

    def cells(self, cells: Cells) -> npt.NDArray[np.generic]:
        """Four bands of kgC/m3.

        Returns (4, rows, columns), NaN where there is no point near.
        """
        return warp(
            self.values,
            self.transform,
            self.crs,
            cells=cells,
            target=self.frame.crs,
            resampling=self.facts.resampling,
        )


def soil_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> Input:
    """The soil source of the region file, whatever its kind.

    Raises SinkbaseError for files that cannot be used or lack a property.
    """
    carbonate = float(str(method["inorganic_carbon_of_carbonate"]))
    if source.kind == "mapping_units":
        return _units(source, files, data, frame, method)
    if source.kind == "points":
        return _points(source, files, frame, carbonate)
    return _property_bands(source, files, frame, carbonate)


def _units(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> RasterInput:
    path = one_file(source, data, source.attributes or "")
    columns = read_table(source, path)
    carbonate = float(str(method["inorganic_carbon_of_carbonate"]))
    top, sub = (depth_of_table(source, path, columns, depth) for depth in DEPTHS)
    units = numbers(source, path, columns, source.columns.get("unit", "MU_GLOBAL"))
    shares = _shares(source, path, columns, units)
    names, means = of_units(
        units.astype(np.int64),
        shares,
        four_densities(top, sub, carbonate).T,
        str(method["soil_components"]),
    )
    mosaics = mosaics_of(source, files, frame)
    decoder = UnitTable(names, means.astype(np.float32))
    pixel_m = smallest_pixel_m(mosaics, frame)
    said = assumptions(source, top, sub)
    return RasterInput(source, frame, mosaics, (decoder,) * len(mosaics), pixel_m, path, said)


def _shares(source: Source, path: Path, columns: Columns, units: Floats) -> Floats:
    if np.isnan(units).any():
        raise source.error(path, "rows without a mapping unit. Give each soil its unit.")
    name = source.columns.get("share", "SHARE")
    if name not in columns and len(np.unique(units)) == len(units):
        return np.full(len(units), 100.0)
    return np.nan_to_num(numbers(source, path, columns, name))


def _property_bands(
    source: Source, files: tuple[Path, ...], frame: Frame, carbonate: float
) -> RasterInput:
    asked = sorted({band for band in source.properties.values() if isinstance(band, int)})
    if len(asked) < len(set(source.properties.values())):
        raise source.error(
            files[0], f"properties = {source.properties}: band numbers were expected for a raster."
        )
    mosaics = mosaics_of(replace(source, bands=tuple(asked)), files, frame)
    decoders = tuple(_band_decoder(source, mosaic, tuple(asked), carbonate) for mosaic in mosaics)
    pixel_m = smallest_pixel_m(mosaics, frame)
    nothing: dict[str | int, Floats] = {band: np.full((1, 1), np.nan) for band in asked}
    said = assumptions(
        source, *(depth_of_values(source, files[0], nothing, depth) for depth in DEPTHS)
    )
    return RasterInput(source, frame, mosaics, decoders, pixel_m, warnings=said)


def _band_decoder(
    source: Source, mosaic: Mosaic, bands: tuple[int, ...], carbonate: float
) -> PropertyBands:
    file = mosaic.first
    scales = tuple(file.scales[band - 1] for band in bands)
    return PropertyBands(source, file.path, bands, scales, carbonate)


def _points(source: Source, files: tuple[Path, ...], frame: Frame, carbonate: float) -> PointInput:
    path = files[0]
    columns = read_table(source, path)
    x = numbers(source, path, columns, _coordinate(source, columns, "x", ("lon", "longitude")))
    y = numbers(source, path, columns, _coordinate(source, columns, "y", ("lat", "latitude")))
    degrees = abs(x).max() <= 360 and abs(y).max() <= 90
    if not source.crs and not degrees:
        raise source.error(path, 'crs is missing: in which are the points? Like "EPSG:4326".')
    crs = given_crs(source, source.crs or "EPSG:4326", path)
    names = {str(name) for name in source.properties.values()}
    by_name: dict[str | int, Floats] = {
        name: numbers(source, path, columns, name) for name in names
    }
    top, sub = (depth_of_values(source, path, by_name, depth) for depth in DEPTHS)
    four = four_densities(top, sub, carbonate)
    transform, rows, column = _lattice(source, path, x, y)
    values = np.full((4, int(rows.max()) + 1, int(column.max()) + 1), np.nan, np.float32)
    values[:, rows, column] = four
    return PointInput(source, frame, path, values, transform, crs, assumptions(source, top, sub))


def _coordinate(source: Source, columns: Columns, axis: str, usual: tuple[str, ...]) -> str:
    if axis in source.columns:
        return source.columns[axis]
    for name in columns:
        if name.lower() in (axis, *usual):
            return name
    return axis


def _lattice(
    source: Source, path: Path, x: Floats, y: Floats
) -> tuple[Affine, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The pixels around the points: their transform, and each point's row and column."""
    steps = []
    places = []
    for values in (x, y):
        distinct = np.unique(values)
        step = float(np.diff(distinct).min()) if len(distinct) > 1 else 0.0
        place = (values - distinct[0]) / step if step else np.zeros(len(values))
        if np.any(np.abs(place - np.round(place)) > 0.02):
            raise source.error(
                path, "the points do not lie on a regular lattice. Expected even steps in both "
                "directions: grid them first, for example with gdal_grid."
            )  # fmt: skip
        steps.append(step)
        places.append(np.round(place).astype(np.int64))
    width, height = (step or max(steps) for step in steps)
    rows = places[1].max() - places[1]
    if len({*zip(rows.tolist(), places[0].tolist(), strict=True)}) < len(x):
        raise source.error(path, "two rows give the same point. Keep one row a point.")
    left, top = float(x.min()) - width / 2, float(y.max()) + height / 2
    return Affine(width, 0, left, 0, -height, top), rows, places[0]
