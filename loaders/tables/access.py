"""Rows of a table of an Access database (.mdb), such as HWSD's, by the programs of mdbtools."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from loaders.tables.rows import Row, Wanted, chosen
from loaders.tables.separated import text_rows
from sinkbase.region.sources import Source

_SIGNATURES = (b"\x00\x01\x00\x00Standard Jet DB", b"\x00\x01\x00\x00Standard ACE DB")
_TIMEOUT_S = 300


def is_access(path: Path) -> bool:
    """Whether the file is an Access database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(19).startswith(_SIGNATURES)


def access_rows(source: Source, path: Path, wanted: Wanted) -> list[Row]:
    """The rows of the table that fits (`sheet` names it where several do).

    Raises SinkbaseError when mdbtools is not installed or cannot read the file.
    """
    if shutil.which("mdb-export") is None:
        raise source.error(
            path, "an Access database: mdbtools reads it, which is not installed. Install it with "
            "`apt-get install mdbtools` (as root, or with sudo), or export the table as CSV and "
            "name that file."
        )  # fmt: skip
    names = [name for name in _run(source, path, "mdb-tables", "-1", str(path)).split("\n") if name]
    tops = {name: _header(source, path, name) for name in names}
    name = chosen(source, path, tops, wanted)
    return _rows(source, path, _run(source, path, "mdb-export", str(path), name))


def _header(source: Source, path: Path, name: str) -> list[Row]:
    """The columns alone: the whole of a table would be read and thrown away."""
    command = ["mdb-export", str(path), name]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace"
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        process.kill()
    return _rows(source, path, line)


def _rows(source: Source, path: Path, text: str) -> list[Row]:
    found = text_rows(replace(source, separator=",", header_row=None), path, text, ())
    return [Row(number, row.cells) for number, row in enumerate(found)]  # the header is row 0


def _run(source: Source, path: Path, *command: str) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_TIMEOUT_S,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise source.error(
            path, f"{command[0]} did not end within {_TIMEOUT_S} s. Export the table as CSV."
        ) from None
    if done.returncode or (not done.stdout.strip() and done.stderr.strip()):
        said = " ".join(done.stderr.split())[:200] or f"exit code {done.returncode}"
        raise source.error(
            path, f"an Access database that mdbtools cannot read: damaged or cut off "
            f"({path.stat().st_size} bytes; {command[0]}: {said}). Fetch the file again, or export "
            "its table (HWSD_DATA) as CSV and name that."
        )  # fmt: skip
    return done.stdout
