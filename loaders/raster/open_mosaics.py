"""The files of a source as mosaics over the region."""

from pathlib import Path

from pyproj import CRS

from loaders.raster.inputs import Frame
from loaders.raster.months import pieces
from loaders.raster.mosaic import Mosaic, build_mosaics
from loaders.raster.raster_file import open_raster
from loaders.raster.warp import (
    source_bounds,
)
from sinkbase.region.crs import pixel_size_m
from sinkbase.region.sources import Source


def crs_name(crs: CRS) -> str:
    """The EPSG code, else the name."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.name


def mosaics_of(source: Source, files: tuple[Path, ...], frame: Frame) -> tuple[Mosaic, ...]:
    """The source's files as mosaics.

    Raises SinkbaseError when none touches the region.
    """
    opened = [open_raster(source, path) for path in files]
    mosaics = build_mosaics(source, pieces(source, opened))
    if not any(m.box(source_bounds(frame.cells, frame.crs, m.crs), 0) for m in mosaics):
        left, bottom, right, top = mosaics[0].first.bounds
        wanted = source_bounds(frame.cells, frame.crs, mosaics[0].crs)
        raise source.error(
            files[0],
            f"the file lies elsewhere: it covers x {left:.6g}..{right:.6g}, y {bottom:.6g}.."
            f"{top:.6g}; the region is at x {wanted[0]:.6g}..{wanted[2]:.6g}, "
            f"y {wanted[1]:.6g}..{wanted[3]:.6g} ({crs_name(mosaics[0].crs)}). "
            "Correct path, or crs when the file's own is wrong.",
        )
    return mosaics


def smallest_pixel_m(mosaics: tuple[Mosaic, ...], frame: Frame) -> float:
    """Side of the finest pixel, metres in the region's CRS at its middle."""
    centre = frame.cells.centre
    return min(pixel_size_m(m.transform, m.crs, frame.crs, centre) for m in mosaics)
