"""The soils of a table of mapping units: unit, share and four carbon densities of each."""

import numpy as np
import numpy.typing as npt

from loaders.soil.soil_checks import check_shares, refuse_repeats
from loaders.soil.soil_columns import (
    DEPTHS,
    SHARE,
    UNITS,
    assumptions,
    depth_of_table,
    is_layered,
    one_depth,
    sequence_column,
)
from loaders.soil.soil_densities import Floats, Soils, four_densities
from loaders.soil.soil_layered import soils_of_layers
from loaders.tables.numbers import numbers, wholes
from loaders.tables.table import Table

Whole = npt.NDArray[np.int64]


def soils_of(table: Table, carbon_of_carbonate: float) -> Soils:
    """The soils of a table, each once.

    Raises SinkbaseError for what the table may not hold, by row.
    """
    unit = table.source.columns.get("unit") or table.first_of(*UNITS) or UNITS[0]
    units = wholes(table, unit, "mapping unit")
    if is_layered(table):
        return soils_of_layers(table, units, unit, carbon_of_carbonate)
    shares = _shares(table, units, unit)
    (top, said), (sub, _) = (depth_of_table(table, depth) for depth in DEPTHS)
    four = four_densities(top, sub, carbon_of_carbonate).T
    told = (*said, *assumptions(table.source, top, sub), *one_depth(table.source))
    return Soils(units, shares, four, told)


def _shares(table: Table, units: Whole, unit: str) -> Floats:
    """The share of each row, percent of its unit; all of it where a unit is a row."""
    name = table.source.columns.get("share")
    if name is None and not table.has(SHARE) and len(np.unique(units)) == len(units):
        return np.full(len(units), 100.0)
    shares = numbers(table, name or SHARE)
    keys = {unit: [str(number) for number in units]}
    if sequence := sequence_column(table):
        refuse_repeats(table, keys | {sequence: table.texts(sequence)}, units, shares, unit)
    check_shares(table, units, shares, (unit, name or SHARE), np.arange(len(units)))
    return shares
