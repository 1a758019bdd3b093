"""In which encoding a file's texts are: as it says, when that works; else UTF-8, else GBK."""

import codecs
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from loaders.raster.files import zips
from loaders.vector.container import Complain

CHINESE = "gb18030"  # of which GBK and GB 2312 are parts
Encoding = str | None  # none: as GDAL finds it
_AFTER_LATIN = re.compile("(?<=[A-Za-z])[\u4e00-\u9fff]")
_UNSAID = (0x00, 0x57)  # language ids of a .dbf that name no encoding
_LANGUAGE_BYTE = 29


def candidates(path: Path, address: str, given: Encoding, complain: Complain) -> list[Encoding]:
    """The encodings to be tried, in order.

    Raises SinkbaseError for a given one that is none.
    """
    if given:
        try:
            return [codecs.lookup(given).name]
        except LookupError:
            raise complain(
                path, f"encoding = {given!r} is none. Expected for example \"gbk\" or \"utf-8\"."
            ) from None  # fmt: skip
    if not address.lower().endswith(".shp"):
        return [None, CHINESE]
    # of a Shapefile that says nothing, GDAL takes Latin-1, in which every text can be read
    if _says(path, address):
        return [None, "utf-8", CHINESE, "iso8859-1"]
    return ["utf-8", CHINESE, None]


def refuse_mixed(texts: Iterable[object]) -> None:
    """Do nothing but for Latin-1 read as GBK: a letter with an accent and the next are one sign.

    Raises UnicodeDecodeError where a Latin letter is followed by a sign whose second byte is one.
    """
    for text in texts:
        for sign in _AFTER_LATIN.findall(text) if isinstance(text, str) else ():
            if sign.encode(CHINESE)[-1:].isalpha():
                raise UnicodeDecodeError(CHINESE, b"?", 0, 1, "a Chinese sign in a Latin word")


def _says(path: Path, address: str) -> bool:
    """Whether a Shapefile names its encoding, by a .cpg or in the .dbf."""
    if address.startswith("/vsizip/"):
        return _zip_says(path, address.removeprefix(zips.address(path, "")))
    beside = {file.suffix.lower(): file for file in path.parent.glob("*") if file.stem == path.stem}
    if ".cpg" in beside:
        return True
    head = b""
    if ".dbf" in beside:
        with beside[".dbf"].open("rb") as file:
            head = file.read(32)
    return len(head) == 32 and head[_LANGUAGE_BYTE] not in _UNSAID


def _zip_says(path: Path, member: str) -> bool:
    stem = member[: -len(".shp")]
    with zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/"): name for name in archive.namelist()}
        beside = {n[len(stem) :].lower(): own for n, own in names.items() if n.startswith(stem)}
        if ".cpg" in beside:
            return True
        if ".dbf" not in beside:
            return False
        with archive.open(beside[".dbf"]) as file:
            head = file.read(32)
    return len(head) == 32 and head[_LANGUAGE_BYTE] not in _UNSAID
