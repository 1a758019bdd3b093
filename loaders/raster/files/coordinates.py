"""What the coordinate variables of a NetCDF say beyond what GDAL makes of them."""

import re

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.errors import RasterioError

from loaders.raster.files.gdal import open_dataset

Floats = npt.NDArray[np.float64]
Spans = dict[float, tuple[float, float]]


def read_variable(dataset: rasterio.DatasetReader, name: str) -> Floats | None:
    """A variable of the file of an open NetCDF, (rows, columns); None where it cannot be read."""
    try:
        with open_dataset(f'NETCDF:"{dataset.files[0]}":{name}') as inner:
            return np.asarray(inner.read(1), dtype=np.float64)
    except (RasterioError, IndexError):
        return None


def spans(dataset: rasterio.DatasetReader, common: dict[str, str], axis: str) -> Spans:
    """Begin and end of the time that each stamp of an axis stands for (CF's bounds).

    Empty where the file gives no bounds, or others than its stamps are.
    """
    name = common.get(f"{axis}#bounds") or common.get(f"{axis}#climatology")
    if not name or dataset.driver != "netCDF":
        return {}
    key = f"NETCDF_DIM_{axis}"
    stamps = sorted({float(dataset.tags(band).get(key, "nan")) for band in dataset.indexes})
    found = read_variable(dataset, name)
    if found is None or found.shape != (len(stamps), 2) or not np.isfinite(found).all():
        return {}
    pairs = sorted((min(pair), max(pair)) for pair in found.tolist())  # GDAL turns the rows round
    return dict(zip(stamps, pairs, strict=True))


def time_axes(common: dict[str, str]) -> list[str]:
    """The axes of time that the file describes."""
    return [
        key.removesuffix("#units")
        for key, text in common.items()
        if key.endswith("#units") and " since " in text
    ]


def valid_range(
    tags: dict[str, str], common: dict[str, str], dtype: str
) -> tuple[float, float] | None:
    """Lowest and highest raw value that CF's valid_range, valid_min and valid_max let stand."""
    pair = _numbers(_attribute(tags, common, "valid_range"))
    low = pair[:1] if len(pair) == 2 else _numbers(_attribute(tags, common, "valid_min"))
    high = pair[1:] if len(pair) == 2 else _numbers(_attribute(tags, common, "valid_max"))
    if not low and not high:
        return None
    lowest, highest = (low or [-np.inf])[0], (high or [np.inf])[0]
    lowest, highest = (without_sign(value, dtype) for value in (lowest, highest))
    return (lowest, highest) if lowest <= highest else None


def is_unsigned(tags: dict[str, str], common: dict[str, str]) -> bool:
    """Whether the whole numbers of a band are meant without a sign, whatever they are kept in."""
    return _attribute(tags, common, "_Unsigned").strip().lower() == "true"


def unsigned(dtype: str) -> str:
    """The type of the same size without a sign."""
    return f"u{dtype}" if dtype in ("int8", "int16", "int32", "int64") else dtype


def without_sign(value: float, dtype: str) -> float:
    """A raw number as its type has it: in one without a sign -1 is the highest number."""
    if np.dtype(dtype).kind != "u":
        return value
    size: int = 8 * np.dtype(dtype).itemsize
    return value + 2.0**size if np.isfinite(value) and value < 0 else value


def _attribute(tags: dict[str, str], common: dict[str, str], key: str) -> str:
    return tags.get(key) or common.get(f"{tags.get('NETCDF_VARNAME', '')}#{key}", "")


def _numbers(text: str) -> list[float]:
    try:
        return [float(number) for number in re.split(r"[,\s]+", text.strip("{} ")) if number]
    except ValueError:
        return []


def centres(dataset: rasterio.DatasetReader) -> tuple[Floats | None, Floats | None]:
    """Centres of columns and of rows (north first) of a grid that GDAL found uneven.

    Returns (columns,) and (rows,) in the units of the axes; None for columns that are even, and
    for both where the grid is even, or none.
    """
    listed = dataset.tags(ns="GEOLOCATION2").get("Y_VALUES", "")
    if listed:  # uneven by less than a tenth of a degree: GDAL places it as if it were even
        return None, np.sort(np.array(_numbers(listed)))[::-1]
    arrays = dataset.tags(ns="GEOLOCATION")
    if dataset.driver != "netCDF" or not dataset.transform.is_identity or not arrays:
        return None, None
    x, y = (read_variable(dataset, arrays[f"{a}_DATASET"].rsplit(":", 1)[-1]) for a in "XY")
    if x is None or y is None or (x.size, y.size) != (dataset.width, dataset.height):
        return None, None
    return x.ravel(), np.sort(y.ravel())[::-1]


def placed_by(columns: Floats, rows: Floats) -> Affine | None:
    """The grid of even columns, with rows as even as they come; None where columns are not."""
    if min(len(columns), len(rows)) < 2:
        return None
    width, height = (float((c[-1] - c[0]) / (len(c) - 1)) for c in (columns, rows))
    even = columns[0] + width * np.arange(len(columns))
    if width <= 0 or np.abs(even - columns).max() > 0.01 * width:
        return None
    return Affine(width, 0, columns[0] - width / 2, 0, height, rows[0] - height / 2)
