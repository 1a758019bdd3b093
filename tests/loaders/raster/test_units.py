"""The units that files name, and what follows beside those of the region file."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from loaders.load import LoadReport
from loaders.raster.values.units import Meaning, read_unit
from sinkbase.region.layers import LAYERS
from tests.netcdf import write_netcdf
from tests.world import World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], float)


@pytest.mark.parametrize(
    ("text", "unit", "scale"),
    [
        ("mm", "mm", 1), ("0.1mm", "mm", 0.1), ("0.1 mm", "mm", 0.1), ("[mm]", "mm", 1),
        ("kg m-2", "mm", 1), ("kg/m^2", "mm", 1), ("kg m**-2", "mm", 1), ("cm", "mm", 10),
        ("m", "m", 1), ("m of water equivalent", "m", 1), ("m w.e.", "m", 1),
        ("mm/month", "mm/month", 1), ("mm month-1", "mm/month", 1), ("mm mon^-1", "mm/month", 1),
        ("mm/day", "mm/day", 1), ("mm d-1", "mm/day", 1), ("mm day**-1", "mm/day", 1),
        ("mm per day", "mm/day", 1), ("m d-1", "m/day", 1), ("kg m-2 d-1", "mm/day", 1),
        ("kg m-2 s-1", "kg/m2/s", 1), ("kg/m2/s", "kg/m2/s", 1), ("kg m^-2 s^-1", "kg/m2/s", 1),
        ("kg/(m2 s)", "kg/m2/s", 1), ("mm/s", "kg/m2/s", 1), ("kg.m-2.s-1", "kg/m2/s", 1),
        ("mm/h", "mm/hour", 1), ("mm hr-1", "mm/hour", 1), ("毫米", "mm", 1),
        ("0.1毫米", "mm", 0.1),
        ("millimeters", "mm", 1), ("millimetres per day", "mm/day", 1),
    ],
)  # fmt: skip
def test_units_of_precipitation_in_their_spellings(text: str, unit: str, scale: float) -> None:
    found = read_unit(text, LAYERS["precipitation"])
    assert found is not None
    assert (found.unit, found.scale) == (unit, pytest.approx(scale))


@pytest.mark.parametrize(
    ("layer", "text", "unit", "scale"),
    [
        ("temperature", "K", "K", 1), ("temperature", "kelvin", "K", 1),
        ("temperature", "degC", "degC", 1), ("temperature", "degrees_Celsius", "degC", 1),
        ("temperature", "degrees C", "degC", 1), ("temperature", "°C", "degC", 1),
        ("temperature", "C", "degC", 1), ("temperature", "℃", "degC", 1),
        ("temperature", "0.1 degC", "degC", 0.1), ("temperature", "0.1℃", "degC", 0.1),
        ("temperature", "0.1 K", "K", 0.1), ("temperature", "degF", "degF", 1),
        ("elevation", "m", "m", 1), ("elevation", "metres", "m", 1), ("elevation", "ft", "ft", 1),
        ("elevation", "km", None, 1), ("slope", "percent", "percent", 1),
        ("slope", "%", "percent", 1),
        ("slope", "degrees", "degree", 1), ("slope", "radians", "radian", 1),
        ("npp", "kgC/m^2/yr", "kgC/m2/a", 1), ("npp", "kg_C/m^2/year", "kgC/m2/a", 1),
        ("npp", "kg C m-2 yr-1", "kgC/m2/a", 1), ("npp", "gC m-2 a-1", "gC/m2/a", 1),
        ("npp", "g C m-2 day-1", "gC/m2/day", 1), ("npp", "kg m-2 s-1", "kgC/m2/s", 1),
        ("npp", "tC/ha/yr", "tC/hm2/a", 1),
        ("population", "people per km2", "people/km2", 1),
        ("population", "persons/km^2", "people/km2", 1),
        ("population", "people/pixel", "people/pixel", 1),
        ("population", "1/km2", "people/km2", 1), ("population", "km-2", "people/km2", 1),
        ("population", "people per sq km", "people/km2", 1),
        ("population", "persons per square kilometer", "people/km2", 1),
    ],
)  # fmt: skip
def test_units_of_other_layers(layer: str, text: str, unit: str | None, scale: float) -> None:
    found = read_unit(text, LAYERS[layer])
    assert found == (None if unit is None else Meaning(unit, scale))


@pytest.mark.parametrize("text", ["furlong", "mm/year", "kg", "mm/10", "1e-5", "m/m", "-", "??"])
def test_what_is_no_unit_of_precipitation_is_not_guessed(text: str) -> None:
    assert read_unit(text, LAYERS["precipitation"]) is None


# what follows


def year(world: World, values: Any, units: str = "", **more: Any) -> None:
    write_netcdf(world.data / "pre.nc", "pre", values, units=units, **more)
    world.layers["precipitation"] = {"path": "pre.nc", "crs": "EPSG:2328"}


@pytest.mark.parametrize(
    ("units", "factor"),
    [
        ("mm", np.ones(12)), ("0.1mm", np.full(12, 0.1)), ("mm/day", DAYS),
        ("m d-1", DAYS * 1000), ("kg m-2 s-1", DAYS * 86400), ("cm", np.full(12, 10)),
        ("m", np.full(12, 1000)),
    ],
)  # fmt: skip
def test_a_files_unit_gives_the_months_millimetres(
    world: World, load: Load, cells: Cells, units: str, factor: Any
) -> None:
    wanted = 10.0 + np.arange(12)
    year(world, wanted / factor, units)
    load()
    assert cells("precipitation")[:, 1, 1] == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("mm/day", DAYS), ("m/day", DAYS * 1000), ("mm/hour", DAYS * 24), ("m/month", 1000),
        ("kg/m2/s", DAYS * 86400), ("mm/month", 1),
    ],
)  # fmt: skip
def test_a_region_file_names_rates(
    world: World, load: Load, cells: Cells, unit: str, factor: Any
) -> None:
    wanted = 10.0 + np.arange(12)
    year(world, wanted / factor)
    world.layers["precipitation"]["unit"] = unit
    load()
    assert cells("precipitation")[:, 1, 1] == pytest.approx(wanted, rel=1e-5)


def test_kelvin_in_the_file_needs_no_unit(world: World, load: Load, cells: Cells) -> None:
    write_netcdf(world.data / "t.nc", "t2m", np.full(12, 283.15), units="K")
    world.layers["temperature"] = {"path": "t.nc", "crs": "EPSG:2328"}
    load()
    assert cells("temperature") == pytest.approx(10, abs=1e-4)


def test_fahrenheit(world: World, load: Load, cells: Cells) -> None:
    world.raster("t.tif", np.full((12, 3, 4), 50.0))
    world.layers["temperature"] = {"path": "t.tif", "unit": "degF"}
    load()
    assert cells("temperature") == pytest.approx(10, abs=1e-4)


@pytest.mark.parametrize(
    "case",
    [
        ("mm/day", {"unit": "mm"}, {"unit": "mm/day"}),
        ("mm", {"unit": "m"}, {"unit": "mm"}),
        ("0.1mm", {"unit": "mm", "scale": 1}, {"scale": 0.1}),
        ("mm", {"unit": "mm", "scale": 0.1}, {"scale": 1}),
        ("mm", {"scale": 0.1}, {"scale": 1}),
        ("mm", {"unit": "mm", "scale": 0.1}, {"ignore_unit": "mm"}),
    ],
)
def test_a_unit_that_contradicts_the_region_file_is_refused_and_each_remedy_works(
    world: World, load: Load, refusal: Refusal, case: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    units, settings, remedies = case
    year(world, np.full(12, 20.0), units)
    world.layers["precipitation"] |= settings
    said = refusal()
    assert f"the file says that its unit is {units!r}" in said
    for key, value in remedies.items():
        assert f"{key} = " in said or key == "scale"
        world.layers["precipitation"][key] = value
    load()


def test_metres_of_a_mean_are_asked_for_their_time(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    """ERA5's monthly means: a twentieth of a metre a day would be a flood, 0.001 is rain."""
    year(world, np.full(12, 0.001), "m", attributes={"cell_methods": "time: mean"})
    said = refusal()
    assert 'unit = "m/day", or unit = "m/month"' in said
    world.layers["precipitation"]["unit"] = "m/day"
    load()
    assert cells("precipitation")[:, 0, 0] == pytest.approx(DAYS)
    year(world, np.full(12, 0.02), "m", attributes={"cell_methods": "time: mean"})
    world.layers["precipitation"]["unit"] = "m/month"
    load()
    assert cells("precipitation")[:, 0, 0] == pytest.approx(20)


