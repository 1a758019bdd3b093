"""A table of points on a regular lattice, gridded in memory as pixels around them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.raster.files.raster_file import given_crs
from loaders.raster.inputs import Facts, Frame
from loaders.raster.values.plausible import refuse_empty, refuse_implausible
from loaders.raster.warp import default_resampling, warp
from loaders.soil.soil_columns import (
    DEPTHS,
    NAMES,
    asked,
    assumptions,
    column_values,
    complete,
    one_depth,
)
from loaders.soil.soil_densities import Floats, Properties, four_densities
from loaders.tables.numbers import numbers
from loaders.tables.table import Table, read_table
from loaders.warning import LoadWarning
from sinkbase.region.crs import pixel_size_m
from sinkbase.region.sources import Source

X, Y = ("x", "lon", "longitude", "long"), ("y", "lat", "latitude")


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
        """Look at the densities over the region.

        Raises SinkbaseError when the points miss it or give implausible densities.
        """
        here = self.cells(self.frame.cells)
        if np.isnan(here).all():
            raise refuse_empty(self.source, self.path)
        low, high = float(np.nanmin(here)), float(np.nanmax(here))
        refuse_implausible(self.source, self.path, low, high)

    def cells(self, cells: Cells) -> npt.NDArray[np.generic]:
        """Four bands (4, rows, columns) of kgC/m3."""
        return warp(
            self.values,
            self.transform,
            self.crs,
            cells=cells,
            target=self.frame.crs,
            resampling=self.facts.resampling,
        )


def point_input(
    source: Source, files: tuple[Path, ...], frame: Frame, carbon_of_carbonate: float
) -> PointInput:
    """A source of points. Raises SinkbaseError for a table that cannot be used."""
    path = files[0]
    if len(files) > 1:
        raise source.error(path, f"one table of points was expected, path means {len(files)}.")
    names = dict.fromkeys(str(name) for name in source.properties.values())
    across, up = (_usual(source, axis, usual) for axis, usual in (("x", X), ("y", Y)))
    table = read_table(source, path, (across, up, *((name,) for name in names)), source.encoding)
    x, y = _coordinates(table, across), _coordinates(table, up)
    degrees = abs(x).max() <= 360 and abs(y).max() <= 90
    if not source.crs and not degrees:
        raise source.error(path, 'crs is missing: in which are the points? Like "EPSG:4326".')
    crs = given_crs(source, source.crs or "EPSG:4326", path)
    top, sub = (_depth(table, depth) for depth in DEPTHS)
    four = four_densities(top, sub, carbon_of_carbonate)
    transform, rows, column = _lattice(source, path, x, y)
    values = np.full((4, int(rows.max()) + 1, int(column.max()) + 1), np.nan, np.float32)
    values[:, rows, column] = four
    told = (*assumptions(source, top, sub), *one_depth(source))
    return PointInput(source, frame, path, values, transform, crs, told)


def _depth(table: Table, depth: str) -> Properties:
    found = {}
    for name in NAMES:
        column = asked(table.source.properties, depth, name)
        if column is not None and not _is_left_out(table.source, name):
            found[name] = column_values(table, depth, name, str(column))
    return complete(table.source, table.path, Properties(**found), depth, list(table.names))


def _is_left_out(source: Source, name: str) -> bool:
    return name == "carbonate" and source.inorganic_carbon == "absent"


def _usual(source: Source, axis: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    return (source.columns[axis],) if axis in source.columns else usual


def _coordinates(table: Table, names: tuple[str, ...]) -> Floats:
    name = table.first_of(*names) or names[0]
    values = numbers(table, name)
    for row in np.flatnonzero(np.isnan(values))[:1]:
        raise table.cell_error(
            int(row), name, "there is no coordinate. Give each point both, or take the row out."
        )
    return values


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
