"""Values that cannot be what the region file says they are, and the likely reason."""

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import LAYERS, Guess, Layer
from sinkbase.region.sources import Source

FILLS = (-9999, -99999, -32768, 32767, 65535, 255, 2147483647, -2147483648)
LEAST_YEAR_MM = 20  # the driest counties have mountains with more
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


def refuse_implausible(
    source: Source, path: object, low: float, high: float, missing: Iterable[float] = ()
) -> None:
    """Hold values, in the layer's unit, to its plausible range.

    Raises SinkbaseError when they lie outside.
    """
    if fits(source, low, high):
        return
    layer = LAYERS[source.layer]
    lowest, highest = plausible_range(source)
    least = layer.least_maximum
    expected = f"{lowest:g}..{highest:g}"
    if high < least:
        expected += f" with a highest of {least:g} at least"
    raise source.error(
        path,
        f"the values run from {low:.6g} to {high:.6g} {layer.unit}. "
        f"A {layer.what} lies within {expected} {layer.unit}. "
        f"{_advice(source, layer, low, high, tuple(missing))}.",
    )


def _advice(
    source: Source, layer: Layer, low: float, high: float, missing: tuple[float, ...]
) -> str:
    if source.layer == "slope" and source.unit in (None, "degree") and 90 < high <= 300:
        return (  # tenths of degrees reach 600 where it is steep
            'Is it a slope in percent? Set unit = "percent" for this layer; scale = 0.1 only when '
            "you know that these are tenths of a degree"
        )
    guess = _guess(source, layer, low, high)
    advice = f"{guess.question} Set {guess.advice} for this layer" if guess else ""
    lowest, highest = plausible_range(source)
    fills = [value for value in missing if value < low < lowest or value > high > highest]
    if fills and (low < lowest) != (high > highest):  # beyond on the fill's side alone
        mixed = (
            f"Was the file resampled while its fill value {exact(fills[0])} was not declared, so "
            "that it is mixed into its neighbours? Then take it as it was before"
        )
        return f"{mixed}. {advice}" if advice else mixed
    return advice or (
        "Correct unit, scale, offset or nodata, or state plausible = [lowest, highest]"
    )


def refuse_dry_year(source: Source, path: object, year_mm: float) -> None:
    """Hold the rain of a year to what is possible.

    Raises SinkbaseError when even the wettest place of the region has hardly any.
    """
    if year_mm >= LEAST_YEAR_MM or source.plausible is not None:
        return
    raise source.error(
        path,
        f"the wettest pixel of the region has at most {year_mm:.3g} mm in a year. At least "
        f"{LEAST_YEAR_MM:g} mm were expected. Are they amounts of a day, as ERA5's monthly means "
        'are? Set unit = "mm/day" or unit = "m/day". Or state plausible = [0, 3000] when it is '
        "as dry.",
    )


def refuse_fractions(source: Source, path: object, count: int, example: float) -> None:
    """Refuse codes with fractions: they are labels.

    Raises SinkbaseError with an example.
    """
    raise source.error(
        path,
        f"{count} pixels have fractions (such as {example:.6g}): codes are whole numbers. Was the "
        "file resampled with bilinear or average? Take it as it was before, or resample it with "
        "nearest or mode.",
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


class Filled(Protocol):
    """A value that looks like fill, as the look at the pixels found it."""

    @property
    def value(self) -> float:
        """The raw value."""
        ...

    @property
    def count(self) -> int:
        """Pixels with it."""
        ...

    @property
    def dtype(self) -> str:
        """Type of the raster."""
        ...

    @property
    def declared(self) -> tuple[float, ...]:
        """The values that are declared as missing."""
        ...


def refuse_fill(source: Source, path: object, fill: Filled, touches: bool) -> None:
    """Hold values to what is declared as missing.

    Raises SinkbaseError for pixels that look like fill and are not declared.
    """
    value, number = fill.value, exact(fill.value)
    where = "in and around the region" if touches else "around the region"
    if is_mod17_fill(source, value):
        raise source.error(
            path,
            f"{fill.count} pixels {where} have values up to {number}, which MOD17 uses as fill "
            'codes. Expected production only: set codes = "mod17" to treat them by the setting '
            "npp_zero_codes.",
        )
    others = [exact(other) for other in fill.declared]
    names = f"names {', '.join(others)} as nodata" if others else "names no nodata value"
    key = f"[{', '.join([*others, number])}]" if others else number
    raise source.error(
        path,
        f"{fill.count} pixels {where} are {number}, which looks like a fill value, and the "
        f"{fill.dtype} raster {names}. Set nodata = {key} for this layer, or "
        'nodata = "none" when it is meant as a value.',
    )


def exact(value: float) -> str:
    """A raw value as a region file takes it: no digit lost."""
    if np.isnan(value):
        return "nan"
    if abs(value) < 1e15 and value == int(value):
        return f"{value:.0f}"
    with np.errstate(over="ignore"):
        short = np.float32(value)
    return str(short) if float(short) == value else repr(value)


def listed(counts: dict[int, int] | dict[str, int], of: str) -> str:
    """Codes with their counts, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return ", ".join(f"{code!r} ({count} {of})" for code, count in ordered)


def refuse_unknown_codes(
    source: Source, path: object, counts: dict[int, int], table: object
) -> None:
    """Hold codes to the tables.

    Raises SinkbaseError for those that no table knows, all of them listed.
    """
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
