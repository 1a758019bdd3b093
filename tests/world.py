"""A world of 4 x 3 cells of 1 km whose files a test writes, and whose region file it may spoil."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import rasterio
import shapely
from affine import Affine

LEFT, TOP, SIZE = 14_400_000, 4_600_000, 1000
COLUMNS, ROWS = 4, 3
BOX = shapely.box(LEFT, TOP - ROWS * SIZE, LEFT + COLUMNS * SIZE, TOP)
CELLS = Affine(SIZE, 0, LEFT, 0, -SIZE, TOP)


class World:
    """A folder of data and a region file named drawn.toml."""

    def __init__(self, folder: Path, *, crs: str = "EPSG:2328") -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        self.file = folder / "drawn.toml"
        self.region = {"name": "drawn", "crs": crs, "cell_size_m": SIZE}
        self.boundary: dict[str, Any] = {"path": "boundary.gpkg"}
        self.method: dict[str, Any] = {}
        self.layers: dict[str, Any] = {}
        self.polygons("boundary.gpkg", [BOX])

    def raster(
        self,
        name: str,
        values: Any,
        dtype: str = "float32",
        *,
        transform: Affine = CELLS,
        crs: str | None = "EPSG:2328",
        nodata: float | None = None,
        scale: float | None = None,
        **profile: Any,
    ) -> Path:
        bands = np.asarray(values, dtype=dtype)
        bands = bands if bands.ndim == 3 else bands[np.newaxis]
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with rasterio.open(
            path, "w", driver="GTiff", count=len(bands), height=bands.shape[1],
            width=bands.shape[2], dtype=dtype, crs=crs, transform=transform, nodata=nodata,
            **profile,
        ) as file:  # fmt: skip
            file.write(bands)
            if scale is not None:
                file.scales = (scale,) * len(bands)
        return path

    def polygons(
        self,
        name: str,
        shapes: list[Any],
        fields: dict[str, list[Any]] | None = None,
        *,
        crs: str | None = "EPSG:2328",
        **options: Any,
    ) -> Path:
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = fields or {"name": [f"part {i}" for i in range(len(shapes))]}
        pyogrio.raw.write(
            path,
            np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
            [np.array(values, dtype=object) if isinstance(values[0], str) else np.array(values)
             for values in fields.values()],
            list(fields),
            geometry_type="Unknown" if path.suffix == ".gpkg" else shapes[0].geom_type,
            crs=crs,
            **options,
        )  # fmt: skip
        return path

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding=encoding)
        return path

    def write(self) -> Path:
        """Write the region file from the world's settings."""
        lines = ["[region]", *_pairs(self.region), "[boundary]", *_pairs(self.boundary)]
        if self.method:
            lines += ["[method]", *_pairs(self.method)]
        for layer, sources in self.layers.items():
            for source in sources if isinstance(sources, list) else [sources]:
                header = f"[[layers.{layer}]]" if isinstance(sources, list) else f"[layers.{layer}]"
                lines += [header, *_pairs(source)]
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.file


def _pairs(table: dict[str, Any]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items()]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(_pairs(value)) + " }"
    return json.dumps(value, ensure_ascii=False)
