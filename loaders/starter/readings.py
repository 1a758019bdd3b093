"""In which unit a quantity may be: the readings under which its values would be plausible."""

import re

import numpy as np

from loaders.raster.values.units import Meaning, read_unit, says_nothing
from loaders.starter.entry import Line
from loaders.starter.look.sample import Sample
from sinkbase.region.layers import LAYERS
from sinkbase.region.questions import MARK

Reading = tuple[str, float]  # unit, scale
OPTIONS: dict[str, tuple[Reading, ...]] = {
    "elevation": (("m", 1), ("dm", 1), ("cm", 1), ("ft", 1)),
    "slope": (("degree", 1), ("percent", 1), ("radian", 1), ("degree", 0.1), ("degree", 0.01)),
    "npp": (
        ("gC/m2/a", 1),
        ("kgC/m2/a", 0.0001),
        ("kgC/m2/a", 1),
        ("tC/hm2/a", 1),
        ("gC/m2/day", 1),
    ),
    "temperature": (("degC", 1), ("degC", 0.1), ("K", 1), ("K", 0.1), ("degC", 0.01)),
    "precipitation": (("mm", 1), ("mm", 0.1), ("m", 1), ("mm/day", 1)),
}
WETTEST_MM = 3000  # a county's mean of a year; China's wettest have some 2,500
LEAST_YEAR_DEGC = 15  # a year's range that whole degrees must have, or they may be tenths
ONLY = "the only usual unit in which these are plausible"
DAYS = 30.4  # of a month
TROPICS, LEAST_SEASONS_DEGC = 30, 5
MOD17 = tuple(range(32761, 32768))


def unit_lines(layer: str, seen: Sample) -> list[Line]:
    """Unit, and scale where there is one; a question where more than one reading is plausible."""
    if not says_nothing(seen.unit) and (meaning := read_unit(seen.unit, LAYERS[layer])):
        return _as_the_file_says(layer, seen, meaning)
    if layer == "population":
        return _population(seen)
    if layer == "npp" and _has_mod17_codes(seen):
        return _mod17(seen)
    fitting = _fitting(layer, seen)
    if layer == "temperature":
        fitting = [reading for reading in fitting if _has_seasons(reading, seen)]
    settled = _settled(layer, seen, fitting)
    if settled:
        usual = "as elevations usually are" if layer == "elevation" else ONLY
        return _lines(settled, seen, f"guessed: {usual}")
    shown = "; ".join(_told(layer, reading, seen) for reading in fitting)
    why = f"plausible as {shown}" if fitting else "plausible in none of the usual units"
    lines = [Line("unit", MARK, f"one of {', '.join(LAYERS[layer].units)}: {why}")]
    return lines if seen.is_scaled else [*lines, Line("scale", MARK, "1 when there is none")]


def _as_the_file_says(layer: str, seen: Sample, meaning: Meaning) -> list[Line]:
    """The file's own unit, where its values are plausible in it; else a question with both."""
    reading = (meaning.unit, meaning.scale)
    low, high = (_value(layer, reading, raw, seen) for raw in (seen.low, seen.high))
    told = f"the file says that its unit is {seen.unit!r}"
    unsaid = seen.file.facts[seen.bands[0] - 1].is_mean and not meaning.is_timed
    if layer == "precipitation" and unsaid:
        why = f"{told}: per day as ERA5's means (m/day), or sums of the month (m/month)?"
        return [Line("unit", MARK, why)]
    lowest, highest = LAYERS[layer].plausible
    if lowest <= low and high <= highest and high >= LAYERS[layer].least_maximum:
        lines = [Line("unit", meaning.unit, told)]
        more = [Line("scale", meaning.scale, "by that unit")] if meaning.scale != 1 else []
        return lines if seen.is_scaled else [*lines, *more]
    what = LAYERS[layer].unit
    why = f"{told}, but {low:,.6g} to {high:,.6g} {what} is not plausible; if that is wrong, see"
    lines = [Line("unit", MARK, f"{why} ignore_unit in docs/region-file.md")]
    return lines if seen.is_scaled else [*lines, Line("scale", MARK, "1 when there is none")]


def open_lines(layer: str) -> list[Line]:
    """The questions about a band that is not chosen yet: its values cannot be judged."""
    kind = LAYERS[layer].kind
    key = "legend" if kind == "code" else "measure" if layer == "population" else "unit"
    return [Line(key, MARK, "that of the band")]


def _lines(reading: Reading, seen: Sample, why: str) -> list[Line]:
    unit, scale = reading
    lines = [Line("unit", unit, why)]
    if seen.is_scaled:
        lines = [Line("unit", unit, f"{why}; the file's own scale and offset apply")]
    return lines if scale == 1 else [*lines, Line("scale", scale, "guessed with the unit")]


