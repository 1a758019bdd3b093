"""A hidden folder beside the one that readers look into: new files are written there."""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.folder.others import MountedError, carry, others, own_files
from analysis.results.files import read_manifest
from sinkbase.errors import SinkbaseError

KIND, SPARE = "unfinished", "former"


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a new hidden folder beside `folder`; it is gone afterwards, come what may.

    What an export left that was killed goes away first.

    Raises SinkbaseError when the place cannot be written, is in use, or the disk is full.
    """
    try:
        _restore(folder)
        folder.mkdir(parents=True, exist_ok=True)
        folder = folder.resolve()  # of a link to a folder, the folder
        with _locked(folder):
            _remove_leftovers(folder)
            new = beside(folder, KIND)
            try:
                new.mkdir()
            except PermissionError:  # a folder of ours in a place of others
                new = folder / new.name
                new.mkdir()
            with _locked(new):  # goes on to protect the folder when this one is it
                try:
                    yield new
                finally:
                    shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise SinkbaseError(f"{error.filename or folder}: {_reason(error)}") from None


def tidy(folder: Path) -> None:
    """Remove what killed exports left of a folder; where one is at work, it sees to that itself."""
    with suppress(SinkbaseError, OSError):
        folder = folder.resolve()
        with _locked(folder):
            _remove_leftovers(folder)


def beside(folder: Path, kind: str) -> Path:
    """Return a hidden place for a folder beside `folder` that nobody has used."""
    return folder.with_name(f".{folder.name}.{kind}-{secrets.token_hex(4)}")


def leftovers(folder: Path) -> list[Path]:
    """Return what killed exports left of a folder: beside it, and within (earlier versions)."""
    found = [
        *(it for kind in (KIND, SPARE) for it in folder.parent.glob(f".{folder.name}.{kind}-*")),
        *folder.glob(f".{KIND}-*"),
        *folder.glob(f".{folder.name}.{KIND}-*"),
    ]
    return [it for it in found if it.is_dir() and not it.is_symlink()]


def _remove_leftovers(folder: Path) -> None:
    for left_over in leftovers(folder):
        _save_others(left_over, folder)
        shutil.rmtree(left_over, ignore_errors=True)


def _restore(folder: Path) -> None:
    """Put the former folder back where a kill came between two renames."""
    if not folder.exists():
        for former in folder.parent.glob(f".{folder.name}.{SPARE}-*"):
            with suppress(OSError):
                former.rename(folder)


def _save_others(left_over: Path, folder: Path) -> None:
    """Bring what others put into a former folder while another one took its place."""
    manifest = read_manifest(left_over)
    if manifest:
        with suppress(OSError, MountedError):
            carry(left_over, folder, [*others(left_over, own_files(left_over, manifest["files"]))])


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder, whatever its name becomes, against other exports."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), folder.stat()):
            raise BlockingIOError  # another export has just ended
        yield
    except BlockingIOError:
        raise SinkbaseError(
            f"{folder}: another export writes here. Wait for its end, or choose another folder "
            "with --out."
        ) from None
    finally:
        os.close(descriptor)


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
