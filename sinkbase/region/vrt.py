"""Virtual rasters: the files that a VRT names, which must be plain files of the user's folder."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from sinkbase.errors import SinkbaseError

_HEAD = 4096
_FILES = ("sourcedataset", "dempath")
_OPENED = ("x_dataset", "y_dataset", "rpc_dem", "overview_file", "cutline_ds", "root_path")
_DEEPEST = 8  # a VRT of VRTs of VRTs ...


def is_vrt(path: Path) -> bool:
    """Whether a file is a VRT, by its content, as GDAL tells it."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return begins_vrt(file.read(_HEAD))


def begins_vrt(head: bytes) -> bool:
    """Whether a file that begins so is a VRT."""
    return b"<VRTDataset" in head and not head.startswith(b"PK")


def members(path: Path, roots: tuple[Path, ...], depth: int = 0) -> Iterator[Path]:
    """The files that a VRT names, those of inner VRTs too; nothing for other files.

    Raises SinkbaseError for a VRT that is damaged, names something other than a file below one
    of the folders `roots`, or brings a programme along.
    """
    if not is_vrt(path):
        return
    if depth > _DEEPEST:
        raise _error(path, "names VRTs in VRTs without end", "name the files themselves in path")
    for text, is_relative in _named(path):
        place = Path(os.path.normpath(path.parent / text if is_relative else Path(text)))
        _refuse_elsewhere(path, text, place, roots)
        yield place
        yield from members(place, roots, depth + 1)


def _named(path: Path) -> Iterator[tuple[str, bool]]:
    try:
        tree = ElementTree.fromstring(_without_entities(path))
    except ElementTree.ParseError as error:
        raise _error(path, f"is no XML ({error})", "make it again with gdalbuildvrt") from None
    for element in tree.iter():
        tag = element.tag.lower()  # GDAL does not heed capitals
        if tag == "pixelfunctionlanguage" and (element.text or "").strip() != "C":
            raise _error(
                path, "brings a programme along (PixelFunctionLanguage), which is not run",
                "make a GeoTIFF of it where you trust it: gdal_translate in.vrt out.tif",
            )  # fmt: skip
        if tag in _FILES or tag.endswith("filename") or _names_by_attribute(tag, element.attrib):
            said = {name.lower(): value for name, value in element.attrib.items()}
            yield (element.text or "").strip(), said.get("relativetovrt", "0") == "1"


def _names_by_attribute(tag: str, attributes: dict[str, str]) -> bool:
    """Whether an argument, option or item of metadata is a file that GDAL opens."""
    if tag not in ("argument", "option", "mdi", "ooi"):
        return False
    name = "".join(v for k, v in attributes.items() if k.lower() in ("name", "key")).lower()
    return name in _OPENED or (tag == "argument" and "filename" in name)


def _without_entities(path: Path) -> bytes:
    content = path.read_bytes()
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise _error(path, "declares entities of its own", "make it again with gdalbuildvrt")
    return content


def _refuse_elsewhere(path: Path, text: str, place: Path, roots: tuple[Path, ...]) -> None:
    if not text or "\0" in text or "<" in text or re.match(r"^[A-Za-z0-9_]{2,}:|^/vsi", text):
        raise _error(
            path, f"names {text[:200]!r}, which is no plain file: nothing is fetched from the net "
            "or opened through another file",
            "put the files below DATA and name them in path",
        )  # fmt: skip
    if not any(place.is_relative_to(os.path.normpath(root)) for root in roots):
        raise _error(
            path, f"names {text!r}, which lies outside of {roots[0]}",
            "put that file below DATA and make the VRT anew, or name the files themselves in path",
        )  # fmt: skip
    if not place.is_file():
        raise _error(
            path, f"names {text!r}, and {place} is not there",
            "put that file there, or make the VRT anew with gdalbuildvrt",
        )  # fmt: skip


def _error(path: Path, found: str, remedy: str) -> SinkbaseError:
    return SinkbaseError(
        f"{path}: the VRT {found}. Expected raster files below DATA alone: {remedy}."
    )
