"""What others put into a folder of results: it goes along when a new folder takes its place."""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from analysis.results.files import FINGERPRINT, MANIFEST, Entry, digest

UNFINISHED = ".unfinished-"  # within a folder: of an earlier version's export that was killed
OF_SQLITE = ("-wal", "-shm", "-journal")  # belong to the very file beside them


class MountedError(Exception):
    """Another file system is mounted within the folder."""


def others(folder: Path, own: Collection[str]) -> Iterator[str]:
    """Yield the paths of files, links and empty folders below `folder` that are not `own`.

    Raises MountedError when something is mounted within the folder.
    """
    device = folder.stat().st_dev
    for place, folders, files in os.walk(folder):
        if os.lstat(place).st_dev != device:
            raise MountedError(place)
        inside = Path(place).relative_to(folder)
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = [it for it in folders if it not in links and not it.startswith(UNFINISHED)]
        for name in (*files, *links):
            path = (inside / name).as_posix()
            if path not in own and path not in (MANIFEST, FINGERPRINT):
                yield path
        if not folders and not files and not links and place != str(folder):
            yield inside.as_posix()


def own_files(folder: Path, entries: Collection[Entry]) -> set[str]:
    """Return the paths of an export's files that nobody has changed since."""
    return {
        entry["path"]
        for entry in entries
        if (path := folder / entry["path"]).is_file()
        and not path.is_symlink()
        and digest(path) == entry["sha256"]
    }


def carry(source: Path, target: Path, paths: Collection[str]) -> list[str]:
    """Let the files of `source` be in `target`, too, where it has none of that name.

    They are linked where the file system can; returns the paths of those that are copies. What
    SQLite keeps beside a database stays behind when the database itself is another one.

    Raises FileExistsError when a file stands where `target` has a folder, MountedError when it
    lies on another file system.
    """
    copies = []
    for path in paths:
        found, place = source / path, target / path
        if os.path.lexists(place):
            if place.is_dir() and not found.is_dir():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(found))
            continue
        database = next((path.removesuffix(it) for it in OF_SQLITE if path.endswith(it)), None)
        if database and not _is_same(source / database, target / database):
            continue
        _make_folders(source, target, PurePosixPath(path).parent)
        if not link(found, place):
            copies.append(path)
    return copies


def bring(source: Path, target: Path, paths: Collection[str]) -> None:
    """Move files that were copied: the original takes the place of its copy."""
    for path in paths:
        (source / path).replace(target / path)


def link(found: Path, place: Path) -> bool:
    """Make a file, link or empty folder appear at `place`, too; return whether it is the same.

    A file is copied where it cannot be linked.

    Raises MountedError when the two lie on different file systems.
    """
    if found.is_dir() and not found.is_symlink():
        place.mkdir()
        shutil.copystat(found, place)
        return True
    try:
        os.link(found, place, follow_symlinks=False)
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise MountedError(str(found)) from None
        if error.errno == errno.ENOENT:
            return True  # it went away meanwhile
        shutil.copy2(found, place, follow_symlinks=False)
        return False
    return True


def _is_same(former: Path, new: Path) -> bool:
    return former.is_file() and new.is_file() and former.samefile(new)


def _make_folders(source: Path, target: Path, inside: PurePosixPath) -> None:
    for part in reversed([inside, *inside.parents]):
        if not (target / part).is_dir():
            (target / part).mkdir()
            shutil.copystat(source / part, target / part)
