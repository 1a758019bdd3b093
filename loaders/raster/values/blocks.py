"""One value over a whole block where a layer has none such: a fill that could be a value."""

from dataclasses import dataclass

import numpy as np

from loaders.raster.files.mosaic import Mask, Raw
from loaders.raster.values.decode import Quantity

_LEAST = 16  # pixels
_SOLID = 0.8  # share of them whose right neighbour has the value too
_GAP = 30.0  # metres or degrees to the nearest other value
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Block:
    """A value (in the layer's unit) and how many pixels have it."""

    value: float
    raw: float
    pixels: int


def constant_block(decoder: Quantity, raw: Raw, valid: Mask, before: Block | None) -> Block | None:
    """The block of these pixels added to the one found before; the larger of two values wins."""
    found = _twelve_zeros(decoder, raw, valid) if len(raw) == 12 else _lowest(decoder, raw, valid)
    if found is None or before is None:
        return found or before
    if found.raw == before.raw:
        return Block(found.value, found.raw, found.pixels + before.pixels)
    return max(found, before, key=lambda block: block.pixels)


def _lowest(decoder: Quantity, raw: Raw, valid: Mask) -> Block | None:
    """The lowest value of an elevation, where it is a block of zeros or far below all others."""
    pixels, there = raw[0], valid[0]
    chosen = pixels if there.all() else pixels[there]
    if not chosen.size:
        return None
    low = chosen.min()
    same = (pixels == low) & there
    count = int(np.count_nonzero(same))
    if count < _LEAST or count == chosen.size or not _is_solid(same, count):
        return None
    others = chosen[chosen != low].min()
    value = decoder.plain(0, float(low))
    if value != 0 and decoder.plain(0, float(others)) - value < _GAP:
        return None
    return Block(value, float(low), count)


def _twelve_zeros(decoder: Quantity, raw: Raw, valid: Mask) -> Block | None:
    """Pixels that are 0 in every month."""
    same = valid[0] & (raw[0] == 0)
    if np.count_nonzero(same) < _LEAST:
        return None
    same &= (raw == 0).all(axis=0)
    count = int(np.count_nonzero(same))
    if count < _LEAST or count == int(np.count_nonzero(valid[0])) or not _is_solid(same, count):
        return None
    return Block(decoder.plain(0, 0.0), 0.0, count)


def _is_solid(same: Flags, count: int) -> bool:
    return int(np.count_nonzero(same[:, 1:] & same[:, :-1])) >= _SOLID * count - same.shape[0]
