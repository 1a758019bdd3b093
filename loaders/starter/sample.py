"""A look at a raster over the county: some ten thousand pixels, what the file says of itself."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from pyproj import CRS
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask
from rasterio.windows import Window

from loaders.raster.plausible import looks_like_fill
from loaders.raster.raster_file import RasterFile, open_raster, read_error
from loaders.starter.inventory import DataSet
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import project
from sinkbase.region.sources import Source

SIDE = 160  # pixels of a sample a side
MOST_BANDS = 12
WGS84 = CRS.from_epsg(4326)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Raw values (bands, pixels) over the county, NaN where missing; of tiles, all together."""

    file: RasterFile
    values: Floats
    share: float
    same_place: bool
    descriptions: tuple[str, ...]
    fill: float | None = None
    latitude: float = 0.0

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

    def told(self) -> str:
        """What the file is, for a remark."""
        width = self.file.resolution[0]
        unit = "degrees" if self.file.crs.is_geographic else "m"
        return (
            f"{self.file.bands} band{'s' * (self.file.bands > 1)} of {self.file.dtype}, "
            f"pixels of {width:.4g} {unit}, values {self.low:.6g} to {self.high:.6g}, "
            f"covers {self.share:.0f} % of the county"
        )


def sample(source: Source, item: DataSet, county: shapely.Geometry) -> Sample | None:
    """The data set over the county (in EPSG:4326); None where none of it lies there.

    Raises SinkbaseError for a file that the project's own opener refuses.
    """
    opened = [open_raster(source, path) for path in item.files]
    seen = [_read(source, file, county) for file in opened]
    places = [file.bounds for file in opened]
    there = [(file, part) for file, part in zip(opened, seen, strict=True) if part is not None]
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
    latitude = float(county.centroid.y)
    return Sample(first, values, 100 * share, same_place, _descriptions(first), fill, latitude)


def _descriptions(file: RasterFile) -> tuple[str, ...]:
    with rasterio.open(file.address) as dataset:
        return tuple(text or f"band {i}" for i, text in enumerate(dataset.descriptions, 1))


def _read(source: Source, file: RasterFile, county: shapely.Geometry) -> Floats | None:
    """The bands' pixels whose middle lies in the county, (bands, pixels)."""
    there = project(county, WGS84, file.crs)
    left, bottom, right, top = there.bounds
    columns, rows = ~file.transform @ (left, top), ~file.transform @ (right, bottom)
    x0, y0 = max(int(columns[0]), 0), max(int(columns[1]), 0)
    x1, y1 = min(int(rows[0]) + 1, file.columns), min(int(rows[1]) + 1, file.rows)
    if x1 <= x0 or y1 <= y0:
        return None
    shape = min(y1 - y0, SIDE), min(x1 - x0, SIDE)
    try:
        with rasterio.open(file.address) as dataset:
            bands = list(range(1, min(dataset.count, MOST_BANDS) + 1))
            raw = dataset.read(
                bands, window=Window(x0, y0, x1 - x0, y1 - y0), out_shape=(len(bands), *shape)
            ).astype(float)
    except RasterioError as error:
        raise read_error(source, file.path, error) from None
    pixel = Affine.scale((x1 - x0) / shape[1], (y1 - y0) / shape[0])
    transform = file.transform @ Affine.translation(x0, y0) @ pixel
    inside = geometry_mask([there], shape, transform, invert=True, all_touched=True)
    if file.nodata is not None:
        raw[raw == file.nodata] = np.nan
    return np.asarray(raw[:, inside]) if inside.any() else None


def _without_fill(source: Source, file: RasterFile, values: Floats) -> tuple[Floats, float | None]:
    """The values without an extreme that looks like fill and that the file does not name."""
    if file.nodata is not None or not np.isfinite(values).any():
        return values, None
    for value in (float(np.nanmin(values)), float(np.nanmax(values))):
        if source.layer != "npp" and looks_like_fill(source, file.dtype, value):
            return np.where(values == value, np.nan, values), value
    return values, None


def looked_at(source: Source, item: DataSet, county: shapely.Geometry) -> tuple[Sample | None, str]:
    """The sample, and in words why there is none."""
    try:
        seen = sample(source, item, county)
    except SinkbaseError as error:
        return None, str(error).splitlines()[0].removeprefix(f"{Path(item.files[0])}: ")
    return seen, "" if seen else "no value of it lies in the county"
