"""Every key that a region file may have does something where it stands, or is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from loaders.load import LoadReport
from tests.world import BOX, LEFT, TOP, World

Refusal = Callable[[], str]
LINE = shapely.LineString([(LEFT, TOP - 500), (LEFT + 3999, TOP - 500)])


@pytest.mark.parametrize(
    ("layer", "name", "pair"),
    [
        ("vegetation", "v.tif", ("layer", "x")),
        ("vegetation", "v.tif", ("where", {"a": 1})),
        ("roads", "v.tif", ("encoding", "gbk")),
        ("roads", "v.tif", ("where", {"a": 1})),
        ("vegetation", "v.gpkg", ("bands", 7)),
        ("vegetation", "v.gpkg", ("nodata", 3)),
        ("vegetation", "v.gpkg", ("variable", "v")),
        ("vegetation", "v.gpkg", ("resampling", "mode")),
        ("roads", "r.gpkg", ("bands", 7)),
        ("roads", "r.gpkg", ("resampling", "nearest")),
        ("npp", "v.tif", ("unit", "kgC/m2/a")),
        ("npp", "v.tif", ("scale", 0.5)),
    ],
)
def test_a_key_without_an_effect_is_refused(
    world: World, refusal: Refusal, layer: str, name: str, pair: tuple[str, Any]
) -> None:
    key, value = pair
    world.raster("v.tif", np.full((3, 4), 16), "uint8")
    world.polygons("v.gpkg", [BOX], {"name": ["a"]})
    world.polygons("r.gpkg", [LINE], {"name": ["a"]})
    column = {"column": "name"} if name == "v.gpkg" else {}
    igbp = {"codes": "igbp"} if layer == "npp" else {}
    world.layers[layer] = {"path": name, key: value} | column | igbp
    assert f"[layers.{layer}] {key}" in (said := refusal())
    assert "has no effect on" in said


@pytest.mark.parametrize("how", ["average", "bilinear", "cubic"])
def test_codes_are_never_mixed(world: World, refusal: Refusal, how: str) -> None:
    world.raster("lu.tif", np.full((3, 4), 21), "uint8")
    world.layers["land_use"] = {"path": "lu.tif", "resampling": how}
    assert f"resampling = '{how}' would mix codes, which are labels" in refusal()


def test_a_band_is_no_two_months(world: World, refusal: Refusal) -> None:
    world.raster("t.tif", np.full((12, 3, 4), 8.0))
    world.layers["temperature"] = {"path": "t.tif", "bands": [1, 1, *range(3, 13)]}
    assert "names 1 twice. Each band was expected once" in refusal()


@pytest.mark.parametrize("key", ["legend", "crs"])
def test_a_name_of_nothing_is_no_default(world: World, refusal: Refusal, key: str) -> None:
    world.raster("lu.tif", np.full((3, 4), 21), "uint8")
    world.layers["land_use"] = {"path": "lu.tif", key: ""}
    assert f"[layers.land_use] {key} is empty" in refusal()


def test_of_a_raster_of_roads_the_first_band_is_not_taken_by_chance(
    world: World, refusal: Refusal, load: Callable[[], LoadReport], cells: Callable[[str], Any]
) -> None:
    bands = np.zeros((2, 3, 4))
    bands[1, 0] = 1
    world.raster("r.tif", bands, "uint8")
    world.layers["roads"] = {"path": "r.tif"}
    assert "the file has 2 bands" in refusal()
    world.layers["roads"]["bands"] = 2
    load()
    assert np.nan_to_num(cells("roads")).tolist() == [[1] * 4, [0] * 4, [0] * 4]
