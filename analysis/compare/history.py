"""Runs of the past as a comparison reads them: `demo@3` is the third run of region demo."""

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from analysis.compare.content import Setting
from analysis.compare.facts import HEADLINES, SINK_SUMS
from analysis.compare.lines import Fact, Facts, Key, both
from analysis.looks.region import BuiltRegion
from analysis.results.catalogue import parse_comment
from analysis.results.provenance import Grid
from analysis.webmap.layers import texts
from sinkbase.errors import SinkbaseError

SIDE = re.compile(r"(.+?)@(\d+)")
SHOWN = 12  # figures of a fingerprint
RUN = "select to_jsonb(run) from {region}.build_history as run where build_number = :number"
SINKS = """
    select category_code, category, category_zh, count(*) as number, sum(area_km2) as area_km2,
        sum(nep_total_t_a) as nep_total_t_a
    from {region}.sink_history where build_number = :number
    group by category_code, category, category_zh order by category_code
"""


@dataclass(frozen=True)
class Run:
    """A run of a built region: its row of build_history and its sinks by category."""

    built: BuiltRegion
    number: int
    row: dict[str, Any]
    sinks: list[dict[str, Any]]

    @property
    def grid(self) -> Grid:
        """The region's grid under the run's name and titles: demo@3."""
        told = {
            name: self.row["headlines"][name]
            for name in ("title", "title_zh", "srid", "cell_size_m")
            if self.row["headlines"].get(name)
        }
        return replace(self.built.grid, region=f"{self.built.grid.region}@{self.number}", **told)

    def facts(self) -> Facts:
        """Return the run's headline numbers and its sinks by category."""
        columns = self.built.results["region_summary"].table.columns
        units = {it.name: parse_comment(it.comment).unit or "1" for it in columns}
        facts: dict[Key, Fact] = {
            ("summary", name): Fact(texts(*label), units.get(name, "1"), told[name])
            for told in [self.row["headlines"]]
            for name, label in HEADLINES.items()
            if name in told
        }
        for sinks in self.sinks:
            label = texts(sinks["category"], sinks["category_zh"])
            for name in ("area_km2", "nep_total_t_a"):
                of, unit = SINK_SUMS[name]
                value = sinks[name]
                key = ("sinks", str(sinks["category_code"]), name)
                facts[key] = Fact(both([label, of]), unit, value)
        return facts


def is_run(side: str) -> bool:
    """Return whether a side of a comparison names a run: demo@3."""
    return "@" in side


def region_of(side: str) -> str:
    """Return the region of demo@3 or demo.

    Raises SinkbaseError when what follows the @ is no number.
    """
    found = SIDE.fullmatch(side)
    if is_run(side) and not found:
        raise SinkbaseError(f"{side}: expected a region and the number of a run, such as demo@3.")
    return found[1] if found else side


def read_run(connection: Connection, built: BuiltRegion, side: str) -> Run:
    """Read a run from the region's history; without a number the newest.

    Raises SinkbaseError when there is no such run, or its sinks are kept no more.
    """
    region = built.grid.region
    if not connection.execute(
        text("select to_regclass(:name)"), {"name": f"{region}.build_history"}
    ).scalar():
        raise SinkbaseError(
            f"{side}: region {region} was built by a version that kept no history. "
            f"Build it again: make build REGION={region}"
        )
    numbers = list(
        connection.execute(
            text(f"select build_number from {region}.build_history order by 1")  # noqa: S608
        ).scalars()
    )
    found = SIDE.fullmatch(side)
    number = int(found[2]) if found else max(numbers, default=0)
    if number not in numbers:
        raise SinkbaseError(
            f"{side}: region {region} has no run {number}. It has {_told(numbers)}."
        )
    given = {"number": number}
    row = connection.execute(text(RUN.format(region=region)), given).scalar_one()
    sinks = connection.execute(text(SINKS.format(region=region)), given).mappings().all()
    if not sinks:
        _require_sinks(connection, region, number)
    return Run(built, number, row, [dict(it) for it in sinks])


def _require_sinks(connection: Connection, region: str, number: int) -> None:
    """Refuse a run older than all that have sinks; a later one without any had none."""
    kept = list(
        connection.execute(
            text(
                f"select distinct build_number from {region}.sink_history order by 1"  # noqa: S608
            )
        ).scalars()
    )
    if kept and number < kept[0]:
        raise SinkbaseError(
            f"{region}@{number}: the polygons of its sinks are kept no more; those of "
            f"{_told(kept)} are. More runs keep theirs with runs_kept in regions/{region}.toml; "
            f"the run's numbers stay in {region}.build_history."
        )


def _told(numbers: list[int]) -> str:
    """Runs in words: runs 3 to 12; runs 1, 2, 5."""
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"runs {numbers[0]} to {numbers[-1]}"
    return f"runs {', '.join(map(str, numbers))}" if numbers else "none"


def differing_settings(a: Run, b: Run) -> list[Setting]:
    """Return the settings of the method that differ between two runs, with what they mean."""
    known = {it.name: it for it in (*a.built.settings, *b.built.settings)}
    before, after = a.row["settings"], b.row["settings"]
    names = [name for name in known if name in before or name in after]
    names += sorted((before.keys() | after.keys()) - set(names))
    return [
        Setting(
            name,
            texts(*[before.get(name) or ""] * 2),
            texts(*[after.get(name) or ""] * 2),
            texts(known[name].meaning_in("en"), known[name].meaning_in("zh"))
            if name in known
            else texts("", ""),
        )
        for name in names
        if before.get(name) != after.get(name)
    ]


def differing_layers(a: Run, b: Run) -> list[Setting]:
    """Return the layers that differ: another year or other values, told by their fingerprint."""
    before, after = _layers(a), _layers(b)
    return [
        Setting(name, texts(*[told[0]] * 2), texts(*[told[1]] * 2), texts("", ""))
        for name in dict.fromkeys([*before, *after])
        if (told := (before.get(name, ""), after.get(name, "")))[0] != told[1]
    ]


def _layers(run: Run) -> dict[str, str]:
    years = run.row["years"]
    return {
        name: ", ".join(str(it) for it in (years.get(name), print_[:SHOWN]) if it)
        for name, print_ in sorted(run.row["layers"].items())
    }
