"""Write the layers in the encodings in which users meet them, the same bytes every time."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import rasterio
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon, mapping

from sinkbase.demo.boundary import Boundary
from sinkbase.demo.frame import CELL_DEG, NORTH, WEST, transform
from sinkbase.demo.soil import COLUMNS, attribute_rows
from sinkbase.demo.vegetation import subtype_names

DATE = "2015-01-01"  # written where a format wants to note the day


def write_raster(
    path: Path,
    values: NDArray[Any],
    coarsening: int,
    nodata: float | None,
    corner: tuple[int, int] = (0, 0),
) -> None:
    """Write rows x columns, or bands x rows x columns, as a compressed GeoTIFF in EPSG:4326.

    `corner` is the first row and column of the values in the window, in cells of the file.
    """
    bands = values if values.ndim == 3 else values[np.newaxis]
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", crs="EPSG:4326", transform=transform(coarsening, *corner),
        count=bands.shape[0], height=bands.shape[1], width=bands.shape[2], dtype=values.dtype,
        nodata=nodata, compress="deflate", predictor=3 if values.dtype.kind == "f" else 2,
    ) as file:  # fmt: skip
        file.write(bands)


def write_dem(folder: Path, elevation_m: NDArray[np.int16]) -> None:
    """Four tiles that overlap by two cells, named by their south-west corner in 0.01 degrees."""
    rows, columns = elevation_m.shape
    for row in (0, rows // 2 - 1):
        for column in (0, columns // 2 - 1):
            tile = elevation_m[row : row + rows // 2 + 1, column : column + columns // 2 + 1]
            south = NORTH - (row + tile.shape[0]) * CELL_DEG
            name = f"n{south * 100:.0f}_e{(WEST + column * CELL_DEG) * 100:.0f}.tif"
            write_raster(folder / name, tile, 1, -32768, (row, column))


def write_boundary(path: Path, boundary: Boundary) -> None:
    """GeoJSON with the county and, in its hole, the other unit."""
    units = (
        (990001, "演示县（合成数据）", "Demonstration county (synthetic)", boundary.county),
        (990002, "演示农场（合成数据）", "Demonstration farm (synthetic)", boundary.enclave),
    )
    features = [
        {
            "type": "Feature",
            "properties": {"adcode": adcode, "name": name, "name_en": name_en},
            "geometry": mapping(shape),
        }
        for adcode, name, name_en, shape in units
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(collection, ensure_ascii=False) + "\n", encoding="utf-8")


def write_vegetation(path: Path, polygons: Sequence[Polygon], codes: Sequence[int]) -> None:
    """Shapefile with Chinese column names and values in GBK, and without a .cpg to say so."""
    names = subtype_names()
    path.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(polygons, object)),
        field_data=[
            np.array([names[code][0] for code in codes], object),
            np.array([names[code][1] for code in codes], object),
        ],
        fields=["植被型组", "植被亚类"],
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver="ESRI Shapefile",
        encoding="GBK",
        layer_options={"DBF_DATE_LAST_UPDATE": DATE},
    )
    path.with_suffix(".cpg").unlink()


def write_roads(path: Path, roads: Sequence[tuple[str, str, LineString]]) -> None:
    """GeoPackage with one layer of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{DATE}T00:00:00.000Z"})
    try:
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array([line for *_, line in roads], object)),
            field_data=[
                np.array([name for name, *_ in roads], object),
                np.array([kind for _, kind, _ in roads], object),
            ],
            fields=["name", "class"],
            geometry_type="LineString",
            crs="EPSG:4326",
            driver="GPKG",
            layer="roads",
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_soil_attributes(path: Path) -> None:
    """The soils of the mapping units as CSV, empty where a soil has no value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(attribute_rows())
