"""A folder as a county would have it: tiny files, named and faulty as published ones."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import rasterio
import shapely
from affine import Affine
from scipy.io import netcdf_file

LEFT, TOP, PIXEL, COLUMNS, ROWS = 79.0, 42.0, 0.05, 140, 40
WENSU = shapely.box(80.0, 41.0, 80.6, 41.5)  # Gauss-Kruger zone 14
KUQA = shapely.box(84.2, 41.0, 84.8, 41.5)  # zone 15
RAIN_MM = (2.4, 3.1, 4.0, 5.2, 9.8, 14.6, 15.0, 12.3, 7.7, 3.3, 2.0, 1.9)
MEAN_DEGC = (-10, -4, 5, 14, 19, 23, 25, 24, 18, 10, 0, -8)


def raster(path: Path, values: Any, dtype: str, **profile: Any) -> None:
    """One value or more bands over the whole area, in WGS 84 unless said otherwise."""
    bands = np.atleast_1d(np.asarray(values, float))
    full = np.broadcast_to(bands[:, None, None], (len(bands), ROWS, COLUMNS)).copy()
    write(path, full, dtype, **profile)


def write(path: Path, bands: Any, dtype: str, **profile: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {
        "driver": "GTiff",
        "crs": "EPSG:4326",
        "transform": Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP),
    } | profile
    with rasterio.open(
        path, "w", count=len(bands), height=bands.shape[1], width=bands.shape[2], dtype=dtype,
        **options,
    ) as file:  # fmt: skip
        file.write(bands.astype(dtype))


def vector(path: Path, shapes: list[Any], fields: dict[str, list[Any]], **options: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [np.array(v, object if isinstance(v[0], str) else None) for v in fields.values()]
    wkb = np.array([shapely.to_wkb(shape) for shape in shapes], object)
    pyogrio.raw.write(
        path, wkb, columns, list(fields), geometry_type=shapes[0].geom_type, crs="EPSG:4326",
        **options,
    )  # fmt: skip


def gbk(path: Path, shapes: list[Any], fields: dict[str, list[Any]]) -> None:
    """A Shapefile in GBK that does not say so."""
    vector(path, shapes, fields, encoding="gbk")
    path.with_suffix(".cpg").unlink(missing_ok=True)


def vectors(data: Path) -> None:
    line = shapely.LineString([(80.0, 41.2), (80.6, 41.3)])
    gbk(
        data / "边界 (2024)" / "县界.shp",
        [WENSU, KUQA],
        {
            "OBJECTID": [1, 2],
            "Shape_Leng": [2.2, 2.3],
            "NAME": ["温宿县", "库车市"],
            "PAC": [652922, 652902],
            "Shape_Area": [0.3, 0.31],
        },
    )
    towns = [shapely.box(80.0, 41.0, 80.3, 41.5), shapely.box(80.3, 41.0, 80.6, 41.5)]
    gbk(data / "边界 (2024)" / "乡镇界.shp", towns, {"NAME": ["一乡", "二镇"]})
    vector(data / "交通" / "rivers.gpkg", [line], {"name": ["托什干河"]})
    gbk(data / "交通" / "公路.shp", [line], {"等级": ["国道"]})
    types = {"OBJECTID": [1, 2], "植被型": ["高山垫状植被", "温带灌木荒漠"]}
    gbk(data / "植被图" / "中国植被.shp", [WENSU, KUQA], types)


def rasters(data: Path) -> None:
    half = COLUMNS // 2
    for column, side in enumerate((79, 82)):
        place = Affine(PIXEL, 0, LEFT + column * half * PIXEL, 0, -PIXEL, TOP)
        heights = np.full((1, ROWS, half), 1500)
        write(
            data / f"DEM [30m]/n41_e0{side}.tif", heights, "int16", transform=place, nodata=-32768
        )
    raster(data / "DEM [30m]" / "dem_hillshade.tif", 180, "uint8")
    for year in (2014, 2015):
        cover = np.resize([1, 2, 3, 4, 5, 6, 7, 8, 9], (1, ROWS, COLUMNS))
        write(data / f"土地利用/CLCD_v01_{year}_albert.tif", cover, "uint8", nodata=0)
        npp = np.full((1, ROWS, COLUMNS), 2500)
        npp[0, :, ::9] = 32766
        name = f"MOD17A3HGF.A{year}001.h24v04.061.{year + 7}123456789.hdf"
        write(data / "npp" / name, npp, "uint16", nodata=65535)
    (data / "npp" / "npp_2016.tif").write_bytes(b"II*\0 cut off")
    raster(data / "人口" / "chn_ppp_2015.tif", 12.5, "float32", nodata=-99999)


def climate(data: Path) -> None:
    folder = data / "climate"
    for month, mean in enumerate(MEAN_DEGC, 1):
        raster(folder / f"wc2.1_30s_tavg_{month:02}.tif", mean, "float32", nodata=-3.4e38)
    with zipfile.ZipFile(folder / "wc2.1_30s_tavg.zip", "w") as archive:
        for path in sorted(folder.glob("*_tavg_*.tif")):
            archive.write(path, path.name)
            path.unlink()
    with netcdf_file(str(folder / "pre_2015.nc"), "w") as file:
        axes = {
            "time": ("months since 2015-01-01", np.arange(12.0)),
            "lat": ("degrees_north", TOP - PIXEL * (np.arange(ROWS) + 0.5)),
            "lon": ("degrees_east", LEFT + PIXEL * (np.arange(COLUMNS) + 0.5)),
        }
        for name, (units, values) in axes.items():
            file.createDimension(name, len(values))
            axis = file.createVariable(name, "f8", (name,))
            axis.units, axis[:] = units, values
        rain = file.createVariable("pre", "i2", ("time", "lat", "lon"))
        rain.units, rain.missing_value = "0.1mm", np.int16(-32768)
        rain[:] = np.round(np.array(RAIN_MM) * 10)[:, None, None]


def soil(data: Path) -> None:
    folder = data / "HWSD"
    raster(folder / "hwsd.bil", 11801, "uint16", driver="EHdr", crs=None)
    (folder / "hwsd.prj").unlink(missing_ok=True)
    header = "MU_GLOBAL,SHARE,SEQ,T_GRAVEL,T_REF_BULK_DENSITY,T_OC,T_CACO3"
    header += ",S_GRAVEL,S_REF_BULK_DENSITY,S_OC,S_CACO3"
    row = "11801,100,1,5,1.4,1.1,2.0,6,1.5,0.5,3.0"
    (folder / "HWSD_DATA.csv").write_text(f"{header}\n{row}\n")
    (folder / "HWSD.mdb").write_bytes(b"\0\1\0\0Standard Jet DB\0" + bytes(range(256)) * 8)


def make(data: Path) -> Path:
    """All files of the county."""
    vectors(data)
    rasters(data)
    climate(data)
    soil(data)
    (data / "说明.docx").write_bytes(b"PK")
    (data / "readme.txt").write_text("files of 2024\n")
    (data / "backup.rar").write_bytes(b"Rar!")
    return data
