"""The attributes of a file of polygons, and which field names and numbers its counties."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.vector.reading import open_layer
from loaders.vector.vector_file import plain
from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest

ID_FIELDS = (
    "adcode", "gb", "pac", "xzqdm", "xzqhdm", "xian_dm", "code", "county_id", "adm_code", "gid_3",
    "adm3_pcode", "shapeid", "县代码", "代码", "区划代码", "行政代码", "行政区划代码", "区划码",
    "id", "gid",
)  # fmt: skip
NAME_FIELDS = (
    "name", "name_zh", "xzqmc", "ename", "名称", "县名", "行政区名", "行政区名称", "县", "county",
    "name_en", "nl_name_3", "name_3", "adm3_zh", "adm3_en", "shapename",
)  # fmt: skip
# what a GIS counts or measures by itself: it tells features apart, and nobody what they are
_TECHNICAL = re.compile(
    r"(objectid|fid|oid|shape_?(leng(th)?|area|len)|st_(area|length).*|area|perimeter|length|"
    r"leng|(layer|path)|面积|周长|长度)(_?\d+)?|.*_id_?\d*#?"
)
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

    def telling(self) -> list[str]:
        """The fields by which a person knows a feature: codes, names, the rest, technical last."""

        def rank(field: str) -> tuple[int, int]:
            lower = field.lower()
            if lower in ID_FIELDS:
                return (0 if self._is_distinct(field) else 2), ID_FIELDS.index(lower)
            if lower in NAME_FIELDS:
                return (1 if self._is_distinct(field) else 3), NAME_FIELDS.index(lower)
            return (5 if _TECHNICAL.fullmatch(lower) else 4), 0

        return sorted(self.fields, key=rank)

    def is_name(self, field: str) -> bool:
        """Whether a field is one in which names usually stand."""
        return field.lower() in NAME_FIELDS

    def _is_distinct(self, field: str) -> bool:
        values = self.fields[field]
        return len(set(values)) == len(values)

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


def read_attributes(
    path: Path, layer: str | None = None, encoding: str | None = None
) -> Attributes:
    """The attributes of a vector file.

    Raises SinkbaseError when it is none.
    """
    opened = open_layer(path, layer, encoding, ("Polygon",), _refused)
    shapes, columns = opened.read()
    fields = {name: [plain(value) for value in column] for name, column in columns.items()}
    rows = len(shapes) if shapes is not None else len(next(iter(columns.values()), ()))
    return Attributes(path, fields, rows)


def _refused(path: Path, message: str) -> SinkbaseError:
    return SinkbaseError(f"{path}: {message}")


def file_below(data: Path, text: str) -> tuple[Path, str]:
    """A file that the user named, from DATA or from here, and its path as a region file has it.

    Raises SinkbaseError when there is no such file.
    """
    for path in (data / text, Path(text)):
        if path.is_file() or (path.suffix.lower() == ".gdb" and path.is_dir()):
            inside = path.resolve().is_relative_to(data.resolve())
            place = path.resolve().relative_to(data.resolve()) if inside else path.resolve()
            return path, place.as_posix()
    raise SinkbaseError(
        f"BOUNDARY={text}: there is no such file, neither in {data} nor here. "
        "Expected a file of polygons, its path from DATA."
    )
