"""Rasters as their publishers deliver them, none converted by hand."""

import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer
from rasterio.shutil import copy

from loaders.load import LoadReport
from loaders.raster.files import hdf4
from tests.hdf_eos import SINUSOIDAL, write_tile
from tests.netcdf import write_netcdf
from tests.world import CELLS, LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
YEAR = list(range(1, 13))
DEGREES = Affine(0.25, 0, 79, 0, -0.25, 42.5)


# HDF4-EOS: MOD17A3HGF


def tile(world: World, *names: str) -> Path:
    """A MOD17 tile over the world: 2000 everywhere, 32766 in its last column, 30 rows of 500 m."""
    pixel = 463.312716528
    x, y = Transformer.from_crs("EPSG:2328", SINUSOIDAL, always_xy=True).transform(LEFT, TOP)
    values = np.full((30, 36), 2000)
    values[:, -1] = 32766
    path = world.data / "MOD17A3HGF.A2015001.h24v04.061.hdf"
    fields = {name: values if name == "Npp_500m" else values // 100 for name in names}
    corner = math.floor(x / pixel - 12) * pixel, math.ceil(y / pixel + 12) * pixel
    write_tile(path, fields, *corner, pixel)
    world.layers["npp"] = {
        "path": path.name, "variable": "Npp_500m", "unit": "kgC/m2/a", "codes": "mod17",
    }  # fmt: skip
    return path


@pytest.mark.parametrize("names", [("Npp_500m", "Npp_QC_500m"), ("Npp_500m",)])
def test_a_mod17_tile_in_hdf4_loads_as_delivered(
    world: World, load: Load, cells: Cells, names: tuple[str, ...]
) -> None:
    tile(world, *names)
    load()
    assert cells("npp") == pytest.approx(200, abs=1e-3)  # 0.2 kgC, the scale is the file's own


def test_an_hdf4_of_several_fields_is_asked_which(world: World, refusal: Refusal) -> None:
    tile(world, "Npp_500m", "Npp_QC_500m")
    del world.layers["npp"]["variable"]
    assert "holds several rasters: Npp_500m, Npp_QC_500m. Say which with variable" in refusal()


def test_a_field_that_an_hdf4_does_not_have(world: World, refusal: Refusal) -> None:
    tile(world, "Npp_500m", "Npp_QC_500m")
    world.layers["npp"]["variable"] = "NPP_1km"
    assert "there is no variable 'NPP_1km'. Known here: Npp_500m, Npp_QC_500m" in refusal()


def test_a_name_that_an_hdf4_of_one_field_does_not_have(world: World, refusal: Refusal) -> None:
    tile(world, "Npp_500m")
    world.layers["npp"]["variable"] = "Gpp_500m"
    assert "there is no variable 'Gpp_500m'" in refusal()


def test_hdf4_without_debians_gdal_says_what_to_install(
    world: World, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    tile(world, "Npp_500m")
    monkeypatch.setattr(hdf4.shutil, "which", lambda name: None)
    said = refusal()
    assert "sudo apt-get install gdal-bin" in said
    assert "gdal_translate" in said


def test_a_torn_hdf4(world: World, refusal: Refusal) -> None:
    path = tile(world, "Npp_500m")
    path.write_bytes(path.read_bytes()[:300])
    assert "the HDF4 file is damaged or cut off" in refusal()


# zip: WorldClim


def zipped(world: World, prefix: str = "wc2.1_30s_tavg") -> None:
    with zipfile.ZipFile(world.data / f"{prefix}.zip", "w") as archive:
        for month in YEAR:
            path = world.raster(f"{month}.tif", np.full((3, 4), month))
            archive.write(path, f"{prefix}_{month:02}.tif")
            path.unlink()
        archive.writestr("readme.txt", "WorldClim 2.1")
    world.layers["temperature"] = {"path": f"{prefix}.zip"}


def test_a_zip_of_twelve_months_loads_as_delivered(world: World, load: Load, cells: Cells) -> None:
    zipped(world)
    load()
    assert cells("temperature")[:, 1, 1].tolist() == YEAR


def test_a_variable_picks_files_of_a_zip(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    zipped(world)
    world.layers["elevation"] = {"path": "wc2.1_30s_tavg.zip", "variable": "*_07.tif"}
    load()
    assert (cells("elevation") == 7).all()


def test_a_zip_without_rasters_and_a_torn_one(world: World, refusal: Refusal) -> None:
    with zipfile.ZipFile(world.data / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "no raster")
    world.layers["elevation"] = {"path": "a.zip"}
    assert "the zip holds no raster (it has readme.txt)" in refusal()
    content = (world.data / "a.zip").read_bytes()
    (world.data / "a.zip").write_bytes(content[: len(content) // 2])
    assert "the zip is damaged or cut off" in refusal()


# NetCDF: the 1 km monthly data sets of China, ERA5


def test_the_monthly_netcdf_of_china_is_asked_its_crs_and_its_unit_is_read(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    """int16 in 0.1 mm, fill -32768, no coordinate system."""
    months = np.arange(12)[:, None, None] * 10 + np.full((12, 3, 4), 200.0)
    months[:, 0, 0] = -32768
    write_netcdf(
        world.data / "pre_2015.nc", "pre", months, units="0.1mm", dtype="i2",
        times=range(12), attributes={"missing_value": np.int16(-32768)},
    )  # fmt: skip
    world.layers["precipitation"] = {"path": "pre_2015.nc"}
    assert "the file has no coordinate system" in refusal()
    world.layers["precipitation"]["crs"] = "EPSG:2328"
    load()
    assert cells("precipitation")[:, 1, 1] == pytest.approx(20 + np.arange(12))
    assert np.isnan(cells("precipitation")[:, 0, 0]).all()


def test_a_variable_that_a_netcdf_does_not_have(world: World, refusal: Refusal) -> None:
    write_netcdf(world.data / "pre.nc", "pre", np.full(12, 20.0))
    world.layers["precipitation"] = {"path": "pre.nc", "variable": "tp", "crs": "EPSG:2328"}
    assert "there is no variable 'tp'. Known here: pre." in refusal()


def test_a_monthly_grib_of_era5(world: World, load: Load, cells: Cells) -> None:
    """GDAL alone would turn kelvin into degrees; the file's own kelvin are read."""
    values = np.broadcast_to(np.arange(12.0)[:, None, None], (12, 6, 8))
    plain = world.raster("t.tif", values, "float64", transform=DEGREES, crs="EPSG:4326")
    options = {}
    for band, month in enumerate([*range(7, 13), *range(1, 7)], 1):
        options[f"BAND_{band}_IDS"] = (
            "CENTER=98(ECMWF) SUBCENTER=0 MASTER_TABLE=5 LOCAL_TABLE=0 SIGNF_REF_TIME=0 "
            f"REF_TIME=2015-{month:02}-01T00:00:00Z PROD_STATUS=0 TYPE=0"
        )
        options[f"BAND_{band}_PDS_PDTN"] = "0"
        options[f"BAND_{band}_PDS_TEMPLATE_ASSEMBLED_VALUES"] = (
            "0 0 2 255 98 0 0 1 0 103 0 2 255 -127 -2147483647"
        )
    copy(plain, world.data / "t2m.grib", driver="GRIB", **options)
    plain.unlink()
    world.layers["temperature"] = {"path": "t2m.grib", "variable": "TMP"}
    load()
    expected = [*range(6, 12), *range(6)]  # January stands behind December
    assert cells("temperature")[:, 1, 1] == pytest.approx(expected, abs=0.01)


# plain binary: HWSD's .bil, WorldPop's counts


def test_a_bil_without_prj_is_asked_its_crs(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    values = np.full((3, 4), 640, "<i2")
    (world.data / "dem.bil").write_bytes(values.tobytes())
    world.text(
        "dem.hdr",
        "BYTEORDER I\nLAYOUT BIL\nNROWS 3\nNCOLS 4\nNBANDS 1\nNBITS 16\nPIXELTYPE SIGNEDINT\n"
        f"ULXMAP {LEFT + SIZE / 2}\nULYMAP {TOP - SIZE / 2}\nXDIM {SIZE}\nYDIM {SIZE}\n",
    )
    world.layers["elevation"] = {"path": "dem.bil"}
    assert "the file has no coordinate system" in refusal()
    world.layers["elevation"]["crs"] = "EPSG:2328"
    load()
    assert (cells("elevation") == 640).all()


# VRT: nothing is fetched, nothing is run, nothing lies elsewhere

VRT = (
    '<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:2328</SRS><GeoTransform>{place}'
    '</GeoTransform><VRTRasterBand dataType="Int16" band="1"{kind}>{more}<SimpleSource>'
    '<SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>1</SourceBand>'
    "</SimpleSource></VRTRasterBand></VRTDataset>"
)
PLACE = f"{CELLS.c}, {CELLS.a}, 0, {CELLS.f}, 0, {CELLS.e}"


def vrt(world: World, name: str, relative: int = 1, kind: str = "", more: str = "") -> None:
    text = VRT.format(place=PLACE, name=name, relative=relative, kind=kind, more=more)
    world.text("dem.vrt", text)
    world.layers["elevation"] = {"path": "dem.vrt"}


def test_a_vrt_of_files_below_the_folder_loads(world: World, load: Load, cells: Cells) -> None:
    world.raster("tiles/a.tif", np.full((3, 4), 810), "int16")
    vrt(world, "tiles/a.tif")
    load()
    assert (cells("elevation") == 810).all()


@pytest.mark.parametrize(
    ("name", "relative", "found"),
    [
        ("/vsicurl/http://127.0.0.1:1/a.tif", 0, "no plain file"),
        ("http://127.0.0.1:1/a.tif", 0, "no plain file"),
        ("NETCDF:a.nc:x", 1, "no plain file"),
        ("../outside.tif", 1, "lies outside of"),
        ("/etc/passwd", 0, "lies outside of"),
        ("b.tif", 1, "is not there"),
        ("&lt;GDAL_WMS/&gt;", 0, "no plain file"),
    ],
)
def test_a_vrt_that_leads_elsewhere_is_refused(
    world: World, refusal: Refusal, name: str, relative: int, found: str
) -> None:
    world.raster("../outside.tif", np.full((3, 4), 810), "int16")
    vrt(world, name, relative)
    said = refusal()
    assert "dem.vrt: the VRT names" in said
    assert found in said


def test_a_vrt_with_a_programme_is_refused(world: World, refusal: Refusal) -> None:
    world.raster("a.tif", np.full((3, 4), 810), "int16")
    code = "<PixelFunctionType>f</PixelFunctionType><PixelFunctionLanguage>Python"
    code += "</PixelFunctionLanguage><PixelFunctionCode>pass</PixelFunctionCode>"
    vrt(world, "a.tif", kind=' subClass="VRTDerivedRasterBand"', more=code)
    assert "brings a programme along" in refusal()


def test_a_member_that_asks_a_server_is_refused(world: World, refusal: Refusal) -> None:
    world.text("a.tif", '<GDAL_WMS><Service name="TMS"><ServerUrl>http://127.0.0.1:1/${z}'
                        "</ServerUrl></Service></GDAL_WMS>")  # fmt: skip
    vrt(world, "a.tif")
    assert "not a raster that GDAL can read" in refusal()


def test_each_band_has_its_own_nodata(world: World, load: Load, cells: Cells) -> None:
    """January to June have -9999, July to December 9999, which would be 999.9 degrees."""
    bands = ""
    for month in YEAR:
        fill = -9999 if month <= 6 else 9999
        values = np.full((3, 4), month * 10)
        values[0, 0] = fill
        world.raster(f"m/{month}.tif", values, "int16", nodata=fill)
        bands += (
            f'<VRTRasterBand dataType="Int16" band="{month}"><NoDataValue>{fill}</NoDataValue>'
            f'<SimpleSource><SourceFilename relativeToVRT="1">m/{month}.tif</SourceFilename>'
            "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
        )
    world.text(
        "t.vrt",
        f'<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:2328</SRS><GeoTransform>{PLACE}'
        f"</GeoTransform>{bands}</VRTDataset>",
    )
    world.layers["temperature"] = {"path": "t.vrt", "scale": 0.1}
    load()
    assert cells("temperature")[:, 1, 1] == pytest.approx(YEAR)
    assert np.isnan(cells("temperature")[:, 0, 0]).all()


# coordinate systems


LOCAL = 'LOCAL_CS["WGS 84 / Albers",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'


def test_a_local_coordinate_system_counts_as_none(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    world.raster("dem.tif", np.full((3, 4), 700), "int16", crs=LOCAL)
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "no coordinate system of the earth, a local one" in refusal()
    world.layers["elevation"]["crs"] = "EPSG:2328"
    load()
    assert (cells("elevation") == 700).all()


def test_a_compound_coordinate_system_has_a_horizontal_part(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("dem.tif", np.full((3, 4), 700), "int16", crs="EPSG:2328+5773")
    with rasterio.open(world.data / "dem.tif") as file:
        assert "COMPD" in file.crs.to_wkt() or "VERT" in file.crs.to_wkt()
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert (cells("elevation") == 700).all()


def test_the_region_files_crs_wins_over_a_wrong_one_and_a_warning_says_so(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    world.raster("dem.tif", np.full((3, 4), 700), "int16", crs="EPSG:4326")
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "Correct path, or crs when the file's own is wrong" in refusal()
    world.layers["elevation"]["crs"] = "EPSG:2328"
    told = [warning.sentence for warning in load().warnings]
    assert (cells("elevation") == 700).all()
    assert any("crs = EPSG:2328 of the region file is in force" in text for text in told)
    assert any("itself says WGS 84" in text for text in told)
