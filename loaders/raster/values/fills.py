"""Fill values that nobody declared: one value far from all others, again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from loaders.raster.files.mosaic import Mask, Mosaic, Raw
from loaders.raster.values.decode import Decoder, Quantity
from loaders.raster.values.plausible import is_mod17_fill, looks_like_fill, plausible_range
from sinkbase.region.sources import Source

Ends = list[tuple[float, ...]]
_LEAST = 2  # pixels of one value; a single one is an outlier
_NINES = (9999.0, 99999.0, 999999.0)  # which rain and people may be, but not again and again
_LEAST_NINES = 4
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


@dataclass(frozen=True)
class _Band:
    """One band of a mosaic: which of its raw values are strange."""

    source: Source
    decoder: Decoder
    number: int
    declared: tuple[float, ...]

    def is_usual(self, value: float, dtype: str) -> bool:
        """Whether it is one of the values that files use for fill, and none is declared."""
        if is_mod17_fill(self.source, value):
            return True
        return not self.declared and looks_like_fill(self.source, dtype, value)

    def is_beyond(self, value: float) -> bool:
        """Whether it is one that the layer cannot have."""
        if not isinstance(self.decoder, Quantity):
            return value < 0  # properties of soils are none below 0
        lowest, highest = plausible_range(self.source)
        plain = self.decoder.plain(self.number, value)
        if self.decoder.per_pixel_crs is not None:
            return plain < lowest
        return not lowest <= plain <= highest

    def is_strange(self, value: float, dtype: str) -> bool:
        """Either of both."""
        return self.is_usual(value, dtype) or self.is_beyond(value) or value in _NINES


def extremes(raw: Raw, valid: Mask) -> Ends:
    """Lowest and highest raw value of each band; nothing for a band without a value."""
    if valid.all():
        return [_ends(pixels) for pixels in raw]
    return [_ends(pixels[there]) for pixels, there in zip(raw, valid, strict=True)]


def _ends(chosen: Raw) -> tuple[float, ...]:
    return (float(chosen.min()), float(chosen.max())) if chosen.size else ()


def fills_of(mosaic: Mosaic, decoder: Decoder, raw: Raw, valid: Mask, ends: Ends) -> Iterator[Fill]:
    """The undeclared fill values among pixels (bands, rows, columns) that have these extremes."""
    if mosaic.source.nodata == "none":
        return
    for number, pair in enumerate(ends):
        band = _Band(mosaic.source, decoder, number, tuple(sorted(mosaic.missing(number))))
        if any(band.is_strange(end, raw.dtype.name) for end in pair):
            chosen = raw[number][valid[number]]
            if isinstance(decoder, Quantity) and decoder.fill_codes:
                chosen = chosen[~np.isin(chosen, decoder.fill_codes)]
            yield from _fills_of_band(band, chosen)


def _fills_of_band(band: _Band, chosen: Raw) -> Iterator[Fill]:
    """The extremes of one band, taken off as long as they look like fill."""
    found: list[Fill] = []
    kind = chosen.dtype.name
    for _ in range(_MOST_VALUES):
        strange = [end for end in set(_ends(chosen)) if band.is_strange(end, kind)]
        if not strange:
            break
        for value in strange:
            same = chosen == chosen.dtype.type(value)
            found.append(Fill(value, int(np.count_nonzero(same)), kind, band.declared))
            chosen = chosen[~same]
    rest = _ends(chosen)
    others_fit = bool(rest) and not any(band.is_beyond(end) for end in rest)
    for fill in found:
        if fill.value in _NINES and not band.is_beyond(fill.value):
            is_fill = fill.count >= _LEAST_NINES and bool(rest) and rest[1] < fill.value / 2
        else:
            is_fill = band.is_usual(fill.value, kind) or (others_fit and fill.count >= _LEAST)
        if is_fill:
            yield fill
