"""Files put where a region is: round the globe, and on the rows that lie there."""

from collections.abc import Callable
from dataclasses import replace
from math import isfinite, tau

import numpy as np
from affine import Affine
from pyproj import CRS

from loaders.raster.files.raster_file import RasterFile
from sinkbase.region.sources import Source

Bounds = tuple[float, float, float, float]
Pieces = list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]
_MARGIN = 5  # pixels around a region: those that are read, and a few more
_ROWS = 2  # beyond a region, that count for its edge
_UNEVEN = 0.01  # of a pixel that a row may lie off


def turns(file: RasterFile, bounds: Bounds) -> list[Affine]:
    """Where a file in degrees lies round the globe, so that it touches the bounds.

    Twice for a region on the meridian at which the file begins and ends; as it is when nowhere.
    """
    if not file.crs.is_geographic or not all(map(isfinite, bounds)):
        return [file.transform]
    circle = tau / file.crs.axis_info[0].unit_conversion_factor
    margin = _MARGIN * file.resolution[0]
    found = []
    for turn in (0.0, -circle, circle):
        left, right = file.bounds[0] + turn, file.bounds[2] + turn
        if left < bounds[2] + margin and right > bounds[0] - margin:
            found.append(Affine.translation(turn, 0) @ file.transform)
    return found or [file.transform]


def placed(source: Source, pieces: Pieces, bounds_in: Callable[[CRS], Bounds]) -> Pieces:
    """The pieces at each place where they touch the region, whose bounds a CRS gives.

    Raises SinkbaseError for files whose rows are uneven there.
    """
    found: Pieces = []
    for files, bands in pieces:
        wanted = bounds_in(files[0].crs)
        evened = tuple(_evened(source, file, wanted) for file in files)
        for transform in turns(evened[0], wanted):
            found.append((tuple(replace(file, transform=transform) for file in evened), bands))
    return found


def _evened(source: Source, file: RasterFile, bounds: Bounds) -> RasterFile:
    """A file of uneven rows as an even one: true for the rows at the region."""
    if not file.rows_at:
        return file
    centres = np.array(file.rows_at)
    north, south = (int(np.searchsorted(-centres, -edge)) for edge in (bounds[3], bounds[1]))
    places = np.arange(max(0, north - _ROWS), min(len(centres), south + _ROWS))
    if len(places) < 2:
        return file
    near = centres[places]
    step, first = np.polyfit(places, near, 1)
    off = float(np.abs(first + step * places - near).max())
    if off > _UNEVEN * abs(step):
        steps = np.abs(np.diff(near))
        raise source.error(
            file.path,
            f"the rows are not evenly spaced at the region: {steps.min():.4g} to "
            f"{steps.max():.4g} apart, from {near[0]:.6g} to {near[-1]:.6g}. "
            "Even rows were expected: put the values on an even grid first, for example "
            f"cdo remapbil,global_{_neat(float(steps.min()))} {file.path.name} even.nc.",
        )
    west, width = file.transform.c, file.transform.a
    even = Affine(width, 0, west, 0, float(step), float(first - step / 2))
    return replace(file, transform=even)


def _neat(step: float) -> str:
    return f"{step:.2g}"
