"""Vegetation polygons and rasters through their legends."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from loaders.grid.grid import Cells as Rectangle
from loaders.load import LoadReport
from loaders.raster.inputs import Frame
from loaders.vector.vector import polygon_input
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
GRID = Rectangle(LEFT, TOP, 1000, 4, 3)
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


def test_the_polygon_over_most_of_a_cell_decides(world: World, load: Load, cells: Cells) -> None:
    """A wedge over the middle of the first cell, of which it covers two fifths."""
    first = shapely.box(LEFT, TOP - 1000, LEFT + 1000, TOP)
    wedge = shapely.Polygon(
        [(LEFT, TOP - 300), (LEFT + 1000, TOP - 300), (LEFT + 1000, TOP - 700), (LEFT, TOP - 700)]
    )
    rest = BOX.difference(wedge)
    assert wedge.contains(first.centroid)
    world.polygons("veg.gpkg", [wedge, rest], {"code": ["3", "4"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    load()
    assert (cells("vegetation") == 4).all()
    world.layers["vegetation"]["resampling"] = "nearest"
    load()
    assert cells("vegetation")[0].tolist() == [3, 4, 4, 4]


def test_shares_of_polygons_are_their_areas_by_shapely(world: World) -> None:
    random = np.random.default_rng(4)
    seeds = shapely.MultiPoint(np.array([LEFT, TOP - 3000]) + random.random((40, 2)) * [4000, 3000])
    parts = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=BOX))
    hole = shapely.Point(LEFT + 1500, TOP - 1500).buffer(700)
    parts = shapely.difference(parts, hole)
    codes = random.integers(1, 5, len(parts))
    world.polygons("veg.gpkg", list(parts), {"code": codes.tolist()})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    region = read_region(world.write())
    frame = Frame(CRS.from_epsg(2328), GRID, BOX)
    path = world.data / "veg.gpkg"
    world.text("own.csv", "code,vegetation_subtype_code\n1,1\n2,2\n3,3\n4,\n")
    source = replace(region.layers["vegetation"][0], legend="own.csv")
    found = polygon_input(source, (path,), world.data, frame).shares(GRID)
    assert set(found) == {1, 2, 3}  # the legend leaves 4 empty
    for code, share in found.items():
        area = shapely.union_all(parts[codes == code])
        for row, column in np.ndindex(3, 4):
            x, y = LEFT + 1000 * column, TOP - 1000 * row
            expected = shapely.box(x, y - 1000, x + 1000, y).intersection(area).area / 1e6
            assert share[row, column] == pytest.approx(expected, abs=1e-9)


def test_polygons_that_overlap_share_the_cell_in_proportion(
    world: World, load: Load, cells: Cells
) -> None:
    """One of two polygons covers the first cell whole, the other three quarters of it."""
    part = shapely.box(LEFT + 250, TOP - 1000, LEFT + 1000, TOP)
    world.polygons("veg.gpkg", [BOX, part], {"code": ["4", "3"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    region = read_region(world.write())
    frame = Frame(CRS.from_epsg(2328), GRID, BOX)
    made = polygon_input(
        region.layers["vegetation"][0], (world.data / "veg.gpkg",), world.data, frame
    )
    shares = made.shares(GRID)
    assert (shares[4][0, 0], shares[3][0, 0]) == pytest.approx((1 / 1.75, 0.75 / 1.75))
    load()
    assert (cells("vegetation") == 4).all()


def test_unknown_names_far_from_the_region_do_not_matter(
    world: World, load: Load, cells: Cells
) -> None:
    far = shapely.box(LEFT + 9000, TOP - 3000, LEFT + 9500, TOP)
    world.polygons("veg.gpkg", [*HALVES, far], {"code": ["3", "4", "cactus"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    load()
    assert cells("vegetation")[0].tolist() == [3, 3, 4, 4]


def test_polygons_in_degrees_are_projected(world: World, load: Load, cells: Cells) -> None:
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
