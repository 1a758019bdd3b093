"""What lies in a zip: its members by name, and where GDAL finds each."""

import zipfile
from pathlib import Path


def members(path: Path) -> list[zipfile.ZipInfo]:
    """The files in a zip, without what macOS puts beside each (`__MACOSX/._name`).

    Raises BadZipFile, NotImplementedError, OSError or ValueError for one that cannot be read.
    """
    with zipfile.ZipFile(path) as archive:
        return [one for one in archive.infolist() if not one.is_dir() and not _is_aside(one)]


def _is_aside(member: zipfile.ZipInfo) -> bool:
    folders, _, name = member.filename.replace("\\", "/").rpartition("/")
    return "__MACOSX" in folders.split("/") or name.startswith(("._", ".DS_Store"))


def address(path: Path, member: str) -> str:
    """GDAL's address of a member.

    Braces keep GDAL from looking for the end of the zip's name itself; a name in which a brace
    lacks its other half would end them at the wrong place.
    """
    place = f"{{{path}}}" if _is_balanced(str(path)) else str(path)
    return f"/vsizip/{place}/" + member.replace("\\", "/")


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0
