"""Rasters of ready properties: bands of one file, or a file for each property and depth."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from affine import Affine

from loaders.raster.files.mosaic import Mask, Mosaic, Raw
from loaders.raster.files.raster_file import open_raster
from loaders.raster.inputs import Frame
from loaders.raster.open_mosaics import mosaics_at, mosaics_of, smallest_pixel_m
from loaders.raster.raster_input import RasterInput
from loaders.soil.soil_columns import assumptions, complete, one_depth
from loaders.soil.soil_densities import Floats, Properties, densities
from loaders.soil.soil_files import Depth, Part, by_band, by_file
from loaders.soil.soil_layers import SUBSOIL, TOPSOIL
from loaders.soil.soil_values import highest, linear, too_high
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class Band:
    """A part with the file it comes from and what brings its pixels to percent or g/cm3."""

    part: Part
    path: Path
    number: int
    scale: float
    offset: float


@dataclass(frozen=True)
class PropertyBands:
    """Decoder: four densities from bands of properties."""

    source: Source
    bands: tuple[Band, ...]
    carbon_of_carbonate: float
    has_codes: ClassVar[bool] = False

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        """Four bands (4, rows, columns) of kgC/m3, NaN where missing.

        Raises SinkbaseError for pixels that their property cannot have.
        """
        number = np.where(valid, raw.astype(float), np.nan)
        brought = [self._brought(band, number[band.part.place]) for band in self.bands]
        made: dict[tuple[int, ...], tuple[Floats, Floats]] = {}
        for _, chosen in self.slabs:
            if chosen not in made:
                soil = Properties(**{self.bands[i].part.name: brought[i] for i in chosen})
                made[chosen] = densities(soil, self.carbon_of_carbonate)
        means = [
            _mean([(_within(slab, depth), made[chosen][which]) for slab, chosen in self.slabs])
            for depth in (TOPSOIL, SUBSOIL)
            for which in (0, 1)
        ]
        return np.stack(means).astype(np.float32)

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """None: properties have no codes."""
        return {}

    def _brought(self, band: Band, raw: Floats) -> Floats:
        values = raw * band.scale + band.offset
        name = band.part.name
        for wrong in (values < 0, values > highest(name)):
            if wrong.any():
                said = _told(self.source, name, raw[wrong], values[wrong])
                raise self.source.error(band.path, f"band {band.number}, {name}: {said}")
        return values

    @cached_property
    def slabs(self) -> tuple[tuple[Depth, tuple[int, ...]], ...]:
        """From the top down: depths within which nothing changes, and the bands that tell of each.

        Raises SinkbaseError where a property lacks, or two bands tell it.
        """
        ends = {end for band in self.bands for end in band.part.depth if end < SUBSOIL[1]}
        edges = sorted({*TOPSOIL, *SUBSOIL, *ends})
        slabs = [(slab, self._telling(slab)) for slab in pairwise(edges)]
        found = tuple((slab, chosen) for slab, chosen in slabs if chosen)
        for depth in (TOPSOIL, SUBSOIL):
            if not any(_within(slab, depth) for slab, _ in found):
                raise self._error(depth, "no property at all", "Name files or bands of this depth.")
        every = {band.part.name for band in self.bands}
        for slab, chosen in found:
            lacking = sorted(every - {self.bands[i].part.name for i in chosen})
            if lacking:
                raise self._error(
                    slab, f"no {lacking[0]}, which other depths have", "Each property is needed in "
                    "all depths, or in none."
                )  # fmt: skip
        return found

    def _error(self, depth: Depth, what: str, remedy: str) -> Exception:
        return self.source.error(
            self.bands[0].path, f"{depth[0]:g}-{depth[1]:g} cm has {what}. {remedy}"
        )

    def _telling(self, slab: Depth) -> tuple[int, ...]:
        """One band a property: that of the depth's own key before that of both depths."""
        chosen: dict[str, int] = {}
        for i, band in enumerate(self.bands):
            part = band.part
            if part.depth[0] > slab[0] or part.depth[1] < slab[1]:
                continue
            before = chosen.get(part.name)
            if before is not None and bool(self.bands[before].part.key) == bool(part.key):
                one = self.bands[before]
                raise self._error(
                    slab, f"two bands of {part.name}: {one.path.name}, band {one.number}, and "
                    f"{band.path.name}, band {band.number}", "Name one of them."
                )  # fmt: skip
            if before is None or part.key:
                chosen[part.name] = i
        return tuple(sorted(chosen.values()))


