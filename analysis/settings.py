"""Which settings of the method a region has changed."""

import csv
from dataclasses import dataclass
from typing import Any

from loaders.server import ROOT

SEED = ROOT / "dbt_project" / "seeds" / "method_settings.csv"


@dataclass(frozen=True)
class Changed:
    """One setting that differs from its default."""

    name: str
    value: str
    default: str
    unit: str
    meaning: str


def changed_settings(method: dict[str, Any]) -> list[Changed]:
    """Return the settings that differ from the defaults of seed method_settings, in its order."""
    with SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Changed(
            row["setting"],
            _text(method[row["setting"]]),
            row["default_value"],
            row["unit"],
            row["meaning"],
        )
        for row in rows
        if row["setting"] in method and not _same(method[row["setting"]], row["default_value"])
    ]


def _same(value: Any, default: str) -> bool:
    if isinstance(value, int | float):
        return float(value) == float(default)
    return _text(value) == default


def _text(value: Any) -> str:
    if isinstance(value, tuple | list):
        return " ".join(str(part) for part in value)
    return str(value)
