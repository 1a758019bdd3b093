"""Crosswalks: what a value of a source means in the codes of this project."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sinkbase.errors import SinkbaseError
from sinkbase.region.files import one_file
from sinkbase.region.keys import nearest
from sinkbase.region.seeds import seed_rows
from sinkbase.region.sources import Source

SHIPPED = Path(__file__).resolve().parents[1] / "legends"
_TARGETS = {
    "land_use": ("cnlucc_code", "land_use_classes", "land_use_code"),
    "vegetation": (
        "vegetation_subtype_code",
        "vegetation_carbon_density",
        "vegetation_subtype_code",
    ),
}
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
            if value.isdigit() and int(value) < 65536
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
    if (data / name).is_file() or name.lower().endswith(".csv"):
        return one_file(source, data, name)
    known = sorted(file.stem for file in SHIPPED.glob("*.csv"))
    raise SinkbaseError(
        f"{source.file}: [{source.table}] legend = {name!r} is neither shipped nor a file. "
        f"{nearest(name, known)} Or give the path of a CSV file with two columns, "
        f"the value and {_TARGETS[source.layer][0]}."
    )


def read_legend(source: Source, data: Path) -> Legend:
    """The legend of a source, each of its codes checked against the project's own table.

    Raises SinkbaseError for a table without the columns, or with a code that is none.
    """
    path = legend_file(source, data)
    target, seed, key = _TARGETS[source.layer]
    allowed = {int(row[key]) for row in seed_rows(seed)}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or [])
        if target not in names or len(names) < 2:
            raise SinkbaseError(
                f"{path}: the columns are {', '.join(names) or 'none'}. Expected the value in the "
                f"first column and its code in a column {target}: correct the header."
            )
        rows = [(row[names[0]], row[target]) for row in reader if row[names[0]]]
    return Legend(path, {value.strip(): _code(path, value, code, allowed) for value, code in rows})


def _code(path: Path, value: str, code: str | None, allowed: set[int]) -> int | None:
    code = (code or "").strip()
    if not code:
        return None
    if not code.isdigit() or int(code) not in allowed:
        raise SinkbaseError(
            f"{path}: {value!r} is given the code {code!r}. Expected one of "
            f"{', '.join(map(str, sorted(allowed)))}, or nothing for a missing value."
        )
    return int(code)
