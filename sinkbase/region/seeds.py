"""The seeds: CSV files that planners edit, held to what `_seeds.yml` says of their columns."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.keys import nearest

SEEDS = ROOT / "dbt_project" / "seeds"
_EXPECTED = {
    "integer": "a whole number",
    "double precision": "a number with a decimal point",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Seed:
    """What a seed's file must be like: its columns in order, their types, those never empty."""

    name: str
    columns: tuple[str, ...]
    types: dict[str, str]
    filled: frozenset[str]


@cache
def seeds(folder: Path = SEEDS) -> dict[str, Seed]:
    """Every seed by name, as the YAML declares it."""
    declared = yaml.safe_load((folder / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
    return {
        seed["name"]: Seed(
            name=seed["name"],
            columns=tuple(column["name"] for column in seed["columns"]),
            types=seed.get("config", {}).get("column_types", {}),
            filled=frozenset(
                column["name"]
                for column in seed["columns"]
                if "not_null" in column.get("data_tests", [])
            ),
        )
        for seed in declared
    }


def check_seeds(folder: Path = SEEDS) -> None:
    """Raise SinkbaseError for the first mistake in a seed that can be told without the others."""
    for name in seeds(folder):
        seed_rows(name, folder)


def seed_rows(name: str, folder: Path = SEEDS) -> list[dict[str, str]]:
    """The rows of a seed.

    Raises SinkbaseError for a line or value that is not as declared.
    """
    seed, path = seeds(folder)[name], folder / f"{name}.csv"
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    _check_header(seed, path, next(reader, []))
    rows = []
    for values in reader:
        if any(values):
            rows.append(_checked(seed, f"{path}, line {reader.line_num}", values))
    if not rows:
        raise SinkbaseError(f"{path}: the file has no rows below its header. {_restore(path)}")
    return rows


def _restore(path: Path) -> str:
    return f"Bring it back with: git checkout -- {path.relative_to(SEEDS.parents[1])}" if (
        path.is_relative_to(SEEDS)
    ) else "Bring back an earlier version."  # fmt: skip


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SinkbaseError(f"{path}: the file is missing. {_restore(path)}") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SinkbaseError(
            f"{path}, line {line}: not UTF-8 text. A spreadsheet has saved the file in another "
            'encoding: save it again as "CSV UTF-8".'
        ) from None


def _check_header(seed: Seed, path: Path, header: list[str]) -> None:
    if tuple(header) == seed.columns:
        return
    wanted = ",".join(seed.columns)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise SinkbaseError(
            f"{path}, line 1: the columns are parted by semicolons or tabs. Commas were expected: "
            "save the file as CSV with commas."
        )
    strange = [column for column in header if column not in seed.columns]
    hint = f" {strange[0]!r} is not known. {nearest(strange[0], seed.columns)}" if strange else ""
    raise SinkbaseError(
        f"{path}, line 1: the columns are {','.join(header)}. Expected {wanted}.{hint}"
    )


def _checked(seed: Seed, place: str, values: list[str]) -> dict[str, str]:
    if len(values) != len(seed.columns):
        raise SinkbaseError(
            f"{place}: {len(values)} values, {len(seed.columns)} were expected "
            f"({', '.join(seed.columns)}). A text that holds a comma stands in double quotes."
        )
    row = {column: value.strip() for column, value in zip(seed.columns, values, strict=True)}
    for column, value in row.items():
        expected = _EXPECTED.get(seed.types.get(column, ""))
        if not value:
            if column in seed.filled:
                raise SinkbaseError(f"{place}: {column} is empty. Expected {expected or 'a text'}.")
        elif expected and not _fits(seed.types[column], value):
            raise SinkbaseError(f"{place}: {column} is {value!r}. Expected {expected}.")
    return row


def _fits(kind: str, value: str) -> bool:
    if kind == "boolean":
        return value.lower() in ("true", "false")
    try:
        number = float(value)
    except ValueError:
        return False
    return abs(number) < float("inf") and (kind != "integer" or value.lstrip("+-").isdecimal())
