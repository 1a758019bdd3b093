"""Rasters of soil properties: units of each property, packing of each band, depths of files."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rasterio

from loaders.load import LoadReport
from tests.world import World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
THREE = {"organic_carbon": 1, "bulk_density": 2, "carbonate": 3}


def bands(world: World, *values: float, dtype: str = "float32", nodata: float | None = None) -> str:
    world.raster("soil.tif", np.stack([np.full((3, 4), v) for v in values]), dtype, nodata=nodata)
    return "soil.tif"


def test_scale_of_the_region_file_holds_for_every_property(
    world: World, load: Load, cells: Cells
) -> None:
    path = bands(world, 150, 140, 1000, dtype="int16", nodata=-32768)
    world.layers["soil"] = {"path": path, "properties": THREE, "scale": 0.01}
    load()
    assert cells("soil")[:2, 0, 0] == pytest.approx([21, 16.8])  # 1.5 %, 1.4 g/cm3, 10 %


def test_each_property_may_have_a_factor_of_its_own(world: World, load: Load, cells: Cells) -> None:
    path = bands(world, 150, 140, 1000)
    factors = {"topsoil_organic_carbon": 0.01, "subsoil_organic_carbon": 0.02}
    properties = {"topsoil_organic_carbon": 1, "subsoil_organic_carbon": 1, **THREE}
    del properties["organic_carbon"]
    world.layers["soil"] = {
        "path": path, "properties": properties, "scale": 0.1,
        "factors": factors | {"bulk_density": 0.01, "carbonate": 0.01},
    }  # fmt: skip
    load()
    assert cells("soil")[:, 0, 0] == pytest.approx([21, 16.8, 42, 16.8])
    del world.layers["soil"]["factors"]["carbonate"]  # `scale` stands in: 100 %
    load()
    assert cells("soil")[1, 0, 0] == pytest.approx(168)


def test_the_packing_of_each_band_is_its_own(world: World, load: Load, cells: Cells) -> None:
    path = world.data / bands(world, 150, 14, 100)
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (0.01, 0.1, 0.05), (0, 0, 5)
    world.layers["soil"] = {"path": "soil.tif", "properties": THREE}
    load()
    assert cells("soil")[:2, 0, 0] == pytest.approx([21, 16.8])
    world.layers["soil"]["offset"] = 0  # in place of the file's own
    load()
    assert cells("soil")[1, 0, 0] == pytest.approx(8.4)


def soilgrids(world: World) -> None:
    """SoilGrids 2.0 as published: a file a property and depth, whole numbers of odd units."""
    depths = ("0-5cm", "5-15cm", "15-30cm", "30-60cm", "60-100cm", "100-200cm")
    carbon = (300, 200, 100, 100, 30, 999)  # dg/kg: 3, 2, 1, 1, 0.3 %
    for depth, soc in zip(depths, carbon, strict=True):
        values = {"soc": soc, "bdod": 125, "cfvo": 200}  # cg/cm3, cm3/dm3 (per mille)
        for name, value in values.items():
            raster = np.full((3, 4), value)
            raster[0, 0] = -32768
            world.raster(f"soilgrids/{name}_{depth}_mean.tif", raster, "int16", nodata=-32768)


SOILGRIDS = {
    "path": "soilgrids/*.tif",
    "properties": {"organic_carbon": "soc", "bulk_density": "bdod", "gravel": "cfvo"},
    "factors": {"organic_carbon": 0.01, "bulk_density": 0.01, "gravel": 0.1},
    "inorganic_carbon": "absent",
}


def test_files_may_be_named_for_each_depth(world: World, load: Load, cells: Cells) -> None:
    for name, value in (("oc_top", 2), ("oc_sub", 1), ("bd", 1.3), ("lime", 10)):
        world.raster(f"{name}.tif", np.full((3, 4), value))
    world.layers["soil"] = {
        "path": ["bd.tif", "oc_top.tif", "oc_sub.tif", "lime.tif"],
        "properties": {
            "topsoil_organic_carbon": "oc_top", "subsoil_organic_carbon": "oc_sub",
            "bulk_density": "bd", "carbonate": "lime",
        },
    }  # fmt: skip
    load()
    assert cells("soil")[:, 0, 0] == pytest.approx([26, 15.6, 13, 15.6])


def change(world: World, **keys: Any) -> None:
    world.layers["soil"] = {**SOILGRIDS, **keys}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "units as they are": (
        {"factors": {}},
        "300 % of organic_carbon, at most 60 was expected. Is it g/kg or per mille (factors = { "
        "organic_carbon = 0.1 }) or dg/kg, as in SoilGrids (factors = { organic_carbon = 0.01 })?",
    ),
    "no such file": (
        {"properties": {"organic_carbon": "ocd", "bulk_density": "bdod", "gravel": "cfvo"}},
        "no file's name begins with 'ocd' (organic_carbon)",
    ),
    "numbers and names": (
        {"properties": {"organic_carbon": "soc", "bulk_density": 1, "gravel": 2}},
        "numbers of bands, or beginnings of file names, were expected, not both",
    ),
    "a depth lacks": (
        {"path": ["soilgrids/soc*.tif", "soilgrids/cfvo*.tif", "soilgrids/bdod_[0-3]*.tif"]},
        "5-15 cm has no bulk_density, which other depths have",
    ),
    "no subsoil": (
        {"path": ["soilgrids/*_0-5cm*.tif", "soilgrids/*_15-30cm*.tif"]},
        "30-100 cm has no property at all",
    ),
    "two files": (
        {"path": ["soilgrids/*.tif", "again/soc_0-5cm.tif"]},
        "soc_0-5cm.tif: a second file of organic_carbon, 0-5 cm, after soc_0-5cm_mean.tif",
    ),
    "another grid": (
        {"path": ["other/*.tif", "soilgrids/[bc]*.tif"]},
        "bdod_0-5cm_mean.tif: the raster (4 x 3) does not lie like soc_0-100cm.tif (2 x 3)",
    ),
    "unit": ({"unit": "kgC/m3"}, "unit has no effect on soil of this kind"),
    "bands": ({"bands": 1}, "bands has no effect on soil of this kind. Say which band"),
    "columns": ({"columns": {"unit": "id"}}, "columns has no effect on soil of kind 'properties'"),
    "separator": ({"separator": ";"}, "separator has no effect on soil of kind 'properties'"),
    "factor 0": ({"factors": {"gravel": 0}}, "gravel = 0: a number above 0 was expected"),
    "factor of nothing": (
        {"factors": {"topsoil_gravel": 1}},
        "topsoil_gravel is no property of this source (organic_carbon, bulk_density, gravel)",
    ),
    "factor unknown": ({"factors": {"gravels": 1}}, "unknown key 'gravels'. Did you mean 'gravel'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_together_is_refused(case: str, world: World, refusal: Refusal) -> None:
    soilgrids(world)
    world.raster("again/soc_0-5cm.tif", np.full((3, 4), 1), "int16", nodata=-32768)
    world.raster("other/soc_0-100cm.tif", np.full((3, 2), 1), "int16", nodata=-32768)
    keys, message = REFUSED[case]
    change(world, **keys)
    assert message in refusal()


def test_a_fill_value_that_nobody_declared_is_refused_and_its_remedy_helps(
    world: World, refusal: Refusal, load: Load, cells: Cells
) -> None:
    values = np.stack([np.full((3, 4), v) for v in (1.5, 1.4, 10)])
    values[1, 0, 0] = -3
    world.raster("soil.tif", values)
    world.layers["soil"] = {"path": "soil.tif", "properties": THREE}
    said = refusal()
    assert "soil.tif: band 2, bulk_density: 1 pixels are below 0, as low as -3" in said
    assert 'Does it mean "missing"? Then nodata = -3.' in said
    world.layers["soil"]["nodata"] = -3
    world.file.unlink()
    load()
    assert np.isnan(cells("soil")[:, 0, 0]).all()
    assert cells("soil")[0, 1, 1] == pytest.approx(21)


def test_scale_of_mapping_units_is_refused_and_factors_are_in_force(
    world: World, refusal: Refusal, load: Load, cells: Cells
) -> None:
    world.raster("units.tif", np.full((3, 4), 7), "uint16", nodata=0)
    world.text(
        "soils.csv", "MU_GLOBAL,T_OC,T_REF_BULK_DENSITY,S_OC,S_REF_BULK_DENSITY\n7,15,1.4,5,1\n"
    )
    world.layers["soil"] = {
        "path": "units.tif", "attributes": "soils.csv", "inorganic_carbon": "absent", "scale": 0.1,
    }  # fmt: skip
    assert "scale has no effect on soil of this kind" in refusal()
    del world.layers["soil"]["scale"]
    world.layers["soil"]["factors"] = {"organic_carbon": 0.1}
    world.file.unlink()
    load()
    assert cells("soil")[[0, 2], 0, 0] == pytest.approx([21, 5])
