"""Files of a made-up square county: 1,000,000 cells, 24 monthly bands and NPP, on its grid."""

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

SIDE = 1000
CELL_SIZE = 100.0
LEFT, TOP = 14_450_000.0, 4_600_000.0
TRANSFORM = Affine(CELL_SIZE, 0, LEFT, 0, -CELL_SIZE, TOP)
FILES = {"temperature": 12, "precipitation": 12, "npp": 1}

REGION = f"""
[region]
name = "bench"
crs = "EPSG:2328"
cell_size_m = {CELL_SIZE:g}
[boundary]
path = "boundary.geojson"
[layers.temperature]
path = "temperature.tif"
[layers.precipitation]
path = "precipitation.tif"
[layers.npp]
path = "npp.tif"
unit = "gC/m2/a"
"""

BOUNDARY = """{{"type": "FeatureCollection",
"crs": {{"type": "name", "properties": {{"name": "urn:ogc:def:crs:EPSG::2328"}}}},
"features": [{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Polygon",
"coordinates": [[[{left}, {bottom}], [{right}, {bottom}], [{right}, {top}], [{left}, {top}],
[{left}, {bottom}]]]}}}}]}}
"""


def layers() -> dict[str, np.ndarray]:
    """Bands x rows x columns of each layer, in degC, mm and gC/m2/a."""
    rng = np.random.default_rng(20151231)
    rows = np.linspace(0, 1, SIDE)[:, np.newaxis]
    month = 12 * np.sin(np.linspace(-np.pi / 2, 1.5 * np.pi, 12))[:, np.newaxis, np.newaxis]
    noise = rng.normal(0, 1, (12, SIDE, SIDE))
    return {
        "temperature": (month - 8 + 18 * rows + noise).astype("f4"),
        "precipitation": np.abs(20 + 25 * (1 - rows) + 8 * noise).astype("f4"),
        "npp": rng.gamma(2, 60, (1, SIDE, SIDE)).astype("f4"),
    }


def write_world(folder: Path) -> dict[str, np.ndarray]:
    """Write the region file, the boundary and the layers; return the layers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.toml").write_text(REGION)
    extent = CELL_SIZE * SIDE
    corners = {"left": LEFT, "top": TOP, "right": LEFT + extent, "bottom": TOP - extent}
    (folder / "boundary.geojson").write_text(BOUNDARY.format(**corners))
    arrays = layers()
    for name, bands in arrays.items():
        profile = {"width": SIDE, "height": SIDE, "count": len(bands), "dtype": "float32"}
        with rasterio.open(
            folder / f"{name}.tif", "w", driver="GTiff", crs="EPSG:2328", transform=TRANSFORM,
            nodata=-9999, tiled=True, interleave="band", **profile,
        ) as file:  # fmt: skip
            file.write(bands)
    return arrays
