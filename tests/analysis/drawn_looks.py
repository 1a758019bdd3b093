"""Titles and classes of all results, made without a database: as the seeds have them."""

import csv
from pathlib import Path

from analysis.looks.looks import Looks, looks

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"


def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of a seed."""
    (path,) = SEEDS.rglob(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labels(name: str, code: str, label: str) -> dict[int, tuple[str, str]]:
    return {int(row[code]): (row[label], row[f"{label}_zh"]) for row in seed(name)}


def drawn_looks() -> Looks:
    """Return what a built region's result_names and legend_classes give."""
    names = {row["result"]: (row["title"], row["title_zh"]) for row in seed("result_titles")}
    names |= {
        "npp_origin": ("Origin of net primary production", "净初级生产力来源"),
        "region_boundary": ("Boundary of the region", "区域边界"),
    }
    levels = _labels("importance_levels", "importance_level", "level_name")
    patterns = _labels("restoration_patterns", "pattern_code", "pattern")
    classes = {
        "land_use": _labels("land_use_classes", "land_use_code", "land_use_subtype"),
        "importance_level": {code: (en.capitalize(), zh) for code, (en, zh) in levels.items()},
        "sink_category": {
            0: ("No sink", "非碳汇"), 1: ("Primary sink", "碳汇腹地"),
            2: ("Secondary sink", "碳汇重要区"), 3: ("Potential sink", "碳汇潜力带"),
        },
        "npp_origin": {
            1: ("Observed", "观测"), 2: ("Modelled", "模拟"), 3: ("Set by rule", "按规则设定"),
        },
        "restoration_zones": {0: ("No pattern fits", "无相符格局")} | patterns,
    }  # fmt: skip
    return looks(names, classes)


LOOKS = drawn_looks()
