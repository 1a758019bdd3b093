"""The look at every pixel that a source will be read from, before anything is loaded."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from affine import Affine
from pyproj import CRS
from rasterio.features import geometry_mask

from loaders.grid.grid import Cells
from loaders.raster.files.mosaic import Box, Mask, Mosaic, Raw
from loaders.raster.values.blocks import Block, constant_block
from loaders.raster.values.decode import Decoder, Quantity
from loaders.raster.values.fills import Ends, Fill, extremes, fills_of
from loaders.raster.values.plausible import (
    refuse_dry_year,
    refuse_empty,
    refuse_fill,
    refuse_fractions,
    refuse_implausible,
    refuse_unknown_codes,
)
from loaders.raster.warp import BUDGET, MARGIN, source_bounds
from sinkbase.region.crs import project


@dataclass
class Survey:
    """What was seen: counts of pixels, extremes, codes that no table knows.

    `valid`, `low`, `high`, `highest` (of each band) and `unknown` are of pixels that touch the
    region; `fills`, `fractions` and `block` of all that are read.
    """

    valid: int = 0
    low: float = np.inf
    high: float = -np.inf
    highest: dict[int, float] = field(default_factory=dict)
    unknown: dict[int, int] = field(default_factory=dict)
    fills: dict[float, Fill] = field(default_factory=dict)
    fractions: int = 0
    fraction: float = 0.0
    block: Block | None = None


def look(
    mosaic: Mosaic, decoder: Decoder, region: shapely.Geometry, crs: CRS, cells: Cells
) -> Survey:
    """Read all pixels under and around the cells; the region is a geometry in `crs`."""
    survey = Survey()
    box = mosaic.box(source_bounds(cells, crs, mosaic.crs), MARGIN)
    if box is None:
        return survey
    there = project(region, crs, mosaic.crs)
    for strip in mosaic.strips(box, BUDGET):
        raw, valid = mosaic.read(strip)
        ends = _look_at_all(survey, mosaic, decoder, raw, valid)
        inside = _inside(mosaic, strip, there)
        if not inside.any():
            continue
        if not inside.all():
            valid &= inside
            ends = []
        if isinstance(decoder, Quantity) and decoder.is_linear:
            survey.valid += int(np.count_nonzero(valid))
            _note_ends(survey, decoder, ends or extremes(raw, valid))
        else:
            _look_inside(survey, decoder, raw, valid, mosaic.box_transform(strip))
    return survey


def _inside(mosaic: Mosaic, box: Box, region: shapely.Geometry) -> Mask:
    mask: Mask = geometry_mask(
        [region],
        (box.rows, box.columns),
        mosaic.box_transform(box),
        all_touched=True,
        invert=True,
    )
    return mask


def _look_at_all(survey: Survey, mosaic: Mosaic, decoder: Decoder, raw: Raw, valid: Mask) -> Ends:
    """What must not be anywhere among the pixels: fill values, codes with fractions.

    Returns the lowest and highest raw value of each band of quantities.
    """
    source = mosaic.source
    if decoder.has_codes:
        _note_fractions(survey, raw, valid)
        return []
    ends = extremes(raw, valid)
    for fill in fills_of(mosaic, decoder, raw, valid, ends):
        before = survey.fills.get(fill.value)
        survey.fills[fill.value] = fill if before is None else before.plus(fill)
    if source.layer in ("elevation", "temperature") and isinstance(decoder, Quantity):
        survey.block = constant_block(decoder, raw, valid, survey.block)
    return ends


def _note_fractions(survey: Survey, raw: Raw, valid: Mask) -> None:
    if raw.dtype.kind != "f":
        return
    broken = valid & (raw != np.floor(raw))
    count = int(np.count_nonzero(broken))
    if count:
        survey.fractions += count
        survey.fraction = float(raw[broken][0])


def _look_inside(
    survey: Survey, decoder: Decoder, raw: Raw, valid: Mask, transform: Affine
) -> None:
    """Counts, codes and extremes of the pixels that touch the region."""
    count = int(np.count_nonzero(valid))
    if not count:
        return
    survey.valid += count
    for code, number in decoder.unknown(raw, valid).items():
        survey.unknown[code] = survey.unknown.get(code, 0) + number
    values = decoder.values(raw, valid, transform)
    if values.dtype.kind == "f":
        for band, of_band in enumerate(values):
            if not np.isnan(of_band).all():
                low, high = float(np.nanmin(of_band)), float(np.nanmax(of_band))
                _note_range(survey, band, low, high)


def _note_ends(survey: Survey, decoder: Quantity, ends: Ends) -> None:
    for band, pair in enumerate(ends):
        if pair:
            low, high = sorted(decoder.plain(band, end) for end in pair)
            _note_range(survey, band, low, high)


def _note_range(survey: Survey, band: int, low: float, high: float) -> None:
    survey.low, survey.high = min(survey.low, low), max(survey.high, high)
    survey.highest[band] = max(survey.highest.get(band, -np.inf), high)


def check(mosaic: Mosaic, survey: Survey, table: Path | None) -> None:
    """Raise for fill values, codes that are none, and implausible values."""
    source, path = mosaic.source, _name(mosaic)
    if survey.fractions:
        refuse_fractions(source, path, survey.fractions, survey.fraction)
    for fill in survey.fills.values():
        refuse_fill(source, path, fill, survey.valid > 0)
    if not survey.valid:
        return
    refuse_unknown_codes(source, path, survey.unknown, table)
    if np.isfinite(survey.low):
        missing = {value for band in range(mosaic.band_count) for value in mosaic.missing(band)}
        refuse_implausible(source, path, survey.low, survey.high, missing)
    if source.layer == "precipitation" and len(survey.highest) == 12:
        refuse_dry_year(source, path, sum(survey.highest.values()))


def _name(mosaic: Mosaic) -> str:
    files = [file.path for piece in mosaic.pieces for file in piece.files]
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"{files[0]}{more}"


def refuse_nothing(mosaics: tuple[Mosaic, ...], surveys: list[Survey]) -> None:
    """Hold a source to the region.

    Raises SinkbaseError when no pixel of it has a value there.
    """
    if not any(survey.valid for survey in surveys):
        raise refuse_empty(mosaics[0].source, _name(mosaics[0]))
