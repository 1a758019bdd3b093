"""What the CF conventions say of a NetCDF: bounds of time, valid ranges, unsigned numbers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.io import netcdf_file

from loaders.load import LoadReport
from loaders.raster.files.when import When, of_axis
from tests.netcdf import write_netcdf
from tests.world import World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
YEAR = list(range(1, 13))
STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]  # days since 2001-01-01
ENDS = [*STARTS[1:], 365]
MIDDLES = [day + 14.5 for day in STARTS]


def monthly(
    world: World,
    times: Sequence[float],
    values: Sequence[int] = YEAR,
    bounds: Any = None,
    **more: Any,
) -> Path:
    """A file of months dated in days since 2001-01-01, in a folder of its own."""
    path = world.data / "t.nc"
    write_netcdf(path, "t", values, times=times, since="days since 2001-01-01", **more)
    if bounds is not None:
        with_bounds(path, bounds, "bounds")
    world.layers["temperature"] = {"path": "t.nc", "crs": "EPSG:2328"}
    return path


def with_bounds(path: Path, bounds: Any, key: str) -> None:
    """Add begin and end of each period to a file."""
    with netcdf_file(path, "a", mmap=False) as file:
        file.createDimension("nv", 2)
        file.createVariable("time_bnds", "f8", ("time", "nv"))[:] = bounds
        setattr(file.variables["time"], key, "time_bnds")


def january_to_december(cells: Cells) -> bool:
    return bool(cells("temperature")[:, 0, 0].tolist() == YEAR)


# time


@pytest.mark.parametrize("times", [STARTS, ENDS, MIDDLES])
def test_bounds_say_the_month_wherever_the_stamps_stand(
    world: World, load: Load, cells: Cells, times: Sequence[float]
) -> None:
    monthly(world, times, bounds=list(zip(STARTS, ENDS, strict=True)))
    world.layers["temperature"]["year"] = 2001
    load()
    assert january_to_december(cells)


def test_bounds_of_a_year_that_runs_backwards(world: World, load: Load, cells: Cells) -> None:
    """December first, as stamps and bounds may stand."""
    pairs = list(zip(STARTS, ENDS, strict=True))
    monthly(world, ENDS[::-1], YEAR[::-1], bounds=pairs[::-1])
    load()
    assert january_to_december(cells)


def test_means_over_years_are_of_the_month_in_which_their_years_begin(
    world: World, load: Load, cells: Cells
) -> None:
    """Of 2001 to 2010: January's bounds run from 2001-01-01 to 2010-02-01."""
    path = monthly(world, ENDS)
    with_bounds(path, [(s, e + 3287) for s, e in zip(STARTS, ENDS, strict=True)], "climatology")
    load()
    assert january_to_december(cells)