def test_a_year_with_hardly_any_rain_is_refused(world: World, load: Load, refusal: Refusal) -> None:
    world.raster("pre.tif", np.full((12, 3, 4), 0.6))
    world.layers["precipitation"] = {"path": "pre.tif", "unit": "mm"}
    said = refusal()
    assert "at most 7.2 mm in a year" in said
    assert 'Set unit = "mm/day"' in said
    world.layers["precipitation"]["unit"] = "mm/day"
    load()
    world.layers["precipitation"] |= {"unit": "mm", "plausible": [0, 3000]}
    load()


def test_a_scale_said_twice_is_asked_for(world: World, load: Load, refusal: Refusal) -> None:
    year(world, np.full(12, 200.0), "0.1mm", attributes={"scale_factor": 0.1})
    said = refusal()
    assert "the file says 0.1 twice" in said
    assert 'unit = "mm" and scale = 0.1' in said
    world.layers["precipitation"] |= {"unit": "mm", "scale": 0.1}
    load()


def test_an_unknown_unit_is_told_and_the_layers_own_taken(
    world: World, load: Load, cells: Cells
) -> None:
    year(world, np.full(12, 20.0), "drops")
    report = load()
    assert cells("precipitation") == pytest.approx(20)
    assert "the file names its unit drops, which is not known here" in " ".join(
        told.sentence for told in report.warnings
    )


