"""A vector file of a layer: opened, checked, its features near the region read and projected."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.errors import GEOSException

from loaders.raster.inputs import Frame
from loaders.raster.warp import source_bounds
from loaders.vector.container import layers_of
from loaders.vector.drivers import VECTOR_SUFFIXES
from loaders.vector.reading import Opened, Shapes, Texts, are_places, crs_of, geometries, open_layer
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import transformer
from sinkbase.region.sources import Source

POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class VectorFile:
    """What a vector file says of itself; `geometry` is empty when it says nothing."""

    opened: Opened
    crs: CRS

    @property
    def path(self) -> Path:
        """The file."""
        return self.opened.path

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its attributes."""
        return self.opened.fields

    @property
    def geometry(self) -> str:
        """The kind of its features as it says it."""
        return self.opened.geometry

    @property
    def crs_name(self) -> str:
        """The EPSG code, else the name."""
        code = self.crs.to_epsg()
        return f"EPSG:{code}" if code else self.crs.name


def is_vector(source: Source, files: tuple[Path, ...]) -> bool:
    """Whether the source is vector: it names a column, or its file is of a vector format."""
    if source.column is not None:
        return True
    if files[0].suffix.lower() != ".zip":
        return files[0].suffix.lower() in VECTOR_SUFFIXES
    try:
        return bool(layers_of(files[0], source.error))
    except SinkbaseError:
        return False


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


def open_vector(source: Source, path: Path, kinds: tuple[str, ...] = POLYGONS) -> VectorFile:
    """The description of a vector file.

    Raises SinkbaseError when it cannot be used.
    """
    opened = open_layer(path, source.vector_layer, source.encoding, kinds, source.error)
    return VectorFile(opened, crs_of(opened, source.crs))


def read_features(
    source: Source, file: VectorFile, frame: Frame, columns: tuple[str, ...] = ()
) -> tuple[Shapes, Texts]:
    """Features near the grid that fit `where`, in the region's CRS, and these columns of them.

    Rings that are not closed are closed, as invalid polygons are mended.
    Returns (features,) geometries, and by column (features,) values.
    Raises SinkbaseError for a column that is not there, and for what cannot be read or projected.
    """
    wanted = list(dict.fromkeys([*columns, *source.where]))
    for key in wanted:
        file.opened.require(key)
    shapes, attributes = file.opened.read(columns=wanted, bbox=_bounds(source, file, frame))
    if shapes is None:
        raise source.error(file.path, "the layer has no geometry. Name another one with layer.")
    chosen = np.array([shape is not None for shape in shapes], bool)
    chosen &= fits(source.where, attributes, len(shapes))
    found, _ = geometries(shapes[chosen], close=True)
    if not are_places(found):
        raise source.error(
            file.path, "the geometry is damaged: coordinates beyond the earth. Fetch it again."
        )
    return _projected(source, file, found, frame.crs), {
        key: values[chosen] for key, values in attributes.items()
    }


def fits(where: dict[str, Any], attributes: Texts, count: int) -> npt.NDArray[np.bool_]:
    """Which features have one of the wanted values in every field that `where` names.

    Returns (features,).
    """
    chosen = np.ones(count, bool)
    for key, value in where.items():
        allowed = {plain_text(item) for item in (value if isinstance(value, list) else [value])}
        chosen &= np.array([plain_text(v) in allowed for v in attributes[key]], bool)
    return chosen


def mended(source: Source, file: VectorFile, shapes: Shapes) -> Shapes:
    """The shapes (features,), invalid ones mended.

    Raises SinkbaseError for what cannot be.
    """
    try:
        return np.asarray(shapely.make_valid(shapes))
    except GEOSException as error:
        raise source.error(
            file.path, f"the geometry is damaged ({error}). Fetch the file again."
        ) from None


def refuse_kinds(
    source: Source, file: VectorFile, shapes: Shapes, usable: tuple[str, ...], expected: str
) -> None:
    """Hold features to the kinds of geometry that can be used.

    Raises SinkbaseError for others, and for a layer that says to hold points.
    """
    kinds = {shape.geom_type for shape in shapes if not shape.is_empty}
    declared = file.geometry.split(" ")[0]
    if declared in ("Point", "MultiPoint"):
        kinds.add(declared)
    strange = sorted(kinds - set(usable))
    if strange:
        raise source.error(
            file.path,
            f"the file holds features of type {', '.join(strange)}. {expected}: choose another "
            "file, another layer, or leave them out by where.",
        )


def _bounds(source: Source, file: VectorFile, frame: Frame) -> tuple[float, float, float, float]:
    try:
        bounds = source_bounds(frame.cells, frame.crs, file.crs)
    except ProjError:
        bounds = (np.inf,) * 4
    if not np.isfinite(bounds).all():
        raise source.error(
            file.path,
            f"the region lies where {file.crs_name}, the file's coordinate system, has no "
            'coordinates. Say the right one, for example crs = "EPSG:4326".',
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
