"""What lies in a vector file: layers of it, files within a zip, parts of a Shapefile beside it."""

import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyogrio
from pyogrio.util import vsi_path

from loaders.raster.files import zips
from loaders.vector.drivers import EXPECTED, VECTOR_SUFFIXES

Complain = Callable[[Path, str], Exception]  # the error for a file, in its user's terms
GDAL_ERRORS = (RuntimeError, ValueError, OSError, UnicodeDecodeError, NameError)
_PARTS = {".shx": "the index of its features", ".dbf": "the attributes", ".prj": "its coordinates"}


@dataclass(frozen=True)
class VectorLayer:
    """One layer: the name that `layer` in a region file gives it, and where GDAL finds it."""

    name: str
    geometry: str  # "Polygon", "Unknown" or the like; "" for a table without geometry
    address: str
    inner: str

    def has(self, kinds: tuple[str, ...]) -> bool:
        """Whether its geometry is, or may be, of these kinds."""
        unsaid = self.geometry in ("Unknown", "GeometryCollection")
        return unsaid or any(kind in self.geometry for kind in kinds)


def layers_of(path: Path, complain: Complain) -> list[VectorLayer]:
    """The layers of a file, of all files of a zip.

    Raises SinkbaseError, as `complain` makes it, when there is none.
    """
    _refuse_no_vector(path, complain)
    found, trouble = [], f"there is no layer in it. Expected {EXPECTED}."
    is_zip = path.suffix.lower() == ".zip"
    for name, address in _members(path, complain) if is_zip else [("", str(path))]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                listed = pyogrio.list_layers(address)
        except GDAL_ERRORS as error:
            trouble = not_readable(error)
            continue
        for inner, kind in listed:
            own = "/".join(part for part in (name, str(inner)) if part)
            only = bool(name) and len(listed) == 1
            found.append(VectorLayer(name if only else own, kind or "", address, str(inner)))
    if not found:
        raise complain(path, trouble)
    return found


def not_readable(error: object) -> str:
    """What is said of a file that GDAL cannot read."""
    if isinstance(error, NameError):  # of pyogrio itself, where a WKT is not UTF-8
        return (
            "its coordinate system (.prj) is damaged, or in another encoding than UTF-8. Move the "
            '.prj away and say in its place crs = "EPSG:4326", or which it is.'
        )
    told = str(error).split(";")[0].strip().rstrip(".")
    return f"not a vector file that can be read: {told}. Expected {EXPECTED}."


def missing_part(path: Path, suffix: str) -> str:
    """What is said where this part of a Shapefile is not there; nothing where it is."""
    if path.suffix.lower() != ".shp":
        return ""
    there = {file.suffix.lower() for file in path.parent.iterdir() if file.stem == path.stem}
    part = path.with_suffix(suffix).name
    holds = _PARTS[suffix]
    return "" if suffix in there else f"{part}, which holds {holds}, is missing beside it"


def _refuse_no_vector(path: Path, complain: Complain) -> None:
    suffix = path.suffix.lower()
    if suffix in (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx"):
        raise complain(path, f"a part of a Shapefile. Name {path.with_suffix('.shp').name}.")
    if path.is_dir() and suffix != ".gdb":
        names = sorted(file.name for file in path.iterdir())
        inside = [name for name in names if name.lower().endswith(VECTOR_SUFFIXES)]
        raise complain(
            path,
            "a folder. Expected a file, or a folder that is a File Geodatabase (.gdb). In it are: "
            f"{', '.join(inside or names) or 'no files'}.",
        )
    if suffix not in VECTOR_SUFFIXES:
        raise complain(path, f"its name does not end like a vector file's. Expected {EXPECTED}.")
    if suffix != ".zip" and vsi_path(str(path)) != str(path):  # pyogrio would open another file
        raise complain(
            path,
            "its path has a sign that means something else where vector files are opened ('!' or "
            "';', a line break). Rename the file, or the folder that has it, and correct path.",
        )
    if said := missing_part(path, ".shx"):
        raise complain(path, f"{said}: copy all files of this name.")


def _members(path: Path, complain: Complain) -> list[tuple[str, str]]:
    """Name and GDAL's address of each vector file in a zip."""
    try:
        names = [one.filename.replace("\\", "/") for one in zips.members(path)]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise complain(path, f"not a zip that can be read: {error}. Fetch it again.") from None
    inside = {
        _geodatabase(name) or name
        for name in names
        if _geodatabase(name) or name.lower().endswith(VECTOR_SUFFIXES[:-1])
    }
    if not inside:
        raise complain(
            path, f"no vector file lies in this zip, but: {', '.join(names[:12]) or 'nothing'}."
        )
    by_stem = [readable(PurePosixPath(name).stem) for name in sorted(inside)]
    is_plain = len(set(by_stem)) == len(by_stem)
    return [
        (stem if is_plain else readable(name), zips.address(path, name))
        for name, stem in zip(sorted(inside), by_stem, strict=True)
    ]


def _geodatabase(name: str) -> str:
    head, found, _ = name.partition(".gdb/")
    return f"{head}.gdb" if found else ""


def readable(name: str) -> str:
    """A zip member's name: Chinese Windows writes GBK, which `zipfile` takes for cp437."""
    try:
        return name.encode("cp437").decode("gb18030") if not name.isascii() else name
    except UnicodeError:
        return name
