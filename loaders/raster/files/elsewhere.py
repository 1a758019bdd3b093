"""Raster files that name other files by themselves, which would be read wherever they lie."""

import zipfile
import zlib
from pathlib import Path

from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source
from sinkbase.region.vrt import begins_vrt

_HEAD = 4096
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BLOCK = 512  # bytes of PCIDSK's blocks, counted from 1
_CHANNEL = 1024


def refuse_elsewhere(source: Source, path: Path) -> None:
    """Hold a file, and the mask beside it, to pixels of their own.

    Raises SinkbaseError for a PCIDSK file with channels in other files, and for a mask that is no
    GeoTIFF. What a VRT names is looked at elsewhere.
    """
    if path.is_dir():
        return
    if _head(path).startswith(b"PCIDSK"):
        for name in _channels(path.read_bytes()):
            raise source.error(
                path, f"the pixels of its channel lie in another file ({name!r}), which is not "
                "followed. Expected a file that holds its own pixels: make a GeoTIFF of it where "
                f"you trust it, gdal_translate {path.name} {path.stem}.tif."
            )  # fmt: skip
    for mask in (path.with_name(f"{path.name}.msk"), path.with_suffix(".msk")):
        if mask != path and mask.is_file() and _head(mask)[:4] not in _TIFF:
            raise source.error(
                mask, "the mask beside the raster is no GeoTIFF. Expected one, as GDAL writes "
                "masks: move it away, or make it anew."
            )  # fmt: skip


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _channels(content: bytes) -> list[str]:
    """The files that the channels of a PCIDSK file name."""
    try:
        first, count = int(content[336:352]), int(content[376:384])
    except ValueError:
        return []
    found = []
    for number in range(min(count, 4096)):
        start = (first - 1) * _BLOCK + number * _CHANNEL + 64
        name = content[start : start + 64].strip(b" \0").decode("latin-1")
        if name and not name.startswith("/SIS="):
            found.append(name)
    return found


def refuse_members(source: Source, path: Path, archive: zipfile.ZipFile, names: list[str]) -> None:
    """Hold the rasters of a zip to pixels of their own.

    Raises SinkbaseError for a VRT or PCIDSK file under another name, and for a mask that is none.
    """
    there = set(archive.namelist())
    for name in names:
        masks = {f"{name}.msk", f"{name.rpartition('.')[0]}.msk"} & there
        for member in (name, *sorted(masks)):
            try:
                with archive.open(member) as file:
                    head = file.read(_HEAD)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError) as error:
                raise source.error(
                    path, f"{member} in the zip is damaged or packed in another way ({error}). "
                    "Fetch it again, or unpack it."
                ) from None  # fmt: skip
            if begins_vrt(head) or head.startswith(b"PCIDSK") or (
                member in masks and head[:4] not in _TIFF
            ):  # fmt: skip
                raise _names_others(source, path, member)


def _names_others(source: Source, path: Path, member: str) -> SinkbaseError:
    return source.error(
        path, f"{member} in the zip may name other files, which are not followed out of a zip. "
        "Expected rasters that hold their own pixels: unpack the zip below DATA and name what it "
        "held in path."
    )  # fmt: skip
