"""Fill values that nobody declared: one value far from all others, again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from loaders.raster.decode import Decoder, Quantity
from loaders.raster.mosaic import Mask, Mosaic, Raw
from loaders.raster.plausible import is_mod17_fill, looks_like_fill, plausible_range
from sinkbase.region.sources import Source

_LEAST = 2  # pixels of one value; a single one is an outlier
_MOST_VALUES = 4  # different fill values of one band


@dataclass(frozen=True)
class Fill:
    """A value that looks like fill: how many pixels have it, and what is declared missing."""

    value: float
    count: int
    dtype: str
    declared: tuple[float, ...] = ()

    def plus(self, other: "Fill") -> "Fill":
        """Both counts together."""
        return replace(self, count=self.count + other.count)


def fills_of(mosaic: Mosaic, decoder: Decoder, raw: Raw, valid: Mask) -> Iterator[Fill]:
    """The undeclared fill values among pixels (bands, rows, columns)."""
    if mosaic.source.nodata == "none":
        return
    for band, (pixels, there) in enumerate(zip(raw, valid, strict=True)):
        chosen = pixels.ravel() if there.all() else pixels[there]
        if isinstance(decoder, Quantity) and decoder.fill_codes:
            chosen = chosen[~np.isin(chosen, decoder.fill_codes)]
        if chosen.size:
            yield from _of_band(mosaic, decoder, band, chosen)


def _of_band(mosaic: Mosaic, decoder: Decoder, band: int, chosen: Raw) -> Iterator[Fill]:
    """The extremes of one band, taken off as long as they look like fill."""
    source, declared = mosaic.source, tuple(sorted(mosaic.missing(band)))
    found: list[Fill] = []
    usual_ones: set[float] = set()
    for _ in range(_MOST_VALUES):
        ends = {float(chosen.min()), float(chosen.max())}
        strange = [
            end
            for end in ends
            if _is_usual(source, chosen, end, declared) or _is_beyond(source, decoder, band, end)
        ]
        if not strange:
            break
        for value in strange:
            same = chosen == chosen.dtype.type(value)
            if _is_usual(source, chosen, value, declared):
                usual_ones.add(value)
            found.append(Fill(value, int(np.count_nonzero(same)), chosen.dtype.name, declared))
            chosen = chosen[~same]
        if not chosen.size:
            break
    rest = (float(chosen.min()), float(chosen.max())) if chosen.size else ()
    others_fit = bool(rest) and not any(_is_beyond(source, decoder, band, end) for end in rest)
    for fill in found:
        usual = fill.value in usual_ones
        if usual or (others_fit and fill.count >= _LEAST):
            yield fill


def _is_usual(source: Source, chosen: Raw, end: float, declared: tuple[float, ...]) -> bool:
    """Whether a raw extreme is one of the values that files use for fill."""
    if is_mod17_fill(source, end):
        return True
    return not declared and looks_like_fill(source, chosen.dtype.name, end)


def _is_beyond(source: Source, decoder: Decoder, band: int, raw: float) -> bool:
    """Whether a raw value is one that the layer cannot have."""
    if not isinstance(decoder, Quantity):
        return raw < 0  # properties of soils are none below 0
    lowest, highest = plausible_range(source)
    value = decoder.plain(band, raw)
    if decoder.per_pixel_crs is not None:
        return value < lowest
    return not lowest <= value <= highest
