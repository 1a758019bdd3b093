"""Values that cannot be what the region file says they are, and the likely reason."""

import numpy as np

from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import LAYERS, Guess, Layer
from sinkbase.region.sources import Source

FILLS = (-9999, -99999, -32768, 32767, 65535, 255, 2147483647, -2147483648)
_MOD17 = (*range(32761, 32768), *range(65529, 65536))


def plausible_range(source: Source) -> tuple[float, float]:
    """Lowest and highest value that the layer may have, in its unit."""
    return source.plausible or LAYERS[source.layer].plausible


def fits(source: Source, low: float, high: float) -> bool:
    """Whether a range of values may be the layer's."""
    lowest, highest = plausible_range(source)
    least = LAYERS[source.layer].least_maximum if source.plausible is None else float("-inf")
    return lowest <= low and high <= highest and high >= least


def _guess(source: Source, layer: Layer, low: float, high: float) -> Guess | None:
    for guess in layer.guesses:
        if guess.stated_unit not in (None, source.unit or layer.unit):
            continue
        changed = (low * guess.factor + guess.shift, high * guess.factor + guess.shift)
        if fits(source, *changed):
            return guess
    return None


def refuse_implausible(source: Source, path: object, low: float, high: float) -> None:
    """Raise when the values (in the layer's unit) lie outside its plausible range."""
    if fits(source, low, high):
        return
    layer = LAYERS[source.layer]
    lowest, highest = plausible_range(source)
    least = layer.least_maximum
    expected = f"{lowest:g}..{highest:g}"
    if high < least:
        expected += f" with a highest of {least:g} at least"
    guess = _guess(source, layer, low, high)
    advice = (
        f"{guess.question} Set {guess.advice} for this layer"
        if guess
        else "Correct unit, scale, offset or nodata, or state plausible = [lowest, highest]"
    )
    raise source.error(
        path,
        f"the values run from {low:.6g} to {high:.6g} {layer.unit}. "
        f"A {layer.what} lies within {expected} {layer.unit}. {advice}.",
    )


def is_mod17_fill(source: Source, value: float) -> bool:
    """Whether an NPP value is a MOD17 code for which the region file names no policy."""
    return source.layer == "npp" and source.codes is None and value in _MOD17


def looks_like_fill(source: Source, dtype: str, value: float) -> bool:
    """Whether a raw extreme is a usual fill value of its type."""
    if is_mod17_fill(source, value) or value in (-9999, -99999):
        return True
    kind = np.dtype(dtype)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        return value == limits.max or (value < 0 and value == limits.min)
    return abs(value) > 1e30 or value == -32768


def refuse_fill(source: Source, path: object, value: float, dtype: str, count: int) -> None:
    """Raise for pixels that look like fill where no nodata value is in force."""
    number = f"{value:g}" if abs(value) > 1e15 else f"{value:.0f}"
    if is_mod17_fill(source, value):
        raise source.error(
            path,
            f"{count} pixels of the region have values up to {number}, which MOD17 uses as fill "
            'codes. Expected production only: set codes = "mod17" to treat them by the setting '
            "npp_zero_codes.",
        )
    raise source.error(
        path,
        f"{count} pixels of the region are {number}, which looks like a fill value, and the "
        f"{dtype} raster names no nodata value. Set nodata = {number} for this layer, or "
        'nodata = "none" when it is meant as a value.',
    )


def listed(counts: dict[int, int] | dict[str, int], of: str) -> str:
    """Codes with their counts, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return ", ".join(f"{code!r} ({count} {of})" for code, count in ordered)


def refuse_unknown_codes(
    source: Source, path: object, counts: dict[int, int], table: object
) -> None:
    """Raise for codes that no table knows, all of them listed."""
    if not counts:
        return
    if source.layer == "soil":
        raise source.error(
            path,
            f"mapping units without attributes in {table}: {listed(counts, 'pixels')}. Add rows "
            "for them, or set nodata to the unit that means no data.",
        )
    if source.codes == "igbp":
        raise source.error(
            path,
            f"codes that are no IGBP class: {listed(counts, 'pixels')}. Expected 0 to 17, or 254 "
            "and 255 for no class: give another land cover, or set nodata to a code without "
            "meaning.",
        )
    fill = [code for code in counts if code in (*FILLS, 0)]
    hint = f" Is {fill[0]} nodata? Then set nodata = {fill[0]}." if fill else ""
    raise source.error(
        path,
        f"codes that the legend {table} does not know: {listed(counts, 'pixels')}. Add them to a "
        f"legend of your own and name it with legend = \"...\".{hint}",
    )  # fmt: skip


def refuse_empty(source: Source, path: object) -> SinkbaseError:
    """The error for a source without any value inside the region."""
    return source.error(
        path,
        "the file lies over the region but holds no value inside it: every pixel is missing. "
        "Expected values over at least 1 % of the region: correct path, bands or nodata.",
    )
