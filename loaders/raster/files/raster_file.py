"""A raster file: opened, checked, described."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError, RasterioIOError

from loaders.raster.files.band_facts import BandFacts, band_facts
from loaders.raster.files.container import Part, parts
from loaders.raster.files.coordinates import centres, placed_by
from loaders.raster.files.gdal import environment, open_dataset
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

_MOST_PIXELS = 2**31 - 1


@dataclass(frozen=True)
class RasterFile:
    """What a raster file says of itself; north up. `facts` has one entry a band."""

    path: Path
    address: str
    name: str
    crs: CRS
    transform: Affine
    columns: int
    rows: int
    facts: tuple[BandFacts, ...]
    is_picture: bool = False
    own_crs: str = ""  # that the region file's stands in for
    rows_at: tuple[float, ...] = ()  # centres of rows that are unevenly spaced, north first

    @property
    def bands(self) -> int:
        """How many bands it has."""
        return len(self.facts)

    @property
    def dtype(self) -> str:
        """The type that holds the values of every band."""
        return str(np.result_type(*{fact.dtype for fact in self.facts}))

    @property
    def nodata(self) -> float | None:
        """The first band's nodata value."""
        return self.facts[0].missing[0] if self.facts[0].missing else None

    @property
    def scales(self) -> tuple[float, ...]:
        """Each band's own factor."""
        return tuple(fact.scale for fact in self.facts)

    @property
    def offsets(self) -> tuple[float, ...]:
        """Each band's own number added after the factor."""
        return tuple(fact.offset for fact in self.facts)

    @property
    def data_bands(self) -> tuple[int, ...]:
        """The bands that are no transparency, counted from 1."""
        return tuple(i for i, fact in enumerate(self.facts, 1) if not fact.is_alpha)

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
    """The CRS a region file gives for a file. Raises SinkbaseError for what is none."""
    crs = _of_text(text)
    if crs is None:
        raise source.error(
            path, f"crs = {text!r} is not a coordinate system of the earth. Expected one like "
            '"EPSG:4326".'
        )  # fmt: skip
    return crs


def _of_text(text: str) -> CRS | None:
    """A geographic or projected CRS; of a compound one its horizontal part; else nothing."""
    try:
        return _horizontal(CRS.from_user_input(text))
    except CRSError:
        return None


def _horizontal(crs: CRS) -> CRS | None:
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    is_usable = crs.is_geographic or (crs.is_projected and bool(crs.axis_info))
    return crs if is_usable else None  # local, geocentric and vertical ones place nothing


def open_rasters(source: Source, path: Path) -> list[RasterFile]:
    """The descriptions of a file's rasters: one, or those of a zip.

    Raises SinkbaseError when one cannot be used.
    """
    try:
        with environment():
            return [_open(source, part) for part in parts(source, path)]
    except RasterioIOError as error:
        raise _unreadable(source, path, str(error)) from None
    except (RasterioError, ValueError, OverflowError, UnicodeError, OSError) as error:
        raise _unreadable(source, path, str(error) or type(error).__name__) from None


def open_raster(source: Source, path: Path) -> RasterFile:
    """The description of a file's only raster, or its first. Raises SinkbaseError."""
    return open_rasters(source, path)[0]


def _open(source: Source, part: Part) -> RasterFile:
    with open_dataset(part.address) as dataset:
        columns, rows = centres(dataset)
        transform = dataset.transform
        if columns is not None and rows is not None:
            transform = placed_by(columns, rows) or transform
        _check_shape(source, part, dataset, transform)
        file = _describe(source, part, dataset)
        return replace(
            file, transform=transform, rows_at=() if rows is None else tuple(rows.tolist())
        )


def _unreadable(source: Source, path: Path, why: str) -> SinkbaseError:
    if path.is_dir():
        return source.error(
            path, "this is a folder, no raster. Name the file in it, or a pattern: "
            f'path = "{path.name}/*.tif".'
        )  # fmt: skip
    return source.error(
        path,
        f"not a raster that GDAL can read, or cut off ({path.stat().st_size} bytes: {why}). "
        "Expected a GeoTIFF, NetCDF or the like: fetch the file again or correct path.",
    )


