"""Warping against plain numpy and pyproj."""

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS, Transformer

from loaders.grid.grid import Cells
from loaders.raster.warp import blocks, default_resampling, warp

DEGREES, METRES = CRS.from_epsg(4326), CRS.from_epsg(2328)
COUNTY = Cells(14_380_000, 4_690_000, 1000, 150, 160)


def centres(cells: Cells, size_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of the cells' centres in a lattice from 78 E, 43.5 N; pixel centres whole."""
    x = cells.left + (np.arange(cells.columns) + 0.5) * cells.size
    y = cells.top - (np.arange(cells.rows) + 0.5) * cells.size
    change = Transformer.from_crs(METRES, DEGREES, always_xy=True)
    longitude, latitude = change.transform(*np.meshgrid(x, y))
    return (43.5 - latitude) / size_deg - 0.5, (longitude - 78) / size_deg - 0.5


def lattice(size_deg: float) -> tuple[np.ndarray, Affine]:
    shape = (1, round(4 / size_deg), round(5 / size_deg))
    values = np.random.default_rng(7).normal(size=shape).astype(np.float32)
    return values, Affine(size_deg, 0, 78, 0, -size_deg, 43.5)


def bilinear(values: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """The weighted mean of the four pixels around; missing ones do not count."""
    total, weights = np.zeros(row.shape), np.zeros(row.shape)
    for down in (0, 1):
        for right in (0, 1):
            r, c = np.floor(row).astype(int) + down, np.floor(column).astype(int) + right
            weight = (1 - np.abs(row - r)) * (1 - np.abs(column - c))
            pixel = values[r, c]
            total += np.where(np.isnan(pixel), 0, weight * pixel)
            weights += np.where(np.isnan(pixel), 0, weight)
    return total / weights


@pytest.mark.parametrize(("size_deg", "within"), [(0.5, 0.001), (0.1, 0.01), (0.02, 0.04)])
def test_bilinear_equals_numpy_within_a_hundredth_of_a_cell(size_deg: float, within: float) -> None:
    values, transform = lattice(size_deg)
    got = warp(values, transform, DEGREES, cells=COUNTY, target=METRES, resampling="bilinear")[0]
    expected = bilinear(values[0], *centres(COUNTY, size_deg))
    assert np.abs(got - expected).max() < within


def test_bilinear_loses_no_cell_but_those_centred_in_a_missing_pixel() -> None:
    values, transform = lattice(0.1)
    values[0, 18:20, 22:25] = np.nan
    got = warp(values, transform, DEGREES, cells=COUNTY, target=METRES, resampling="bilinear")[0]
    row, column = centres(COUNTY, 0.1)
    nearest = values[0, np.round(row).astype(int), np.round(column).astype(int)]
    edge = np.minimum(np.abs(row % 1 - 0.5), np.abs(column % 1 - 0.5)) < 0.01
    assert (np.isnan(got) == np.isnan(nearest))[~edge].all()
    there = ~np.isnan(nearest) & ~edge
    assert np.abs(got - bilinear(values[0], row, column))[there].max() < 0.02


def test_bilinear_reaches_cells_at_the_edge_of_the_source() -> None:
    values = np.array([[[1, 2], [3, 4]]], np.float32)
    cells = Cells(0, 2000, 500, 4, 4)
    transform = Affine(1000, 0, 0, 0, -1000, 2000)
    got = warp(values, transform, METRES, cells=cells, target=METRES, resampling="bilinear")[0]
    assert got.tolist() == [
        [1, 1.25, 1.75, 2],
        [1.5, 1.75, 2.25, 2.5],
        [2.5, 2.75, 3.25, 3.5],
        [3, 3.25, 3.75, 4],
    ]


def test_nearest_takes_the_pixel_over_the_centre() -> None:
    values = np.random.default_rng(3).integers(1, 200, (1, 40, 50)).astype(np.uint8)
    transform = Affine(0.1, 0, 78, 0, -0.1, 43.5)
    got = warp(values, transform, DEGREES, cells=COUNTY, target=METRES, resampling="nearest")[0]
    row, column = centres(COUNTY, 0.1)
    expected = values[0, np.round(row).astype(int), np.round(column).astype(int)]
    edge = np.minimum(np.abs(row % 1 - 0.5), np.abs(column % 1 - 0.5)) < 0.01
    assert (got == expected)[~edge].all()


def test_average_is_the_mean_of_the_pixels_with_a_value() -> None:
    values = np.array([[[1, 3, 5, 5], [5, 7, 5, np.nan]]], np.float32)
    cells = Cells(0, 2000, 2000, 2, 1)
    transform = Affine(1000, 0, 0, 0, -1000, 2000)
    got = warp(values, transform, METRES, cells=cells, target=METRES, resampling="average")[0]
    assert got.tolist() == [[4, 5]]


def test_mode_is_the_most_frequent_code_that_is_not_missing() -> None:
    values = np.array([[[12, 12, 0, 0], [31, 12, 0, 62]]], np.uint8)
    cells = Cells(0, 2000, 2000, 2, 1)
    transform = Affine(1000, 0, 0, 0, -1000, 2000)
    got = warp(values, transform, METRES, cells=cells, target=METRES, resampling="mode")[0]
    assert got.tolist() == [[12, 62]]


def test_bands_with_different_gaps_do_not_infect_each_other() -> None:
    values = np.ones((2, 8, 8), np.float32)
    values[0, 2:4, 2:4] = np.nan
    cells = Cells(0, 8000, 2000, 4, 4)
    transform = Affine(1000, 0, 0, 0, -1000, 8000)
    got = warp(values, transform, METRES, cells=cells, target=METRES, resampling="average")
    assert np.isnan(got[0]).sum() == 1
    assert (got[1] == 1).all()


def test_pixels_that_are_cells_are_copied_also_beyond_the_source() -> None:
    values = np.arange(4, dtype=np.float32).reshape(1, 2, 2)
    cells = Cells(-1000, 2000, 1000, 4, 2)
    transform = Affine(1000, 0, 0, 0, -1000, 2000)
    got = warp(values, transform, METRES, cells=cells, target=METRES, resampling="average")[0]
    assert np.nan_to_num(got, nan=-1).tolist() == [[-1, 0, 1, -1], [-1, 2, 3, -1]]


def test_the_method_chooses_the_resampling() -> None:
    assert [
        default_resampling("code", 5000, 1000), default_resampling("code", 30, 1000),
        default_resampling("quantity", 5000, 1000), default_resampling("quantity", 30, 1000),
        default_resampling("code", 1000, 1000), default_resampling("quantity", 1000, 1000),
    ] == [
        "largest share", "largest share", "bilinear", "average", "largest share", "bilinear",
    ]  # fmt: skip


def test_blocks_cover_each_cell_once_and_keep_the_budget() -> None:
    cells = Cells(0, 0, 1000, 128, 100)
    seen = np.zeros(cells.shape, int)
    for row, column, part in blocks(cells, 1111.0):
        seen[row : row + part.rows, column : column + part.columns] += 1
        assert part.rows * part.columns * 1111 <= 4_000_000
        assert (part.left, part.top) == (column * 1000, -row * 1000)
    assert (seen == 1).all()
