"""What a file says of each of its bands: type, missing values, packing, unit, time, name."""

import math
import re
from dataclasses import dataclass

import rasterio
from rasterio.enums import ColorInterp

from loaders.raster.files.when import NEVER, When, month_named, of_axis, of_instant, years_in

_DESCRIBED = 400  # bands whose tags are looked at one by one


@dataclass(frozen=True)
class BandFacts:
    """One band; `is_mean` where its values are a mean over time of an amount per some time."""

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


def band_facts(dataset: rasterio.DatasetReader) -> tuple[BandFacts, ...]:
    """The facts of each band of an open data set."""
    common = _tags(dataset, 0)
    many = dataset.count > _DESCRIBED
    scales, offsets, nodatas = dataset.scales, dataset.offsets, dataset.nodatavals
    units, names = dataset.units, _descriptions(dataset)
    found = []
    for i, band in enumerate(dataset.indexes):
        tags = _tags(dataset, band) if not many or dataset.driver in ("netCDF", "GRIB") else {}
        name = names[i] or ""
        found.append(
            BandFacts(
                dtype=dataset.dtypes[i],
                missing=_missing(nodatas[i], tags, common),
                scale=_number(scales[i], 1.0),
                offset=_number(offsets[i], 0.0),
                unit=_unit(units[i], tags),
                description=name,
                when=_when(tags, common, name),
                element=tags.get("NETCDF_VARNAME", "") or tags.get("GRIB_ELEMENT", ""),
                is_alpha=dataset.colorinterp[i] == ColorInterp.alpha,
                is_mean=_is_mean(tags, common),
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
    nodata: float | None, tags: dict[str, str], common: dict[str, str]
) -> tuple[float, ...]:
    """The band's nodata value, and what CF's missing_value adds to it."""
    found = [] if nodata is None else [float(nodata)]
    variable = tags.get("NETCDF_VARNAME", "")
    for key in ("missing_value", "_FillValue"):
        text = tags.get(key) or common.get(f"{variable}#{key}", "")
        try:
            value = float(text)
        except ValueError:
            continue
        if value not in found and not (math.isnan(value) and any(map(math.isnan, found))):
            found.append(value)
    return tuple(found)


def _unit(unit: str | None, tags: dict[str, str]) -> str:
    text = unit or tags.get("units") or tags.get("GRIB_UNIT") or tags.get("UNITS") or ""
    return text.strip().removeprefix("[").removesuffix("]").strip()


def _when(tags: dict[str, str], common: dict[str, str], name: str) -> When:
    """By the time axis of a NetCDF, GRIB's valid time, or the band's description."""
    for key, value in tags.items():
        axis = key.removeprefix("NETCDF_DIM_")
        units = common.get(f"{axis}#units", "")
        try:
            if axis != key and " since " in units:
                return of_axis(float(value), units, common.get(f"{axis}#calendar", ""))
            if (
                axis != key
                and axis.lower() in ("month", "months", "mon")
                and 1 <= float(value) <= 12
            ):
                return When(month=int(float(value)))
        except ValueError:
            continue
    instant = re.match(r"^\s*(-?\d+)", tags.get("GRIB_VALID_TIME", ""))
    if instant:
        return of_instant(int(instant.group(1)))
    return described(name)


def described(name: str) -> When:
    """Year and month that a band's description tells by itself: 2015-03, 201503, March 2015."""
    year = years_in(name)
    numbers = re.search(r"(?<!\d)(\d{4})[-_./ ]?(0[1-9]|1[0-2])(?!\d)", name)
    if numbers and year:
        return When(int(numbers.group(1)), int(numbers.group(2)))
    return When(year[0] if len(set(year)) == 1 else None, month_named(name))


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