def _fitting(layer: str, seen: Sample) -> list[Reading]:
    """The readings whose values lie within the layer's plausible range."""
    usual = LAYERS[layer]
    low, high = usual.plausible
    result = []
    for unit, scale in OPTIONS[layer]:
        if (seen.is_scaled and scale != 1) or unit not in usual.units:
            continue
        first, last = (_value(layer, (unit, scale), raw, seen) for raw in (seen.low, seen.high))
        if low <= first and last <= high and last >= usual.least_maximum:
            result.append((unit, scale))
    return result


def _value(layer: str, reading: Reading, raw: float, seen: Sample) -> float:
    """A raw value in the layer's unit under a reading."""
    unit, scale = reading
    factor, shift = LAYERS[layer].units[unit]
    factor *= DAYS if unit in LAYERS[layer].rates else 1
    own = raw * seen.file.scales[0] + seen.file.offsets[0] if seen.is_scaled else raw * scale
    value = own * factor + shift
    return float(np.degrees(np.arctan(value)) if unit in LAYERS[layer].gradients else value)


def _settled(layer: str, seen: Sample, fitting: list[Reading]) -> Reading | None:
    """The one reading that can be meant, where it can be told."""
    if layer == "elevation" and ("m", 1) in fitting:
        return "m", 1
    if layer == "slope":  # any angle is plausible in percent
        return None
    if seen.is_scaled and fitting:
        return fitting[0] if len(fitting) == 1 else None
    if layer == "precipitation":
        return _rain(seen, fitting)
    if not seen.is_whole:  # floats come in units, not in tenths
        fitting = [reading for reading in fitting if reading[1] == 1] or fitting
    if layer == "temperature" and ("degC", 1) in fitting:
        wide = seen.high - seen.low >= LEAST_YEAR_DEGC
        return ("degC", 1) if wide or not seen.is_whole else None
    return fitting[0] if len(fitting) == 1 else None


def _has_seasons(reading: Reading, seen: Sample) -> bool:
    """Away from the tropics a year's months lie at least 5 degrees apart."""
    if abs(seen.latitude) < TROPICS or seen.is_scaled:
        return True
    months = np.nanmean(seen.values, axis=1)
    return float(np.ptp(months)) * reading[1] >= LEAST_SEASONS_DEGC


def _rain(seen: Sample, fitting: list[Reading]) -> Reading | None:
    """Plausible month by month are several readings: the year's sum has to leave one."""
    dry = [reading for reading in fitting if _annual(reading, seen) <= WETTEST_MM]
    if not seen.is_whole:
        whole = [reading for reading in dry if reading[1] == 1]
        return whole[0] if len(whole) == 1 and seen.high >= 10 else None
    whole = [reading for reading in dry if reading[0] == "mm"]
    too_wet = ("mm", 1) not in whole
    return ("mm", 0.1) if too_wet and ("mm", 0.1) in whole else None


def _annual(reading: Reading, seen: Sample) -> float:
    """The year's sum in mm under a reading."""
    layer = LAYERS["precipitation"]
    days = DAYS if reading[0] in layer.rates else 1
    return _year(seen) * reading[1] * layer.units[reading[0]][0] * days


def _year(seen: Sample) -> float:
    return float(np.nanmean(seen.values.sum(axis=0)))


def _told(layer: str, reading: Reading, seen: Sample) -> str:
    unit, scale = reading
    told = f"{unit}" + (f" with scale = {scale:g}" if scale != 1 else "")
    if layer == "precipitation":
        total = _annual(reading, seen)
        return f"{told} ({total:,.0f} mm a year)"
    low, high = (_value(layer, reading, raw, seen) for raw in (seen.low, seen.high))
    return f"{told} ({low:,.6g} to {high:,.6g} {LAYERS[layer].unit})"


def _has_mod17_codes(seen: Sample) -> bool:
    named_so = re.search(r"mod17|myd17", seen.file.path.name.lower()) is not None
    return seen.is_whole and (named_so or bool(np.isin(seen.values, MOD17).any()))


def _mod17(seen: Sample) -> list[Line]:
    lines = [
        Line("unit", "kgC/m2/a", "guessed: whole numbers with the codes of MOD17"),
        Line("codes", "mod17"),
    ]
    return lines if seen.is_scaled else [lines[0], Line("scale", 0.0001), lines[1]]


def _population(seen: Sample) -> list[Line]:
    """The name tells, or nothing does: both are numbers of people."""
    name = seen.file.path.name.lower()
    words = {"density": r"density|dens|pd|密度", "count": r"counts?|ppp|总数"}
    told = [
        measure
        for measure, signs in words.items()
        if re.search(rf"(?<![a-z])({signs})(?![a-z])", name)
    ]
    if len(told) == 1:
        return [Line("measure", told[0], "guessed from the file's name")]
    mean = f"{np.nanmean(seen.values):,.3g}"
    why = f'"density": people per km2, or "count": people per pixel? The mean is {mean}'
    return [Line("measure", MARK, why)]
