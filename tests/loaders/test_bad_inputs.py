"""Bad rasters of every kind, each with the message it gets: file, found, expected, remedy.

The fixture `refusal` checks exit code 2, no traceback, nothing written. A row is a name, what
writes the file, and words of the message.
"""

import gzip
import os
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from tests.netcdf import write_netcdf
from tests.world import CELLS, LEFT, SIZE, TOP, World

Refusal = Callable[[], str]
Make = Callable[[World], None]
HERE = "(drawn.toml, [layers."


def dem(values: Any = 700, dtype: str = "int16", **more: Any) -> Make:
    """An elevation of one value, or of these values."""
    keys = more.pop("keys", {})

    def make(world: World) -> None:
        world.raster("it.tif", np.broadcast_to(values, (3, 4)), dtype, **more)
        world.layers["elevation"] = {"path": "it.tif", **keys}

    return make


def layer(name: str, values: Any, dtype: str = "float32", *, bands: int = 1, **keys: Any) -> Make:
    """A layer of one value in every band."""

    def make(world: World) -> None:
        world.raster("it.tif", np.full((bands, 3, 4), values), dtype)
        world.layers[name] = {"path": "it.tif", **keys}

    return make


def content(data: bytes, name: str = "it.tif") -> Make:
    """A file of these bytes as elevation."""

    def make(world: World) -> None:
        (world.data / name).write_bytes(data)
        world.layers["elevation"] = {"path": name}

    return make


def torn(keep: float) -> Make:
    def make(world: World) -> None:
        noise = np.random.default_rng(0).integers(0, 3000, (60, 80))
        fine = Affine(50, 0, LEFT, 0, -50, TOP)
        path = world.raster("it.tif", noise, "int16", transform=fine, compress="deflate")
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
        world.layers["elevation"] = {"path": "it.tif"}

    return make


def header(offset: int, data: bytes) -> Make:
    """A GeoTIFF with other bytes at a place of its header."""

    def make(world: World) -> None:
        dem()(world)
        path = world.data / "it.tif"
        whole = bytearray(path.read_bytes())
        whole[offset : offset + len(data)] = data
        path.write_bytes(bytes(whole))

    return make


def place(world: World, change: Callable[[Any], None]) -> None:
    dem()(world)
    with rasterio.open(world.data / "it.tif", "r+") as file:
        change(file)


def folder(world: World) -> None:
    (world.data / "it.tif").mkdir()
    world.layers["elevation"] = {"path": "it.tif"}


def loop(world: World) -> None:
    (world.data / "it.tif").symlink_to(world.data / "it.tif")
    world.layers["elevation"] = {"path": "it.tif"}


def dangling(world: World) -> None:
    (world.data / "it.tif").symlink_to(world.data / "gone.tif")
    world.layers["elevation"] = {"path": "it.tif"}


def fifo_pattern(world: World) -> None:
    world.layers["elevation"] = {"path": "[ab].tif"}


def gzipped(world: World) -> None:
    dem()(world)
    path = world.data / "it.tif"
    (world.data / "it.tif.gz").write_bytes(gzip.compress(path.read_bytes()))
    world.layers["elevation"]["path"] = "it.tif.gz"


def empty_zip(world: World) -> None:
    with zipfile.ZipFile(world.data / "it.zip", "w"):
        pass
    world.layers["elevation"] = {"path": "it.zip"}


