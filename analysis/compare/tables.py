"""A comparison as CSV: numbers, rasters, classes."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.compare.content import Content, Land, Setting
from analysis.compare.differences import Change, Transition
from analysis.compare.lines import Line
from analysis.looks.legend import Style


def write_tables(folder: Path, content: Content) -> list[tuple[str, str]]:
    """Write the tables that have rows; return path and description of each."""
    tables = (
        ("comparison.csv", "Numbers of both regions side by side.", map(_line, content.lines)),
        ("settings.csv", "Settings of the method that differ.", map(_setting, content.settings)),
        ("layers.csv", "Layers whose sources differ.", map(_layer, content.layers)),
        ("rasters.csv", "How much each raster differs.", map(_change, content.changes)),
        (
            "transitions.csv",
            "Cells by their class in the one and in the other.",
            map(_transition, content.transitions),
        ),
        ("sinks.csv", "Land of the sinks in both runs, or in one.", map(_land, content.land)),
    )
    return [
        (name, described) for name, described, rows in tables if _write(folder / name, list(rows))
    ]


def _write(path: Path, rows: list[dict[str, Any]]) -> bool:
    if not rows:
        return False
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return True


def _line(line: Line) -> dict[str, Any]:
    return {
        "section": line.section,
        "item": line.item,
        "label": line.label["en"],
        "label_zh": line.label["zh"],
        "unit": line.unit,
        "a": line.a,
        "b": line.b,
        "difference": line.difference,
        "relative_percent": line.relative_percent,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {"setting": setting.name, "a": setting.a["en"], "b": setting.b["en"]}


def _layer(layer: Setting) -> dict[str, Any]:
    return {"layer": layer.name, "a": layer.a["en"], "b": layer.b["en"]}


def _change(change: Change) -> dict[str, Any]:
    return {
        "raster": change.style.name,
        "unit": change.style.unit or "",
        "cells": change.cells,
        "changed_cells": change.changed,
        "mean_difference": change.mean,
        "least_difference": change.least,
        "greatest_difference": change.greatest,
    }


def _transition(it: Transition) -> dict[str, Any]:
    return {
        "raster": it.style.name,
        "from_code": it.before,
        "from_class": class_name(it.style, it.before),
        "to_code": it.after,
        "to_class": class_name(it.style, it.after),
        "cells": it.cells,
        "area_km2": it.area_km2,
    }


def _land(it: Land) -> dict[str, Any]:
    return {
        "category_code": it.code,
        "category": it.category["en"],
        "category_zh": it.category["zh"],
        "kept_km2": it.kept_km2,
        "lost_km2": it.lost_km2,
        "gained_km2": it.gained_km2,
    }


def class_name(style: Style, code: int, zh: bool = False) -> str:
    """Return a class's label; the code itself when it has none."""
    found: Iterable[str] = (
        it.label_zh if zh else it.label for it in style.classes if it.value == code
    )
    return next(iter(found), str(code))
