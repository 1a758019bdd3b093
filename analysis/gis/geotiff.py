"""A raster result as a Cloud-Optimized GeoTIFF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import rasterio
import rasterio.shutil
from affine import Affine
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.windows import Window

from analysis.results.provenance import Grid
from analysis.results.raster import Tile
from analysis.results.statistics import Statistics
from sinkbase.errors import SinkbaseError

CACHE_MB = 64  # GDAL would take 5 % of the machine's memory for its blocks
BLOCK = 512  # cells a side; a raster that is wider or higher gets overviews


@dataclass(frozen=True)
class Labels:
    """What the file says of itself: the band's description and unit, the dataset's tags.

    `colours` are those of codes (red, green, blue, alpha); none for surfaces.
    """

    description: str
    unit: str | None
    tags: dict[str, str]
    colours: Mapping[int, tuple[int, int, int, int]] = field(default_factory=dict)


def write_geotiff(path: Path, tiles: Iterable[Tile], grid: Grid, labels: Labels) -> Statistics:
    """Write the tiles to a new file on the region's grid; cells of no tile are nodata.

    Tiles go to an unpacked file beside it first, window by window: memory holds a few tiles,
    whatever the size of the region. The bytes depend on the arguments alone.
    Raises SinkbaseError when the file cannot be written or does not read back as it should.
    """
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB):
        return _write_checked(path, tiles, grid, labels)


def _write_checked(path: Path, tiles: Iterable[Tile], grid: Grid, labels: Labels) -> Statistics:
    unpacked = path.with_name(f"{path.stem}.unpacked.tif")
    try:
        statistics, is_code = _write_unpacked(unpacked, tiles, grid, labels, path.stem)
        rasterio.shutil.copy(
            unpacked,
            path,
            driver="COG",
            compress="DEFLATE",
            predictor="YES",
            blocksize=BLOCK,
            overviews="AUTO",
            # a mean of codes would be a code that nobody meant
            overview_resampling="MODE" if is_code else "AVERAGE",
            bigtiff="IF_SAFER",
        )
        written = _read_back(path)
    except (RasterioError, CPLE_BaseError) as error:
        raise SinkbaseError(
            f"{path.name} could not be written; the disk may be full. The old files are in place. "
            f"(GDAL: {error})"
        ) from None
    finally:
        unpacked.unlink(missing_ok=True)
    if _cells(written) != _cells(statistics):
        # GDAL reports some failures of the disk only by what the file lacks
        raise SinkbaseError(
            f"{path.name} does not read back as it was written; the disk may be full. "
            "The old files are in place."
        )
    return statistics


def _write_unpacked(
    path: Path, tiles: Iterable[Tile], grid: Grid, labels: Labels, name: str
) -> tuple[Statistics, bool]:
    tiles = iter(tiles)
    first = next(tiles, None)
    if first is None:
        raise SinkbaseError(
            f"{name} has no tiles. Build the results again: make transform REGION={grid.region}"
        )
    statistics = Statistics()
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=grid.columns,
        height=grid.rows,
        count=1,
        dtype=first.values.dtype.name,
        nodata=first.nodata,
        crs=rasterio.CRS.from_epsg(grid.srid),
        transform=Affine(grid.cell_size_m, 0, grid.origin_x, 0, -grid.cell_size_m, grid.origin_y),
        tiled=True,
        blockxsize=BLOCK,
        blockysize=BLOCK,
        sparse_ok=True,
        bigtiff="IF_SAFER",
    ) as dataset:
        if labels.colours and first.values.dtype == "uint8":  # TIFF has no others for wider codes
            dataset.write_colormap(1, labels.colours)
        for tile in chain([first], tiles):
            rows, columns = tile.values.shape
            dataset.write(tile.values, 1, window=Window(tile.column, tile.row, columns, rows))
            statistics = statistics.with_cells(tile.valid)
        dataset.set_band_description(1, labels.description)
        dataset.set_band_unit(1, labels.unit or "")
        dataset.update_tags(**labels.tags)
        dataset.update_tags(1, **_statistics_tags(statistics, grid.rows * grid.columns))
    return statistics, first.values.dtype.kind != "f"


def _statistics_tags(statistics: Statistics, cells: int) -> dict[str, str]:
    """GDAL's names; the valid percent is of the whole rectangle."""
    tags = {"STATISTICS_VALID_PERCENT": f"{100 * statistics.count / cells:.4g}"}
    if statistics.count:
        tags |= {
            "STATISTICS_MINIMUM": repr(statistics.minimum),
            "STATISTICS_MAXIMUM": repr(statistics.maximum),
            "STATISTICS_MEAN": repr(statistics.mean),
            "STATISTICS_STDDEV": repr(statistics.deviation),
        }
    return tags


def _read_back(path: Path) -> Statistics:
    statistics = Statistics()
    with rasterio.open(path) as dataset:
        for _, window in dataset.block_windows(1):
            values = dataset.read(1, window=window)
            tile = Tile(window.row_off, window.col_off, values, dataset.nodata)
            statistics = statistics.with_cells(tile.valid)
    return statistics


def _cells(statistics: Statistics) -> tuple[float, ...]:
    # the mean depends on the order of the sums in its last digits
    mean = float(f"{statistics.mean:.9g}")
    return statistics.count, statistics.minimum, statistics.maximum, mean
