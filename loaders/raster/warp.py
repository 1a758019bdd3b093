"""From source pixels to cells of the region's grid, through GDAL."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS
from rasterio.enums import Resampling
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT

from loaders.grid.grid import Cells
from sinkbase.region.crs import transformer

Values = npt.NDArray[np.generic]
MARGIN = 3  # source pixels around a block: bilinear needs one, rounding another
BUDGET = 4_000_000  # source pixels held at once
LARGEST_SHARE = "largest share"  # of the cell's area: GDAL has nothing of the kind


def default_resampling(kind: str, pixel_m: float, cell_m: float) -> str:
    """Codes by area, quantities average or bilinear, presence wherever a pixel has it."""
    if kind == "presence":
        return "max"
    if kind == "code":
        return LARGEST_SHARE
    return "average" if pixel_m < cell_m * 0.999 else "bilinear"


def blocks(cells: Cells, pixels_per_cell: float) -> Iterator[tuple[int, int, Cells]]:
    """The rectangle in parts (row, column, cells) whose source pixels fit the budget."""
    side = max(1, int((BUDGET / max(pixels_per_cell, 1e-9)) ** 0.5))
    for row in range(0, cells.rows, side):
        for column in range(0, cells.columns, side):
            rows, columns = min(side, cells.rows - row), min(side, cells.columns - column)
            yield row, column, cells.part(row, column, rows, columns)


def source_bounds(cells: Cells, target: CRS, crs: CRS) -> tuple[float, float, float, float]:
    """The bounds of the cells in the source's CRS."""
    if crs == target:
        return cells.bounds
    left, bottom, right, top = transformer(target, crs).transform_bounds(
        *cells.bounds, densify_pts=21
    )
    return left, bottom, right, top


def same_lattice(transform: Affine, cells: Cells) -> tuple[int, int] | None:
    """Row and column of the cells' corner among the pixels, when pixels and cells coincide."""
    sizes = (transform.a / cells.size, -transform.e / cells.size)
    column, row = ~transform @ (cells.left, cells.top)
    offsets = np.array([row - round(row), column - round(column)])
    if not np.allclose(sizes, 1, rtol=1e-9) or np.any(np.abs(offsets) > 1e-6):
        return None
    return round(row), round(column)


def copied(values: Values, row: int, column: int, cells: Cells, empty: float) -> Values:
    """Pixels as cells, (bands, rows, columns), from a corner on; `empty` beyond the pixels."""
    result = np.full((values.shape[0], *cells.shape), empty, dtype=values.dtype)
    top, left = max(0, row), max(0, column)
    bottom = min(values.shape[1], row + cells.rows)
    right = min(values.shape[2], column + cells.columns)
    if bottom > top and right > left:
        place = (slice(None), slice(top - row, bottom - row), slice(left - column, right - column))
        result[place] = values[:, top:bottom, left:right]
    return result


def warp(
    values: Values,
    transform: Affine,
    crs: CRS,
    *,
    cells: Cells,
    target: CRS,
    resampling: str,
) -> Values:
    """The values (bands, rows, columns) on the cells; NaN (quantities) or 0 (codes) is missing."""
    empty = np.nan if values.dtype.kind == "f" else 0
    if crs == target and (corner := same_lattice(transform, cells)) is not None:
        return copied(values, *corner, cells, empty)
    result = np.full((values.shape[0], *cells.shape), empty, dtype=values.dtype)
    missing = np.isnan(values) if values.dtype.kind == "f" else values == 0
    alike = bool((missing == missing[:1]).all())
    parts = [slice(None)] if alike else [slice(i, i + 1) for i in range(len(values))]
    for part in parts:  # GDAL masks all bands of a call alike: bands that differ go one by one
        result[part] = _warped(
            values[part], transform, crs, cells=cells, target=target, resampling=resampling
        )
    return result


def _warped(
    values: Values, transform: Affine, crs: CRS, *, cells: Cells, target: CRS, resampling: str
) -> Values:
    """One call of GDAL's warper, true to a hundredth of a cell.

    A WarpedVRT and not `reproject`, whose tolerance of an eighth of a source pixel cannot be
    changed: 7 km for climate data of half a degree.
    """
    empty = np.nan if values.dtype.kind == "f" else 0
    bands, rows, columns = values.shape
    profile = {
        "driver": "GTiff", "count": bands, "height": rows, "width": columns,
        "dtype": values.dtype.name, "crs": crs.to_wkt(), "transform": transform, "nodata": empty,
    }  # fmt: skip
    with MemoryFile() as memory:
        with memory.open(**profile) as writing:
            writing.write(values)
        with (
            memory.open() as dataset,
            WarpedVRT(
                dataset,
                crs=target.to_wkt(),
                transform=cells.transform,
                height=cells.rows,
                width=cells.columns,
                resampling=Resampling[resampling],
                nodata=empty,
                tolerance=_tolerance(transform, crs, cells),
            ) as warped,
        ):
            return np.asarray(warped.read())


def _tolerance(transform: Affine, crs: CRS, cells: Cells) -> float:
    """A hundredth of a cell in source pixels, an eighth of a pixel at most."""
    metres = 111_320.0 if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
    return float(min(0.125, 0.01 * cells.size / (abs(transform.a) * metres)))
