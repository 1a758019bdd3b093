"""Proposals for the soil: mapping units with their table, bands of properties, points."""

import numpy as np
import shapely

from loaders.soil.soil_columns import HWSD
from loaders.starter.entry import Entry, Line
from loaders.starter.inventory import DataSet
from loaders.starter.rasters import source_of
from loaders.starter.sample import Sample, looked_at
from loaders.tables.table import read_table
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK

Columns = dict[str, list[str]]
UNIT = "MU_GLOBAL"
BANDS = "{ topsoil_organic_carbon = 1, ... }: see docs/region-file.md"
TABLE = "layers.soil"


def soil_entries(
    rasters: list[DataSet], tables: list[DataSet], county: shapely.Geometry
) -> tuple[list[Entry], list[str]]:
    """A proposal for each raster of soils in the county, with the table that explains its units."""
    known = {item.path: columns for item in tables if (columns := _columns(item))}
    entries, refused = [], []
    for item in rasters:
        seen, trouble = looked_at(source_of("soil", item), item, county)
        if seen is None:
            refused.append(f"{item.path}: {trouble}")
            continue
        path = Line("path", item.path, "guessed from the name")
        units = seen.is_whole and seen.file.bands == 1
        lines = _units(seen, known) if units else _bands(seen)
        entries.append(Entry(TABLE, (f"{item.path}: {seen.told()}",), (path, *lines)))
    if not rasters:
        entries += [_points(item) for item in tables if _is_points(known.get(item.path, {}))]
    return entries, refused


def _columns(item: DataSet) -> Columns:
    try:
        return read_table(source_of("soil", item), item.files[0]).columns()
    except SinkbaseError:
        return {}


def _units(seen: Sample, tables: dict[str, Columns]) -> list[Line]:
    """The table in HWSD's columns that has all units seen, where there is one alone."""
    units = {str(int(value)) for value in np.unique(seen.values[np.isfinite(seen.values)])} - {"0"}
    fitting = [
        path
        for path, columns in tables.items()
        if UNIT in columns and units <= {value.split(".")[0] for value in columns[UNIT]}
    ]
    kind = Line("kind", "mapping_units", "guessed: one band of whole numbers")
    if len(fitting) != 1:
        found = ", ".join(tables) or "none"
        why = f"the table of the mapping units; {len(fitting)} of these have all of them: {found}"
        return [kind, Line("attributes", MARK, why)]
    lines = [kind, Line("attributes", fitting[0], f"guessed: its {UNIT} has all units seen")]
    if not any(f"T_{end}" in tables[fitting[0]] for end in HWSD["carbonate"]):
        lines.append(Line("inorganic_carbon", MARK, 'no carbonate in it: "absent"?'))
    return lines


def _bands(seen: Sample) -> list[Line]:
    listed = ", ".join(f"{i} {text}" for i, text in enumerate(seen.descriptions, 1))
    return [
        Line("kind", "properties", "guessed: bands of properties"),
        Line("properties", MARK, f"which band is what ({listed}): {BANDS}"),
        Line("fractions", MARK, "true: shares are 0 to 1; false: percent"),
        Line("inorganic_carbon", MARK, '"absent" when no band is carbonate, else "present"'),
    ]


def _is_points(columns: Columns) -> bool:
    names = {name.lower() for name in columns}
    return bool(names & {"x", "lon", "longitude"}) and bool(names & {"y", "lat", "latitude"})


def _points(item: DataSet) -> Entry:
    columns = ", ".join(_columns(item))
    lines = (
        Line("kind", "points", "guessed: a table with coordinates"),
        Line("path", item.path, "guessed from the name"),
        Line("properties", MARK, f"which column is what ({columns}): see docs/region-file.md"),
    )
    return Entry(TABLE, (item.path,), lines)
