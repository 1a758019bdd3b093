"""A vector file: opened, checked, its features near the region read and projected."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from loaders.raster.inputs import Frame
from loaders.raster.raster_file import given_crs
from loaders.raster.warp import source_bounds
from sinkbase.region.crs import transformer
from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source

Shapes = npt.NDArray[Any]
VECTOR_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".kml", ".gdb", ".tab", ".zip")


@dataclass(frozen=True)
class VectorFile:
    """What a vector file says of itself; `geometry` is empty when it says nothing."""

    path: Path
    crs: CRS
    fields: tuple[str, ...]
    geometry: str

    @property
    def crs_name(self) -> str:
        """The EPSG code, else the name."""
        code = self.crs.to_epsg()
        return f"EPSG:{code}" if code else self.crs.name


def is_vector(source: Source, files: tuple[Path, ...]) -> bool:
    """Whether the source is vector: it names a column, or its file is of a vector format."""
    return source.column is not None or files[0].suffix.lower() in VECTOR_SUFFIXES


def plain(value: object) -> str:
    """An attribute as text: 3 whether the file has it as text, integer or real; "" for none."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plain_text(value: object) -> str:
    """An attribute as text without the blanks around it."""
    return plain(value).strip()


@contextmanager
def _reading(source: Source, path: Path) -> Iterator[None]:
    try:
        yield
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise source.error(
            path,
            f"not a vector file that GDAL can read, no such layer, or another encoding: {error}. "
            'Correct path or layer, or set encoding, for example "gbk".',
        ) from None


def open_vector(source: Source, path: Path) -> VectorFile:
    """The description of a vector file.

    Raises SinkbaseError when it cannot be used.
    """
    with _reading(source, path):
        info = pyogrio.read_info(path, layer=source.vector_layer, encoding=source.encoding)
    text = info["crs"] or source.crs
    if not text:
        raise source.error(path, 'the file has no coordinate system. Say which: crs = "EPSG:4326".')
    names = tuple(str(name) for name in info["fields"])
    return VectorFile(path, given_crs(source, text, path), names, info["geometry_type"] or "")


def read_features(
    source: Source, file: VectorFile, frame: Frame, columns: tuple[str, ...] = ()
) -> tuple[Shapes, dict[str, Shapes]]:
    """Features near the grid that fit `where`, in the region's CRS, and these columns of them.

    Returns (features,) geometries, and by column (features,) values.
    Raises SinkbaseError for a column that is not there, and for what cannot be read or projected.
    """
    wanted = list(dict.fromkeys([*columns, *source.where]))
    for key in wanted:
        if key not in file.fields:
            raise source.error(
                file.path, f"there is no column {key!r}. {nearest(key, file.fields)}"
            )
    with _reading(source, file.path):
        meta, _, shapes, fields = pyogrio.raw.read(
            file.path,
            layer=source.vector_layer,
            encoding=source.encoding,
            columns=wanted,
            bbox=_bounds(source, file, frame),
        )
    attributes = dict(zip((str(name) for name in meta["fields"]), fields, strict=True))
    chosen = np.array([shape is not None for shape in shapes], bool)
    for key, value in source.where.items():
        allowed = {str(item) for item in (value if isinstance(value, list) else [value])}
        chosen &= np.array([plain_text(v) in allowed for v in attributes[key]], bool)
    geometries = shapely.force_2d(shapely.from_wkb(shapes[chosen]))
    return _projected(source, file, geometries, frame.crs), {
        key: values[chosen] for key, values in attributes.items()
    }


def _bounds(source: Source, file: VectorFile, frame: Frame) -> tuple[float, float, float, float]:
    bounds = source_bounds(frame.cells, frame.crs, file.crs)
    if not np.isfinite(bounds).all():
        raise source.error(
            file.path,
            f"the region lies where {file.crs_name}, the file's coordinate system, has no "
            "coordinates. Mend the file's coordinate system.",
        )
    return bounds


def _projected(source: Source, file: VectorFile, shapes: Shapes, target: CRS) -> Shapes:
    """All shapes in the target CRS, in one call: one by one PROJ is set up 5,000 times."""
    if file.crs != target:
        change = transformer(file.crs, target)
        shapes = shapely.transform(shapes, change.transform, interleaved=False)
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise source.error(
            file.path,
            f"features reach to where {target.name}, the region's coordinate system, has no "
            "coordinates. Cut the file to the region's surroundings, or mend its coordinates.",
        )
    return np.asarray(shapes)
