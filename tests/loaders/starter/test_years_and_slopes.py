"""`make region` on years, which layers tell, and on a slope that lies there."""

import tomllib
from typing import Any

import numpy as np
import pytest
from scipy.io import netcdf_file

from loaders.starter import propose
from tests.world import World

MONTHS = np.arange(12.0)


def proposed(world: World) -> tuple[dict[str, Any], str]:
    text = propose("mine", world.data).text
    return tomllib.loads(text), text


def rain(world: World, name: str, start: str) -> None:
    """Twelve months of 20 mm from a month on."""
    with netcdf_file(str(world.data / name), "w") as file:
        axes = {
            "time": (f"months since {start}", MONTHS),
            "lat": ("degrees_north", 41.55 - 0.05 * (np.arange(10) + 0.5)),
            "lon": ("degrees_east", 78.0 + 0.05 * (np.arange(10) + 0.5)),
        }
        for axis, (units, values) in axes.items():
            file.createDimension(axis, len(values))
            made = file.createVariable(axis, "f8", (axis,))
            made.units, made[:] = units, values
        made = file.createVariable("pre", "f4", ("time", "lat", "lon"))
        made.units, made[:] = "mm", 20.0


def test_the_regions_year_is_that_in_which_its_layers_agree(world: World) -> None:
    world.raster("CLCD_v01_2015_albert.tif", np.full((3, 4), 4), "uint8", nodata=0)
    rain(world, "pre.nc", "2015-01-01")
    world.raster("SRTM_dem_2000.tif", np.full((3, 4), 1500), "int16", nodata=-1)
    found, text = proposed(world)
    assert found["region"]["year"] == 2015
    assert "year = 2015 # guessed: that of land_use, precipitation" in text
    assert found["layers"]["precipitation"]["year"] == 2015  # by the file's dates
    assert found["layers"]["elevation"]["year"] == 2000  # heights stay as they are


def test_layers_of_several_years_make_the_regions_year_a_question(world: World) -> None:
    world.raster("CLCD_v01_2020_albert.tif", np.full((3, 4), 4), "uint8", nodata=0)
    world.raster("pop_count_2015.tif", np.full((3, 4), 12.5))
    found, text = proposed(world)
    assert found["region"]["year"] == "?"
    assert "2015: population; 2020: land_use" in text


def test_without_a_year_in_any_layer_none_is_proposed(world: World) -> None:
    world.raster("lucc.tif", np.full((3, 4), 12), "uint8", nodata=0)
    assert "year" not in proposed(world)[0]["region"]


@pytest.mark.parametrize(
    ("name", "start", "year"),
    [
        ("pre_2015.nc", "2015-01-01", 2015),
        ("pre_2016.nc", "2015-01-01", "?"),
        ("pre_2014_2015.nc", "2015-01-01", 2015),
        ("pre.nc", "2014-11-01", None),  # a year from November on
        ("2024/pre.nc", "2015-01-01", 2015),  # the folder may be of a download
    ],
)
def test_a_layers_year_is_asked_where_name_and_dates_are_at_odds(
    world: World, name: str, start: str, year: int | str | None
) -> None:
    (world.data / "2024").mkdir()
    rain(world, name, start)
    found, text = proposed(world)
    assert found["layers"]["precipitation"].get("year") == year
    assert ("its name says" in text) == (year == "?")


def test_a_files_own_year_counts_before_its_folders(world: World) -> None:
    world.raster("downloads 2024/pop_count_2015.tif", np.full((3, 4), 12.5))
    assert proposed(world)[0]["layers"]["population"]["year"] == 2015


def test_a_slope_without_a_unit_is_asked_for_it(world: World) -> None:
    world.raster("slope.tif", np.full((3, 4), 100.0), nodata=-1)
    found, text = proposed(world)
    assert found["layers"]["slope"] == {"path": "slope.tif", "unit": "?", "scale": "?"}
    assert "percent (45 to 45 degree); degree with scale = 0.1 (10 to 10 degree)" in text
    assert "# without this table the slope follows from the elevation" in text


@pytest.mark.parametrize(("said", "unit"), [("degrees", "degree"), ("%", "percent")])
def test_a_slope_is_taken_in_the_unit_that_its_file_names(
    world: World, said: str, unit: str
) -> None:
    import rasterio

    path = world.raster("坡度.tif", np.full((3, 4), 30.0), nodata=-1)
    with rasterio.open(path, "r+") as file:
        file.units = (said,)
    assert proposed(world)[0]["layers"]["slope"] == {"path": "坡度.tif", "unit": unit}


def test_an_aspect_is_no_slope(world: World) -> None:
    world.raster("aspect.tif", np.full((3, 4), 180.0), nodata=-1)
    assert "slope" not in proposed(world)[0]["layers"]