def _check_shape(
    source: Source, part: Part, dataset: rasterio.DatasetReader, transform: Affine
) -> None:
    path, wanted = part.path, source.bands or ()
    if dataset.count == 0:
        raise _unreadable(source, path, "no bands")
    if any(dtype.startswith("complex") for dtype in dataset.dtypes):
        raise source.error(path, "the values are complex numbers (radar?). Expected plain numbers: "
                                 "correct path.")  # fmt: skip
    if dataset.width > _MOST_PIXELS // 2 or dataset.height > _MOST_PIXELS // 2:
        raise _unreadable(source, path, f"{dataset.width} x {dataset.height} pixels")
    _check_georeference(source, part, dataset, transform)
    beyond = [band for band in wanted if band > dataset.count]
    if beyond:
        raise source.error(
            path, f"bands = {list(wanted)}, but the file has {dataset.count}. Correct bands."
        )


def _check_georeference(
    source: Source, part: Part, dataset: rasterio.DatasetReader, transform: Affine
) -> None:
    path = part.path
    if dataset.gcps[0] and transform.is_identity:
        raise source.error(
            path, f"the file is placed by {len(dataset.gcps[0])} control points. North-up pixels "
            "were expected: warp it first, gdalwarp in.tif out.tif."
        )  # fmt: skip
    if transform.is_identity and dataset.tags(ns="GEOLOCATION"):
        raise source.error(
            path, "each pixel is placed by coordinates of its own. An even grid was expected: warp "
            f"it first, gdalwarp -geoloc -t_srs EPSG:4326 '{part.address}' {path.stem}.tif, and "
            f"name {path.stem}.tif in path."
        )  # fmt: skip
    if transform.is_identity and part.to_place:
        raise source.error(
            path, "the file has no georeference: where its pixels lie is not said. Take the tile "
            "as the archive delivers it (HDF-EOS), or make a GeoTIFF with its corners and name "
            f"that in path: {part.to_place}."
        )  # fmt: skip
    if transform.is_identity:
        world = {"tif": "tfw", "tiff": "tfw", "jpg": "jgw", "png": "pgw"}
        name = f"{path.stem}.{world.get(path.suffix.lower().lstrip('.'), 'wld')}"
        raise source.error(
            path,
            "the file has no georeference: where its pixels lie is not said, and no world file "
            f"({name}) lies beside it. Copy {name} along, or take a file that has one.",
        )
    numbers = np.array(transform[:6])
    if not np.isfinite(numbers).all() or transform.determinant == 0:
        raise source.error(
            path, f"the file's georeference ({', '.join(f'{n:g}' for n in numbers)}) gives its "
            "pixels no size. Mend it with gdal_edit.py -a_ullr, or fetch the file again."
        )  # fmt: skip
    if transform.b or transform.d or transform.e > 0 or transform.a < 0:
        raise source.error(
            path,
            "the raster is rotated or its rows run from south to north. North-up rows were "
            "expected: mend it with gdalwarp in.tif out.tif.",
        )


def _crs(source: Source, path: Path, dataset: rasterio.DatasetReader) -> tuple[CRS, str]:
    """The CRS in force, and the name of the file's own where another of the region file wins."""
    text = dataset.crs.to_wkt() if dataset.crs else ""
    own = _of_text(text) if text else None
    if source.crs:
        given = given_crs(source, source.crs, path)
        if own is None or own.equals(given, ignore_axis_order=True):
            return given, ""
        return given, own.name
    if own is not None:
        return own, ""
    left, bottom, right, top = dataset.bounds
    looks = abs(left) <= 360 and abs(right) <= 360 and abs(top) <= 90 and abs(bottom) <= 90
    guess = 'crs = "EPSG:4326"' if looks else 'crs = "EPSG:..."'
    has = "no coordinate system of the earth, a local one" if text else "no coordinate system"
    raise source.error(
        path,
        f"the file has {has} (x {left:g}..{right:g}, y {bottom:g}..{top:g}). "
        f"Say which it is in, for example {guess}.",
    )


def _describe(source: Source, part: Part, dataset: rasterio.DatasetReader) -> RasterFile:
    crs, own_crs = _crs(source, part.path, dataset)
    colours = {ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.palette}
    return RasterFile(
        path=part.path,
        address=part.address,
        name=part.name,
        crs=crs,
        transform=dataset.transform,
        columns=dataset.width,
        rows=dataset.height,
        facts=band_facts(dataset),
        is_picture=bool(colours & set(dataset.colorinterp)),
        own_crs=own_crs,
    )


def read_error(source: Source, path: Path, error: Exception) -> SinkbaseError:
    """The error for a file that opens but cannot be read to its end."""
    return source.error(
        path,
        f"the file is damaged or cut off ({path.stat().st_size} bytes): {error}. "
        "A complete raster was expected: fetch the file again.",
    )
