"""Which files a source means, and what they hold (SHA-256, remembered by size and time)."""

import glob
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source

SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True)
class FileState:
    """A file as it was loaded."""

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str


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
        found = [Path(name) for name in glob.glob(str(path), recursive=True)]  # noqa: PTH207
        if not found:
            raise source.error(
                path, f"no file fits this pattern. Relative paths start at {data}: "
                "correct path or DATA=."
            )  # fmt: skip
        files.extend(sorted(found, key=natural_key))
    return tuple(files)


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


def parts_of(path: Path) -> list[Path]:
    """The files that are one data set: those beside a .shp, those within a .gdb, else the file."""
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    if path.suffix.lower() != ".shp":
        return [path]
    beside = (file for file in path.parent.iterdir() if file.stem == path.stem)
    return sorted(file for file in beside if file.suffix.lower() in SHAPEFILE_PARTS)


def state(path: Path, known: dict[str, FileState]) -> FileState:
    """The data set's state; not read again when size and time are those already known."""
    parts = parts_of(path)
    found = [part.stat() for part in parts]
    size, time = sum(stat.st_size for stat in found), max(stat.st_mtime_ns for stat in found)
    before = known.get(str(path))
    if before and (before.size_bytes, before.mtime_ns) == (size, time):
        return before
    hashes = [hash_file(part) for part in parts]
    digest = hashes[0] if len(parts) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return FileState(str(path), size, time, digest)
