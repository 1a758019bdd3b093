"""A table with a row for each layer of a soil, such as HWSD v2's, as soils of two depths."""

import numpy as np
import numpy.typing as npt

from loaders.soil.soil_checks import check_shares, lines, refuse_repeats
from loaders.soil.soil_columns import (
    BOTTOM,
    LAYER,
    SHARE,
    TOP,
    Warnings,
    assumptions,
    layers_of_table,
    sequence_column,
)
from loaders.soil.soil_densities import Floats, Soils, densities
from loaders.soil.soil_layers import OF_HWSD2, SUBSOIL, TOPSOIL, mean_over, overlap
from loaders.tables.numbers import numbers
from loaders.tables.table import Table
from loaders.warning import Kind, LoadWarning

Whole = npt.NDArray[np.int64]
Depths = tuple[Floats, Floats]


def soils_of_layers(table: Table, units: Whole, unit: str, carbon_of_carbonate: float) -> Soils:
    """The soils of a table, each from its layers: densities are averaged, so that carbon adds up.

    Raises SinkbaseError for layers that stand twice, overlap, or reach no depth that is needed.
    """
    soil, said = layers_of_table(table)
    values = np.stack(densities(soil, carbon_of_carbonate), axis=1)
    (top, bottom), layer = _depths(table, np.asarray(~np.isnan(values).all(axis=1)))
    sequence = sequence_column(table)
    keys = {unit: [str(number) for number in units]}
    keys |= {sequence: table.texts(sequence)} if sequence else {}
    shares = _shares(table)
    depths = [f"{a:g}-{b:g} cm" for a, b in zip(top, bottom, strict=True)]
    refuse_repeats(table, keys | {layer: depths}, units, shares, unit)
    _, first, which = np.unique(
        np.stack([np.unique(texts, return_inverse=True)[1] for texts in keys.values()]),
        axis=1, return_index=True, return_inverse=True,
    )  # fmt: skip
    which = which.ravel()
    _refuse_overlaps(table, which, top, bottom)
    _refuse_changing_shares(table, which, first, shares)
    if table.has(_share_column(table)):
        check_shares(table, units[first], shares[first], (unit, _share_column(table)), first)
    four, partly = _means(table, which, (top, bottom), values)
    told = (*said, *partly, *assumptions(table.source, soil))
    return Soils(units[first], shares[first], four, told)


def _share_column(table: Table) -> str:
    return table.source.columns.get("share", SHARE)


def _shares(table: Table) -> Floats:
    """The share of each row's soil; 100 where neither shares nor soils of a unit are told apart."""
    name = _share_column(table)
    if not table.has(name) and "share" not in table.source.columns and not sequence_column(table):
        return np.full(len(table.rows), 100.0)
    return numbers(table, name)


def _means(table: Table, which: Whole, depths: Depths, values: Floats) -> tuple[Floats, Warnings]:
    """Four densities a soil, and how many soils have layers for a part of a depth alone."""
    count = int(which.max()) + 1
    parts, partly = [], np.zeros(count, bool)
    for depth in (TOPSOIL, SUBSOIL):
        means, covered = mean_over(which, count, overlap(*depths, depth), values)
        if not covered.any():
            raise table.error(
                f"no layer with values reaches into {depth[0]:g}-{depth[1]:g} cm. Expected layers "
                "from 0 to 100 cm, depths in centimetres: take all layers of each soil (D1 to D5 "
                "of HWSD v2 at least)."
            )
        parts.append(means)
        partly |= (covered[:, 0] > 0) & (covered[:, 0] < depth[1] - depth[0] - 1)
    four, count = np.concatenate(parts, axis=1), int(partly.sum())
    warning = LoadWarning(Kind.LAYERS_OF_PART, "soil", table.source.number, value=count)
    return four, (warning,) if count else ()


def _depths(table: Table, has_value: npt.NDArray[np.bool_]) -> tuple[Depths, str]:
    """Top and bottom of each row's layer, cm, and the column that tells layers apart."""
    given = table.source.columns
    layer = given.get("layer") or table.first_of(LAYER)
    top, bottom = given.get("top") or TOP, given.get("bottom") or BOTTOM
    if (table.has(top) and table.has(bottom)) or "top" in given or "bottom" in given:
        tops, bottoms = numbers(table, top), numbers(table, bottom)
    else:
        tops, bottoms = _named_depths(table, layer or LAYER)
    wrong = np.isnan(tops) | np.isnan(bottoms) | (tops < 0) | (bottoms <= tops)
    for row in np.flatnonzero(wrong & has_value)[:1]:
        raise table.error(
            f"{table.place} {table.rows[row].number}: the layer's depth is {tops[row]:g} to "
            f"{bottoms[row]:g} cm. Expected a top from 0 on and a bottom below it, in centimetres."
        )
    tops, bottoms = np.where(wrong, 0, tops), np.where(wrong, 0, bottoms)
    if bottoms.max() < 10:
        raise table.error(
            f"the layers reach to {bottoms.max():g}. Expected centimetres: are they metres or "
            f"decimetres? Multiply {top} and {bottom} in the table."
        )
    return (tops, bottoms), layer if layer and table.has(layer) else f"{top} to {bottom}"


def _named_depths(table: Table, layer: str) -> Depths:
    names = table.texts(layer)
    for row, name in enumerate(names):
        if name.lower() not in OF_HWSD2:
            raise table.cell_error(
                row, layer, f"{name!r} is no layer of HWSD v2 (D1 to D7). Say where the depths "
                'stand: columns = { top = "...", bottom = "..." }.'
            )  # fmt: skip
    depths = np.array([OF_HWSD2[name.lower()] for name in names], float)
    return depths[:, 0], depths[:, 1]


def _refuse_overlaps(table: Table, which: Whole, top: Floats, bottom: Floats) -> None:
    order = np.lexsort((top, which))
    same = which[order][1:] == which[order][:-1]
    over = same & (top[order][1:] < bottom[order][:-1] - 1e-6) & (bottom[order][1:] > 0)
    for place in np.flatnonzero(over)[:1]:
        rows = np.sort(order[place : place + 2])
        raise table.error(
            f"the layers in {lines(table, rows)} overlap ({top[rows[0]]:g}-{bottom[rows[0]]:g} and "
            f"{top[rows[1]]:g}-{bottom[rows[1]]:g} cm of one soil). Expected layers one below the "
            "other: correct their depths, or name the column that tells soils apart: "
            'columns = { sequence = "..." }.'
        )


def _refuse_changing_shares(table: Table, which: Whole, first: Whole, shares: Floats) -> None:
    same = np.isclose(shares, shares[first][which], equal_nan=True)
    for row in np.flatnonzero(~same)[:1]:
        rows = np.array([first[which[row]], row])
        raise table.error(
            f"the layers of one soil in {lines(table, rows)} have different shares "
            f"({shares[rows[0]]:g} and {shares[rows[1]]:g}). Expected one share a soil: correct "
            'it, or name the column that tells soils apart: columns = { sequence = "..." }.'
        )
