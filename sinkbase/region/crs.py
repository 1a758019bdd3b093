"""Coordinate systems: the region's own, and sizes of source pixels in it."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from affine import Affine
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from sinkbase.errors import SinkbaseError


def region_crs(text: str, file: Path) -> CRS:
    """The region's CRS: an EPSG code, projected, in metres.

    Raises SinkbaseError otherwise.
    """
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        raise SinkbaseError(
            f"{file}: [region] crs = {text!r} is not a coordinate system. "
            'Expected an EPSG code of a projected one in metres, like crs = "EPSG:2328".'
        ) from None
    if crs.to_epsg() is None:
        raise SinkbaseError(
            f"{file}: [region] crs = {text!r} has no EPSG code, which PostGIS needs. "
            'Give one, like crs = "EPSG:2328".'
        )
    if not crs.is_projected:
        raise SinkbaseError(
            f"{file}: [region] crs = {text!r} ({crs.name}) is geographic: its cells would be "
            "degrees, not metres. Choose a projected CRS in metres, for Chinese counties a "
            'Gauss-Kruger zone such as crs = "EPSG:4492".'
        )
    units = {axis.unit_name for axis in crs.axis_info}
    if units != {"metre"}:
        raise SinkbaseError(
            f"{file}: [region] crs = {text!r} ({crs.name}) measures in {', '.join(sorted(units))}. "
            "Areas and slopes are computed in metres: choose a projected CRS in metres."
        )
    return crs


@lru_cache(maxsize=64)
def transformer(source: CRS, target: CRS) -> Transformer:
    """From source to target with x (or longitude) first; kept, as making one takes 30 ms."""
    return Transformer.from_crs(source, target, always_xy=True)


def project(geometry: shapely.Geometry, source: CRS, target: CRS) -> shapely.Geometry:
    """The geometry in another CRS."""
    if source == target:
        return geometry
    change = transformer(source, target)
    return shapely.transform(geometry, change.transform, interleaved=False)


def pixel_size_m(transform: Affine, crs: CRS, target: CRS, around: tuple[float, float]) -> float:
    """Side in metres of a square as large as a source pixel at `around` (x, y of the target)."""
    change, back = transformer(crs, target), transformer(target, crs)
    x, y = back.transform(*around)
    dx, dy = abs(transform.a) / 2, abs(transform.e) / 2
    xs, ys = change.transform([x - dx, x + dx, x + dx, x - dx], [y - dy, y - dy, y + dy, y + dy])
    area = float(shapely.Polygon(list(zip(xs, ys, strict=True))).area)
    return float(np.sqrt(area))
