"""The look at a source's pixels over the region before anything is loaded."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS
from rasterio.features import geometry_mask

from loaders.raster.decode import Decoder, Quantity
from loaders.raster.mosaic import Box, Mask, Mosaic, Raw, nodata_of
from loaders.raster.plausible import (
    is_mod17_fill,
    looks_like_fill,
    refuse_empty,
    refuse_fill,
    refuse_implausible,
    refuse_unknown_codes,
)
from loaders.raster.warp import BUDGET
from sinkbase.region.crs import project
from sinkbase.region.sources import Source


@dataclass
class Survey:
    """What was seen: counts of pixels, extremes, codes that no table knows."""

    valid: int = 0
    low: float = np.inf
    high: float = -np.inf
    fills: dict[float, int] = field(default_factory=dict)
    unknown: dict[int, int] = field(default_factory=dict)


def _inside(mosaic: Mosaic, box: Box, region: shapely.Geometry) -> Mask:
    mask: Mask = geometry_mask(
        [region],
        (box.rows, box.columns),
        mosaic.box_transform(box),
        all_touched=True,
        invert=True,
    )
    return mask


def _note_fills(survey: Survey, source: Source, raw: Raw) -> None:
    """Count the extremes that look like a fill value."""
    low, high = float(raw.min()), float(raw.max())
    for value in {low, high}:
        if looks_like_fill(source, raw.dtype.name, value):
            count = int(np.count_nonzero(raw == raw.dtype.type(value)))
            survey.fills[value] = survey.fills.get(value, 0) + count


def look(mosaic: Mosaic, decoder: Decoder, region: shapely.Geometry, crs: CRS) -> Survey:
    """Read all pixels of the mosaic that touch the region (a geometry in `crs`)."""
    survey = Survey()
    there = project(region, crs, mosaic.crs)
    box = mosaic.box(shapely.bounds(there).tolist(), 0)
    if box is None:
        return survey
    for strip in mosaic.strips(box, BUDGET):
        inside = _inside(mosaic, strip, there)
        if not inside.any():
            continue
        raw, valid = mosaic.read(strip)
        valid &= inside
        if not valid.any():
            continue
        survey.valid += int(valid.sum())
        there_raw = raw.ravel() if valid.all() else raw[valid]
        _note_fills(survey, mosaic.source, there_raw)
        for code, count in decoder.unknown(raw, valid).items():
            survey.unknown[code] = survey.unknown.get(code, 0) + count
        if isinstance(decoder, Quantity) and decoder.is_linear:
            _note_range(survey, decoder.range_of(raw, valid))
            continue
        _note_range(survey, decoder.values(raw, valid, mosaic.box_transform(strip)))
    return survey


def _note_range(
    survey: Survey, values: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"
) -> None:
    if values.dtype.kind != "f" or np.isnan(values).all():
        return
    survey.low = min(survey.low, float(np.nanmin(values)))
    survey.high = max(survey.high, float(np.nanmax(values)))


def check(mosaic: Mosaic, survey: Survey, table: Path | None, is_code: bool) -> None:
    """Raise for fill values, unknown codes and implausible values."""
    source, file = mosaic.source, mosaic.first
    path = _name(mosaic)
    if not survey.valid:
        return
    if not is_code and source.kind != "mapping_units" and source.nodata != "none":
        named = nodata_of(source, file) is not None
        for value, count in survey.fills.items():
            if not named or is_mod17_fill(source, value):
                refuse_fill(source, path, value, file.dtype, count)
    refuse_unknown_codes(source, path, survey.unknown, table)
    if np.isfinite(survey.low):
        refuse_implausible(source, path, survey.low, survey.high)


def _name(mosaic: Mosaic) -> str:
    files = [file.path for piece in mosaic.pieces for file in piece.files]
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"{files[0]}{more}"


def refuse_nothing(mosaics: tuple[Mosaic, ...], surveys: list[Survey]) -> None:
    """Raise when no pixel of a source has a value inside the region."""
    if not any(survey.valid for survey in surveys):
        raise refuse_empty(mosaics[0].source, _name(mosaics[0]))
