"""Which files a source means, and what they hold (SHA-256, remembered by size and time)."""

import glob
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import SinkbaseError
from loaders.keys import nearest
from loaders.sources import Source


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
    """The files of a source: its paths in their order, a glob's files in natural order."""
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
    """A single further file of a source, such as an attribute table."""
    path = data / text
    if not path.is_file():
        raise _missing(source, data, path)
    return path


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state(path: Path, known: dict[str, FileState]) -> FileState:
    """The file's state; not read again when size and time are those already known."""
    found = path.stat()
    before = known.get(str(path))
    if before and (before.size_bytes, before.mtime_ns) == (found.st_size, found.st_mtime_ns):
        return before
    return FileState(str(path), found.st_size, found.st_mtime_ns, hash_file(path))
