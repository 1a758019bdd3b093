"""Several files as one raster."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.merge import merge
from rasterio.warp import Resampling, reproject
from scipy.io import netcdf_file

from loaders.load import LoadReport
from sinkbase.errors import SinkbaseError
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]


def half(column: int) -> Affine:
    return Affine(250, 0, LEFT + column * 250, 0, -250, TOP)


def test_tiles_average_across_their_seam_as_one_raster(
    world: World, load: Load, cells: Cells
) -> None:
    whole = np.random.default_rng(1).integers(0, 3000, (12, 16))
    world.raster("dem/a.tif", whole[:, :7], "int16", nodata=-1, transform=half(0))
    world.raster("dem/b.tif", whole[:, 6:], "int16", nodata=-1, transform=half(6))
    world.layers["elevation"] = {"path": "dem/*.tif"}
    load()
    assert cells("elevation") == pytest.approx(whole.reshape(3, 4, 4, 4).mean(axis=(1, 3)))


def test_gaps_of_the_first_tile_are_filled_from_the_next(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("a.tif", [[-1, 5, 5, 5]] * 3, "int16", nodata=-1)
    world.raster("b.tif", [[7, 7, 7, 7]] * 3, "int16", nodata=-1)
    world.layers["elevation"] = {"path": ["a.tif", "b.tif"]}
    load()
    assert cells("elevation")[0].tolist() == [7, 5, 5, 5]


def test_a_geographic_mosaic_equals_rasterios_merge_and_warp(
    world: World, load: Load, cells: Cells
) -> None:
    step = 0.002
    corner = (79.8, 41.57)
    rows, columns = 40, 120
    whole = np.random.default_rng(2).normal(2000, 300, (rows, columns)).astype(np.float32)
    paths = []
    for i, (first, last) in enumerate(((0, 61), (60, 120))):
        transform = Affine(step, 0, corner[0] + first * step, 0, -step, corner[1])
        paths.append(
            world.raster(f"{i}.tif", whole[:, first:last], crs="EPSG:4326", transform=transform)
        )
    world.layers["elevation"] = {"path": "[01].tif"}
    load()
    merged, transform = merge([rasterio.open(path) for path in paths], nodata=np.nan)
    expected = np.full((3, 4), np.nan, np.float32)
    reproject(
        merged[0], expected, src_transform=transform, src_crs="EPSG:4326", src_nodata=np.nan,
        dst_transform=Affine(1000, 0, LEFT, 0, -1000, TOP), dst_crs="EPSG:2328",
        dst_nodata=np.nan, resampling=Resampling.average,
    )  # fmt: skip
    assert not np.isnan(expected).all()
    assert cells("elevation") == pytest.approx(expected, abs=3, nan_ok=True)


def test_tiles_of_different_resolutions_are_warped_each_by_itself(
    world: World, load: Load, cells: Cells
) -> None:
    left_half = np.full((12, 8), 100)
    world.raster("a.tif", left_half, "int16", nodata=-1, transform=half(0))
    coarse = Affine(1000, 0, LEFT + 2000, 0, -1000, TOP)
    world.raster("b.tif", np.full((3, 2), 200), "int16", nodata=-1, transform=coarse)
    world.layers["elevation"] = {"path": "*.tif"}
    load()
    assert cells("elevation")[0].tolist() == [100, 100, 200, 200]


@pytest.mark.parametrize("layout", ["files", "bands", "tiles", "chosen"])
def test_twelve_months_come_in_every_usual_layout(
    world: World, load: Load, cells: Cells, layout: str
) -> None:
    year = np.arange(1, 13).reshape(12, 1, 1) * np.ones((1, 3, 4))
    source: dict[str, Any] = {"path": "t_*.tif"}
    if layout == "files":
        for month in range(12):
            world.raster(f"t_{month + 1}.tif", year[month])
    elif layout == "bands":
        world.raster("t_all.tif", year)
    elif layout == "tiles":
        world.raster("t_1.tif", year[:, :, :2])
        world.raster(
            "t_2.tif", year[:, :, 2:], transform=Affine(1000, 0, LEFT + 2000, 0, -1000, TOP)
        )
    else:
        world.raster("t_all.tif", np.concatenate([year + 20, year]))
        source["bands"] = list(range(13, 25))
    world.layers["temperature"] = source
    load()
    assert cells("temperature")[:, 2, 3].tolist() == list(range(1, 13))


def test_a_netcdf_of_several_variables_says_which_and_then_serves(
    world: World, load: Load, cells: Cells
) -> None:
    path = world.data / "climate.nc"
    _write_netcdf(path, {"tmp": -105, "pre": 250})
    world.layers["temperature"] = {"path": "climate.nc", "crs": "EPSG:2328", "scale": 0.1}
    with pytest.raises(SinkbaseError, match=r"several rasters: .*tmp.* Say which with variable"):
        load()
    world.layers["temperature"]["variable"] = "tmp"
    load()
    assert cells("temperature") == pytest.approx(-10.5)


def _write_netcdf(path: Path, variables: dict[str, int]) -> None:
    """A classic NetCDF of twelve months of int16, rows from south to north, as climate data is."""
    rows, columns = 3, 4
    file = netcdf_file(path, "w")
    for name, size in (("time", 12), ("y", rows), ("x", columns)):
        file.createDimension(name, size)
    x, y = file.createVariable("x", "f8", ("x",)), file.createVariable("y", "f8", ("y",))
    x[:] = LEFT + 500 + np.arange(columns) * 1000
    y[:] = TOP - 2500 + np.arange(rows) * 1000
    x.standard_name, y.standard_name = "projection_x_coordinate", "projection_y_coordinate"
    x.units = y.units = "m"
    for name, value in variables.items():
        values = file.createVariable(name, "i2", ("time", "y", "x"))
        values._FillValue = np.int16(-32768)
        values[:] = value
    file.close()
