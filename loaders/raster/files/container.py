"""What lies in a file: one raster, the variables of a NetCDF or HDF, the rasters of a zip."""

import re
import zipfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from loaders.raster.files import zips
from loaders.raster.files.elsewhere import refuse_elsewhere, refuse_members
from loaders.raster.files.gdal import open_dataset
from loaders.raster.files.hdf4 import as_geotiff, subdatasets
from loaders.raster.files.whole import refuse_torn
from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source
from sinkbase.region.vrt import members

_RASTERS = (".tif", ".tiff", ".bil", ".asc", ".img", ".nc", ".flt", ".hgt", ".dt1", ".dt2", ".jp2")
_BOUNDS = re.compile(r"_(bnds?|bounds|vertices|corners)$", re.IGNORECASE)  # of cells and periods
_PACKED = {
    b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR", b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One raster: how GDAL opens it, and its name for messages and months."""

    path: Path
    address: str
    name: str
    to_place: str = ""  # the command that gives a georeference, where no world file can


def parts(source: Source, path: Path) -> list[Part]:
    """The rasters of a file that a source means.

    Raises SinkbaseError when `variable` does not say which of several, and for what cannot be
    looked into.
    """
    head = _head(source, path)
    for mark, kind in _PACKED.items():
        if head.startswith(mark):
            raise source.error(path, f"the file is packed ({kind}). Unpack it, then name what it "
                                     "held in path.")  # fmt: skip
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(source, path)
    if head.startswith(b"\x0e\x03\x13\x01"):
        return [_of_hdf4(source, path)]
    if not path.is_dir():
        refuse_torn(source, path, head)
        refuse_elsewhere(source, path)
    return [_plain(source, path, str(path), path.name)]


def _head(source: Source, path: Path) -> bytes:
    if path.is_dir():  # ArcInfo's binary grids are folders
        return b""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise source.error(
            path, f"the file cannot be read ({error.strerror}). Make it readable, or correct path."
        ) from None
    if not head:
        raise source.error(path, "the file is empty (0 bytes). Fetch it again.")
    return head


def _plain(source: Source, path: Path, address: str, name: str) -> Part:
    """A file's own raster, or the variable of it that the source names."""
    for member in members(path, (Path("/"),)):
        open_dataset(str(member)).close()  # GDAL would take a member of any format
    with open_dataset(address) as dataset:
        inner, count = dataset.subdatasets, dataset.count
        own = {tags.get("NETCDF_VARNAME") for tags in map(dataset.tags, dataset.indexes[:1])}
        elements = _elements(dataset)
    if source.variable is None or (count and source.variable in own):
        if count == 0:
            data = [one for one in inner if not _BOUNDS.search(_short(one))]
            if len(data) != 1:
                raise _which(source, path, [_short(one) for one in data or inner])
            return Part(path, data[0], name)
        return Part(path, address, name)
    if source.variable.upper() in {element.upper() for element in elements}:
        return Part(path, address, name)  # GRIB: its bands are chosen one by one
    for one in inner:
        if _short(one) == source.variable or one.endswith(f"//{source.variable}"):
            return Part(path, one, name)
    raise _which(source, path, [_short(one) for one in inner] or [n for n in own if n] or
                 sorted(elements))  # fmt: skip


def _elements(dataset: object) -> set[str]:
    if getattr(dataset, "driver", "") != "GRIB":
        return set()
    tags = (dataset.tags(band) for band in dataset.indexes)  # type: ignore[attr-defined]
    return {one["GRIB_ELEMENT"] for one in tags if "GRIB_ELEMENT" in one}


def _short(address: str) -> str:
    return re.split(r"[:/]", address.strip('"'))[-1].strip('"')


def _which(source: Source, path: Path, names: list[str]) -> Exception:
    shown = ", ".join(names[:30]) or "none"
    if source.variable is None:
        return source.error(
            path,
            f"the file holds several rasters: {shown}. Say which with variable = \"...\".",
        )  # fmt: skip
    if not names:
        return source.error(
            path, f"the file has no variables, the region file asks for {source.variable!r}. "
            "Leave variable out."
        )  # fmt: skip
    return source.error(
        path, f"there is no variable {source.variable!r}. {nearest(source.variable, names)} "
        "Correct variable."
    )  # fmt: skip


def _of_zip(source: Source, path: Path) -> list[Part]:
    try:
        found = zips.members(path)
        if any(one.flag_bits & 1 for one in found):
            raise source.error(path, "the zip asks for a password. Unpack it, then name what "
                                     "it held in path.")  # fmt: skip
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise source.error(
            path, f"the zip is damaged or cut off ({error}). Fetch it again."
        ) from None
    names = sorted(one.filename for one in found)
    rasters = [name for name in names if name.lower().endswith(_RASTERS)]
    if source.variable:
        rasters = [name for name in rasters if _fits(name, source.variable)]
    if not rasters:
        asked = f" by the name {source.variable!r}" if source.variable else ""
        raise source.error(
            path, f"the zip holds no raster{asked} (it has {', '.join(names[:12]) or 'nothing'}). "
            f"Expected files that end in {', '.join(_RASTERS)}: correct path or variable."
        )  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        refuse_members(source, path, archive, rasters)
    return [Part(path, zips.address(path, name), name) for name in rasters]


def _fits(name: str, pattern: str) -> bool:
    return fnmatch(name, pattern) or fnmatch(name.rsplit("/", 1)[-1], pattern)


def _of_hdf4(source: Source, path: Path) -> Part:
    inner = subdatasets(source, path)
    wanted = source.variable
    chosen = [one for one in inner if wanted is None or one.name == wanted]
    if len(chosen) != 1:
        raise _which(source, path, [one.name for one in inner])
    command = (
        "gdal_translate -a_srs EPSG:... -a_ullr left top right bottom "
        f"'{chosen[0].address}' {path.stem}.tif"
    )
    return Part(path, as_geotiff(source, path, chosen[0]), path.name, command)
