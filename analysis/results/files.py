"""A folder of results that is either the old one or the new one, with a manifest of what is in it.

New files are written into a hidden folder beside the old ones and moved to their places when all
are there. What the manifest does not list is never touched.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from sinkbase.errors import SinkbaseError

MANIFEST = "manifest.json"
FINGERPRINT = ".fingerprint"
UNFINISHED = ".unfinished-"
Entry = dict[str, Any]


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a hidden folder for new files within `folder`; it is gone afterwards, come what may.

    Raises SinkbaseError when `folder` cannot be written, is in use, or the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
        try:
            _lock(lock, folder)
            for left_over in folder.glob(f"{UNFINISHED}*"):  # of a run that was killed
                shutil.rmtree(left_over, ignore_errors=True)
            new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
            try:
                yield new
            finally:
                shutil.rmtree(new, ignore_errors=True)
        finally:
            os.close(lock)
    except OSError as error:
        raise SinkbaseError(f"{error.filename or folder}: {_reason(error)}") from None


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SinkbaseError(
            f"{folder}: another export writes here. Wait for its end, or choose another folder "
            "with --out."
        ) from None


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            "the disk is full (or the quota reached). The old files are in place; free some "
            "space and export again."
        )
    return (
        f"the results cannot be written here ({error.strerror}). "
        "Mend the folder's rights or choose another one with --out."
    )


def publish(new: Path, folder: Path, manifest: dict[str, Any], fingerprint: str | None) -> None:
    """Move the new files to their places in `folder`, remove those that the last export left.

    `manifest["files"]` lists them by `path`; size and SHA-256 are added here. A file that stays
    as it was is not touched.

    Raises OSError when a file cannot be moved or written.
    """
    before = read_manifest(folder)
    entries = [
        entry
        | {"size": (new / entry["path"]).stat().st_size, "sha256": digest(new / entry["path"])}
        for entry in manifest["files"]
    ]
    content = json.dumps(manifest | {"files": entries}, indent=2, ensure_ascii=False) + "\n"
    (new / MANIFEST).write_text(content, encoding="utf-8")
    paths = [entry["path"] for entry in entries]
    for path in (*paths, MANIFEST):
        _sync(new / path)
    (folder / FINGERPRINT).unlink(missing_ok=True)
    for entry in entries:
        _move(new / entry["path"], folder / entry["path"], entry["sha256"])
    for entry in before.get("files", []):
        if entry["path"] not in paths:
            _remove(folder, entry)
    (new / MANIFEST).replace(folder / MANIFEST)
    if fingerprint is not None:
        (new / FINGERPRINT).write_text(_stamp(folder, fingerprint), encoding="ascii")
        (new / FINGERPRINT).replace(folder / FINGERPRINT)
    for place in {folder, *((folder / path).parent for path in paths)}:
        _sync(place)


def _move(source: Path, target: Path, sha256: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and digest(target) == sha256):
        source.replace(target)


def _remove(folder: Path, entry: Entry) -> None:
    """Remove a file of the last export, unless somebody has changed it since."""
    path = folder / entry["path"]
    if path.is_file() and not path.is_symlink() and digest(path) == entry["sha256"]:
        path.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stamp(folder: Path, fingerprint: str) -> str:
    return f"{fingerprint} {digest(folder / MANIFEST)}\n"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the folder's manifest; an empty one when there is none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        inside = all(_is_inside(entry["path"]) and entry["sha256"] for entry in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return manifest if inside else {}


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def is_current(folder: Path, fingerprint: str) -> bool:
    """Return whether all files of an export with this fingerprint are there, unchanged."""
    try:
        stamp = (folder / FINGERPRINT).read_text(encoding="ascii")
        if stamp != _stamp(folder, fingerprint):
            return False
        files: list[Entry] = read_manifest(folder)["files"]
        return all(
            (folder / entry["path"]).stat().st_size == entry["size"]
            and digest(folder / entry["path"]) == entry["sha256"]
            for entry in files
        )
    except (OSError, ValueError, KeyError):
        return False