def _told(source: Source, name: str, raw: Floats, values: Floats) -> str:
    """What is wrong with pixels: their number and the worst of them, and what mends it."""
    if (values < 0).any():
        worst = float(raw[values.argmin()])
        return (
            f"{len(raw):,} pixels are below 0, as low as {values.min():.6g} (in the file "
            f"{worst:g}). Does it mean \"missing\"? Then nodata = {worst:g}."
        )  # fmt: skip
    return f"{len(raw):,} pixels are too high: {too_high(source, name, float(values.max()))}"


def _within(slab: Depth, depth: Depth) -> float:
    return max(0.0, min(slab[1], depth[1]) - max(slab[0], depth[0]))


def _mean(parts: list[tuple[float, Floats]]) -> Floats:
    """The mean of arrays by weights, over those that have a value; NaN where none has."""
    total = np.zeros(parts[0][1].shape)
    weight = np.zeros(parts[0][1].shape)
    for by, values in parts:
        has = ~np.isnan(values) if by else np.zeros(values.shape, bool)
        total[has] += by * values[has]
        weight[has] += by
    mean: Floats = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return mean


def band_input(
    source: Source, files: tuple[Path, ...], frame: Frame, carbon_of_carbonate: float
) -> RasterInput:
    """A source of rasters of properties. Raises SinkbaseError for what does not fit together."""
    named = [isinstance(value, str) for value in source.properties.values()]
    if any(named) and not all(named):
        raise source.error(
            files[0], f"properties = {source.properties}: numbers of bands, or beginnings of file "
            "names, were expected, not both."
        )  # fmt: skip
    if all(named):
        mosaics, parts = _of_files(source, files, frame)
    else:
        bands, parts = by_band(source)
        mosaics = mosaics_of(replace(source, bands=bands), files, frame)
    if source.inorganic_carbon == "absent":
        parts = tuple(part for part in parts if part.name != "carbonate")
    decoders = tuple(
        PropertyBands(source, _bands(source, mosaic, parts), carbon_of_carbonate)
        for mosaic in mosaics
    )
    soil = _refuse_incomplete(source, files[0], decoders[0])
    told = assumptions(source, soil)
    if len({chosen for _, chosen in decoders[0].slabs}) == 1:
        told += one_depth(source)
    pixel_m = smallest_pixel_m(mosaics, frame)
    return RasterInput(source, frame, mosaics, decoders, pixel_m, warnings=told)


def _of_files(
    source: Source, files: tuple[Path, ...], frame: Frame
) -> tuple[tuple[Mosaic, ...], tuple[Part, ...]]:
    opened, parts = by_file(source, [open_raster(source, path) for path in files])
    first = opened[0]
    for file in opened[1:]:
        same = (file.columns, file.rows) == (first.columns, first.rows) and file.crs == first.crs
        if not same or not first.transform.almost_equals(file.transform):
            raise source.error(
                file.path, f"the raster ({file.columns} x {file.rows}) does not lie like "
                f"{first.path.name} ({first.columns} x {first.rows}). All properties share one "
                "grid: cut them in one way, for example with gdalwarp -te -tr."
            )  # fmt: skip
    return mosaics_at(source, [(opened, (1,) * len(opened))], frame), parts


def _bands(source: Source, mosaic: Mosaic, parts: tuple[Part, ...]) -> tuple[Band, ...]:
    piece = mosaic.pieces[0]
    found = []
    for part in parts:
        file = piece.files[part.place if len(piece.files) > 1 else 0]
        number = piece.bands[part.place]
        own = file.scales[number - 1], file.offsets[number - 1]
        scale, offset = linear(source, part.key, part.name, own)
        found.append(Band(part, file.path, number, scale, offset))
    return tuple(found)


def _refuse_incomplete(source: Source, path: Path, decoder: PropertyBands) -> Properties:
    """A soil with the properties that there are. Raises SinkbaseError where one lacks."""
    nothing = np.full((1, 1), np.nan)
    soil = Properties()
    for depth, chosen in decoder.slabs:
        soil = Properties(**{decoder.bands[i].part.name: nothing for i in chosen})
        what = f"depth {depth[0]:g}-{depth[1]:g} cm"
        what = {TOPSOIL: "topsoil", SUBSOIL: "subsoil"}.get(depth, what)
        complete(source, path, soil, what, list(source.properties))
    return soil
