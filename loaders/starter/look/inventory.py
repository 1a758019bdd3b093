"""What lies in a folder: data sets by kind, series as one pattern, layers by their names."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from loaders.raster.files import zips
from loaders.starter.look.patterns import pattern_of, series_key
from loaders.starter.look.words import mentioned, spoken
from loaders.vector.drivers import VECTOR_SUFFIXES
from sinkbase.region.files import natural_key

Kind = Literal["raster", "vector", "table", "unusable"]
RASTERS = (
    ".tif", ".tiff", ".nc", ".nc4", ".cdf", ".img", ".vrt", ".asc", ".hgt", ".bil", ".flt", ".dt1",
    ".dt2", ".jp2", ".hdf", ".h4", ".h5", ".hdf5", ".he5", ".grib", ".grib2", ".grb", ".grb2",
)  # fmt: skip
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".mdb", ".accdb", ".dbf")
UNUSABLE = {
    ".gz": "packed: unpack it", ".7z": "packed: unpack it", ".rar": "packed: unpack it",
    ".tar": "packed: unpack it", ".tgz": "packed: unpack it", ".bz2": "packed: unpack it",
    ".xz": "packed: unpack it", ".xls": "a workbook of old Excel: save it as XLSX or CSV",
    ".dat": "no header (.hdr) lies beside it, which says what is in it",
    ".mxd": "a project of ArcMap, no data", ".qgz": "a project of QGIS, no data",
    ".lyr": "a style of ArcMap, no data", ".pdf": "a document",
    ".png": "a picture", ".jpg": "a picture", ".jpeg": "a picture",
}  # fmt: skip
RAW = (".dat", ".bin", ".raw", ".img", ".bsq", ".bip")  # rasters when a header lies beside
PARTS = {".dat": ".tab", ".dbf": ".shp"}  # of what lies beside them
MOST_FILES = 20_000


@dataclass(frozen=True)
class DataSet:
    """One file, or the files of a series; `path` is what a region file says, from the folder on.

    `inside` are the names of what it holds: variables, members of a zip. `why` says of one that
    cannot be used what is the matter.
    """

    kind: Kind
    path: str
    files: tuple[Path, ...]
    listed: tuple[str, ...] = ()  # file by file, where no pattern means these alone
    inside: tuple[str, ...] = field(default=(), compare=False)
    why: str = field(default="", compare=False)

    @property
    def value(self) -> str | list[str]:
        """What `path` in a region file says."""
        return list(self.listed) if self.listed else self.path

    @cached_property
    def layer(self) -> str | None:
        """The layer that the file's name speaks of, else its folder's, else what it holds."""
        return next((found for text in self._texts if (found := self._spoken(text))), None)

    @property
    def layers(self) -> set[str]:
        """The layer of its name or folder, else all those that something within it speaks of."""
        if self.layer is None or any(self._spoken(text) for text in self._names):
            return {self.layer} if self.layer else set()
        return {found for text in self.inside if (found := self._spoken(text))}

    def mentions(self, layer: str) -> bool:
        """Whether its name or a folder's has a word of the layer, whatever else it speaks of."""
        return any(layer in mentioned(text) for text in self._texts)

    @property
    def _texts(self) -> tuple[str, ...]:
        return (*self._names, *self.inside)

    @property
    def _names(self) -> tuple[str, ...]:
        *folders, name = self.path.split("/")
        return (re.sub(r"\.[A-Za-z0-9]+$", "", name), *reversed(folders))

    def _spoken(self, text: str) -> str | None:
        if self.kind == "vector":
            return spoken(text, weak=("boundary",))
        return spoken(text, never=("boundary", "townships", "buildings"))

    def parts(self, data: Path) -> list["DataSet"]:
        """Its files one by one."""
        return [
            DataSet(self.kind, file.relative_to(data).as_posix(), (file,), inside=self.inside)
            for file in self.files
        ]


def data_sets(data: Path) -> list[DataSet]:
    """The folder's data sets, those below it included; hidden files and folders are left out."""
    groups: dict[tuple[Kind, str], list[Path]] = {}
    for path in _files(data):
        kind = kind_of(path)
        if kind:
            place = path.relative_to(data)
            key = series_key(place) if kind == "raster" else place.as_posix()
            groups.setdefault((kind, key), []).append(path)
    found = []
    for (kind, _), files in groups.items():
        found += series(kind, sorted(files, key=natural_key), data)
    return found


def series(kind: Kind, files: list[Path], data: Path) -> list[DataSet]:
    """Files as one data set where a pattern means them and no others, else each by itself."""
    why = UNUSABLE.get(files[0].suffix.lower(), "") if kind == "unusable" else ""
    pattern = pattern_of(data, files)
    if pattern is not None:
        return [DataSet(kind, pattern, tuple(files), why=why)]
    return DataSet(kind, "", tuple(files), why=why).parts(data)


def _files(data: Path) -> Iterator[Path]:
    seen = 0
    for path in sorted(data.rglob("*")):
        place = path.relative_to(data)
        is_hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in place.parts)
        within = any(part.lower().endswith(".gdb") for part in place.parts[:-1])
        if is_hidden or within:
            continue
        if path.is_file() or path.suffix.lower() == ".gdb" or (path / "hdr.adf").is_file():
            seen += 1
            if seen > MOST_FILES:
                return
            yield path


def kind_of(path: Path) -> Kind | None:
    """What a file may be, by its name, by what lies beside it, of a zip by its members."""
    suffix = path.suffix.lower()
    if path.is_dir():
        return "vector" if suffix == ".gdb" else "raster"  # ArcInfo's grids are folders
    if suffix in RAW and _has_beside(path, ".hdr"):
        return "raster"
    if suffix in PARTS and _has_beside(path, PARTS[suffix]):
        return None
    if suffix == ".zip":
        return _zip_kind(path)
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("raster", RASTERS), ("vector", VECTOR_SUFFIXES), ("table", TABLES),
        ("unusable", tuple(UNUSABLE)),
    )  # fmt: skip
    return next((kind for kind, suffixes in kinds if suffix in suffixes), None)


def _has_beside(path: Path, suffix: str) -> bool:
    return any(path.with_suffix(end).is_file() for end in (suffix, suffix.upper()))


def _zip_kind(path: Path) -> Kind:
    try:
        names = [one.filename.lower() for one in zips.members(path)]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return "raster"  # whose opener says what is wrong with it
    if any(name.endswith(RASTERS) for name in names):
        return "raster"
    if any(name.endswith(VECTOR_SUFFIXES[:-1]) or ".gdb/" in name for name in names):
        return "vector"
    return "table"


def of_layer(items: Iterable[DataSet], layer: str, kinds: tuple[Kind, ...]) -> list[DataSet]:
    """The data sets that may be a layer's."""
    return [item for item in items if item.kind in kinds and layer in item.layers]
