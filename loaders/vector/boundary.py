"""The region's polygon: read, filtered, checked, in the region's CRS."""

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.errors import GEOSException

from loaders.vector.reading import Opened, Shapes, Texts, are_places, crs_of, geometries, open_layer
from loaders.vector.vector_file import fits, plain_text
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import project
from sinkbase.region.files import fitting, legible, natural_key, unusual
from sinkbase.region.keys import nearest
from sinkbase.region.settings import BoundarySettings, Region

KINDS = ("Polygon", "Line")  # lines may close
DAMAGED = "the geometry is damaged"
CLOSE = "close_rings = true"


def boundary_files(region: Region, data: Path) -> tuple[Path, ...]:
    """The boundary's files (or geodatabases).

    Raises SinkbaseError when one is missing.
    """
    paths = tuple(path for text in region.boundary.paths for path in _meant(data, text))
    for path in paths:
        if path.exists() and (said := unusual(path)):
            raise _error(region, Path(legible(path)), said)
        if not path.exists():
            names = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
            raise SinkbaseError(
                f"{path}: the boundary's file is missing. {nearest(path.name, names)} Relative "
                f"paths start at {data}: correct [boundary] path in {region.boundary.file} "
                "or DATA=."
            )
    return paths


def _meant(data: Path, text: str) -> list[Path]:
    """The files that a path or pattern means; the path itself where there are none."""
    path = data / text
    if not glob.has_magic(text) or path.exists():
        return [path]
    return sorted(fitting(data, text), key=natural_key) or [path]


def _error(region: Region, path: Path, message: str) -> SinkbaseError:
    return SinkbaseError(f"{path}: {message} ({region.boundary.file.name}, [boundary])")


def read_boundary(region: Region, data: Path) -> shapely.MultiPolygon:
    """The union of all features that fit, as a valid multipolygon in the region's CRS.

    Raises SinkbaseError for what is missing, cannot be read, is no polygon, or lies elsewhere.
    """
    target = CRS.from_user_input(region.crs)
    parts = []
    for path in boundary_files(region, data):
        try:
            parts.extend(_read_file(region, path, target))
        except GEOSException as error:
            raise _error(region, path, f"{DAMAGED} ({error}). Fetch it again.") from None
    union = shapely.union_all(parts)
    if union.is_empty or union.area == 0:
        raise SinkbaseError(
            f"{region.boundary.file}: [boundary] has no area. Give a file with polygons."
        )
    _refuse_far(region, union, target)
    return shapely.MultiPolygon([p for p in shapely.get_parts(union) if p.area > 0])


def put_together(region: Region, data: Path) -> str:
    """A sentence on features that become one county though no `where` says so; else empty.

    Raises SinkbaseError for a file that cannot be read.
    """
    settings = region.boundary
    for path in boundary_files(region, data) if not settings.where else ():
        opened = open_layer(
            path, settings.layer, settings.encoding, KINDS,
            lambda found, message: _error(region, found, message),
        )  # fmt: skip
        shapes, fields = opened.read()
        if shapes is None:
            continue
        for name, column in fields.items():
            values = dict.fromkeys(plain_text(value) for value in column)
            if len(values) > 1:
                told = ", ".join(list(values)[:5])
                return (
                    f"boundary: {len(shapes)} features of {path.name} are put together ({name}: "
                    f"{told}). If one is meant, name it in [boundary]: where = {{ {name} = ... }}"
                )
    return ""


def _read_file(region: Region, path: Path, target: CRS) -> list[shapely.Geometry]:
    settings = region.boundary

    def complain(found: Path, message: str) -> SinkbaseError:
        return _error(region, found, message)

    opened = open_layer(path, settings.layer, settings.encoding, KINDS, complain)
    crs = crs_of(opened, settings.crs)
    for key in settings.where:
        opened.require(key)
    shapes, fields = opened.read()
    if shapes is None:
        raise complain(path, "the layer has no geometry; polygons were expected. Name another.")
    chosen = fits(settings.where, fields, len(shapes))
    if not chosen.any():
        raise complain(path, _none_fits(settings.where, fields, len(shapes)))
    lost = sum(shape is None for shape in shapes[chosen])
    if lost:
        raise complain(
            path, f"{lost} of the {chosen.sum()} features that are meant have no geometry: left "
            "empty, or damaged. Fetch the file again, delete them, or leave them out by where."
        )  # fmt: skip
    polygons = polygons_of(shapes[chosen], settings, opened)
    return [_checked(region, path, polygon, crs, target) for polygon in polygons]


def polygons_of(
    shapes: Shapes, settings: BoundarySettings, opened: Opened
) -> list[shapely.Geometry]:
    """The polygons of WKB features, rings and lines closed where the region file says so.

    Raises what the layer's `complain` makes for rings that are not closed and for other kinds.
    """
    there = np.array([shape is not None for shape in shapes], bool)
    found, lost = geometries(shapes[there], close=settings.close_rings)
    if lost and not settings.close_rings:
        many = (
            f"{len(lost)} of its features have rings" if len(lost) > 1 else "a feature has a ring"
        )
        raise opened.complain(
            opened.path, f"{many} whose last point is not the first: cut off, or left open? When "
            f"they lack but the last point, say {CLOSE} and they are closed."
        )  # fmt: skip
    if not are_places(found):
        raise opened.complain(
            opened.path, f"{DAMAGED}: coordinates beyond the earth. Fetch it again."
        )
    flat = _without_collections(found)
    lines = [shape for shape in flat if "Line" in shape.geom_type]
    others = [shape for shape in flat if "Line" not in shape.geom_type]
    return others + ([_closed(lines, settings, opened)] if lines else [])


def _without_collections(shapes: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
    """The shapes, those of a collection (as KML has them) one by one."""
    flat: list[shapely.Geometry] = []
    for shape in shapes:
        is_collection = shape.geom_type == "GeometryCollection"
        flat += _without_collections(shape.geoms) if is_collection else [shape]
    return flat


def _closed(
    lines: list[shapely.Geometry], settings: BoundarySettings, opened: Opened
) -> shapely.Geometry:
    """The area within lines that form rings; a ring in another is a hole."""
    node = shapely.union_all(lines)
    _, cuts, dangles, _ = shapely.polygonize_full([node])
    loose = len(shapely.get_parts(cuts)) + len(shapely.get_parts(dangles))
    area = shapely.build_area(node)
    kind = lines[0].geom_type
    if area.is_empty or loose:
        raise opened.complain(
            opened.path, f"a feature is a {kind}; polygons were expected. The lines do not close "
            f"({loose} loose ends). Choose another layer or file."
        )  # fmt: skip
    if not settings.close_rings:
        raise opened.complain(
            opened.path, f"a feature is a {kind}; polygons were expected. The lines close: when "
            f"they are the border, say {CLOSE}. Else choose another layer or file."
        )  # fmt: skip
    return area


def _none_fits(where: dict[str, Any], fields: Texts, count: int) -> str:
    if not count:
        return "the file has no features: the boundary is empty. Give a file with polygons."
    wanted = ", ".join(f"{key} = {value!r}" for key, value in where.items())
    has = "; ".join(
        f"{key}: {', '.join(sorted({plain_text(v) for v in fields[key]})[:12])}" for key in where
    )
    garbled = "" if has.isascii() else ' Garbled? Set encoding, like "gbk" or "latin-1".'
    return f"none of its {count} features has {wanted}. It has {has}. Correct where.{garbled}"


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
    try:
        projected = project(shape, crs, target)
    except ProjError:
        projected = shapely.Point(np.inf, np.inf)
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
