"""The settings of the method that a region's results were computed with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from analysis.results.catalogue import Result
from analysis.results.provenance import columns_of
from sinkbase.words.language import Language

COLUMNS = [
    "setting", "value", "default_value", "is_changed", "unit", "source", "meaning", "meaning_zh",
]  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One setting: the value that the run used and its default, as texts; what it means."""

    name: str
    value: str
    default: str
    is_changed: bool
    unit: str
    source: str
    meaning: str
    meaning_zh: str

    def meaning_in(self, language: Language) -> str:
        """Return the meaning in English or Chinese; in English where there is no other."""
        return (self.meaning_zh if language == "zh" else "") or self.meaning


def read_settings(connection: Connection, result: Result) -> list[Setting]:
    """Read all settings of method_settings, in the order of its column `place`.

    Raises SinkbaseError when a column is missing.
    """
    columns = columns_of(result, COLUMNS)
    (place,) = columns_of(result, ["place"])
    rows = connection.execute(select(*columns).order_by(place))
    return [
        Setting(name, value or "", default or "", bool(changed), *(it or "" for it in texts))
        for name, value, default, changed, *texts in rows
    ]


def changed(settings: Sequence[Setting]) -> list[Setting]:
    """Return the settings that differ from their default."""
    return [it for it in settings if it.is_changed]
