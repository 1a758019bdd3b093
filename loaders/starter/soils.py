"""Proposals for the soil: mapping units with their table, bands of properties, points."""

import numpy as np

from loaders.soil.soil_columns import HWSD
from loaders.starter.entry import Entry, Line
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.sample import Sample, Unseen, looked_at, short, source_of
from loaders.starter.rasters import GUESSED, Made, Place, place_lines
from loaders.tables.table import read_table
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK

Columns = dict[str, list[str]]
UNITS = ("MU_GLOBAL", "HWSD2_SMU_ID")  # of HWSD v1 and v2
BANDS = "{ topsoil_organic_carbon = 1, ... }: see docs/region-file.md"
TABLE = "layers.soil"


def soil_entries(rasters: list[DataSet], tables: list[DataSet], place: Place) -> Made:
    """A proposal for each raster of soils in the county, with the table that explains its units."""
    known: dict[str, Columns] = {}
    entries, refused = [], []
    for item in tables:
        try:
            known[item.path] = _columns(item)
        except SinkbaseError as error:
            refused.append(f"{item.path}: {short(error, item)}")
    for item in rasters:
        seen = looked_at(source_of("soil", item), item, place.county)
        if isinstance(seen, Unseen):
            refused.append(f"{item.path}: {seen.why}")
            continue
        path = [Line("path", item.value, GUESSED), *place_lines(seen)]
        units = seen.is_whole and len(seen.bands) == 1
        lines = _units(seen, known) if units else _bands(seen)
        entries.append(Entry(TABLE, (f"{item.path}: {seen.told()}",), (*path, *lines)))
    if not rasters:
        entries += [_points(item, known[item.path]) for item in tables if _has_points(known, item)]
    return entries, refused


def _columns(item: DataSet) -> Columns:
    return read_table(source_of("soil", item), item.files[0]).columns()


def _units(seen: Sample, tables: dict[str, Columns]) -> list[Line]:
    """The table in HWSD's columns that has all units seen, where there is one alone."""
    units = {str(int(value)) for value in np.unique(seen.values[np.isfinite(seen.values)])} - {"0"}
    fitting = [
        path
        for path, columns in tables.items()
        if any(units <= {v.split(".")[0] for v in columns.get(unit, ())} for unit in UNITS)
    ]
    if len(fitting) != 1:
        found = ", ".join(tables) or "none"
        many = f"{len(fitting)} of the tables found have all numbers seen: {found}"
        asked = '"mapping_units" when they are units of a table, else "properties"'
        kind = Line("kind", MARK, f"{asked}: see docs/region-file.md")
        return [kind, Line("attributes", MARK, f"of mapping units, the table: {many}")]
    kind = Line("kind", "mapping_units", "guessed: a table has these units")
    lines = [kind, Line("attributes", fitting[0], "guessed: it has all units seen")]
    names = {*tables[fitting[0]]}
    if not names & {"TCARBON_EQ", *(f"T_{end}" for end in HWSD["carbonate"])}:
        lines.append(Line("inorganic_carbon", MARK, 'no carbonate in it: "absent"?'))
    return lines


def _bands(seen: Sample) -> list[Line]:
    listed = ", ".join(f"{i} {text}" for i, text in zip(seen.bands, seen.descriptions, strict=True))
    return [
        Line("kind", "properties", "guessed: bands of properties"),
        Line("properties", MARK, f"which band is what ({listed}): {BANDS}"),
        Line("fractions", MARK, "true: shares are 0 to 1; false: percent"),
        Line("inorganic_carbon", MARK, '"absent" when no band is carbonate, else "present"'),
    ]


def _has_points(known: dict[str, Columns], item: DataSet) -> bool:
    names = {name.lower() for name in known.get(item.path, {})}
    return bool(names & {"x", "lon", "longitude"}) and bool(names & {"y", "lat", "latitude"})


def _points(item: DataSet, table: Columns) -> Entry:
    columns = ", ".join(table)
    lines = (
        Line("kind", "points", "guessed: a table with coordinates"),
        Line("path", item.path, "guessed from the name"),
        Line("properties", MARK, f"which column is what ({columns}): see docs/region-file.md"),
    )
    return Entry(TABLE, (item.path,), lines)
