"""A look at a raster over the county: some ten thousand pixels, what the file says of itself."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from pyproj.exceptions import ProjError
from rasterio.errors import RasterioError

from loaders.raster.files.raster_file import RasterFile, open_rasters
from loaders.raster.values.plausible import looks_like_fill
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.pixels import Floats, bands_of, pixels
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

MOST_FILES = 2000  # of tiles that are looked at
DEGREES = "EPSG:4326"


@dataclass(frozen=True)
class Sample:
    """Raw values (bands, pixels) over the county, NaN where missing; of tiles, all together.

    `lacks_crs` says that the file has no coordinate system; then the values are those of the
    county as if in degrees, or of the whole file where that cannot be.
    """

    file: RasterFile
    values: Floats
    share: float
    same_place: bool
    bands: tuple[int, ...]  # those that hold data, of the variable that is meant
    opened: tuple[RasterFile, ...]
    fill: float | None = None
    latitude: float = 0.0
    lacks_crs: str = ""

    @property
    def low(self) -> float:
        """The lowest raw value."""
        return float(np.nanmin(self.values))

    @property
    def high(self) -> float:
        """The highest raw value."""
        return float(np.nanmax(self.values))

    @property
    def is_whole(self) -> bool:
        """Whether the values are whole numbers by their type."""
        return np.dtype(self.file.dtype).kind in "iu"

    @property
    def is_scaled(self) -> bool:
        """Whether the file itself says scale and offset; then they apply."""
        return any(s != 1 for s in self.file.scales) or any(o != 0 for o in self.file.offsets)

    @property
    def descriptions(self) -> tuple[str, ...]:
        """The names of its bands of data."""
        facts = self.file.facts
        return tuple(facts[band - 1].description or f"band {band}" for band in self.bands)

    @property
    def unit(self) -> str:
        """The unit that the file names for its first band; empty where it names none."""
        return self.file.facts[self.bands[0] - 1].unit

    def told(self) -> str:
        """What the file is, for a remark."""
        width = self.file.resolution[0]
        unit = "degrees" if self.file.crs.is_geographic else "m"
        unit = "units" if self.lacks_crs else unit
        where = "" if self.lacks_crs else f", covers {self.share:.0f} % of the county"
        count = f"{len(self.opened)} rasters, each " if len(self.opened) > 1 else ""
        return (
            f"{count}{len(self.bands)} band{'s' * (len(self.bands) > 1)} of {self.file.dtype}, "
            f"pixels of {width:.4g} {unit}, values {self.low:.6g} to {self.high:.6g}{where}"
        )


def rasters_of(source: Source, item: DataSet) -> list[RasterFile]:
    """The rasters of the data set's files.

    Raises SinkbaseError for one that is refused.
    """
    return [file for path in item.files[:MOST_FILES] for file in open_rasters(source, path)]


def sample(source: Source, item: DataSet, county: shapely.Geometry) -> Sample | None:
    """The data set over the county (in EPSG:4326); None where none of it lies there.

    Raises SinkbaseError for a file that the project's own opener refuses.
    """
    return _seen(source, _one_variable(source, item, rasters_of(source, item)), county)


def _one_variable(source: Source, item: DataSet, files: list[RasterFile]) -> list[RasterFile]:
    """The files.

    Raises SinkbaseError for one of several variables (GRIB) of which none is said.
    """
    elements = sorted({fact.element for fact in files[0].facts if fact.element})
    if len(elements) > 1 and source.variable is None:
        listed = ", ".join(elements)
        raise source.error(item.files[0], f"the file holds several rasters: {listed}. Say which")
    return files


def _seen(
    source: Source, files: list[RasterFile], county: shapely.Geometry | None
) -> Sample | None:
    seen = [pixels(source, file, county) for file in files]
    places = [file.bounds for file in files]
    there = [(file, part) for file, part in zip(files, seen, strict=True) if part is not None]
    if not there:
        return None
    first = there[0][0]
    same_place = len(set(places)) == 1
    one_size = len({part.shape for _, part in there}) == 1
    if same_place and one_size:  # a series: months or years over one another
        values = np.concatenate([part for _, part in there])
        share = float(np.isfinite(values[0]).mean())
    else:
        values = np.concatenate([part[:1] for _, part in there], axis=1)
        share = float(np.isfinite(values).mean())
    values, fill = _without_fill(source, first, values)
    if not np.isfinite(values).any():
        return None
    return Sample(
        file=first,
        values=values,
        share=100 * share,
        same_place=same_place,
        bands=bands_of(source, first),
        opened=tuple(files),
        fill=fill,
        latitude=float(county.centroid.y) if county is not None else 0.0,
    )


def _without_place(source: Source, item: DataSet, county: shapely.Geometry, said: str) -> Sample:
    """A look at files without a coordinate system: as if in degrees, else at all pixels.

    Raises SinkbaseError when there is nothing to be seen.
    """
    files = _one_variable(source, item, rasters_of(replace(source, crs=DEGREES), item))
    left, bottom, right, top = files[0].bounds
    degrees = -360 <= left < right <= 360 and -91 <= bottom < top <= 91
    seen = _seen(source, files, county) if degrees else None
    seen = seen or _seen(source, files, None)
    if seen is None:
        raise source.error(item.files[0], "every pixel is missing")
    return replace(seen, lacks_crs=said)


def _without_fill(source: Source, file: RasterFile, values: Floats) -> tuple[Floats, float | None]:
    """The values without an extreme that looks like fill and that the file does not name."""
    if file.nodata is not None or not np.isfinite(values).any():
        return values, None
    for value in (float(np.nanmin(values)), float(np.nanmax(values))):
        if source.layer != "npp" and looks_like_fill(source, file.dtype, value):
            return np.where(values == value, np.nan, values), value
    return values, None


@dataclass(frozen=True)
class Unseen:
    """Why there is no sample; `names` are the variables of which one has to be chosen."""

    why: str
    names: tuple[str, ...] = ()


def looked_at(source: Source, item: DataSet, county: shapely.Geometry) -> Sample | Unseen:
    """The sample, or why there is none; no file makes this fail."""
    try:
        try:
            seen = sample(source, item, county)
        except SinkbaseError as error:
            if "no coordinate system" not in str(error):
                raise
            seen = _without_place(source, item, county, short(error, item))
        return seen or Unseen("no value of it lies in the county")
    except SinkbaseError as error:
        return Unseen(short(error, item), _variables(str(error)))
    except (RasterioError, ProjError, ValueError, OSError, RuntimeError, MemoryError) as error:
        return Unseen(f"it cannot be read: {' '.join(str(error).split()) or type(error).__name__}")


def _variables(said: str) -> tuple[str, ...]:
    listed = re.search(r"holds several rasters: ([^.]+)\. Say which", said)
    return tuple(listed[1].split(", ")) if listed else ()


def short(error: SinkbaseError, item: DataSet) -> str:
    """The error's first line without the file's whole path and the region file's name."""
    text = re.sub(r" \(region\.toml, \[[^]]*\]\)$", "", str(error).splitlines()[0])
    for path in item.files:
        text = text.removeprefix(f"{path}: ")
    return text


def is_degrees(seen: Sample) -> bool:
    """Whether the coordinates of a file without a coordinate system may be degrees."""
    left, bottom, right, top = seen.file.bounds
    return -360 <= left < right <= 360 and -91 <= bottom < top <= 91


def source_of(layer: str, item: DataSet, variable: str | None = None) -> Source:
    """The data set as a source of the layer, as the loader's openers want it."""
    return Source(layer, 1, Path("region.toml"), (item.path,), variable=variable)
