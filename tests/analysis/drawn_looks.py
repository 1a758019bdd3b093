"""Titles and classes of all results, made without a database: as the seeds have them."""

import csv
from pathlib import Path

from analysis.looks.looks import looks

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"


def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of a seed."""
    (path,) = SEEDS.rglob(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labels(name: str, code: str, label: str) -> dict[int, tuple[str, str]]:
    return {int(row[code]): (row[label], row[f"{label}_zh"]) for row in seed(name)}


NAMES = {row["result"]: (row["title"], row["title_zh"]) for row in seed("result_titles")}
CLASSES = {
    "land_use": _labels("land_use_classes", "land_use_code", "land_use_subtype"),
    "importance_level": {
        code: (name.capitalize(), name_zh)
        for code, (name, name_zh) in _labels(
            "importance_levels", "importance_level", "level_name"
        ).items()
    },
    "sink_category": {0: ("No sink", "非碳汇")}
    | _labels("sink_category_definitions", "category_code", "name"),
    "npp_origin": {
        code: (name.capitalize(), name_zh)
        for code, (name, name_zh) in _labels("npp_origins", "origin_code", "origin").items()
    },
    "pinch_point": {0: ("No pinch point", "非夹点"), 1: ("Pinch point", "夹点")},
    "restoration_zones": {0: ("No pattern fits", "无匹配格局")}
    | _labels("restoration_patterns", "pattern_code", "pattern"),
}
LOOKS = looks(NAMES, CLASSES)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def tables(schema: str) -> str:
    """Return the statements that make result_names and legend_classes of a region."""
    names = [
        f"({_quoted(it)}, null, 0, {_quoted(en)}, {_quoted(zh)})" for it, (en, zh) in NAMES.items()
    ]
    labels = [
        f"({_quoted(it)}, {code}, {_quoted(en)}, {_quoted(zh)})"
        for it, classes in CLASSES.items()
        for code, (en, zh) in classes.items()
    ]
    return f"""
        create table {schema}.result_names (
            result text, column_name text, place integer, title text, title_zh text
        );
        insert into {schema}.result_names values {", ".join(names)};
        create table {schema}.legend_classes (
            result text, value integer, label text, label_zh text, primary key (result, value)
        );
        insert into {schema}.legend_classes values {", ".join(labels)};
    """
