"""In which unit a quantity may be: the readings under which its values would be plausible."""

import re

import numpy as np

from loaders.starter.entry import Line
from loaders.starter.sample import Sample
from sinkbase.region.layers import LAYERS
from sinkbase.region.questions import MARK

Reading = tuple[str, float]  # unit, scale
OPTIONS: dict[str, tuple[Reading, ...]] = {
    "elevation": (("m", 1), ("dm", 1), ("cm", 1), ("ft", 1)),
    "slope": (("degree", 1), ("degree", 0.1), ("degree", 0.01)),
    "npp": (("gC/m2/a", 1), ("kgC/m2/a", 0.0001), ("kgC/m2/a", 1)),
    "temperature": (("degC", 1), ("degC", 0.1), ("K", 1), ("K", 0.1), ("degC", 0.01)),
    "precipitation": (("mm", 1), ("mm", 0.1), ("m", 1)),
}
WETTEST_MM = 3000  # a county's mean of a year; China's wettest have some 2,500
LEAST_YEAR_DEGC = 15  # a year's range that whole degrees must have, or they may be tenths
TROPICS, LEAST_SEASONS_DEGC = 30, 5
MOD17 = tuple(range(32761, 32768))


def unit_lines(layer: str, seen: Sample) -> list[Line]:
    """Unit, and scale where there is one; a question where more than one reading is plausible."""
    if layer == "population":
        return _population(seen)
    if layer == "npp" and _has_mod17_codes(seen):
        return _mod17(seen)
    fitting = _fitting(layer, seen)
    if layer == "temperature":
        fitting = [reading for reading in fitting if _has_seasons(reading, seen)]
    settled = _settled(layer, seen, fitting)
    if settled:
        return _lines(settled, seen, "guessed: the only usual unit in which these are plausible")
    shown = "; ".join(_told(layer, reading, seen) for reading in fitting)
    why = f"plausible as {shown}" if fitting else "plausible in none of the usual units"
    lines = [Line("unit", MARK, f"one of {', '.join(LAYERS[layer].units)}: {why}")]
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
        if seen.is_scaled and scale != 1:
            continue
        first, last = (_value(layer, (unit, scale), raw, seen) for raw in (seen.low, seen.high))
        if low <= first and last <= high and last >= usual.least_maximum:
            result.append((unit, scale))
    return result


def _value(layer: str, reading: Reading, raw: float, seen: Sample) -> float:
    unit, scale = reading
    factor, shift = LAYERS[layer].units[unit]
    if seen.is_scaled:
        return float((raw * seen.file.scales[0] + seen.file.offsets[0]) * factor + shift)
    return float(raw * scale * factor + shift)


def _settled(layer: str, seen: Sample, fitting: list[Reading]) -> Reading | None:
    """The one reading that can be meant, where it can be told."""
    if layer == "elevation" and ("m", 1) in fitting:
        return "m", 1
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
    """Millimetres and tenths are both plausible month by month: the year's sum has to tell."""
    if not seen.is_whole:
        whole = [reading for reading in fitting if reading[1] == 1]
        return ("mm", 1) if whole and seen.high >= 10 else None
    too_wet = _year(seen) > WETTEST_MM
    return ("mm", 0.1) if too_wet and ("mm", 0.1) in fitting else None


def _year(seen: Sample) -> float:
    return float(np.nanmean(seen.values.sum(axis=0)))


def _told(layer: str, reading: Reading, seen: Sample) -> str:
    unit, scale = reading
    told = f"{unit}" + (f" with scale = {scale:g}" if scale != 1 else "")
    if layer == "precipitation":
        total = _year(seen) * scale * LAYERS[layer].units[unit][0]
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
    words = {"density": ("density", "_pd_", "密度"), "count": ("count", "ppp", "总数")}
    for measure, signs in words.items():
        if any(sign in name for sign in signs):
            return [Line("measure", measure, "guessed from the file's name")]
    mean = f"{np.nanmean(seen.values):,.3g}"
    why = f'"density": people per km2, or "count": people per pixel? The mean is {mean}'
    return [Line("measure", MARK, why)]
