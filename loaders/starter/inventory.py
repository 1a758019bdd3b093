"""What lies in a folder: data sets by kind, series as one pattern, layers by their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from loaders.vector.drivers import VECTOR_SUFFIXES
from sinkbase.region.files import natural_key

Kind = Literal["raster", "vector", "table"]
RASTERS = (".tif", ".tiff", ".nc", ".img", ".vrt", ".asc", ".hgt", ".bil")
TABLES = (".csv", ".xlsx", ".xlsm", ".txt")
MOST_FILES = 5000
# a name says a layer when one of these words stands in it; of two layers the longer word wins
WORDS = {
    "boundary": "boundary border county counties admin xian 边界 县界 市界 行政区 界线",
    "elevation": "dem elevation srtm aster astgtm gdem copernicus altitude alos 高程",
    "slope": "slope 坡度",
    "land_use": "landuse land_use landcover land_cover lucc cnlucc lulc clcd worldcover globeland"
    " mcd12q1 mcd12c1 lc lu 土地利用 土地覆",
    "npp": "npp mod17 mod17a3 mod17a3hgf mod17a3h 净初级",
    "temperature": "temperature temp tmp tmean tavg tas 气温",
    "precipitation": "precipitation precip prec pre prcp ppt rain rainfall 降水",
    "population": "population pop ppp worldpop gpw landscan 人口",
    "vegetation": "vegetation veg 植被",
    "soil": "soil soils hwsd 土壤",
    "roads": "road roads highway highways 道路 公路",
}


@dataclass(frozen=True)
class DataSet:
    """One file, or the files of a series; `path` is what a region file says, from the folder on."""

    kind: Kind
    path: str
    files: tuple[Path, ...]

    def parts(self, data: Path) -> list["DataSet"]:
        """Its files one by one."""
        return [
            DataSet(self.kind, file.relative_to(data).as_posix(), (file,)) for file in self.files
        ]


def data_sets(data: Path) -> list[DataSet]:
    """The folder's data sets, those below it included; hidden files and folders are left out."""
    groups: dict[tuple[Kind, str], list[Path]] = {}
    for path in _files(data):
        kind = _kind(path)
        if kind:
            place = path.relative_to(data)
            series = re.sub(r"\d+", "#", place.name) if kind == "raster" else place.name
            groups.setdefault((kind, f"{place.parent}/{series}"), []).append(path)
    found = []
    for (kind, _), files in groups.items():
        files.sort(key=natural_key)
        pattern = _pattern(data, files)
        whole = DataSet(kind, pattern or "", tuple(files))
        found += [whole] if pattern else whole.parts(data)
    return found


def _files(data: Path) -> Iterator[Path]:
    seen = 0
    for path in sorted(data.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(data).parts)
        if not is_hidden and (path.is_file() or path.suffix.lower() == ".gdb"):
            seen += 1
            if seen > MOST_FILES:
                return
            yield path


def _kind(path: Path) -> Kind | None:
    suffix = path.suffix.lower()
    if suffix in RASTERS:
        return "raster"
    if suffix in VECTOR_SUFFIXES:
        return "vector"
    return "table" if suffix in TABLES else None


def _pattern(data: Path, files: list[Path]) -> str | None:
    """The path of one file, or the pattern that means these files of one folder and no others."""
    first = files[0].relative_to(data)
    if len(files) == 1:
        return first.as_posix()
    split = [re.split(r"(\d+)", file.name) for file in files]
    columns = list(zip(*split, strict=True))
    name = "".join(column[0] if len(set(column)) == 1 else "*" for column in columns)
    if sorted(files[0].parent.glob(name)) != sorted(files):
        return None
    return (first.parent / name).as_posix()


def layer_of(item: DataSet) -> str | None:
    """The layer that the file's name speaks of, else its folder's."""
    *folders, name = item.path.lower().split("/")
    return _spoken(name.rsplit(".", 1)[0]) or _spoken(" ".join(reversed(folders)))


def _spoken(text: str) -> str | None:
    found = [
        (len(word), layer)
        for layer, words in WORDS.items()
        for word in words.split()
        if re.search(rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else word, text)
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


def of_layer(items: Iterable[DataSet], layer: str, kinds: tuple[Kind, ...]) -> list[DataSet]:
    """The data sets that may be a layer's."""
    return [item for item in items if item.kind in kinds and layer_of(item) == layer]
