"""The region's polygon."""

from typing import Any

import pytest
import shapely

from loaders.vector.boundary import put_together, read_boundary
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, TOP, World


def boundary(world: World) -> Any:
    return read_boundary(read_region(world.write()), world.data)


def square(column: int, row: int) -> Any:
    x, y = LEFT + column * 1000, TOP - row * 1000
    return shapely.box(x, y - 1000, x + 1000, y)


def test_enclaves_and_exclaves_are_kept(world: World) -> None:
    ring = shapely.difference(BOX, square(1, 1))
    world.polygons("boundary.gpkg", [shapely.MultiPolygon([ring, square(8, 1)])])
    found = boundary(world)
    assert found.area == 12e6
    assert len(found.geoms) == 2


def test_several_features_and_files_are_united(world: World) -> None:
    world.polygons("boundary.gpkg", [square(0, 0), square(1, 0)])
    world.polygons("exclave.gpkg", [square(5, 0)])
    world.boundary["path"] = ["boundary.gpkg", "exclave.gpkg"]
    found = boundary(world)
    assert (found.area, len(found.geoms)) == (3e6, 2)


@pytest.mark.parametrize("codes", [[1, 2], [1.0, 2.0], ["1", "2"]])
@pytest.mark.parametrize("wanted", [2, "2", [2, 7]])
def test_a_filter_takes_numbers_for_what_they_mean(
    world: World, codes: list[Any], wanted: Any
) -> None:
    world.polygons("boundary.gpkg", [square(0, 0), square(3, 0)], {"adcode": codes})
    world.boundary["where"] = {"adcode": wanted}
    assert boundary(world).equals(square(3, 0))


def test_a_named_layer_of_a_geopackage(world: World) -> None:
    world.polygons("many.gpkg", [square(0, 0)], layer="county")
    world.polygons("many.gpkg", [square(1, 0)], layer="town", append=True)
    world.boundary = {"path": "many.gpkg", "layer": "town"}
    assert boundary(world).equals(square(1, 0))


def test_a_file_without_crs_takes_the_region_files(world: World) -> None:
    world.polygons("boundary.shp", [BOX], crs=None)
    world.boundary = {"path": "boundary.shp", "crs": "EPSG:2328"}
    assert boundary(world).equals(BOX)


def test_features_that_become_one_county_unasked_are_told(world: World) -> None:
    halves = [shapely.box(LEFT + x, TOP - 3000, LEFT + x + 2000, TOP) for x in (0, 2000)]
    world.polygons("boundary.gpkg", halves, {"adcode": [1, 2]})
    told = put_together(read_region(world.write()), world.data)
    assert "2 features of boundary.gpkg are put together (adcode: 1, 2)" in told
    assert "where = { adcode = ... }" in told
    world.boundary["where"] = {"adcode": 1}
    assert put_together(read_region(world.write()), world.data) == ""
