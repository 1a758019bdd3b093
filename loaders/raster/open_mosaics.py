"""The files of a source as mosaics over the region."""

from pathlib import Path

from pyproj import CRS

from loaders.raster.files.months import pieces
from loaders.raster.files.mosaic import Mosaic, build_mosaics
from loaders.raster.files.placed import Pieces, placed
from loaders.raster.files.raster_file import open_rasters
from loaders.raster.inputs import Frame
from loaders.raster.warp import (
    source_bounds,
)
from sinkbase.region.crs import pixel_size_m
from sinkbase.region.sources import Source

MOST_A_SIDE = 20_000  # pixels of one cell: more are a mistaken georeference


def crs_name(crs: CRS) -> str:
    """The EPSG code, else the name."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.name


def mosaics_of(source: Source, files: tuple[Path, ...], frame: Frame) -> tuple[Mosaic, ...]:
    """The source's files as mosaics.

    Raises SinkbaseError when none touches the region.
    """
    opened = [file for path in files for file in open_rasters(source, path)]
    return mosaics_at(source, pieces(source, opened), frame)


def mosaics_at(source: Source, found: Pieces, frame: Frame) -> tuple[Mosaic, ...]:
    """Files with their bands as mosaics.

    Raises SinkbaseError when none touches the region.
    """
    at_region = placed(source, found, lambda crs: source_bounds(frame.cells, frame.crs, crs))
    mosaics = build_mosaics(source, at_region)
    _refuse_other_places(source, mosaics, frame)
    _refuse_dust(source, mosaics, frame)
    return mosaics


def _refuse_other_places(source: Source, mosaics: tuple[Mosaic, ...], frame: Frame) -> None:
    """Hold the files to the region.

    Raises SinkbaseError when no mosaic touches it.
    """
    if not any(m.box(source_bounds(frame.cells, frame.crs, m.crs), 0) for m in mosaics):
        left, bottom, right, top = mosaics[0].first.bounds
        wanted = source_bounds(frame.cells, frame.crs, mosaics[0].crs)
        raise source.error(
            mosaics[0].first.path,
            f"the file lies elsewhere: it covers x {left:.6g}..{right:.6g}, y {bottom:.6g}.."
            f"{top:.6g}; the region is at x {wanted[0]:.6g}..{wanted[2]:.6g}, "
            f"y {wanted[1]:.6g}..{wanted[3]:.6g} ({crs_name(mosaics[0].crs)}). "
            "Correct path, or crs when the file's own is wrong.",
        )


def _refuse_dust(source: Source, mosaics: tuple[Mosaic, ...], frame: Frame) -> None:
    pixel = smallest_pixel_m(mosaics, frame)
    if not pixel > frame.cells.size / MOST_A_SIDE:
        raise source.error(
            mosaics[0].first.path,
            f"its pixels would be {pixel:.3g} m wide in cells of {frame.cells.size:g} m. Expected "
            f"{frame.cells.size / MOST_A_SIDE:g} m at least: mend the file's georeference, or crs.",
        )


def smallest_pixel_m(mosaics: tuple[Mosaic, ...], frame: Frame) -> float:
    """Side of the finest pixel, metres in the region's CRS at its middle."""
    centre = frame.cells.centre
    return min(pixel_size_m(m.transform, m.crs, frame.crs, centre) for m in mosaics)