def zip_of_text(world: World) -> None:
    with zipfile.ZipFile(world.data / "it.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    world.layers["elevation"] = {"path": "it.zip"}


def zip_of_torn(world: World) -> None:
    with zipfile.ZipFile(world.data / "it.zip", "w") as archive:
        archive.writestr("a.tif", b"II*\0torn")
    world.layers["elevation"] = {"path": "it.zip"}


def control_points(world: World) -> None:
    from rasterio.control import GroundControlPoint

    points = [GroundControlPoint(r, c, LEFT + c, TOP - r) for r in (0, 3) for c in (0, 4)]
    with rasterio.open(
        world.data / "it.tif", "w", driver="GTiff", width=4, height=3, count=1, dtype="int16",
        gcps=points, crs="EPSG:2328",
    ) as file:  # fmt: skip
        file.write(np.full((1, 3, 4), 700, "int16"))
    world.layers["elevation"] = {"path": "it.tif"}


def coloured(count: int) -> Make:
    def make(world: World) -> None:
        bands = np.random.default_rng(1).integers(20, 250, (count, 3, 4))
        world.raster("it.tif", bands, "uint8", photometric="RGB")
        world.layers["elevation"] = {"path": "it.tif"}

    return make


def palette(world: World) -> None:
    dem(7, "uint8")(world)
    with rasterio.open(world.data / "it.tif", "r+") as file:
        file.write_colormap(1, {i: (i, i, i, 255) for i in range(256)})


def netcdf(values: Any, keys: dict[str, Any], **more: Any) -> Make:
    def make(world: World) -> None:
        write_netcdf(world.data / "it.nc", "pre", values, **more)
        world.layers["precipitation"] = {"path": "it.nc", "crs": "EPSG:2328", **keys}

    return make


def months(names: list[str], **keys: Any) -> Make:
    def make(world: World) -> None:
        for name in names:
            world.raster(f"m/{name}", np.full((3, 4), 9.0))
        world.layers["temperature"] = {"path": "m/*.tif", **keys}

    return make


def soil(values: list[float], **keys: Any) -> Make:
    def make(world: World) -> None:
        world.raster("it.tif", np.stack([np.full((3, 4), value) for value in values]))
        world.layers["soil"] = {
            "path": "it.tif",
            "properties": {"organic_carbon": 1, "clay": 2, "sand": 3, "carbonate": 4},
            **keys,
        }

    return make


YEAR = np.full(12, 20.0)
NAN = float("nan")
FAR = Affine(SIZE, 0, LEFT + 500_000, 0, -SIZE, TOP)
SOUTH_UP = Affine(SIZE, 0, LEFT, 0, SIZE, TOP - 3 * SIZE)
ROTATED = CELLS @ Affine.rotation(10)
ROWS: list[tuple[str, Make, str]] = [
    # files that are none
    ("nothing in the file", content(b""), "the file is empty (0 bytes). Fetch it again"),
    ("one byte", content(b"I"), "not a raster that GDAL can read"),
    ("a text", content(b"Dear Sir"), "not a raster that GDAL can read"),
    ("a web page", content(b"<!DOCTYPE html><html>404"), "not a raster that GDAL can read"),
    ("a note of Git LFS", content(b"version https://git-lfs.github.com"), "not a raster"),
    ("random bytes", content(os.urandom(400)), "not a raster that GDAL can read"),
    ("the head of a TIFF alone", content(b"II*\0\x08\0\0\0"), "not a raster that GDAL can read"),
    ("the head of an HDF5 alone", content(b"\x89HDF\r\n\x1a\n", "it.nc"), "not a raster"),
    ("the head of an HDF4 alone", content(b"\x0e\x03\x13\x01", "it.hdf"), "the HDF4 file is"),
    ("the head of a NetCDF alone", content(b"CDF\x01", "it.nc"), "the NetCDF is damaged"),
    ("the head of a GRIB alone", content(b"GRIB\0\0\0\x02", "it.grb"), "not a raster"),
    ("the head of a zip alone", content(b"PK\x03\x04", "it.zip"), "the zip is damaged or cut off"),
    ("a folder", folder, 'this is a folder, no raster. Name the file in it'),
    ("a link to itself", loop, "there is no such file"),
    ("a link to nothing", dangling, "there is no such file"),
    ("a pattern without files", fifo_pattern, "no file fits this pattern"),
    ("gzip", gzipped, "the file is packed (gzip). Unpack it"),
    ("7-Zip", content(b"7z\xbc\xaf\x27\x1c", "it.7z"), "the file is packed (7-Zip)"),
    ("RAR", content(b"Rar!\x1a\x07", "it.rar"), "the file is packed (RAR)"),
    ("a zip of nothing", empty_zip, "it.zip: "),
    ("a zip of text", zip_of_text, "the zip holds no raster (it has readme.txt)"),
    ("a zip of a torn raster", zip_of_torn, "not a raster that GDAL can read"),
    ("a WMS description", content(b"<GDAL_WMS><Service/></GDAL_WMS>"), "not a raster"),
    ("an XML without end", content(b"<VRTDataset", "it.vrt"), "the VRT is no XML"),
    ("half a TIFF", torn(0.5), "cut off"),
    ("a tenth of a TIFF", torn(0.1), "cut off"),
    ("all but the end of a TIFF", torn(0.97), "cut off"),
    ("no directory in a TIFF", header(4, b"\xff\xff\xff\x7f"), "not a raster that GDAL can read"),
    # where it lies
    ("no georeference", dem(crs=None, transform=Affine.identity()), "no world file (it.tfw) lies"),
    ("no coordinate system", dem(crs=None), "the file has no coordinate system"),
    ("a local coordinate system", dem(crs='LOCAL_CS["x",UNIT["metre",1]]'), "a local one"),
    ("a geocentric system", dem(crs="EPSG:4978"), "no coordinate system of the earth"),
    ("a crs that is none", dem(crs=None, keys={"crs": "EPSG:0"}), "crs = 'EPSG:0' is not a coord"),
    ("a vertical crs", dem(crs=None, keys={"crs": "EPSG:5773"}), "is not a coordinate system of"),
    ("south up", dem(transform=SOUTH_UP), "rows run from south to north"),
    ("rotated", dem(transform=ROTATED), "the raster is rotated"),
    ("placed by control points", control_points, "placed by 4 control points"),
    ("elsewhere", dem(transform=FAR), "the file lies elsewhere"),
    ("degrees that are metres", dem(crs="EPSG:4326"), "the file lies elsewhere"),
    ("pixels of no size", dem(transform=Affine(1e-300, 0, LEFT, 0, -1e-300, TOP)), "it.tif: "),
    # what it holds
    ("three colours", coloured(3), "this is a picture (3 bands of colours or a colour table)"),
    ("colours and transparency", coloured(4), "this is a picture (4 bands of colours"),
    ("a colour table", palette, "this is a picture (1 bands of colours or a colour table)"),
    ("complex numbers", dem(7, "complex64"), "the values are complex numbers"),
    ("a band beyond the last", dem(keys={"bands": 3}), "bands = [3], but the file has 1"),
    ("no variable there", dem(keys={"variable": "z"}), "the file has no variables"),
    ("not a number anywhere", dem(NAN, "float32"), "holds no value inside it"),
    ("infinite everywhere", dem(np.inf, "float32"), "holds no value inside it"),
    ("nodata everywhere", dem(-1, nodata=-1), "holds no value inside it"),
    ("fill -9999", dem([7, 7, 7, -9999]), "3 pixels in and around the region are -9999"),
    ("fill -32768", dem([7, 7, 7, -32768]), "Set nodata = -32768"),
    ("fill 1e20", dem([7, 7, 7, 1e20], "float64"), "Set nodata = 1e+20"),
    ("fill of floats", dem([7, 7, 7, -3.4028235e38], "float32"), "Set nodata = -3.4028235e+38"),
    ("fill beside the declared", dem([7, 7, -1, 30000], nodata=-1), "Set nodata = [-1, 30000]"),
    ("decimetres", dem(21000), 'Are they decimetres? Set unit = "dm"'),
    ("above the sky", dem(np.linspace(500, 9e6, 12).reshape(3, 4), "float64"), "Correct unit"),
    ("a scale without its offset", netcdf(YEAR, {"scale": 0.5}, attributes={"add_offset": 9.0}),
     "They belong together: give both"),
    ("degrees as percent", layer("slope", 140.0), 'Set unit = "percent"'),
    ("kelvin", layer("temperature", 288.0, bands=12), 'Are they kelvin? Set unit = "K"'),
    ("tenths of a degree", layer("temperature", 105, "int16", bands=12), "Set scale = 0.1"),
    ("eleven months", layer("temperature", 8.0, bands=11), "the wrong number of months"),
    ("one month", layer("precipitation", 8.0), "the wrong number of months"),
    ("negative rain", layer("precipitation", -5.0, bands=12, unit="mm"), "lies within 0..3000"),
    ("rain of a day", layer("precipitation", 0.7, bands=12), 'Set unit = "mm/day"'),
    ("people below 0", layer("population", -4.0, measure="density"), "lies within 0..200000"),
    ("people without a measure", layer("population", 4.0), "measure is missing"),
    ("kilograms as grams", layer("npp", 0.3), 'Are they kilograms? Set unit = "kgC/m2/a"'),
    ("MOD17 codes", layer("npp", 32766, "int16", unit="kgC/m2/a", scale=0.0001), 'codes = "mod17"'),
    ("codes with fractions", layer("land_use", 31.5), "codes are whole numbers"),
    ("codes of another legend", layer("land_use", 9, "uint8"), "does not know: 9 (12 pixels)"),
    ("negative codes", layer("land_use", -4, "int16"), "does not know: -4 (12 pixels)"),
    ("huge codes", layer("land_use", 3e9, "float64"), "does not know: 3000000000 (12 pixels)"),
    ("roads of 255", layer("roads", 255, "uint8"), "looks like a fill value"),
    ("soil in fractions", soil([0.01, 0.2, 0.4, 0]), "fractions = true"),
    ("soil below 0", soil([-5, 20, 40, 0]), "it.tif"),
    # what it says of itself
    ("a unit that contradicts", netcdf(YEAR, {"unit": "mm"}, units="mm/day"), "unit is 'mm/day'"),
    ("ERA5's metres", netcdf(YEAR / 1e4, {}, units="m", attributes={"cell_methods": "time: mean"}),
     'unit = "m/day", or unit = "m/month"'),
    ("a variable that is not there", netcdf(YEAR, {"variable": "tp"}), "no variable 'tp'"),
    ("twelve years", netcdf(YEAR, {}, times=np.arange(12) * 12), "which is no whole year"),
    ("three years", netcdf(np.full(36, 20.0), {}, times=range(36)), "several years (2015, 2016"),
    ("another year", netcdf(YEAR, {"year": 2001}, times=range(12)), "region file has year = 2001"),
    ("years in names", months([f"t_{y}.tif" for y in range(2004, 2016)]), "are 12 years"),
    ("no months in names", months([f"{c}.tif" for c in "abcdefghijkl"]), "the order of months"),
    ("thirteen files", months([f"t_{m}.tif" for m in range(1, 14)]), "wrong number of months"),
    ("another unit ignored", netcdf(YEAR, {"ignore_unit": "cm"}, units="mm"), "ignore_unit"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_bad_raster_is_refused(world: World, refusal: Refusal, make: Make, words: str) -> None:
    make(world)
    said = refusal()
    assert words in said
    assert said.count("\n") == 1, "one line"
    assert "drawn.toml" in said or "it.vrt" in said


def test_there_are_sixty_kinds() -> None:
    assert len({name for name, _, _ in ROWS}) >= 60
