"""What a file of which the name says nothing holds: variables, members of a zip."""

import zipfile
from dataclasses import replace
from pathlib import Path

from rasterio.errors import RasterioError

from loaders.raster.files import zips
from loaders.raster.files.gdal import opened
from loaders.raster.files.hdf4 import subdatasets
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.sample import source_of
from loaders.vector.container import readable
from sinkbase.errors import SinkbaseError

_MANY_IN_ONE = (".nc", ".nc4", ".cdf", ".hdf", ".h4", ".h5", ".hdf5", ".he5", ".grib", ".grib2",
                ".grb", ".grb2")  # fmt: skip
_BANDS = 40


def looked_into(item: DataSet) -> DataSet:
    """The data set with the names of what it holds, where its own name speaks of no layer."""
    suffix = item.files[0].suffix.lower()
    if item.layer is not None or suffix not in (*_MANY_IN_ONE, ".zip"):
        return item
    names = _members(item.files[0]) if suffix == ".zip" else _variables(item)
    return replace(item, inside=tuple(names))


def _members(path: Path) -> list[str]:
    try:
        return [readable(Path(one.filename).stem) for one in zips.members(path)]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return []


def _variables(item: DataSet) -> list[str]:
    """The names of variables and what they say of themselves."""
    path = item.files[0]
    try:
        with path.open("rb") as file:
            is_hdf4 = file.read(4) == b"\x0e\x03\x13\x01"
        if is_hdf4:
            return [one.name for one in subdatasets(source_of("npp", item), path)]
        with opened(str(path)) as dataset:
            names = [name.rsplit(":", 1)[-1].strip('"/') for name in dataset.subdatasets]
            for band in dataset.indexes[:_BANDS]:
                tags = dataset.tags(band)
                names += [tags[k] for k in ("NETCDF_VARNAME", "GRIB_ELEMENT") if k in tags]
            return list(dict.fromkeys(names))
    except (RasterioError, SinkbaseError, OSError, ValueError, UnicodeError):
        return []
