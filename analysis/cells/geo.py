"""What makes a Parquet file a GeoParquet file (version 1.1): points as WKB, and the key "geo"."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

VERSION = "1.1.0"
COLUMN = "geometry"
# little-endian, type 1 (point), x, y
POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
Bounds = tuple[float, float, float, float]


def points(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.void]:
    """Return points as WKB, (cells,) of 21 bytes; x and y in the region's coordinate system."""
    wkb = np.empty(x.size, POINT)
    wkb["order"], wkb["kind"] = 1, 1
    wkb["x"], wkb["y"] = x, y
    return wkb


def geo(srid: int, bounds: Bounds | None) -> str:
    """Return the value of the file's key "geo"; `bounds` are those of all points, None without."""
    told: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "crs": CRS.from_epsg(srid).to_json_dict(),
    }
    if bounds is not None:
        told["bbox"] = [*bounds]
    return json.dumps({"version": VERSION, "primary_column": COLUMN, "columns": {COLUMN: told}})
