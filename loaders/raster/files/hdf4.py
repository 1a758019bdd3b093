"""HDF4 (MODIS tiles as they are delivered), which rasterio's GDAL cannot read and Debian's can."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sinkbase.region.sources import Source

_SECONDS = 300


@dataclass(frozen=True)
class Hdf4:
    """One data set of an HDF4 file."""

    name: str
    address: str


def subdatasets(source: Source, path: Path) -> list[Hdf4]:
    """The data sets of an HDF4 file.

    Raises SinkbaseError when no GDAL of the machine reads HDF4, or none of the file.
    """
    said = _run(source, path, ["gdalinfo", "-json", "-nogcp", "-nofl", "-norat", str(path)])
    try:
        info = json.loads(said)
    except ValueError:
        raise _damaged(source, path, "gdalinfo gives no answer") from None
    listed = info.get("metadata", {}).get("SUBDATASETS", {})
    found = []
    for key, address in listed.items():
        if key.endswith("_NAME"):
            title = listed.get(key.replace("_NAME", "_DESC"), "")
            found.append(Hdf4(_name(address, title), address))
    if not found and info.get("bands"):  # one alone, whose name GDAL does not tell
        is_named = (source.variable or "").encode() in path.read_bytes()
        return [Hdf4(source.variable or "" if is_named else path.stem, str(path))]
    if not found:
        raise _damaged(source, path, "it holds no raster")
    return found


def _name(address: str, title: str) -> str:
    """`HDF4_EOS:EOS_GRID:"x.hdf":MOD_Grid_MOD17A3H:Npp_500m`, or a number and its description."""
    last = address.rsplit(":", 1)[-1].strip('"')
    if not last.isdigit():
        return last
    described = re.match(r"^\[[\dx]+\]\s*(\S+)", title)
    return described.group(1) if described else last


def as_geotiff(source: Source, path: Path, inner: Hdf4) -> str:
    """The path of a GeoTIFF of the data set, kept until the program ends."""
    return _converted(source, path, inner, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _folder() -> TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sinkbase-hdf4-")


_MADE: dict[tuple[str, str, int], str] = {}


def _converted(source: Source, path: Path, inner: Hdf4, changed_ns: int) -> str:
    key = (str(path), inner.address, changed_ns)
    if key not in _MADE:
        target = Path(_folder().name) / f"{len(_MADE)}-{path.stem}.tif"
        _run(source, path, ["gdal_translate", "-q", "-of", "GTiff", inner.address, str(target)])
        if not target.is_file():
            raise _damaged(source, path, f"{inner.name} cannot be read")
        _MADE[key] = str(target)
    return _MADE[key]


def _run(source: Source, path: Path, command: list[str]) -> str:
    program = shutil.which(command[0])
    if program is None or not _reads_hdf4(program):
        raise source.error(
            path,
            "the file is HDF4, which the GDAL of this environment cannot read; Debian's can. "
            "Install it: sudo apt-get install gdal-bin. Or turn the data set into a GeoTIFF where "
            f"GDAL has HDF4: gdal_translate 'HDF4_EOS:EOS_GRID:\"{path.name}\":grid:data' out.tif.",
        )
    try:
        done = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, timeout=_SECONDS,
            check=False, errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _damaged(source, path, f"{command[0]} took over {_SECONDS} s") from None
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise _damaged(source, path, lines[0] if lines else f"{command[0]} failed")
    return done.stdout


@lru_cache(maxsize=4)
def _reads_hdf4(program: str) -> bool:
    done = subprocess.run(
        [shutil.which("gdalinfo") or program, "--formats"], capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    return "HDF4Image" in done.stdout


def _damaged(source: Source, path: Path, why: str) -> Exception:
    return source.error(
        path, f"the HDF4 file is damaged or cut off ({why}). Fetch it again, or correct path."
    )
