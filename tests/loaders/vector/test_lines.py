"""Roads: the cells they pass, in a world of 4 x 3 cells."""

from collections.abc import Callable
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from loaders.load import LoadReport
from sinkbase.region.crs import project
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]


def line(*corners: tuple[float, float]) -> shapely.LineString:
    """A line through corners in km to the right of and below the world's top left."""
    return shapely.LineString([(LEFT + 1000 * x, TOP - 1000 * y) for x, y in corners])


# from the left edge to the right one, downwards by half a cell a cell, through no corner
DIAGONAL = line((0, 0.25), (4, 2.25))
UNDER_IT = ["##..", ".###", "...#"]


def drawn(values: Any) -> list[str]:
    return ["".join("#" if cell == 1 else "." for cell in row) for row in values]


def test_a_diagonal_road_is_in_every_cell_that_it_passes(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons("roads.gpkg", [DIAGONAL])
    world.layers["roads"] = {"path": "roads.gpkg"}
    report = load()
    assert drawn(cells("roads")) == UNDER_IT
    assert np.nansum(cells("roads")) == 6  # no cell without a road has a value
    assert report.warnings == ()
    assert "roads" not in report.missing


def test_a_short_road_between_two_centres_is_not_lost(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons("roads.gpkg", [line((1.9, 1.9), (2.1, 1.95))])
    world.layers["roads"] = {"path": "roads.gpkg"}
    load()
    assert drawn(cells("roads")) == ["....", ".##.", "...."]


def test_tiles_do_not_cut_a_road(world: World, load: Load, cells: Cells) -> None:
    world.region |= {"cell_size_m": 100, "tile_size": 8}
    world.polygons("roads.gpkg", [line((0, 0.275), (4, 2.275))])
    world.layers["roads"] = {"path": "roads.gpkg"}
    load()
    # one cell in each of 40 columns, and one more for each of the 20 rows that it crosses into
    assert (cells("roads") == 1).any(axis=0).all()
    assert np.nansum(cells("roads")) == 40 + 20


def test_several_files_of_several_kinds_are_one_layer(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons("east.gpkg", [line((3.5, 0.5), (3.5, 2.5))])
    world.polygons("west.shp", [shapely.MultiLineString([line((0.5, 0.4), (0.5, 0.6))])])
    world.polygons("square.gpkg", [line((1.2, 1.2), (1.8, 1.2), (1.8, 1.8)).envelope])
    world.layers["roads"] = {"path": ["east.gpkg", "west.shp", "square.gpkg"]}
    load()
    assert drawn(cells("roads")) == ["#..#", ".#.#", "...#"]


def test_a_filter_leaves_tracks_out(world: World, load: Load, cells: Cells) -> None:
    track = line((0.5, 2.5), (1.5, 2.5))
    world.polygons("roads.gpkg", [DIAGONAL, track], {"class": ["国道", "小路"]}, layer="roads")
    world.layers["roads"] = {"path": "roads.gpkg", "layer": "roads", "where": {"class": ["国道"]}}
    load()
    assert drawn(cells("roads")) == UNDER_IT


def test_roads_in_degrees_are_projected(world: World, load: Load, cells: Cells) -> None:
    degrees = project(DIAGONAL, CRS.from_epsg(2328), CRS.from_epsg(4326))
    world.polygons("roads.geojson", [degrees], crs="EPSG:4326")
    world.layers["roads"] = {"path": "roads.geojson"}
    load()
    assert drawn(cells("roads")) == UNDER_IT


def test_a_raster_counts_wherever_it_is_neither_zero_nor_missing(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("roads.tif", [[0, 1, 0, 3], [9, 0, 9, 0], [0, 0, 0, 7]], "uint8", nodata=9)
    world.layers["roads"] = {"path": "roads.tif"}
    load()
    assert drawn(cells("roads")) == [".#.#", "....", "...#"]


def test_one_pixel_in_a_cells_corner_is_enough(world: World, load: Load, cells: Cells) -> None:
    half = Affine(500, 0, LEFT, 0, -500, TOP)
    world.raster("roads.tif", np.eye(6, 8, k=1), "uint8", transform=half)
    world.layers["roads"] = {"path": "roads.tif"}
    load()
    assert drawn(cells("roads")) == ["##..", ".##.", "..##"]


def test_a_coarse_pixel_is_in_all_its_cells(world: World, load: Load, cells: Cells) -> None:
    coarse = Affine(2000, 0, LEFT, 0, -2000, TOP)
    world.raster("roads.tif", [[0, 1], [1, 0]], "uint8", transform=coarse)
    world.layers["roads"] = {"path": "roads.tif"}
    load()
    assert drawn(cells("roads")) == ["..##", "..##", "##.."]


def test_a_county_without_roads_is_loaded_with_a_warning(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons("roads.gpkg", [line((40, 0), (50, 0))])
    world.layers["roads"] = {"path": "roads.gpkg"}
    (warning,) = load().warnings
    assert (warning.kind, warning.layer) == ("nothing_there", "roads")
    assert warning.sentence.startswith("roads: nothing of the layer lies in the region")
    assert drawn(cells("roads")) == ["...."] * 3


def test_an_empty_raster_of_roads_is_loaded_with_a_warning(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("roads.tif", np.zeros((3, 4)), "uint8", nodata=0)
    world.layers["roads"] = {"path": "roads.tif"}
    assert len(load().warnings) == 1
    assert drawn(cells("roads")) == ["...."] * 3


def test_the_log_and_the_comments_tell_of_roads(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.polygons("roads.gpkg", [DIAGONAL])
    world.layers["roads"] = {"path": "roads.gpkg", "note": "main roads of 2015"}
    load()
    row = database.execute(
        "select note, source_crs, source_resolution, resampling, cells_with_value from"
        " drawn_raw.load_log where layer = 'roads'"
    ).fetchone()
    assert row == ("main roads of 2015", "EPSG:2328", "1 features", "every cell touched", 6)
    comment = database.execute("select obj_description('drawn_raw.roads'::regclass)").fetchone()
    assert comment == ("One row per tile: cells that a road passes, 1.",)


def test_roads_are_loaded_again_when_they_change_and_dropped_when_not_asked_for(
    world: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    world.polygons("roads.gpkg", [DIAGONAL])
    world.layers["roads"] = {"path": "roads.gpkg"}
    assert load().loaded == ("roads",)
    assert load().loaded == ()
    world.polygons("roads.gpkg", [line((0.1, 0.5), (3.9, 0.5))])
    assert load().loaded == ("roads",)
    assert drawn(cells("roads")) == ["####", "....", "...."]
    del world.layers["roads"]
    assert load().dropped == ("roads",)
    assert database.execute("select to_regclass('drawn_raw.roads')").fetchone() == (None,)


@pytest.mark.parametrize("shape", [shapely.Point(LEFT + 500, TOP - 500), "far"])
def test_points_are_refused(world: World, refusal: Refusal, shape: Any) -> None:
    if shape == "far":  # the file's own word for its features is enough
        world.polygons("roads.shp", [shapely.Point(LEFT + 99_000, TOP)])
    else:
        world.polygons("roads.shp", [shape])
    world.layers["roads"] = {"path": "roads.shp"}
    message = refusal()
    assert "roads.shp: the file holds features of type Point. Lines were expected" in message
    assert "[layers.roads]" in message


def test_a_point_among_lines_is_refused(world: World, refusal: Refusal) -> None:
    world.polygons("roads.gpkg", [DIAGONAL, shapely.Point(LEFT + 500, TOP - 500)])
    world.layers["roads"] = {"path": "roads.gpkg"}
    assert "features of type Point" in refusal()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"unit": "m"}, "unknown key 'unit'"),
        ({"colum": "name"}, "unknown key 'colum'"),
        ({"where": {"clas": "national"}}, "there is no column 'clas'. Did you mean 'class'?"),
        ({"layer": "streets"}, "there is no layer 'streets'. Known here: roads"),
        ({"path": "raods.gpkg"}, "Did you mean 'roads.gpkg'?"),
    ],
)
def test_a_mistake_in_the_region_file_is_refused(
    world: World, refusal: Refusal, settings: dict[str, Any], said: str
) -> None:
    world.polygons("roads.gpkg", [DIAGONAL], {"class": ["national"]})
    world.layers["roads"] = {"path": "roads.gpkg"} | settings
    assert said in refusal()


def test_roads_without_a_coordinate_system_are_refused(world: World, refusal: Refusal) -> None:
    world.polygons("roads.shp", [DIAGONAL], crs=None)
    world.layers["roads"] = {"path": "roads.shp"}
    assert "the file has no coordinate system" in refusal()


def test_a_mask_whose_255_may_be_road_or_nothing_is_refused(world: World, refusal: Refusal) -> None:
    world.raster("roads.tif", [[255, 0, 0, 0]] * 3, "uint8")
    world.layers["roads"] = {"path": "roads.tif"}
    message = refusal()
    assert "255, which looks like a fill value" in message
    assert 'nodata = "none"' in message