def test_ignore_unit_that_is_not_the_files_is_refused(world: World, refusal: Refusal) -> None:
    year(world, np.full(12, 20.0), "mm")
    world.layers["precipitation"]["ignore_unit"] = "cm"
    assert "the file's unit is 'mm'; ignore_unit = 'cm' is to ignore another" in refusal()


def test_people_per_pixel_are_no_density(world: World, load: Load, refusal: Refusal) -> None:
    path = world.raster("pop.tif", np.full((3, 4), 5.0))
    import rasterio

    with rasterio.open(path, "r+") as file:
        file.units = ("people/pixel",)
    world.layers["population"] = {"path": "pop.tif", "measure": "density"}
    assert "the file says that its unit is 'people/pixel'" in refusal()
    world.layers["population"]["measure"] = "count"
    load()


@pytest.mark.parametrize("percent", [25.0, 100.0])
def test_a_slope_in_percent_is_an_angle(
    world: World, load: Load, cells: Cells, percent: float
) -> None:
    world.raster("slope.tif", np.full((3, 4), percent))
    world.raster("dem.tif", np.full((3, 4), 500.0))
    world.layers["elevation"] = {"path": "dem.tif"}
    world.layers["slope"] = {"path": "slope.tif", "unit": "percent"}
    load()
    assert cells("slope") == pytest.approx(np.degrees(np.arctan(percent / 100)))


def test_a_slope_beyond_90_is_asked_whether_it_is_percent(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    world.raster("slope.tif", np.full((3, 4), 120.0))
    world.layers["slope"] = {"path": "slope.tif", "unit": "degree"}
    assert 'Is it a slope in percent? Set unit = "percent"' in refusal()
    world.layers["slope"]["unit"] = "percent"
    load()
    assert cells("slope") == pytest.approx(np.degrees(np.arctan(1.2)))


def test_rain_in_whole_numbers_without_a_scale_is_told(world: World, load: Load) -> None:
    """Tenths would be as plausible; scale = 1 says that they are none."""
    world.raster("pre.tif", np.full((12, 3, 4), 300), "int16")
    world.layers["precipitation"] = {"path": "pre.tif", "unit": "mm"}
    told = [it.sentence for it in load().warnings if it.kind == "tenths_possible"]
    assert told
    assert "up to 3600 mm in a year. If they are tenths, set scale = 0.1" in told[0]
    world.layers["precipitation"]["scale"] = 1
    assert not [it for it in load().warnings if it.kind == "tenths_possible"]
