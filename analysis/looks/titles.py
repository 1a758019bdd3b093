"""What results are called, in English and Chinese: the seed result_titles."""

import csv

from sinkbase.paths import ROOT

SEED = ROOT / "dbt_project" / "seeds" / "result_titles.csv"


def _titles(*kinds: str) -> dict[str, tuple[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return {
            row["result"]: (row["title"], row["title_zh"])
            for row in csv.DictReader(file)
            if row["kind"] in kinds
        }


TITLES = _titles("vector", "raster")
TABLE_TITLES = _titles("table")


def titles(name: str) -> tuple[str, str]:
    """Return the title of a result in English and Chinese; an unknown one has its name."""
    return (TITLES | TABLE_TITLES).get(name, (name, name))
