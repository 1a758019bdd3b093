"""Slope on planes and gaps whose angle a pencil gives."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from affine import Affine

from loaders.load import LoadReport
from loaders.terrain.slope import block_mean, horn, steps_per_cell
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]


def plane(rows: int, columns: int, east: float, south: float) -> np.ndarray:
    return (np.arange(columns) * east + np.arange(rows)[:, None] * south).astype(np.float32)


@pytest.mark.parametrize(
    ("east", "south", "degrees"), [(30, 0, 45), (0, -30, 45), (0, 0, 0), (18, 24, 45)]
)
def test_a_plane_has_its_own_slope_everywhere(east: float, south: float, degrees: float) -> None:
    assert horn(plane(6, 7, east, south), 30) == pytest.approx(degrees, abs=1e-4)


def test_a_peak_between_its_neighbours_is_level() -> None:
    heights = np.zeros((3, 3), np.float32)
    heights[1, 1] = 100
    assert horn(heights, 30).tolist() == [[0]]


def test_missing_neighbours_are_continued_through_the_centre() -> None:
    heights = plane(6, 7, 30, 0)
    heights[:2] = np.nan
    slope = horn(heights, 30)
    assert np.isnan(slope[0]).all()
    assert slope[1:] == pytest.approx(45, abs=1e-4)


def test_block_means_leave_missing_values_out() -> None:
    values = np.array([[1, 3, np.nan, np.nan], [5, np.nan, np.nan, np.nan]], np.float32)
    assert np.nan_to_num(block_mean(values, 2), nan=-1).tolist() == [[3, -1]]


def test_steps_fit_the_cell_and_never_coarsen_the_dem_by_much() -> None:
    assert [steps_per_cell(m, 1000) for m in (30, 90, 250, 390, 700, 1000, 1800)] == [
        34, 12, 4, 3, 2, 1, 0,
    ]  # fmt: skip


def test_slope_is_taken_at_the_dems_resolution_before_it_is_averaged(
    world: World, load: Load, cells: Cells
) -> None:
    """A saw of 250 m teeth is flat at 1 km, but not to the one who walks it."""
    teeth = np.tile([0, 250, 500, 250], (12, 4))
    fine = Affine(250, 0, LEFT, 0, -250, TOP)
    world.raster("dem.tif", teeth, "int16", nodata=-1, transform=fine)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert cells("elevation") == pytest.approx(250)
    assert cells("slope")[1, 1:3] == pytest.approx(22.5, abs=1e-3)  # 0, 45, 0, 45 degrees


def test_no_seam_shows_between_tiles(world: World, load: Load, cells: Cells) -> None:
    world.polygons("boundary.gpkg", [_box(20, 18)])
    rows, columns = 18 * 4, 20 * 4
    heights = 3000 + 400 * np.sin(plane(rows, columns, 0.3, 0.2))
    fine = Affine(250, 0, LEFT, 0, -250, TOP)
    world.raster("dem.tif", heights, transform=fine)
    world.layers["elevation"] = {"path": "dem.tif"}
    world.region["tile_size"] = 8
    load()
    in_tiles = cells("slope")
    world.region["tile_size"] = 64
    load()
    assert in_tiles == pytest.approx(cells("slope"), abs=1e-4)
    padded = np.pad(heights.astype(np.float32), 1, constant_values=np.nan)
    assert in_tiles == pytest.approx(block_mean(horn(padded, 250), 4), abs=1e-3)


def test_a_coarse_dem_keeps_its_own_slope_and_has_no_seams(
    world: World, load: Load, cells: Cells
) -> None:
    world.polygons("boundary.gpkg", [_box(20, 18)])
    coarse = Affine(2000, 0, LEFT, 0, -2000, TOP)
    world.raster("dem.tif", plane(9, 10, 200, 0), transform=coarse)
    world.layers["elevation"] = {"path": "dem.tif"}
    world.region["tile_size"] = 8
    load()
    expected = np.degrees(np.arctan(0.1))
    assert cells("slope") == pytest.approx(expected, abs=1e-3)


def test_slope_may_come_from_a_dem_of_its_own(world: World, load: Load, cells: Cells) -> None:
    world.raster("flat.tif", np.full((3, 4), 500.0))
    world.raster("steep.tif", plane(12, 16, 250, 0), transform=Affine(250, 0, LEFT, 0, -250, TOP))
    world.layers["elevation"] = {"path": "flat.tif"}
    world.layers["slope"] = {"path": "steep.tif", "unit": "m"}
    load()
    assert cells("elevation") == pytest.approx(500)
    assert cells("slope") == pytest.approx(45, abs=1e-3)


def test_slope_may_come_ready_in_degrees(world: World, load: Load, cells: Cells) -> None:
    world.raster("slope.tif", np.full((3, 4), 12.5))
    world.layers["slope"] = {"path": "slope.tif"}
    load()
    assert cells("slope") == pytest.approx(12.5)


def _box(columns: int, rows: int) -> Any:
    import shapely

    return shapely.box(LEFT, TOP - rows * 1000, LEFT + columns * 1000, TOP)
