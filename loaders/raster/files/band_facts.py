"""What a file says of each of its bands: type, missing values, packing, unit, time, name."""

import math
import re
from dataclasses import dataclass

import rasterio
from rasterio.enums import ColorInterp

from loaders.raster.files.coordinates import (
    Spans,
    is_unsigned,
    spans,
    time_axes,
    unsigned,
    valid_range,
    without_sign,
)
from loaders.raster.files.when import NEVER, When, described, of_instant, of_span, of_stamp

_DESCRIBED = 400  # bands whose tags are looked at one by one


@dataclass(frozen=True)
class BandFacts:
    """One band; `is_mean` where its values are a mean over time of an amount per some time.

    `valid` are the lowest and highest raw value that stand. `is_midnight`: the band is dated by
    the first instant of a month alone, which may as well be the last of the month before.
    """

    dtype: str
    missing: tuple[float, ...] = ()
    scale: float = 1.0
    offset: float = 0.0
    unit: str = ""
    description: str = ""
    when: When = NEVER
    element: str = ""
    is_alpha: bool = False
    is_mean: bool = False
    valid: tuple[float, float] | None = None
    is_midnight: bool = False


def band_facts(dataset: rasterio.DatasetReader) -> tuple[BandFacts, ...]:
    """The facts of each band of an open data set."""
    common = _tags(dataset, 0)
    many = dataset.count > _DESCRIBED
    scales, offsets, nodatas = dataset.scales, dataset.offsets, dataset.nodatavals
    units, names = dataset.units, _descriptions(dataset)
    bounds = {axis: spans(dataset, common, axis) for axis in time_axes(common)}
    found = []
    for i, band in enumerate(dataset.indexes):
        tags = _tags(dataset, band) if not many or dataset.driver in ("netCDF", "GRIB") else {}
        name = names[i] or ""
        when, is_midnight = _when(tags, common, name, bounds)
        dtype = dataset.dtypes[i]
        dtype = unsigned(dtype) if is_unsigned(tags, common) else dtype
        found.append(
            BandFacts(
                dtype=dtype,
                missing=_missing(nodatas[i], tags, common, dtype),
                scale=_number(scales[i], 1.0),
                offset=_number(offsets[i], 0.0),
                unit=_unit(units[i], tags),
                description=name,
                when=when,
                element=tags.get("NETCDF_VARNAME", "") or tags.get("GRIB_ELEMENT", ""),
                is_alpha=dataset.colorinterp[i] == ColorInterp.alpha,
                is_mean=_is_mean(tags, common),
                valid=valid_range(tags, common, dtype),
                is_midnight=is_midnight,
            )
        )
    return tuple(found)


def _descriptions(dataset: rasterio.DatasetReader) -> tuple[str | None, ...]:
    """The bands' descriptions; none where they are no UTF-8, such as Erdas's in GBK."""
    try:
        return tuple(str(name or "") or None for name in dataset.descriptions)
    except UnicodeDecodeError:
        return (None,) * int(dataset.count)


def _tags(dataset: rasterio.DatasetReader, band: int) -> dict[str, str]:
    """The tags of a band (0: of the file); none where they are no UTF-8."""
    try:
        return dict(dataset.tags(band))
    except UnicodeDecodeError:
        return {}


def _number(value: float | None, otherwise: float) -> float:
    """The value; a scale of 0 and what is no number are not meant."""
    if value is None or not math.isfinite(value) or (value == 0 and otherwise != 0):
        return otherwise
    return float(value)


def _missing(
    nodata: float | None, tags: dict[str, str], common: dict[str, str], dtype: str
) -> tuple[float, ...]:
    """The band's nodata value, and what CF's missing_value adds to it."""
    found = [] if nodata is None else [float(nodata)]
    variable = tags.get("NETCDF_VARNAME", "")
    for key in ("missing_value", "_FillValue"):
        text = tags.get(key) or common.get(f"{variable}#{key}", "")
        try:
            value = without_sign(float(text), dtype)
        except ValueError:
            continue
        if value not in found and not (math.isnan(value) and any(map(math.isnan, found))):
            found.append(value)
    return tuple(found)


def _unit(unit: str | None, tags: dict[str, str]) -> str:
    text = unit or tags.get("units") or tags.get("GRIB_UNIT") or tags.get("UNITS") or ""
    return text.strip().removeprefix("[").removesuffix("]").strip()


def _when(
    tags: dict[str, str], common: dict[str, str], name: str, bounds: dict[str, Spans]
) -> tuple[When, bool]:
    """By the time axis of a NetCDF, GRIB's valid time, or the band's description.

    The flag says that it is the first instant of a month, which may end the month before.
    """
    for key, value in tags.items():
        axis = key.removeprefix("NETCDF_DIM_")
        units = common.get(f"{axis}#units", "")
        try:
            if axis != key and " since " in units:
                calendar = common.get(f"{axis}#calendar", "")
                span = bounds.get(axis, {}).get(float(value))
                if span:
                    is_mean_year = f"{axis}#climatology" in common
                    return of_span(span, units, calendar, is_mean_year=is_mean_year), False
                return of_stamp(float(value), units, calendar)
            if (
                axis != key
                and axis.lower() in ("month", "months", "mon")
                and 1 <= float(value) <= 12
            ):
                return When(month=int(float(value))), False
        except ValueError:
            continue
    instant = re.match(r"^\s*(-?\d+)", tags.get("GRIB_VALID_TIME", ""))
    if instant:
        return of_instant(int(instant.group(1))), False
    return described(name), False


def _is_mean(tags: dict[str, str], common: dict[str, str]) -> bool:
    """Whether the file is like ERA5's monthly means, whose amounts are per day."""
    variable = tags.get("NETCDF_VARNAME", "")
    texts = [
        tags.get(key) or common.get(f"{variable}#{key}", "")
        for key in ("cell_methods", "GRIB_stepType", "long_name", "GRIB_COMMENT")
    ]
    words = " ".join(texts).lower()
    if re.search(r"\bmean\b|\bavg|per day|\brate\b", words):
        return True
    return "tp" in (variable.lower(), tags.get("GRIB_ELEMENT", "").lower())
