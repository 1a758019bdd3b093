"""Where pixel corners lie on the grid, against pyproj corner by corner."""

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS, Transformer

from loaders.grid.grid import Cells
from loaders.raster.corners import pixel_corners

DEGREES, METRES = CRS.from_epsg(4326), CRS.from_epsg(2328)
COUNTY = Cells(14_380_000, 4_690_000, 1000, 150, 160)


@pytest.mark.parametrize("side", [0.0003, 0.002, 0.05, 0.5])
def test_corners_are_within_a_thousandth_of_a_pixel_of_their_projection(side: float) -> None:
    transform = Affine(side, 0, 79.4, 0, -side, 42.5)
    shape = (round(1.6 / side) + 1, round(2 / side) + 1)
    shape = (min(shape[0], 900), min(shape[1], 1100))
    x, y = pixel_corners(transform, shape, DEGREES, cells=COUNTY, target=METRES)
    columns, rows = np.meshgrid(np.arange(shape[1] + 1), np.arange(shape[0] + 1))
    change = Transformer.from_crs(DEGREES, METRES, always_xy=True)
    true_x, true_y = change.transform(79.4 + side * columns, 42.5 - side * rows)
    assert x.shape == y.shape == (shape[0] + 1, shape[1] + 1)
    off = np.hypot(x * 1000 + COUNTY.left - true_x, COUNTY.top - y * 1000 - true_y)
    pixel_m = side * 111_000 * np.cos(np.radians(42.5))
    assert off.max() < 0.0011 * pixel_m


def test_few_corners_are_projected_one_by_one() -> None:
    transform = Affine(0.5, 0, 79, 0, -0.5, 43)
    x, y = pixel_corners(transform, (3, 4), DEGREES, cells=COUNTY, target=METRES)
    change = Transformer.from_crs(DEGREES, METRES, always_xy=True)
    true_x, true_y = change.transform(79.5, 42.0)
    assert (x[2, 1], y[2, 1]) == pytest.approx(
        ((true_x - COUNTY.left) / 1000, (COUNTY.top - true_y) / 1000), abs=1e-9
    )


def test_pixels_in_the_regions_own_system_are_only_shifted_and_scaled() -> None:
    transform = Affine(250, 0, COUNTY.left - 500, 0, -250, COUNTY.top + 1000)
    x, y = pixel_corners(transform, (2, 3), METRES, cells=COUNTY, target=METRES)
    assert x[0].tolist() == [-0.5, -0.25, 0, 0.25]
    assert y[:, 0].tolist() == [-1, -0.75, -0.5]
