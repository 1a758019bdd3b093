"""The region's polygon: read, filtered, checked, in the region's CRS."""

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from loaders.vector.vector_file import plain
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import project
from sinkbase.region.keys import nearest
from sinkbase.region.settings import Region


def boundary_files(region: Region, data: Path) -> tuple[Path, ...]:
    """The boundary's files; each must be there.

    Raises SinkbaseError when one is missing.
    """
    paths = tuple(data / text for text in region.boundary.paths)
    for path in paths:
        if not path.is_file():
            names = [file.name for file in path.parent.glob("*")] if path.parent.is_dir() else []
            raise SinkbaseError(
                f"{path}: the boundary's file is missing. {nearest(path.name, names)} Relative "
                f"paths start at {data}: correct [boundary] path in {region.boundary.file} "
                "or DATA=."
            )
    return paths


def _error(region: Region, path: Path, message: str) -> SinkbaseError:
    return SinkbaseError(f"{path}: {message} ({region.boundary.file.name}, [boundary])")


def read_boundary(region: Region, data: Path) -> shapely.MultiPolygon:
    """The union of all features that fit, as a valid multipolygon in the region's CRS.

    Raises SinkbaseError for polygons that are missing, invalid or far from the CRS's area.
    """
    target = CRS.from_user_input(region.crs)
    parts = []
    for path in boundary_files(region, data):
        parts.extend(_read_file(region, path, target))
    union = shapely.union_all(parts)
    if union.is_empty or union.area == 0:
        raise SinkbaseError(
            f"{region.boundary.file}: [boundary] has no area. Give a file with polygons."
        )
    _refuse_far(region, union, target)
    return shapely.MultiPolygon([p for p in shapely.get_parts(union) if p.area > 0])


def _read_file(region: Region, path: Path, target: CRS) -> list[shapely.Geometry]:
    settings = region.boundary
    try:
        meta, _, shapes, fields = pyogrio.raw.read(path, layer=settings.layer)
    except (DataSourceError, DataLayerError) as error:
        raise _error(
            region, path, f"not a vector file that GDAL can read, or no such layer: {error}. "
            "Expected GeoJSON, Shapefile, GeoPackage or the like."
        ) from None  # fmt: skip
    crs = _crs(region, path, meta["crs"])
    chosen = np.ones(len(shapes), bool)
    names = [str(name) for name in meta["fields"]]
    for key, wanted in settings.where.items():
        if key not in names:
            raise _error(region, path, f"there is no field {key!r}. {nearest(key, names)}")
        allowed = {str(item) for item in (wanted if isinstance(wanted, list) else [wanted])}
        column = fields[names.index(key)]
        chosen &= np.array([plain(value) in allowed for value in column], bool)
    if not chosen.any():
        raise _error(region, path, _none_fits(settings.where, names, fields, len(shapes)))
    polygons = [shapely.from_wkb(shape) for shape in shapes[chosen] if shape is not None]
    return [_checked(region, path, polygon, crs, target) for polygon in polygons]


def _none_fits(
    where: dict[str, object], names: list[str], fields: list[np.ndarray], count: int
) -> str:
    if not count:
        return "the file has no features: the boundary is empty. Give a file with polygons."
    wanted = ", ".join(f"{key} = {value!r}" for key, value in where.items())
    has = "; ".join(
        f"{key}: {', '.join(sorted({plain(v) for v in fields[names.index(key)]})[:12])}"
        for key in where
    )
    return f"none of its {count} features has {wanted}. It has {has}. Correct where."


def _crs(region: Region, path: Path, text: str | None) -> CRS:
    text = text or region.boundary.crs
    if not text:
        raise _error(
            region, path, 'the file has no coordinate system. Say which: crs = "EPSG:4326".'
        )
    try:
        return CRS.from_user_input(text)
    except CRSError:
        raise _error(region, path, f"crs = {text!r} is not a coordinate system.") from None


def _checked(
    region: Region, path: Path, shape: shapely.Geometry, crs: CRS, target: CRS
) -> shapely.Geometry:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise _error(
            region, path, f"a feature is a {shape.geom_type}; polygons were expected. "
            "Choose another layer or file."
        )  # fmt: skip
    if shape.is_empty:
        raise _error(region, path, "a feature is empty. Give polygons with an area.")
    if not shape.is_valid:
        raise _error(
            region, path, f"the polygon is invalid: {shapely.is_valid_reason(shape)}. "
            "Mend it, for example: ogr2ogr -makevalid mended.gpkg " + path.name
        )  # fmt: skip
    projected = project(shapely.force_2d(shape), crs, target)
    if not np.isfinite(shapely.get_coordinates(projected)).all():
        raise _error(
            region, path, f"the polygon cannot be projected to {region.crs}: its coordinates "
            f"run over {tuple(round(v, 3) for v in shape.bounds)} in {crs.name}. Correct crs."
        )  # fmt: skip
    return projected if projected.is_valid else shapely.make_valid(projected)


def _refuse_far(region: Region, union: shapely.Geometry, crs: CRS) -> None:
    """Raise when the region lies outside the area its CRS is made for, by over 2 degrees."""
    area = crs.area_of_use
    if area is None:
        return
    longitude, latitude = project(shapely.centroid(union), crs, CRS.from_epsg(4326)).coords[0]
    inside = area.west - 2 <= longitude <= area.east + 2 or area.west > area.east
    if inside and area.south - 2 <= latitude <= area.north + 2:
        return
    raise SinkbaseError(
        f"{region.file}: [region] crs = {region.crs!r} is made for {area.west:g}..{area.east:g} E, "
        f"{area.south:g}..{area.north:g} N, but the boundary lies around {longitude:.2f} E, "
        f"{latitude:.2f} N. Choose the projected CRS of that place, or correct the boundary's crs."
    )
