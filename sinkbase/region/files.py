"""Which files a source means, and what they hold (SHA-256, remembered by size and time)."""

import glob
import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source
from sinkbase.region.vrt import members

# what GDAL reads beside a file of the same name: georeference, header, types, attributes, the rest
_BESIDE = (
    "tfw", "tifw", "tiffw", "wld", "jgw", "jpgw", "pgw", "pngw", "j2w", "gfw", "bpw", "blw", "ifw",
    "prj", "tab", "hdr", "stx", "clr", "msk", "ige", "rdc", "sgrd", "sdat", "mgrd", "gri", "grd",
    "shp", "dbf", "shx", "cpg", "cst", "dat", "map", "id", "mid", "mif", "gfs", "xsd", "csvt",
)  # fmt: skip
_BEHIND = (".aux.xml", ".msk", ".msk.aux.xml", ".hdr", ".idx", "-wal")  # behind the whole name


@dataclass(frozen=True)
class FileState:
    """A file as it was loaded."""

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    parts: str = ""  # of several files: digest of their names, sizes and times


def natural_key(path: Path) -> list[tuple[int, int | str]]:
    """Sorts month_2 before month_10."""
    parts = re.split(r"(\d+)", str(path))
    return [(0, int(part)) if part.isdigit() else (1, part) for part in parts]


def _missing(source: Source, data: Path, path: Path) -> SinkbaseError:
    folder = path.parent
    if not folder.is_dir():
        found = f"the folder {folder} does not exist"
    else:
        names = [file.name for file in folder.iterdir() if file.is_file()]
        found = f"there is no such file. {nearest(path.name, names)}" if len(names) < 40 else (
            f"there is no such file among {len(names)} in its folder"
        )  # fmt: skip
    return source.error(
        path, f"{found.rstrip('.')}. Relative paths start at {data}: correct path or DATA=."
    )


def resolve(source: Source, data: Path) -> tuple[Path, ...]:
    """The files of a source: its paths in their order, a glob's files in natural order.

    Raises SinkbaseError when a file is missing or a pattern fits none.
    """
    files: list[Path] = []
    for text in source.paths:
        path = data / text
        if not glob.has_magic(text) or path.exists():
            if not path.exists():
                raise _missing(source, data, path)
            files.append(path)
            continue
        found = fitting(data, text)
        if not found:
            raise source.error(
                path, f"no file fits this pattern. Relative paths start at {data}: "
                "correct path or DATA=."
            )  # fmt: skip
        files.extend(sorted(found, key=natural_key))
    for path in files:
        if said := unusual(path):
            raise source.error(legible(path), said)
    return tuple(files)


def legible(path: Path) -> str:
    """A path for a message, whatever bytes its name is of."""
    return os.fsencode(path).decode(errors="backslashreplace")


def unusual(path: Path) -> str:
    """What is said of a pipe or device, and of a name that is no UTF-8; nothing of other files."""
    if not path.is_file() and not path.is_dir():
        return (
            "this is a pipe, socket or device, no file. Expected a file of its own: save what "
            "comes out of it as one."
        )
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return (
            "the file's name, or its folder's, is no UTF-8 (unpacked from a Windows archive?). "
            "Rename it, or unpack the archive anew: unzip -O gbk archive.zip."
        )
    return ""


def fitting(data: Path, text: str) -> list[Path]:
    """The files that a pattern means; a folder whose name has brackets or stars means itself."""
    place = Path(text)
    top = Path(place.anchor) if place.is_absolute() else data
    folder, parts = top, []
    for part in place.relative_to(place.anchor).parts:
        folder = folder / part
        parts.append(glob.escape(part) if folder.exists() else part)
    names = glob.glob("/".join(parts), root_dir=top, recursive=True)  # noqa: PTH207
    return [top / name for name in names]


def one_file(source: Source, data: Path, text: str) -> Path:
    """A single further file of a source, such as an attribute table.

    Raises SinkbaseError when it is missing.
    """
    path = data / text
    if not path.is_file():
        raise _missing(source, data, path)
    return path


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parts_of(path: Path, data: Path | None = None) -> list[Path]:
    """The files that are one data set: those beside it that GDAL reads, within a .gdb, of a VRT.

    Overviews are none: nothing is read from them. Raises SinkbaseError for a VRT that names
    something other than files below `data` or its own folder.
    """
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    named = dict.fromkeys(members(path, (data or path.parent, path.parent)))
    return list(dict.fromkeys(part for one in (path, *named) for part in _with_sidecars(one)))


def _with_sidecars(path: Path) -> list[Path]:
    if path.suffix.lower() == ".adf":  # of ArcInfo's binary grids all files of the folder are one
        return [path, *sorted(f for f in path.parent.glob("*.adf") if f != path)]
    whole, stem = path.name.lower(), path.stem.lower()
    aside = {f"{stem}.{end}" for end in _BESIDE} | {f"{stem}.aux.xml"}
    aside |= {whole + end for end in _BEHIND} | {f"{whole}w"}
    beside = (path.parent / name for name in _names_in(path.parent) if name.lower() in aside)
    return [path, *sorted(file for file in beside if file != path and file.is_file())]


@lru_cache(maxsize=64)
def _listed(folder: Path, changed_ns: int) -> tuple[str, ...]:
    del changed_ns  # only part of the key: a folder with a new file is listed anew
    return tuple(os.listdir(folder))  # noqa: PTH208  names alone: folders hold thousands


def _names_in(folder: Path) -> tuple[str, ...]:
    return _listed(folder, folder.stat().st_mtime_ns)


def state(path: Path, known: dict[str, FileState], data: Path | None = None) -> FileState:
    """The data set's state; not read again when sizes and times are those already known.

    Raises SinkbaseError for a file that is gone since the folder was listed.
    """
    parts = parts_of(path, data)
    try:
        found = [(part.name, part.stat()) for part in parts]
    except FileNotFoundError as error:
        raise SinkbaseError(
            f"{error.filename} was there and is gone: somebody is moving the files of this "
            "folder. Wait for the end of that, and start again."
        ) from None
    size, time = sum(s.st_size for _, s in found), max((s.st_mtime_ns for _, s in found), default=0)
    marks = "" if len(parts) == 1 else _digest(
        [f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in found]
    )  # fmt: skip
    before = known.get(str(path))
    if before and (before.size_bytes, before.mtime_ns, before.parts) == (size, time, marks):
        return before
    hashes = [hash_file(part) for part in parts]
    if len(parts) == 1:
        return FileState(str(path), size, time, hashes[0])
    named = [f"{part.name} {one}" for part, one in zip(parts, hashes, strict=True)]
    return FileState(str(path), size, time, _digest(named), marks)


def _digest(texts: list[str]) -> str:
    # a name of other bytes than UTF-8 is a name
    return hashlib.sha256("\n".join(texts).encode(errors="surrogateescape")).hexdigest()
