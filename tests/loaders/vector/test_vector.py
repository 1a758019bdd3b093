"""Vegetation polygons and rasters through their legends."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from loaders.load import LoadReport
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
HALVES = [shapely.box(LEFT + x, TOP - 3000, LEFT + x + 2000, TOP) for x in (0, 2000)]


def test_chinese_names_in_a_gbk_shapefile_become_subtypes(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons(
        "veg.shp", HALVES, {"植被亚类": ["高山垫状植被", "温带灌木荒漠"]}, encoding="gbk"
    )
    for beside in world.data.glob("veg.cpg"):
        beside.unlink()
    world.layers["vegetation"] = {"path": "veg.shp", "column": "植被亚类", "encoding": "gbk"}
    load()
    assert cells("vegetation")[0].tolist() == [13, 13, 3, 3]


@pytest.mark.parametrize(
    "spelling",
    [
        "温带半灌木、矮半灌木荒漠",
        "温带半灌木，矮半灌木荒漠",
        " 温带半灌木,矮半灌木荒漠 ",
        "温带半灌木、 矮半灌木荒漠",
    ],
)
def test_punctuation_and_spaces_of_a_name_do_not_matter(
    world: World, load: Load, cells: Cells, spelling: str
) -> None:
    world.polygons("veg.gpkg", HALVES, {"type": [spelling, spelling]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "type"}
    load()
    assert (cells("vegetation") == 5).all()


@pytest.mark.parametrize("codes", [[8, 15], [8.0, 15.0], ["8", "15"]])
def test_code_columns_may_be_whole_real_or_text(
    world: World, load: Load, cells: Cells, codes: list[Any]
) -> None:
    world.polygons("veg.gpkg", HALVES, {"code": codes})
    world.text("own.csv", "code,vegetation_subtype_code\n8,1\n15,2\n")
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code", "legend": "own.csv"}
    load()
    assert cells("vegetation")[0].tolist() == [1, 1, 2, 2]


def test_a_filter_leaves_polygons_out(world: World, load: Load, cells: Cells) -> None:
    world.polygons("veg.gpkg", HALVES, {"code": ["3", "4"], "county": ["here", "there"]})
    world.layers["vegetation"] = {
        "path": "veg.gpkg", "column": "code", "where": {"county": "here"},
    }  # fmt: skip
    load()
    assert np.nan_to_num(cells("vegetation"))[0].tolist() == [3, 3, 0, 0]


def test_the_polygon_over_the_cells_centre_decides(world: World, load: Load, cells: Cells) -> None:
    west = shapely.box(LEFT, TOP - 3000, LEFT + 1499, TOP)
    east = shapely.box(LEFT + 1499, TOP - 3000, LEFT + 4000, TOP)
    world.polygons("veg.gpkg", [west, east], {"code": ["3", "4"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    load()
    assert cells("vegetation")[0].tolist() == [3, 4, 4, 4]


def test_unknown_names_far_from_the_region_do_not_matter(
    world: World, load: Load, cells: Cells
) -> None:
    far = shapely.box(LEFT + 9000, TOP - 3000, LEFT + 9500, TOP)
    world.polygons("veg.gpkg", [*HALVES, far], {"code": ["3", "4", "cactus"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    load()
    assert cells("vegetation")[0].tolist() == [3, 3, 4, 4]


def test_polygons_in_degrees_are_projected(world: World, load: Load, cells: Cells) -> None:
    from pyproj import CRS

    from sinkbase.region.crs import project

    metres, degrees = CRS.from_epsg(2328), CRS.from_epsg(4326)
    halves = [project(half, metres, degrees) for half in HALVES]
    world.polygons("veg.geojson", halves, {"code": ["3", "4"]}, crs="EPSG:4326")
    world.layers["vegetation"] = {"path": "veg.geojson", "column": "code"}
    load()
    assert cells("vegetation")[0].tolist() == [3, 3, 4, 4]


def test_a_raster_of_codes_serves_as_well(world: World, load: Load, cells: Cells) -> None:
    world.raster("veg.tif", [[90, 90, 240, 0]] * 3, "uint8", nodata=0)
    world.text("own.csv", "code,vegetation_subtype_code\n90,7\n240,15\n")
    world.layers["vegetation"] = {"path": "veg.tif", "legend": "own.csv"}
    load()
    assert np.nan_to_num(cells("vegetation"))[0].tolist() == [7, 7, 15, 0]


def test_a_legend_may_leave_codes_to_the_next_source(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("coarse.tif", [[15, 15, 16, 16]] * 3, "uint8")
    world.raster("fine.tif", [[10, 16, 12, 16]] * 3, "uint8")
    world.text("ice.csv", "code,cnlucc_code\n15,44\n16,\n")
    world.layers["land_use"] = [
        {"path": "coarse.tif", "legend": "ice.csv"},
        {"path": "fine.tif", "legend": "igbp"},
    ]
    load()
    assert cells("land_use")[0].tolist() == [44, 44, 12, 66]


def test_a_legend_stands_beside_the_region_file_or_in_the_data(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("lu.tif", np.full((3, 4), 1), "uint8")
    world.text("legends/own.csv", "code,cnlucc_code\n1,21\n")
    world.layers["land_use"] = {"path": "lu.tif", "legend": "legends/own.csv"}
    load()
    assert (cells("land_use") == 21).all()
    beside = world.file.parent / "legends" / "own.csv"
    beside.parent.mkdir()
    beside.write_text("code,cnlucc_code\n1,22\n")
    load()
    assert (cells("land_use") == 22).all()