def test_ends_without_bounds_are_asked_and_bands_answer(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    monthly(world, ENDS)
    said = refusal()
    assert "dated from 2001-02-01 00:00 to 2002-01-01 00:00" in said
    assert f"bands = {YEAR}" in said
    assert f"bands = {[12, *range(1, 12)]}" in said
    world.layers["temperature"]["bands"] = YEAR
    load()
    assert january_to_december(cells)
    world.layers["temperature"]["bands"] = [12, *range(1, 12)]
    load()
    assert cells("temperature")[:, 0, 0].tolist() == [12, *range(1, 12)]


def test_files_dated_by_ends_go_by_their_names_or_by_the_list(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    for month, day in zip(YEAR, ENDS, strict=True):
        (world.data / "t").mkdir(exist_ok=True)
        for name in (f"t/t_{month}.nc", f"t/{'lkjihgfedcba'[month - 1]}.nc"):
            write_netcdf(
                world.data / name, "t", [month], times=[day], since="days since 2001-01-01"
            )
    world.layers["temperature"] = {"path": "t/t_*.nc", "crs": "EPSG:2328"}
    load()
    assert january_to_december(cells)
    world.layers["temperature"]["path"] = "t/?.nc"
    assert "the order of months cannot be told" in refusal_of(world, refusal)
    world.layers["temperature"]["path"] = [f"t/{letter}.nc" for letter in "lkjihgfedcba"]
    load()
    assert january_to_december(cells)


def refusal_of(world: World, refusal: Refusal) -> str:
    """The refusal of the world as it stands now, by a database that has nothing of it."""
    world.write()
    return refusal()


def test_a_year_from_november_in_the_middles_of_months(
    world: World, load: Load, cells: Cells
) -> None:
    days = [day + 14 - 61 for day in (0, 30)] + [day + 14 for day in STARTS[:10]]
    monthly(world, days, [11, 12, *range(1, 11)])
    load()
    assert january_to_december(cells)


@pytest.mark.parametrize(
    ("value", "units", "expected"),
    [
        (30.4, "days since 2001-01-01 12:00:00", When(2001, 1)),
        (30.6, "days since 2001-01-01 12:00:00", When(2001, 2)),
        (2_678_400, "s since 2001-01-01", When(2001, 2)),
        (31, "days since 2001-01-01T00:00:00Z", When(2001, 2)),
    ],
)
def test_the_hour_and_the_short_name_of_a_second(value: float, units: str, expected: When) -> None:
    assert of_axis(value, units, "") == expected


# values


def heights(world: World, row: list[int], dtype: str, **attributes: Any) -> None:
    """An elevation whose upper row is given and whose other rows are 700."""
    values = np.full((1, 3, 4), 700)
    values[0, 0] = row
    write_netcdf(world.data / "dem.nc", "z", values, dtype=dtype, attributes=attributes)
    world.layers["elevation"] = {"path": "dem.nc", "crs": "EPSG:2328"}


@pytest.mark.parametrize(
    "attributes",
    [
        {"valid_range": [700, 900]},
        {"valid_min": 700, "valid_max": 900},
        {"valid_range": [700, 900], "_FillValue": -1},
        {"valid_max": 900, "valid_min": 700, "missing_value": -9},
    ],
    ids="+".join,
)
@pytest.mark.parametrize("dtype", ["i2", "i4", "f4", "f8"])
def test_values_outside_the_valid_range_are_missing(
    world: World, load: Load, cells: Cells, attributes: dict[str, Any], dtype: str
) -> None:
    given = {key: np.array(value, dtype)[()] for key, value in attributes.items()}
    heights(world, [699, 700, 900, 901], dtype, **given)
    load()
    assert np.isnan(cells("elevation")[0]).tolist() == [True, False, False, True]
    assert cells("elevation")[0, 1:3].tolist() == [700, 900]


def test_a_valid_range_is_in_the_packed_numbers(world: World, load: Load, cells: Cells) -> None:
    """Raw 70 to 90, times 10: 700 to 900 m."""
    packed = {
        "scale_factor": 10.0, "valid_range": np.array([70, 90], "i2"),
        "_FillValue": np.int16(85), "missing_value": np.int16(88),
    }  # fmt: skip
    heights(world, [70, 91, 85, 88], "i2", **packed)
    values = np.full((1, 3, 4), 80)
    values[0, 0] = [70, 91, 85, 88]
    write_netcdf(world.data / "dem.nc", "z", values, dtype="i2", attributes=packed)
    load()
    assert cells("elevation")[1].tolist() == [800] * 4
    assert np.isnan(cells("elevation")[0]).tolist() == [False, True, True, True]


def test_the_region_files_nodata_leaves_the_valid_range_in_force(
    world: World, load: Load, cells: Cells
) -> None:
    heights(world, [699, 700, 900, -5], "i2", valid_min=np.int16(700), _FillValue=np.int16(-5))
    world.layers["elevation"]["nodata"] = 900
    load()
    assert np.isnan(cells("elevation")[0]).tolist() == [True, False, True, True]


@pytest.mark.parametrize("more", [{}, {"valid_range": np.array([1, -6], "i1")}])
def test_bytes_that_are_meant_without_a_sign(
    world: World, load: Load, cells: Cells, more: dict[str, Any]
) -> None:
    """The byte 200 is kept as -56, the fill 255 as -1; 1 to 250 are valid."""
    given = {"_Unsigned": "true", "_FillValue": np.int8(-1)} | more
    values = np.full((1, 3, 4), 100)
    values[0, 0] = [100, 200 - 256, 251 - 256, 255 - 256]
    write_netcdf(world.data / "dem.nc", "z", values, dtype="i1", attributes=given)
    world.layers["elevation"] = {"path": "dem.nc", "crs": "EPSG:2328"}
    load()
    assert cells("elevation")[0, :2].tolist() == [100, 200]
    assert np.isnan(cells("elevation")[0]).tolist() == [False, False, bool(more), True]


# several variables


def test_the_names_that_are_asked_are_those_of_data(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    path = monthly(
        world, [day + 14.5 for day in STARTS], bounds=list(zip(STARTS, ENDS, strict=True))
    )
    with netcdf_file(path, "a", mmap=False) as file:
        file.createVariable("lat_bnds", "f8", ("y", "nv"))[:] = 0
        file.createVariable("crs", "i4", ())
        file.createVariable("rain", "f4", ("time", "y", "x"))[:] = 0
    said = refusal()
    assert 'holds several rasters: t, rain. Say which with variable = "..."' in said
    world.layers["temperature"]["variable"] = "t"
    load()
    assert january_to_december(cells)
