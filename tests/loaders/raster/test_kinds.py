"""Types of numbers, masks and pictures: each is read right or refused."""

import subprocess
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp

from loaders.load import LoadReport
from tests.world import CELLS, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
FLAT = np.full((3, 4), 100)
HOLE = np.where(np.arange(12).reshape(3, 4) == 0, 0, 255)  # nothing at the top left


def only_the_first_is_missing(found: Any) -> bool:
    """Whether the top left cell alone has no value, and all others 100."""
    return bool(np.isnan(found[0, 0]) and (found.ravel()[1:] == 100).all())


# numbers


@pytest.mark.parametrize(
    ("dtype", "fill"),
    [
        ("int8", -128), ("int8", -1), ("uint8", 255), ("uint16", 65535), ("int32", -(2**31)),
        ("uint32", 2**32 - 1), ("int64", -(2**53)), ("int64", -9999), ("uint64", 2**53),
        ("float64", -1.7976931348623157e308), ("float32", -3.4028234663852886e38),
    ],
)  # fmt: skip
def test_every_type_of_number_has_its_nodata(
    world: World, load: Load, cells: Cells, dtype: str, fill: float
) -> None:
    values = FLAT.astype(dtype)
    values[0, 0] = fill
    world.raster("dem.tif", values, dtype, nodata=fill)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert only_the_first_is_missing(cells("elevation"))


def test_the_lowest_of_64_bits_is_its_usual_nodata(world: World, load: Load, cells: Cells) -> None:
    values = FLAT.astype("int64")
    values[0, 0] = -(2**63)
    world.raster("in.tif", values, "int64")
    command = f"gdal_translate -q -a_nodata {-(2**63)} in.tif dem.tif"
    subprocess.run(command.split(), cwd=world.data, check=True)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert only_the_first_is_missing(cells("elevation"))


@pytest.mark.parametrize("dtype", ["complex_int16", "complex64", "complex128"])
def test_complex_numbers_are_refused(world: World, refusal: Refusal, dtype: str) -> None:
    world.raster("dem.tif", FLAT, "int16")
    with rasterio.open(
        world.data / "dem.tif", "w", driver="GTiff", count=1, height=3, width=4, dtype=dtype,
        crs="EPSG:2328", transform=CELLS,
    ):  # fmt: skip
        pass
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "the values are complex numbers" in refusal()


def test_half_floats_are_read(world: World, load: Load, cells: Cells) -> None:
    """GeoTIFF keeps them as 16 bits of a float; GDAL widens them."""
    world.raster("dem.tif", FLAT, "float32", NBITS=16)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert (cells("elevation") == 100).all()


def test_nodata_is_the_raw_number_not_the_scaled_one(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    """Raw 100 is the value 10; a nodata of 10 is the raw 10, which is the value 1."""
    values = np.full((3, 4), 1000)
    values[0] = [100, 10, 1000, 1000]
    world.raster("dem.tif", values, "int16", nodata=10, scale=0.1)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert np.isnan(cells("elevation")[0]).tolist() == [False, True, False, False]
    assert cells("elevation")[0, 0] == pytest.approx(10)


# masks


@pytest.mark.parametrize("internal", [True, False], ids=["internal", ".msk"])
@pytest.mark.parametrize("nodata", [None, -1], ids=["alone", "with nodata"])
def test_a_masks_zero_is_no_value(
    world: World, load: Load, cells: Cells, internal: bool, nodata: int | None
) -> None:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal):
        path = world.raster("dem.tif", FLAT, "int16", nodata=nodata)
        with rasterio.open(path, "r+") as file:
            file.write_mask(HOLE.astype("uint8"))
    assert (world.data / "dem.tif.msk").exists() != internal
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert only_the_first_is_missing(cells("elevation"))


@pytest.mark.parametrize("nodata", [None, -1], ids=["alone", "with nodata"])
def test_a_band_of_transparency_masks_and_is_no_data(
    world: World, load: Load, cells: Cells, nodata: int | None
) -> None:
    path = world.raster("dem.tif", [FLAT, HOLE], "int16", nodata=nodata)
    with rasterio.open(path, "r+") as file:
        file.colorinterp = (ColorInterp.gray, ColorInterp.alpha)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert only_the_first_is_missing(cells("elevation"))


def test_a_mask_of_one_band_masks_it(world: World, load: Load, cells: Cells) -> None:
    world.raster("values.tif", FLAT, "int16")
    world.raster("mask.tif", HOLE, "uint8")
    part = (
        '<SimpleSource><SourceFilename relativeToVRT="1">{}.tif</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource>"
    )
    place = f"{CELLS.c}, {CELLS.a}, 0, {CELLS.f}, 0, {CELLS.e}"
    world.text(
        "dem.vrt",
        f'<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:2328</SRS><GeoTransform>{place}'
        f'</GeoTransform><VRTRasterBand dataType="Int16" band="1">{part.format("values")}'
        f'<MaskBand><VRTRasterBand dataType="Byte">{part.format("mask")}</VRTRasterBand>'
        "</MaskBand></VRTRasterBand></VRTDataset>",
    )
    world.layers["elevation"] = {"path": "dem.vrt"}
    load()
    assert only_the_first_is_missing(cells("elevation"))


# pictures


@pytest.mark.parametrize("bands", [3, 4], ids=["RGB", "RGBA"])
def test_a_picture_is_no_quantity(world: World, refusal: Refusal, bands: int) -> None:
    world.raster("dem.tif", [FLAT] * bands, "uint8", photometric="RGB")
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "this is a picture" in refusal()


def test_a_palette_names_codes_and_no_quantity(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    path = world.raster("lu.tif", np.full((3, 4), 21), "uint8")
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {21: (0, 100, 0, 255)})
    world.layers["elevation"] = {"path": "lu.tif"}
    assert "this is a picture" in refusal()
    world.layers = {"land_use": {"path": "lu.tif"}}
    load()
    assert (cells("land_use") == 21).all()
