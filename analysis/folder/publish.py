"""New files take the place of the former ones, all at once."""

import errno
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.folder.exchange import exchange
from analysis.folder.others import MountedError, bring, carry, link, others, own_files
from analysis.folder.stamp import with_manifest
from analysis.folder.unfinished import KIND, SPARE, beside
from analysis.results.files import FINGERPRINT, MANIFEST, Entry, digest, read_manifest

# a mount point, or a folder in a place where only its owner may rename
FIXED = (errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES)


def publish(
    new: Path,
    folder: Path,
    manifest: dict[str, Any],
    stamp: dict[str, Any] | None,
    known: Mapping[str, str] | None = None,
) -> None:
    """Let the folder `new` take the place of `folder`, with a manifest of its files.

    `manifest["files"]` lists them by `path`; size and SHA-256 are added here, the latter from
    `known` where it is given. A file that stays as it was is the same file afterwards. What
    others put into `folder`, or changed in it, goes along unless a new file has its name. `stamp`
    is what the next export shall know, None for nothing.

    Where `folder` cannot be moved, since it is a mount point, its files are replaced one by one.

    Raises OSError when a file cannot be written or moved; then the former files are in place.
    """
    folder = folder.resolve()
    former = read_manifest(folder).get("files", [])
    entries = [_complete(new, entry, known or {}) for entry in manifest["files"]]
    text = json.dumps(manifest | {"files": entries}, indent=2, ensure_ascii=False) + "\n"
    (new / MANIFEST).write_text(text, encoding="utf-8")
    if stamp is not None:
        (new / FINGERPRINT).write_text(with_manifest(stamp, new), encoding="utf-8")
    try:
        _exchange(new, folder, entries, former)
    except (MountedError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in FIXED:
            raise
        _replace_each(new, folder, entries, former)


def _exchange(new: Path, folder: Path, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
    """Complete the new folder with what stays, and let it take the place of the other."""
    if new.parent == folder:
        raise MountedError(folder)
    own = own_files(folder, former)
    _remove_empty(new)
    _stay(folder, new, [*entries, {"path": MANIFEST, "sha256": digest(new / MANIFEST)}])
    own |= {entry["path"] for entry in entries}
    kept = [*others(folder, own)]
    copies = carry(folder, new, kept)
    _look_alike(folder, new)
    _sync_all(new)
    exchange(new, folder, beside(folder, SPARE))
    _sync(folder.parent)
    with suppress(OSError, MountedError):
        # what somebody put into the former folder while it was about to go
        carry(new, folder, [it for it in others(new, own) if it not in kept])
        bring(new, folder, copies)


def _complete(new: Path, entry: Entry, known: Mapping[str, str]) -> Entry:
    path = new / entry["path"]
    sha256 = known.get(entry["path"]) or digest(path)
    return entry | {"size": path.stat().st_size, "sha256": sha256}


def _stay(folder: Path, new: Path, entries: Sequence[Entry]) -> None:
    """Let a file that would be written as it is be the former one: its date tells of a change."""
    for entry in entries:
        path, former = new / entry["path"], folder / entry["path"]
        if former.exists() and path.samefile(former):
            continue
        if _holds(former, entry["sha256"]):
            path.unlink()
            link(former, path)


def _remove_empty(new: Path) -> None:
    for place, _, _ in os.walk(new, topdown=False):
        with suppress(OSError):  # it has files
            Path(place).rmdir()


def _holds(path: Path, sha256: str) -> bool:
    return path.is_file() and not path.is_symlink() and digest(path) == sha256


def _look_alike(folder: Path, new: Path) -> None:
    """Give the new folder and those in it the rights of the former ones."""
    for place, folders, _ in os.walk(new):
        former = folder / Path(place).relative_to(new)
        folders[:] = [name for name in folders if (former / name).is_dir()]
        told = former.stat()
        if told.st_uid != os.geteuid() or told.st_gid != os.getegid():
            with suppress(PermissionError):
                os.chown(place, told.st_uid, told.st_gid)
        shutil.copymode(former, place)


def _replace_each(
    new: Path, folder: Path, entries: Sequence[Entry], former: Sequence[Entry]
) -> None:
    """Move the new files to their places one by one, the manifest last; remove what is no more."""
    own = own_files(folder, former)
    paths = [entry["path"] for entry in entries]
    same = {it["path"] for it in entries if _holds(folder / it["path"], it["sha256"])}
    (folder / FINGERPRINT).unlink(missing_ok=True)
    for path in (*paths, MANIFEST, *([FINGERPRINT] if (new / FINGERPRINT).exists() else [])):
        if path not in same:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            _move(new / path, folder / path)
        if path == MANIFEST:
            for gone in own.difference(paths):
                (folder / gone).unlink()
    for place in {folder, *((folder / path).parent for path in paths)}:
        _sync(place)


def _move(path: Path, place: Path) -> None:
    _sync(path)
    try:
        path.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = place.with_name(f".{place.name}.{KIND}")
        shutil.copy2(path, near)
        near.replace(place)


def _sync_all(folder: Path) -> None:
    """Let the disk hold all that is new before anybody sees it."""
    for place, _, files in os.walk(folder):
        for name in files:
            path = Path(place) / name
            # what has a second name was there before
            if not path.is_symlink() and path.stat().st_nlink == 1:
                _sync(path)
        _sync(Path(place))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
