"""The attributes of a file of polygons, and which field names and numbers its counties."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from loaders.vector.vector_file import plain
from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest

ID_FIELDS = ("adcode", "gb", "pac", "code", "id", "gid", "县代码", "代码", "区划代码", "行政代码")
NAME_FIELDS = ("name", "name_zh", "xzqmc", "ename", "名称", "县名", "行政区名", "name_en")
SHOWN = 6  # values of a field in a message


@dataclass(frozen=True)
class Attributes:
    """The fields of a vector file, every value as text, "" where there is none."""

    path: Path
    fields: dict[str, list[str]]
    count: int

    def told(self) -> str:
        """The fields with some of their values, for messages."""
        return "; ".join(f"{name}: {_some(values)}" for name, values in self.fields.items())

    def usual(self, names: Iterable[str]) -> str | None:
        """The first of these fields that the file has, whatever its case."""
        by_lower = {name.lower(): name for name in self.fields}
        return next((by_lower[name] for name in names if name in by_lower), None)

    def column(self, name: str) -> list[str]:
        """The values of a field.

        Raises SinkbaseError when there is none of this name.
        """
        if name not in self.fields:
            raise SinkbaseError(
                f"{self.path}: there is no field {name!r}. {nearest(name, self.fields)}"
            )
        return self.fields[name]


def _some(values: list[str]) -> str:
    distinct = [value[:24] for value in dict.fromkeys(values)]
    more = ", ..." if len(distinct) > SHOWN else ""
    return ", ".join(distinct[:SHOWN]) + more


def read_attributes(path: Path) -> Attributes:
    """The attributes of a vector file.

    Raises SinkbaseError when it is none.
    """
    try:
        meta, _, shapes, columns = pyogrio.raw.read(path)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise SinkbaseError(
            f"{path}: not a vector file that GDAL can read: {error}. "
            "Expected GeoJSON, Shapefile, GeoPackage or the like, with a polygon for each county."
        ) from None
    names = [str(name) for name in meta["fields"]]
    fields = {
        name: [plain(value) for value in column]
        for name, column in zip(names, columns, strict=True)
    }
    return Attributes(path, fields, len(shapes))


def file_below(data: Path, text: str) -> tuple[Path, str]:
    """A file that the user named, from DATA or from here, and its path as a region file has it.

    Raises SinkbaseError when there is no such file.
    """
    for path in (data / text, Path(text)):
        if path.is_file():
            inside = path.resolve().is_relative_to(data.resolve())
            place = path.resolve().relative_to(data.resolve()) if inside else path.resolve()
            return path, place.as_posix()
    raise SinkbaseError(
        f"BOUNDARY={text}: there is no such file, neither in {data} nor here. "
        "Expected a file of polygons, its path from DATA."
    )
