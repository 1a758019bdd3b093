"""Raw pixel values in the layer's unit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS, Geod

from loaders.load import LoadReport
from loaders.raster.values.decode import pixel_areas_km2
from tests.world import World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]


def test_mod17_fill_codes_are_zero_or_missing_by_the_settings_policy(
    world: World, load: Load, cells: Cells
) -> None:
    values = [[32761, 32762, 32763, 32764], [32765, 32766, 32767, 2000], [1000] * 4]
    world.raster("npp.tif", values, "uint16", nodata=65535)
    world.layers["npp"] = {
        "path": "npp.tif", "unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17",
    }  # fmt: skip
    load()
    assert np.nan_to_num(cells("npp"), nan=-1).round(3).tolist() == [
        [-1, 0, -1, 0],
        [0, 0, -1, 200],
        [100] * 4,
    ]
    world.method["npp_zero_codes"] = [32763]
    assert load().loaded == ("npp", "npp_origin")
    assert np.nan_to_num(cells("npp"), nan=-1)[0].tolist() == [-1, -1, 0, -1]


def test_fill_codes_are_decided_before_pixels_are_averaged(
    world: World, load: Load, cells: Cells
) -> None:
    values = np.full((6, 8), 3000)
    values[0, 0] = 32766  # water: counts as 0
    values[0, 2] = 32767  # fill: does not count
    fine = Affine(500, 0, 14_400_000, 0, -500, 4_600_000)
    world.raster("npp.tif", values, "int16", nodata=32767, transform=fine)
    world.layers["npp"] = {
        "path": "npp.tif", "unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17",
    }  # fmt: skip
    load()
    assert cells("npp")[0].round(3).tolist() == [225, 300, 300, 300]


def test_unsigned_mod17_files_keep_the_codes_at_the_top_of_their_range(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("npp.tif", [[65529, 65530, 65535, 2000]] * 3, "uint16")
    world.layers["npp"] = {
        "path": "npp.tif", "unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17",
        "nodata": 65535,
    }  # fmt: skip
    load()
    assert np.nan_to_num(cells("npp"), nan=-1)[0].round(3).tolist() == [-1, 0, -1, 200]


@pytest.mark.parametrize(
    "given",
    [
        (-105, 0.1, {}),
        (-105, None, {"scale": 0.1}),
        (-105, 0.5, {"scale": 0.1}),
        (262.65, None, {"unit": "K"}),
        (2626.5, None, {"unit": "K", "scale": 0.1}),
        (-20.5, None, {"offset": 10}),
    ],
)
def test_scale_offset_and_unit_give_the_same_degrees(
    world: World, load: Load, cells: Cells, given: tuple[float, float | None, dict[str, Any]]
) -> None:
    raw, file_scale, settings = given
    world.raster("t.tif", np.full((12, 3, 4), raw), scale=file_scale)
    world.layers["temperature"] = {"path": "t.tif", **settings}
    load()
    assert cells("temperature") == pytest.approx(-10.5, abs=1e-4)


def test_nan_nodata_and_the_region_files_nodata_are_all_missing(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("dem.tif", [[np.nan, -1, 7, 7]] * 3, nodata=-2)
    world.layers["elevation"] = {"path": "dem.tif", "nodata": -1}
    load()
    assert np.nan_to_num(cells("elevation"), nan=-9)[0].tolist() == [-9, -9, 7, 7]


def test_nodata_none_means_every_value(world: World, load: Load, cells: Cells) -> None:
    world.raster("pop.tif", [[255, 0, 3, 4]] * 3, "uint8", nodata=0)
    world.layers["population"] = {"path": "pop.tif", "measure": "density", "nodata": "none"}
    load()
    assert cells("population_density")[0].tolist() == [255, 0, 3, 4]


def test_areas_of_geographic_pixels_are_those_of_the_ellipsoid() -> None:
    areas = pixel_areas_km2(Affine(0.5, 0, 79, 0, -0.5, 43), CRS.from_epsg(4326), (4, 6))
    geod = Geod(ellps="WGS84")
    for row in range(4):
        north, south = 43 - row / 2, 43 - (row + 1) / 2
        longitude = np.linspace(0, 0.5, 500)
        ring_x = [*longitude, *longitude[::-1]]
        ring_y = [north] * 500 + [south] * 500
        expected = abs(geod.polygon_area_perimeter(ring_x, ring_y)[0]) / 1e6
        assert areas[row, 0] == pytest.approx(expected, rel=1e-6)


def test_areas_of_mercator_pixels_shrink_with_latitude() -> None:
    mercator = CRS.from_epsg(3857)
    areas = pixel_areas_km2(Affine(1000, 0, 9e6, 0, -1000, 5.06e6), mercator, (3, 3))
    assert areas[1, 1] == pytest.approx(np.cos(np.radians(41.33)) ** 2, rel=0.01)


def test_counts_keep_their_sum_through_the_warp(world: World, load: Load, cells: Cells) -> None:
    """People per pixel, 90 m geographic: the county's people stay as many."""
    step = 0.001
    shape = (80, 120)
    people = np.random.default_rng(0).poisson(3, shape).astype(np.float32)
    transform = Affine(step, 0, 79.76, 0, -step, 41.58)
    world.raster("ppp.tif", people, crs="EPSG:4326", transform=transform)
    world.layers["population"] = {"path": "ppp.tif", "unit": "people/pixel"}
    load()
    density = people.mean() / pixel_areas_km2(transform, CRS.from_epsg(4326), shape).mean()
    assert np.nanmean(cells("population_density")) == pytest.approx(density, rel=0.02)


def test_a_land_cover_before_npp_is_zero_where_nothing_grows(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("cover.tif", [[15, 16, 17, 0], [13, 11, 10, 12], [255, 254, 14, 1]], "uint8")
    world.raster("npp.tif", np.full((3, 4), 90.0))
    world.layers["npp"] = [
        {"path": "cover.tif", "codes": "igbp", "nodata": 254},
        {"path": "npp.tif", "unit": "gC/m2/a"},
    ]
    load()
    assert cells("npp").tolist() == [[0, 0, 0, 0], [0, 90, 90, 90], [90] * 4]
    # the same policy as for MOD17's fill codes: here ice and wetland alone
    world.method["npp_zero_codes"] = [32764, 32763]
    assert load().loaded == ("npp", "npp_origin")
    assert cells("npp").tolist() == [[0, 90, 90, 90], [90, 0, 90, 90], [90] * 4]


def test_a_cell_of_a_finer_land_cover_has_the_class_of_most_of_its_pixels(
    world: World, load: Load, cells: Cells
) -> None:
    values = np.full((6, 8), 10)
    values[0, :2], values[1, 0] = 16, 16  # three pixels of four in the first cell
    values[0, 2] = 16  # one of four in the second
    fine = Affine(500, 0, 14_400_000, 0, -500, 4_600_000)
    world.raster("cover.tif", values, "uint8", transform=fine)
    world.raster("npp.tif", np.full((3, 4), 90.0))
    world.layers["npp"] = [
        {"path": "cover.tif", "codes": "igbp"},
        {"path": "npp.tif", "unit": "gC/m2/a"},
    ]
    load()
    assert cells("npp")[0].tolist() == [0, 90, 90, 90]


def test_codes_that_are_no_land_cover_are_refused(world: World, refusal: Callable[[], str]) -> None:
    world.raster("cover.tif", [[10, 16, 62, 62]] * 3, "uint8")
    world.layers["npp"] = {"path": "cover.tif", "codes": "igbp"}
    assert "no IGBP class: 62 (6 pixels)" in refusal()
