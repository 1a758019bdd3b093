"""The pixels of a raster over the county, thinned out to some ten thousand."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from pyproj import CRS
from pyproj.exceptions import ProjError
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask
from rasterio.windows import Window

from loaders.raster.files.gdal import opened
from loaders.raster.files.placed import turns
from loaders.raster.files.raster_file import RasterFile, read_error
from sinkbase.region.crs import project
from sinkbase.region.sources import Source

SIDE = 160  # pixels of a sample a side
MOST_BANDS = 12
WGS84 = CRS.from_epsg(4326)
Floats = npt.NDArray[np.float64]


def bands_of(source: Source, file: RasterFile) -> tuple[int, ...]:
    """The bands of data, of a GRIB those of the variable that is meant; counted from 1."""
    wanted = (source.variable or "").lower()
    facts = file.facts
    return tuple(
        band
        for band in file.data_bands
        if not wanted or not facts[band - 1].element or facts[band - 1].element.lower() == wanted
    ) or (1,)


def _window(file: RasterFile, there: shapely.Geometry | None) -> tuple[int, int, int, int] | None:
    """First and last column and row of the county in the file, or of the whole file."""
    if there is None:
        return 0, file.columns, 0, file.rows
    left, bottom, right, top = there.bounds
    if not np.isfinite([left, bottom, right, top]).all():
        return None
    columns, rows = ~file.transform @ (left, top), ~file.transform @ (right, bottom)
    x0, y0 = max(int(columns[0]), 0), max(int(columns[1]), 0)
    x1, y1 = min(int(rows[0]) + 1, file.columns), min(int(rows[1]) + 1, file.rows)
    return (x0, x1, y0, y1) if x1 > x0 and y1 > y0 else None


def pixels(source: Source, file: RasterFile, county: shapely.Geometry | None) -> Floats | None:
    """The bands' pixels that touch the county (in EPSG:4326), of the file where there is none.

    Returns (bands, pixels) raw values, NaN where missing; None where the file lies elsewhere.
    Raises SinkbaseError for a file that cannot be read to its end.
    """
    try:
        there = None if county is None else project(county, WGS84, file.crs)
    except ProjError:
        return None
    if there is not None:
        file = replace(file, transform=turns(file, there.bounds)[0])
    window = _window(file, there)
    if window is None:
        return None
    x0, x1, y0, y1 = window
    shape = min(y1 - y0, SIDE), min(x1 - x0, SIDE)
    try:
        with opened(file.address) as dataset:
            bands = list(bands_of(source, file)[:MOST_BANDS])
            raw = dataset.read(
                bands, window=Window(x0, y0, x1 - x0, y1 - y0), out_shape=(len(bands), *shape)
            ).astype(float)
    except RasterioError as error:
        raise read_error(source, file.path, error) from None
    for band, values in zip(bands, raw, strict=True):
        fact = file.facts[band - 1]
        if np.dtype(fact.dtype).kind == "u":  # kept with a sign, meant without
            values[values < 0] += 2.0 ** (8 * np.dtype(fact.dtype).itemsize)
        low, high = fact.valid or (-np.inf, np.inf)
        values[np.isin(values, fact.missing) | (values < low) | (values > high)] = np.nan
    if there is None:
        return np.asarray(raw.reshape(len(raw), -1))
    pixel = Affine.scale((x1 - x0) / shape[1], (y1 - y0) / shape[0])
    transform = file.transform @ Affine.translation(x0, y0) @ pixel
    inside = geometry_mask([there], shape, transform, invert=True, all_touched=True)
    return np.asarray(raw[:, inside]) if inside.any() else None
