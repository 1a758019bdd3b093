"""A raster file: opened, checked, described."""

from dataclasses import dataclass
from pathlib import Path

import rasterio
from affine import Affine
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.errors import RasterioError, RasterioIOError

from sinkbase.region.sources import Source


@dataclass(frozen=True)
class RasterFile:
    """What a raster file says of itself; north up."""

    path: Path
    address: str
    crs: CRS
    transform: Affine
    columns: int
    rows: int
    bands: int
    dtype: str
    nodata: float | None
    scales: tuple[float, ...]
    offsets: tuple[float, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the file's CRS."""
        left, top = self.transform @ (0, 0)
        right, bottom = self.transform @ (self.columns, self.rows)
        return left, bottom, right, top

    @property
    def resolution(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the file's CRS."""
        return abs(self.transform.a), abs(self.transform.e)


def given_crs(source: Source, text: str, path: Path) -> CRS:
    """The CRS a region file gives for a file that has none.

    Raises SinkbaseError when the text names none.
    """
    try:
        return CRS.from_user_input(text)
    except CRSError:
        raise source.error(
            path, f"crs = {text!r} is not a coordinate system. Expected one like \"EPSG:4326\"."
        ) from None  # fmt: skip


def _address(source: Source, path: Path) -> str:
    return f"netcdf:{path}:{source.variable}" if source.variable else str(path)


def _check_shape(source: Source, path: Path, dataset: rasterio.DatasetReader) -> None:
    if dataset.count == 0:
        names = [name.rsplit(":", 1)[-1] for name in dataset.subdatasets]
        raise source.error(
            path,
            f"the file holds several rasters: {', '.join(names) or 'none'}. "
            "Say which with variable = \"...\".",
        )  # fmt: skip
    if dataset.transform.b or dataset.transform.d or dataset.transform.e >= 0:
        raise source.error(
            path,
            "the raster is rotated or its rows run from south to north. North-up rows were "
            "expected: mend it with gdalwarp.",
        )
    wanted = source.bands or ()
    beyond = [band for band in wanted if band > dataset.count]
    if beyond:
        raise source.error(
            path, f"bands = {list(wanted)}, but the file has {dataset.count}. Correct bands."
        )


def open_raster(source: Source, path: Path) -> RasterFile:
    """The description of a raster file.

    Raises SinkbaseError when it cannot be used.
    """
    try:
        with rasterio.open(_address(source, path)) as dataset:
            _check_shape(source, path, dataset)
            return _describe(source, path, dataset)
    except RasterioIOError as error:
        size = path.stat().st_size
        raise source.error(
            path,
            f"not a raster that GDAL can read, or cut off ({size} bytes: {error}). "
            "Expected a GeoTIFF, NetCDF or the like: fetch the file again or correct path.",
        ) from None


def _describe(source: Source, path: Path, dataset: rasterio.DatasetReader) -> RasterFile:
    if dataset.crs:
        crs = CRS.from_wkt(dataset.crs.to_wkt())
    elif source.crs:
        crs = given_crs(source, source.crs, path)
    else:
        left, bottom, right, top = dataset.bounds
        looks = abs(left) <= 360 and abs(right) <= 360 and abs(top) <= 90 and abs(bottom) <= 90
        guess = 'crs = "EPSG:4326"' if looks else 'crs = "EPSG:..."'
        raise source.error(
            path,
            f"the file has no coordinate system (x {left:g}..{right:g}, y {bottom:g}..{top:g}). "
            f"Say which it is in, for example {guess}.",
        )
    return RasterFile(
        path=path,
        address=_address(source, path),
        crs=crs,
        transform=dataset.transform,
        columns=dataset.width,
        rows=dataset.height,
        bands=dataset.count,
        dtype=dataset.dtypes[0],
        nodata=dataset.nodata,
        scales=tuple(dataset.scales),
        offsets=tuple(dataset.offsets),
    )


def read_error(source: Source, path: Path, error: RasterioError) -> Exception:
    """The error for a file that opens but cannot be read to its end."""
    return source.error(
        path,
        f"the file is damaged or cut off ({path.stat().st_size} bytes): {error}. "
        "A complete raster was expected: fetch the file again.",
    )
