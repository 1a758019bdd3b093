"""Fill values that nobody declared, wherever they lie, and values that only look like them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from affine import Affine

from loaders.load import LoadReport
from tests.world import LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
AROUND = Affine(SIZE, 0, LEFT - 3 * SIZE, 0, -SIZE, TOP + 3 * SIZE)  # 9 x 10 pixels, 3 of margin


def framed(value: float, fill: float) -> Any:
    """`value` over the region and one pixel around it, `fill` farther out."""
    values = np.full((9, 10), fill)
    values[2:7, 2:8] = value
    return values


LAYERS: list[tuple[str, dict[str, Any], float, int]] = [
    ("elevation", {}, 800, 1),
    ("slope", {}, 20, 1),
    ("npp", {"unit": "gC/m2/a"}, 200, 1),
    ("temperature", {}, 8, 12),
    ("precipitation", {"unit": "mm"}, 20, 12),
    ("population", {"measure": "density"}, 30, 1),
]


@pytest.mark.parametrize("case", LAYERS, ids=[case[0] for case in LAYERS])
@pytest.mark.parametrize("fill", [-9999.0, -1e30, 999999.0])
def test_fill_around_the_region_is_refused_and_the_remedy_works(
    world: World, load: Load, refusal: Refusal, case: tuple[Any, ...], fill: float
) -> None:
    """None of the fill touches the region; bilinear would have mixed it in."""
    layer, settings, value, bands = case
    fine = Affine(SIZE, 0, LEFT - 3.3 * SIZE, 0, -SIZE, TOP + 3.3 * SIZE)
    world.raster("it.tif", [framed(value, fill)] * bands, transform=fine)
    world.layers[layer] = {"path": "it.tif", **settings}
    said = refusal()
    count = 60 * bands
    assert f"{count} pixels in and around the region are " in said
    key = said.split("Set nodata = ")[1].split(" for this layer")[0]
    world.layers[layer]["nodata"] = float(key)
    report = load()
    assert report.tables[0].share_percent == 100
    assert report.tables[0].warnings == ()


def test_a_second_fill_beside_the_declared_one_is_refused_and_a_list_names_both(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    values = framed(800, -9999)
    values[0] = 32767
    world.raster("dem.tif", values, "int16", transform=AROUND, nodata=-9999)
    world.layers["elevation"] = {"path": "dem.tif"}
    said = refusal()
    assert "10 pixels in and around the region are 32767" in said
    assert "names -9999 as nodata" in said
    assert "Set nodata = [-9999, 32767]" in said
    world.layers["elevation"]["nodata"] = [-9999, 32767]
    load()
    assert (cells("elevation") == 800).all()


def test_nodata_none_lets_a_value_be_one(world: World, load: Load, cells: Cells) -> None:
    world.raster("pop.tif", framed(30, 255), "uint8", transform=AROUND)
    world.layers["population"] = {"path": "pop.tif", "measure": "density", "nodata": "none"}
    load()
    assert (cells("population_density") == 30).all()


def test_one_odd_pixel_far_outside_is_no_fill(world: World, load: Load, cells: Cells) -> None:
    values = framed(800, 700)
    values[0, 0] = 12000
    world.raster("dem.tif", values, "int16", transform=AROUND, nodata=-1)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert (cells("elevation") == 800).all()


def test_values_mixed_with_a_fill_by_an_earlier_resampling_are_told(
    world: World, refusal: Refusal
) -> None:
    values = framed(8, -9999)
    values[3, 3:6] = [-4950, -2500, -1200]
    world.raster("t.tif", [values] * 12, transform=AROUND, nodata=-9999)
    world.layers["temperature"] = {"path": "t.tif"}
    said = refusal()
    assert "the values run from -4950 to 8 degC" in said
    assert "resampled while its fill value -9999 was not declared" in said


def test_zeros_in_a_block_of_a_dem_are_warned_of(world: World, load: Load) -> None:
    world.raster("dem.tif", framed(1200, 0), "int16", transform=AROUND)
    world.layers["elevation"] = {"path": "dem.tif"}
    told = [warning.sentence for warning in load().warnings]
    assert any("60 pixels side by side are all 0 m" in text for text in told)
    assert any("set nodata = 0 for this layer" in text for text in told)
    world.layers["elevation"]["nodata"] = 0
    assert not [it for it in load().warnings if it.kind == "constant_block"]


def test_months_that_are_all_zero_in_a_block_are_warned_of(world: World, load: Load) -> None:
    months = [framed(month - 6, 0) for month in range(12)]
    world.raster("t.tif", months, "int16", transform=AROUND)
    world.layers["temperature"] = {"path": "t.tif"}
    assert [it.kind for it in load().warnings if it.layer == "temperature"] == ["constant_block"]


def test_a_natural_dem_is_not_warned_of(world: World, load: Load) -> None:
    y, x = np.mgrid[0:9, 0:10]
    world.raster("dem.tif", 700 + 30 * x + 20 * y, "int16", transform=AROUND)
    world.layers["elevation"] = {"path": "dem.tif"}
    assert not [it for it in load().warnings if it.kind == "constant_block"]


@pytest.mark.parametrize(
    ("layer", "settings"),
    [
        ("land_use", {}),
        ("vegetation", {"legend": "own.csv"}),
        ("soil", {"attributes": "units.csv"}),
        ("npp", {"codes": "igbp"}),
    ],
)
def test_codes_with_fractions_are_refused_in_every_layer_of_codes(
    world: World, refusal: Refusal, layer: str, settings: dict[str, Any]
) -> None:
    world.raster("codes.tif", [[11, 11.5, 12, 12]] * 3)
    world.text("own.csv", "value,vegetation_subtype_code\n11,1\n12,1\n")
    world.text(
        "units.csv",
        "MU_GLOBAL,SHARE,T_OC,T_CACO3,T_REF_BULK_DENSITY,T_GRAVEL,"
        "S_OC,S_CACO3,S_REF_BULK_DENSITY,S_GRAVEL\n"
        "11,100,1,5,1.4,10,0.5,5,1.4,10\n12,100,1,5,1.4,10,0.5,5,1.4,10\n",
    )
    world.layers[layer] = {"path": "codes.tif", **settings}
    said = refusal()
    assert "3 pixels have fractions (such as 11.5): codes are whole numbers" in said
    assert "Was the file resampled with bilinear" in said


def test_whole_codes_in_floats_are_codes(world: World, load: Load, cells: Cells) -> None:
    world.raster("codes.tif", np.full((3, 4), 31.0))
    world.layers["land_use"] = {"path": "codes.tif"}
    load()
    assert (cells("land_use") == 31).all()


def test_a_cubic_resampling_does_not_leave_the_range(
    world: World, load: Load, cells: Cells
) -> None:
    values = np.zeros((12, 9, 10))
    values[:, :, 5:] = 300.0
    moved = Affine(SIZE, 0, LEFT - 3.4 * SIZE, 0, -SIZE, TOP + 3.4 * SIZE)
    world.raster("pre.tif", values, transform=moved)
    world.layers["precipitation"] = {"path": "pre.tif", "unit": "mm", "resampling": "cubic"}
    load()
    found = cells("precipitation")
    assert np.nanmin(found) >= 0
