"""Twelve months in order: by dates, descriptions, names; years chosen or asked for."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rasterio

from loaders.load import LoadReport
from loaders.raster.files.when import When, of_axis, of_names
from sinkbase.region.layers import MONTHS
from tests.netcdf import write_netcdf
from tests.world import World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
YEAR = list(range(1, 13))
FIRST_DAYS = (1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)
JAN = [name[:3] for name in MONTHS]
JANUARY = [name.lower() for name in MONTHS]
CHINESE = [
    f"{n}月" for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
]


@pytest.mark.parametrize(
    "names",
    [
        [f"pre_{m}.tif" for m in YEAR],
        [f"wc2.1_30s_tavg_{m:02}.tif" for m in YEAR],
        [f"pre_2015_{m:02}.tif" for m in YEAR],
        [f"pre_{m:02}_2015.tif" for m in YEAR],
        [f"pre_2015{m:02}.tif" for m in YEAR],
        [f"pre_2015{m:02}15.tif" for m in YEAR],
        [f"CHELSA_pr_{m:02}_1981-2010_V.2.1.tif" for m in YEAR],
        [f"pre_{name}.tif" for name in JAN],
        [f"prec{name}2015.tif" for name in JAN],
        [f"{name}_tmp.tif" for name in JANUARY],
        [f"2015{name}.tif" for name in CHINESE],
        [f"气温{m}月.tif" for m in YEAR],
        [f"tmp_{m}.tif" for m in range(12)],
        [f"MOD_A2015{day:03}.tif" for day in FIRST_DAYS],
    ],
    ids=lambda names: names[0],
)  # fmt: skip
def test_months_in_names(names: list[str]) -> None:
    assert [when.month for when in of_names(names)] == YEAR


@pytest.mark.parametrize(
    "names",
    [
        [f"part_{letter}.tif" for letter in "abcdefghijkl"],
        [f"pre_{2004 + i}.tif" for i in range(12)],
        [f"{i}_{name}.tif" for i, name in enumerate(sorted(JAN), 1)],  # two orders: which?
    ],
    ids=lambda names: names[0],
)
def test_what_names_no_month(names: list[str]) -> None:
    assert [when.month for when in of_names(names)] == [None] * 12


@pytest.mark.parametrize(
    ("value", "units", "calendar", "expected"),
    [
        (0, "days since 1900-01-01", "", When(1900, 1)),
        (42004, "days since 1900-01-01", "gregorian", When(2015, 1)),
        (1008072, "hours since 1900-01-01 00:00:00.0", "", When(2015, 1)),
        (735600, "days since 1-1-1", "standard", When(2015, 1)),
        (3, "months since 2015-01-01", "", When(2015, 4)),
        (1420070400, "seconds since 1970-01-01", "", When(2015, 1)),
        (59, "days since 2015-01-01", "noleap", When(2015, 3)),
        (60, "days since 2016-01-01", "365_day", When(2016, 3)),
        (30, "days since 2015-01-01", "360_day", When(2015, 2)),
        (5, "fortnights since 2015-01-01", "", When()),
        (5, "days", "", When()),
        (1e300, "days since 2015-01-01", "", When()),
    ],
)
def test_a_time_axis(value: float, units: str, calendar: str, expected: When) -> None:
    assert of_axis(value, units, calendar) == expected


# twelve files


def files(world: World, names: list[str], values: list[int] | None = None) -> None:
    for name, value in zip(names, values or YEAR, strict=True):
        world.raster(f"t/{name}", np.full((3, 4), value))
    world.layers["temperature"] = {"path": "t/*.tif"}


@pytest.mark.parametrize("words", [JAN, JANUARY, CHINESE], ids=["Jan", "january", "一月"])
def test_files_named_by_month_are_put_in_order(
    world: World, load: Load, cells: Cells, words: list[str]
) -> None:
    files(world, [f"t_{word}.tif" for word in words])
    load()
    assert cells("temperature")[:, 0, 0].tolist() == YEAR


def test_a_year_of_files_that_begins_in_november(world: World, load: Load, cells: Cells) -> None:
    names = [f"t_2014{m}.tif" for m in (11, 12)] + [f"t_2015{m:02}.tif" for m in range(1, 11)]
    files(world, names, [11, 12, *range(1, 11)])
    load()
    assert cells("temperature")[:, 0, 0].tolist() == YEAR


def test_three_years_of_files_are_asked_for_the_year(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    names = [f"t_{y}_{m:02}.tif" for y in (2013, 2014, 2015) for m in YEAR]
    files(world, names, [10 * (y - 2013) + m for y in (2013, 2014, 2015) for m in YEAR])
    said = refusal()
    assert "there are several years (2013, 2014, 2015)" in said
    assert "Say which: year = 2015" in said
    world.layers["temperature"]["year"] = 2014
    load()
    assert cells("temperature")[:, 0, 0].tolist() == [10 + m for m in YEAR]


def test_twelve_years_are_not_twelve_months(world: World, refusal: Refusal) -> None:
    files(world, [f"t_{2004 + i}.tif" for i in range(12)])
    assert "these are 12 years (2004 to 2015), not twelve months" in refusal()


def test_names_without_order_are_refused_and_a_list_serves(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    names = [f"{letter}.tif" for letter in "lkjihgfedcba"]
    files(world, names)
    said = refusal()
    assert "the order of months cannot be told from the names (a.tif, b.tif" in said
    assert "list them in path, January first" in said
    world.layers["temperature"]["path"] = [f"t/{name}" for name in names]
    load()
    assert cells("temperature")[:, 0, 0].tolist() == YEAR


def test_a_list_that_contradicts_the_names_is_refused(world: World, refusal: Refusal) -> None:
    files(world, [f"t_{name}.tif" for name in JAN])
    world.layers["temperature"]["path"] = [f"t/t_{name}.tif" for name in sorted(JAN)]
    said = refusal()
    assert "path lists the months as 04, 08, 12" in said
    assert "Expected January first" in said


def test_each_month_has_its_own_packing_nodata_and_type(
    world: World, load: Load, cells: Cells
) -> None:
    for month in YEAR:
        raw = np.full((3, 4), month * 5)
        raw[0, 0] = -100 - month
        kind = "int16" if month < 7 else "int32"
        path = world.raster(f"t/t_{month}.tif", raw, kind, nodata=-100 - month)
        with rasterio.open(path, "r+") as file:
            file.scales, file.offsets = (1 / (month * 5),), (month - 1.0,)
    world.layers["temperature"] = {"path": "t/*.tif"}
    load()
    assert cells("temperature")[:, 1, 1] == pytest.approx(YEAR)
    assert np.isnan(cells("temperature")[:, 0, 0]).all()


# one file


def test_bands_named_by_month_are_put_in_order(world: World, load: Load, cells: Cells) -> None:
    path = world.raster("t.tif", np.broadcast_to(np.array(YEAR)[:, None, None], (12, 3, 4))[::-1])
    with rasterio.open(path, "r+") as file:
        file.descriptions = tuple(f"tavg_{m:02}" for m in YEAR[::-1])
    world.layers["temperature"] = {"path": "t.tif"}
    load()
    assert cells("temperature")[:, 0, 0].tolist() == YEAR


@pytest.mark.parametrize("since", ["days since 1900-01-01", "months since 1900-01-01"])
def test_a_netcdf_that_begins_in_november(
    world: World, load: Load, cells: Cells, since: str
) -> None:
    months = [(2014, 11), (2014, 12)] + [(2015, m) for m in range(1, 11)]
    first = np.datetime64("1900-01-01")
    days = [int((np.datetime64(f"{y}-{m:02}-15") - first).astype(int)) for y, m in months]
    times = days if "days" in since else [(y - 1900) * 12 + m - 1 for y, m in months]
    write_netcdf(world.data / "t.nc", "t", [m for _, m in months], times=times, since=since)
    world.layers["temperature"] = {"path": "t.nc", "crs": "EPSG:2328"}
    load()
    assert cells("temperature")[:, 0, 0].tolist() == YEAR


def test_a_netcdf_of_three_years(world: World, load: Load, refusal: Refusal, cells: Cells) -> None:
    write_netcdf(
        world.data / "t.nc", "t", [y + m for y in (0, 20, 40) for m in YEAR],
        times=range(36), since="months since 2013-01-01",
    )  # fmt: skip
    world.layers["temperature"] = {"path": "t.nc", "crs": "EPSG:2328"}
    said = refusal()
    assert "there are several years (2013, 2014, 2015)" in said
    world.layers["temperature"]["year"] = 2016
    world.write()
    assert "the region file asks for 2016" in refusal()
    world.layers["temperature"] |= {"year": 2015, "bands": list(range(1, 13))}
    world.write()
    assert "of 2013, the region file has year = 2015" in refusal()
    world.layers["temperature"]["bands"] = list(range(24, 36))
    world.write()
    said = refusal()
    assert "are 2014-12, 2015-01" in said
    assert f"for 2015, bands = {list(range(25, 37))}" in said
    del world.layers["temperature"]["bands"]
    load()
    assert cells("temperature")[:, 0, 0].tolist() == [40 + m for m in YEAR]


def test_a_netcdf_of_twelve_years(world: World, refusal: Refusal) -> None:
    write_netcdf(
        world.data / "t.nc", "t", YEAR, times=np.arange(12) * 12, since="months since 2004-01-01"
    )
    world.layers["temperature"] = {"path": "t.nc", "crs": "EPSG:2328"}
    assert "which is no whole year" in refusal()


# one band a layer


def test_a_file_of_several_years_for_a_layer_of_one(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    write_netcdf(
        world.data / "npp.nc", "npp", [100, 200, 300], times=[0, 12, 24],
        since="months since 2013-07-01", units="gC/m2/yr",
    )  # fmt: skip
    world.layers["npp"] = {"path": "npp.nc", "crs": "EPSG:2328"}
    assert "there are several years (2013, 2014, 2015)" in refusal()
    world.layers["npp"]["year"] = 2014
    load()
    assert cells("npp") == pytest.approx(200)


def test_years_that_lie_one_over_another_are_chosen_from(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    for year in (2000, 2010, 2020):
        world.raster(f"lu/lucc_{year}.tif", np.full((3, 4), 21 + (year - 2000) // 10), "uint8")
    world.layers["land_use"] = {"path": "lu/*.tif"}
    said = refusal()
    assert "there are several years (2000, 2010, 2020)" in said
    world.layers["land_use"]["year"] = 2010
    load()
    assert (cells("land_use") == 22).all()


def test_several_bands_without_a_choice_are_refused(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    path = world.raster("dem.tif", [np.full((3, 4), v) for v in (700, 3)], "int16")
    with rasterio.open(path, "r+") as file:
        file.descriptions = ("height", "error")
    world.layers["elevation"] = {"path": "dem.tif"}
    said = refusal()
    assert "the file has 2 bands (1 height, 2 error)" in said
    assert "bands = 1" in said
    world.layers["elevation"]["bands"] = 1
    load()
    assert (cells("elevation") == 700).all()
