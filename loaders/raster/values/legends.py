"""Crosswalks: what a value of a source means in the codes of this project."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from loaders.tables.rows import plain_name
from loaders.tables.table import Table, read_table
from sinkbase.errors import SinkbaseError
from sinkbase.region.files import one_file
from sinkbase.region.keys import nearest
from sinkbase.region.seeds import seed_rows
from sinkbase.region.sources import Source
from sinkbase.region.table_keys import TABLE_KEYS

TABLE_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".dbf", ".mdb", ".accdb")
SHIPPED = Path(__file__).resolve().parents[2] / "legends"
HIGHEST_CODE = 65535
_TARGETS = {
    "land_use": ("cnlucc_code", "land_use_classes", "land_use_code"),
    "vegetation": (
        "vegetation_subtype_code",
        "vegetation_carbon_density",
        "vegetation_subtype_code",
    ),
}
_COUNTING = ("", "oid", "oid_", "objectid", "objectid_1", "fid", "rowid", "index", "unnamed: 0")
_VALUES = ("value", "code", "gridcode", "grid_code", "class")
_DEFAULTS = {"land_use": "cnlucc", "vegetation": "vegetation_zh"}


@dataclass(frozen=True)
class Legend:
    """Each value of the source (text as in the file) and its code; none where it is missing."""

    path: Path
    meanings: dict[str, int | None]

    def codes(self) -> dict[int, int | None]:
        """The meanings of whole-number values."""
        return {
            int(value): code
            for value, code in self.meanings.items()
            if value.isdigit() and int(value) <= HIGHEST_CODE
        }

    @property
    def yields(self) -> tuple[int, ...]:
        """The codes that it can yield, ascending."""
        return tuple(sorted({code for code in self.meanings.values() if code}))

    def meaning(self, value: str) -> int | None:
        """The code of a text, however it is spaced and punctuated."""
        return self._tidy_meanings.get(tidy(value))

    def knows(self, value: str) -> bool:
        """Whether a text stands in the legend."""
        return tidy(value) in self._tidy_meanings

    @cached_property
    def _tidy_meanings(self) -> dict[str, int | None]:
        return {tidy(value): code for value, code in self.meanings.items()}


def tidy(value: str) -> str:
    """A name without its spaces and with one form of each punctuation mark."""
    text = "".join(value.split()).lower()
    for mark, plain in (("，", ","), ("、", ","), ("（", "("), ("）", ")"), ("　", "")):
        text = text.replace(mark, plain)
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def legend_file(source: Source, data: Path) -> Path:
    """The legend's file: a shipped name, or a path beside the region file or below DATA.

    Raises SinkbaseError when there is no such file.
    """
    name = source.legend or _DEFAULTS[source.layer]
    shipped = SHIPPED / f"{name}.csv"
    if shipped.is_file():
        return shipped
    beside = source.legend_folder / name
    if beside.is_file():
        return beside
    if (data / name).is_file() or name.lower().endswith(TABLE_SUFFIXES):
        return one_file(source, data, name)
    known = sorted(file.stem for file in SHIPPED.glob("*.csv"))
    raise SinkbaseError(
        f"{source.file}: [{source.table}] legend = {name!r} is neither shipped nor a file. "
        f"{nearest(name, known)} Or give the path of a table (CSV, XLSX) with two columns, "
        f"the value and {_TARGETS[source.layer][0]}."
    )


def read_legend(source: Source, data: Path) -> Legend:
    """The legend of a source, each of its codes checked against the project's own table.

    Raises SinkbaseError, by row, for a value that stands twice or is no code, and for a meaning
    that the project does not know.
    """
    path = legend_file(source, data)
    target, seed, key = _TARGETS[source.layer]
    allowed = {int(row[key]) for row in seed_rows(seed)}
    table = read_table(_reading(source, path), path, ((target,),))
    column = _value_column(table, target)
    if not table.has(target) or len(table.names) == 1 or plain_name(column) == target:
        raise table.error(
            f"the columns are {', '.join(table.names)}. Expected the value in the first column and "
            f"its code in a column {target}: correct the header, or say where it stands "
            "(header_row)."
        )
    meanings: dict[str, int | None] = {}
    rows: dict[str, int] = {}
    for row, (text, code) in enumerate(zip(table.texts(column), table.texts(target), strict=True)):
        if not text:
            if code:
                raise table.cell_error(row, column, f"no value stands for the code {code}.")
            continue
        value = _value(table, row, text)
        if (before := rows.setdefault(tidy(value), row)) != row:
            raise table.error(
                f"{column} {text} stands twice: {table.place}s {table.rows[before].number} and "
                f"{table.rows[row].number}. Keep one row for each value."
            )
        meanings[value] = _code(table, row, code, allowed)
    return Legend(path, meanings)


def _value_column(table: Table, target: str) -> str:
    """The first column, but for one that only counts rows.

    Raises SinkbaseError where that leaves it open which one holds the values.
    """
    first = table.names[0]
    if plain_name(first) not in _COUNTING or len(table.names) < 3:
        return first
    others = [n for n in table.names[1:] if n and plain_name(n) != target]
    fitting = [name for name in others if plain_name(name) in _VALUES]
    if len(fitting) == 1:
        return fitting[0]
    raise table.error(
        f"the first column, {first!r}, only counts the rows. Expected the value in the first "
        f"column (there are {', '.join(others) or 'no others'}): take {first or 'it'} out."
    )


def _reading(source: Source, path: Path) -> Source:
    """The source as its legend is read: a shipped one as it is, without the region file's keys."""
    if path.parent != SHIPPED:
        return source
    for key in TABLE_KEYS:
        if getattr(source, key) is not None:
            raise source.error(path, f"{key} means nothing for a shipped legend. Take it out.")
    return source


def _value(table: Table, row: int, text: str) -> str:
    """A value of the source: text, or for land use a code from 0 to 65535."""
    number = re.fullmatch(r"(\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.0*)?", text)
    if number:
        code = number[1].replace(",", "")
        text = str(int(code))
    if table.source.layer != "land_use" and not _is_number(text):
        return text
    if not number or int(text) > HIGHEST_CODE:
        remedy = (
            f"If it marks pixels without a value, take the row out and set nodata = {text}."
            if text.startswith("-") and text[1:].isdigit()
            else "Was it averaged or shifted? Write the codes as they stand in the raster."
        )
        raise table.cell_error(
            row, table.names[0], f"{text!r} is no code. Expected a whole number from 0 to "
            f"{HIGHEST_CODE}. {remedy}"
        )  # fmt: skip
    return text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _code(table: Table, row: int, text: str, allowed: set[int]) -> int | None:
    if not text:
        return None
    code = text.removesuffix(".0")
    if not (code.isascii() and code.isdigit()) or int(code) not in allowed:
        value = table.texts(table.names[0])[row]
        raise table.cell_error(
            row, _TARGETS[table.source.layer][0],
            f"{value!r} is given the code {text!r}. Expected one of "
            f"{', '.join(map(str, sorted(allowed)))}, or nothing for a missing value.",
        )  # fmt: skip
    return int(code)
