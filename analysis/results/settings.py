"""Which settings of the method a region has changed."""

import csv
from dataclasses import dataclass
from typing import Any

from sinkbase.paths import ROOT

SEED = ROOT / "dbt_project" / "seeds" / "method_settings.csv"


@dataclass(frozen=True)
class Changed:
    """One setting that differs from its default."""

    name: str
    value: str
    default: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Setting:
    """One setting of the method: its default as text, where it comes from, what it means."""

    name: str
    default: str
    unit: str
    source: str
    meaning: str

    def is_changed_by(self, method: dict[str, Any]) -> bool:
        """Whether a region's settings differ from the default."""
        return self.name in method and not _same(method[self.name], self.default)


def settings() -> list[Setting]:
    """Return all settings in the order of seed method_settings."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return [
            Setting(
                row["setting"], row["default_value"], row["unit"], row["source"], row["meaning"]
            )
            for row in csv.DictReader(file)
        ]


def changed_settings(method: dict[str, Any]) -> list[Changed]:
    """Return the settings that differ from the defaults of seed method_settings, in its order."""
    return [
        Changed(it.name, setting_text(method[it.name]), it.default, it.unit, it.meaning)
        for it in settings()
        if it.is_changed_by(method)
    ]


def _same(value: Any, default: str) -> bool:
    if isinstance(value, int | float):
        return float(value) == float(default)
    return setting_text(value) == default


def setting_text(value: Any) -> str:
    """Return a setting's value as the seed writes it: codes with blanks between."""
    if isinstance(value, tuple | list):
        return " ".join(str(part) for part in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
