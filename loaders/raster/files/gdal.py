"""GDAL as this project opens files with it: chosen formats, nothing fetched, nothing run."""

import ctypes
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import rasterio
from rasterio.errors import NotGeoreferencedWarning

from loaders import offline

# formats whose files hold their own pixels; none that names a server or runs a programme
DRIVERS = (
    "GTiff", "COG", "netCDF", "HDF5", "HDF5Image", "GRIB", "HFA", "AAIGrid", "AIG", "EHdr", "ENVI",
    "VRT", "GPKG", "SRTMHGT", "DTED", "USGSDEM", "JP2OpenJPEG", "PNG", "JPEG", "GIF", "BMP", "RST",
    "SAGA", "GSAG", "GSBG", "GS7BG", "XYZ", "GXF", "BT", "PCIDSK", "RRASTER", "GRASSASCIIGrid",
)  # fmt: skip
_OPTIONS = offline.SETTINGS | {
    "GDAL_VRT_ENABLE_PYTHON": "NO",  # a VRT may bring a programme along
    "GDAL_VRT_RAWRASTERBAND_ALLOWED_SOURCE": "NONE",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",  # /vsicurl/ reads no address
    "GRIB_NORMALIZE_UNITS": "NO",  # kelvin stays kelvin: the unit that the file names is the one
}


@lru_cache(maxsize=1)
def _quiet_hdf5() -> None:
    """HDF5 prints its errors by itself, beside those that GDAL raises: let it not."""
    for library in (Path(rasterio.__file__).parents[1] / "rasterio.libs").glob("libhdf5-*.so*"):
        ctypes.CDLL(str(library)).H5Eset_auto2(ctypes.c_int64(0), None, None)


@contextmanager
def environment(cache_mb: int = 128) -> Iterator[None]:
    """GDAL's settings of a run; errors come as exceptions, not on the screen."""
    _quiet_hdf5()
    offline.close_side_doors()
    hooks = sys.excepthook, sys.unraisablehook
    sys.excepthook, sys.unraisablehook = _let_go, _let_go
    try:
        with rasterio.Env(GDAL_CACHEMAX=cache_mb, **_OPTIONS):
            yield
    finally:
        sys.excepthook, sys.unraisablehook = hooks


def _let_go(*args: object) -> None:
    """Say nothing of what rasterio cannot log: a damaged file's words that are no UTF-8.

    Only its callbacks come here; an exception of ours leaves `environment` first.
    """


def open_dataset(address: str) -> rasterio.DatasetReader:
    """An open data set of an allowed format. Raises RasterioIOError for every other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told in our own words
        dataset = rasterio.DatasetReader(address, driver=DRIVERS)
        if dataset.driver != "netCDF":
            return dataset
        dataset.close()  # GDAL puts the file's nodata, or 0, for what valid_range leaves out
        return rasterio.DatasetReader(address, driver=["netCDF"], HONOUR_VALID_RANGE="NO")


@contextmanager
def opened(address: str) -> Iterator[rasterio.DatasetReader]:
    """`open_dataset` under the settings, closed at the end."""
    with environment(), open_dataset(address) as dataset:
        yield dataset
