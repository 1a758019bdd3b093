"""GeoTIFFs from tiles, without a database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from drawn_results import GRID

from analysis.gis.geotiff import Labels, write_geotiff
from analysis.results.raster import Tile
from sinkbase.errors import SinkbaseError

LARGE = replace(GRID, columns=1100, rows=600)
LABELS = Labels("A quantity", "m", {"TITLE": "A quantity, 示范县"})


def cut(values: np.ndarray, nodata: float, side: int = 128) -> Iterator[Tile]:
    for row in range(0, values.shape[0], side):
        for column in range(0, values.shape[1], side):
            part = values[row : row + side, column : column + side]
            yield Tile(row, column, part, nodata)


def test_a_large_quantity_has_overviews_of_means_that_leave_missing_cells_out(
    tmp_path: Path,
) -> None:
    values = np.random.default_rng(1).normal(100, 20, (600, 1100)).astype("f4")
    values[:200] = -9999
    values[201, 0] = -9999
    statistics = write_geotiff(tmp_path / "large.tif", cut(values, -9999), LARGE, LABELS)
    valid = values[values != -9999].astype(float)
    assert statistics.count == valid.size
    assert statistics.mean == pytest.approx(valid.mean(), rel=1e-12)
    assert statistics.deviation == pytest.approx(valid.std(), rel=1e-9)
    with rasterio.open(tmp_path / "large.tif") as dataset:
        np.testing.assert_array_equal(dataset.read(1), values)
        assert dataset.block_shapes == [(512, 512)]
        assert dataset.compression.name == "deflate"
        assert dataset.tags(ns="IMAGE_STRUCTURE")["PREDICTOR"] == "3"
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert dataset.overviews(1)[:1] == [2]
        assert dataset.units == ("m",)
        assert dataset.tags()["TITLE"] == "A quantity, 示范县"
    with rasterio.open(tmp_path / "large.tif", overview_level=0) as overview:
        half = overview.read(1, masked=True)
        # three of the four cells have a value
        expected = values[200:202, :2].astype(float)[values[200:202, :2] != -9999].mean()
        assert half[100, 0] == pytest.approx(expected, rel=1e-6)
        assert half.mask[:100].all()


def test_a_large_code_raster_has_overviews_of_codes(tmp_path: Path) -> None:
    codes = np.random.default_rng(2).choice([11, 24, 66], (600, 1100)).astype("u1")
    write_geotiff(tmp_path / "codes.tif", cut(codes, 0), LARGE, LABELS)
    with rasterio.open(tmp_path / "codes.tif", overview_level=0) as overview:
        assert set(np.unique(overview.read(1))) == {11, 24, 66}


def test_the_same_cells_give_the_same_bytes(tmp_path: Path) -> None:
    values = np.random.default_rng(3).normal(0, 1, (600, 1100)).astype("f4")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_geotiff(tmp_path / name / "it.tif", cut(values, -9999), LARGE, LABELS)
    assert (tmp_path / "one/it.tif").read_bytes() == (tmp_path / "two/it.tif").read_bytes()
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["it.tif"]


def test_cells_of_no_tile_are_nodata(tmp_path: Path) -> None:
    tile = Tile(1, 2, np.array([[7.0]], "f4"), -9999.0)
    assert write_geotiff(tmp_path / "one.tif", [tile], GRID, LABELS).count == 1
    with rasterio.open(tmp_path / "one.tif") as dataset:
        values = dataset.read(1, masked=True)
    assert values.count() == 1
    assert values[1, 2] == 7


def test_a_raster_without_tiles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SinkbaseError, match="nothing has no tiles"):
        write_geotiff(tmp_path / "nothing.tif", [], GRID, LABELS)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    tile = Tile(0, 0, np.array([[7.0]], "f4"), -9999.0)
    with pytest.raises(SinkbaseError, match="could not be written"):
        write_geotiff(tmp_path / "none" / "it.tif", [tile], GRID, LABELS)
