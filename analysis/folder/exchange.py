"""Two folders change places in one step, as far as the file system can."""

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any

HERE = -100  # AT_FDCWD: paths are seen from the working folder
EXCHANGE = 2  # RENAME_EXCHANGE, Linux 3.15
UNKNOWN = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)  # the system or the file system has no such


def exchange(new: Path, folder: Path, spare: Path) -> None:
    """Let `new` take the place of `folder`, which lies at `new` afterwards.

    Where the system cannot exchange them, `folder` moves to `spare` first: for a moment, and after
    a kill in it, there is none.

    Raises OSError when one may not be moved; then both are in their places.
    """
    if _exchanged(new, folder):
        return
    folder.rename(spare)
    try:
        new.rename(folder)
    except BaseException:
        spare.rename(folder)
        raise
    spare.rename(new)


def _exchanged(new: Path, folder: Path) -> bool:
    rename = _renameat2()
    if rename is None:
        return False
    if rename(HERE, os.fsencode(new), HERE, os.fsencode(folder), EXCHANGE) == 0:
        return True
    reason = ctypes.get_errno()
    if reason in UNKNOWN:
        return False
    raise OSError(reason, os.strerror(reason), str(folder))


@cache
def _renameat2() -> Any:
    """Return the C library's function; None where it has none (glibc before 2.28, no Linux)."""
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return None
    function.argtypes = (
        ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint,
    )  # fmt: skip
    return function
