"""Which column of a soil table holds which property, HWSD's columns known by themselves."""

from dataclasses import fields

import numpy as np

from loaders.soil.soil_densities import Floats, Properties
from loaders.soil.soil_values import NO_SOIL, highest, linear, too_high
from loaders.tables.numbers import numbers
from loaders.tables.rows import Wanted
from loaders.tables.table import Table
from loaders.warning import Details, Kind, LoadWarning
from sinkbase.region.sources import Source

DEPTHS = ("topsoil", "subsoil")
# version 1: T_ and S_ stand before these; the first that has a value wins; dBASE cuts names at 10
HWSD = {
    "organic_carbon": ("OC",),
    "carbonate": ("CACO3",),
    "bulk_density": ("REF_BULK_DENSITY", "REF_BULK", "BULK_DENSITY", "BULK_DEN"),
    "gravel": ("GRAVEL",),
    "sand": ("SAND",),
    "silt": ("SILT",),
    "clay": ("CLAY",),
}
HWSD2 = {  # version 2: a row a layer
    "organic_carbon": ("ORG_CARBON",),
    "carbonate": ("TCARBON_EQ",),
    "bulk_density": ("BULK", "REF_BULK"),
    "gravel": ("COARSE",),
    "sand": ("SAND",),
    "silt": ("SILT",),
    "clay": ("CLAY",),
}
UNITS = ("MU_GLOBAL", "HWSD2_SMU_ID", "HWSD2_SMU_")
SEQUENCES = ("SEQ", "SEQUENCE")
SHARE = "SHARE"
LAYER, TOP, BOTTOM = "LAYER", "TOPDEP", "BOTDEP"
Warnings = tuple[LoadWarning, ...]
NAMES = tuple(field.name for field in fields(Properties))
IN_CHINESE = {
    "organic_carbon": "有机碳", "carbonate": "碳酸盐", "bulk_density": "容重", "gravel": "砾石",
    "sand": "砂粒", "silt": "粉粒", "clay": "黏粒",
}  # fmt: skip


def asked(given: dict[str, str] | dict[str, int | str], depth: str, name: str) -> str | int | None:
    """What the region file names for a property of a depth, or of both depths."""
    return given.get(f"{depth}_{name}", given.get(name))


def wanted(source: Source) -> Wanted:
    """The columns by which the header and the sheet of a table of mapping units are known."""
    unit, carbon = source.columns.get("unit"), asked(source.columns, "topsoil", "organic_carbon")
    return (
        UNITS if unit is None else (unit,),
        ("T_OC", "ORG_CARBON") if carbon is None else (str(carbon),),
    )


def sequence_column(table: Table) -> str | None:
    """The column that tells the soils of a unit apart, where there is one."""
    return table.source.columns.get("sequence") or table.first_of(*SEQUENCES)


def is_layered(table: Table) -> bool:
    """Whether a row is one layer of a soil, not a soil. Raises SinkbaseError for both at once."""
    given = table.source.columns
    said = [key for key in ("layer", "top", "bottom") if key in given]
    by_depth = [key for key in given if key.startswith(DEPTHS)]
    if not said and (by_depth or ("organic_carbon" not in given and table.has("T_OC"))):
        return False
    layered = bool(said) or table.has(LAYER) or (table.has(TOP) and table.has(BOTTOM))
    of_depth = next((k for k in (*by_depth, *table.source.factors) if k.startswith(DEPTHS)), None)
    if layered and of_depth:
        raise table.error(
            f"{of_depth} is asked for, but a row of the table is a layer, whose properties have no "
            f"depth of their own. Write {of_depth.split('_', 1)[1]} in place of {of_depth}."
        )
    return layered


def depth_of_table(table: Table, depth: str) -> tuple[Properties, Warnings]:
    """One depth of a table with a row a soil, and what is to be said of it.

    Raises SinkbaseError when a needed property lacks.
    """
    prefix = depth[0].upper() + "_"
    usual = {name: tuple(prefix + end for end in ends) for name, ends in HWSD.items()}
    return _properties(table, depth, usual)


def layers_of_table(table: Table) -> tuple[Properties, Warnings]:
    """The properties of a table with a row a layer, and what is to be said of them.

    Raises SinkbaseError when a needed property lacks.
    """
    return _properties(table, "", HWSD2)


def _properties(
    table: Table, depth: str, usual: dict[str, tuple[str, ...]]
) -> tuple[Properties, Warnings]:
    found: dict[str, Floats] = {}
    said = []
    for name in NAMES:
        if name == "carbonate" and table.source.inorganic_carbon == "absent":
            continue
        column = asked(table.source.columns, depth, name)
        places = [str(column)] if column is not None else [n for n in usual[name] if table.has(n)]
        for place in places:
            values = column_values(table, depth, name, place)
            found[name] = _first(found[name], values) if name in found else values
        if len(places) > 1:
            details: Details = {
                "property": name.replace("_", " "), "property_zh": IN_CHINESE[name],
                "first": places[0], "second": places[1],
            }  # fmt: skip
            number = table.source.number
            said.append(LoadWarning(Kind.TWO_COLUMNS, "soil", number, details=details))
    names, what = list(table.names), depth or "table"
    for key in table.source.factors:
        if key.removeprefix("topsoil_").removeprefix("subsoil_") not in found:
            raise table.error(f"factors has {key}, but the {what} has no such property.")
    return complete(table.source, table.path, Properties(**found), what, names), tuple(said)


def _first(first: Floats, second: Floats) -> Floats:
    return np.where(np.isnan(first), second, first)


def column_values(table: Table, depth: str, name: str, column: str) -> Floats:
    """A column (rows,) in percent or g/cm3, NaN where missing.

    Raises SinkbaseError, by row, for values below 0 and above what the property may have.
    """
    missing = (*NO_SOIL, *_of_points(table.source))
    scale, offset = linear(table.source, depth, name)
    values = numbers(table, column, missing) * scale + offset
    for row in (values < 0).nonzero()[0][:1]:
        raise table.cell_error(
            int(row), column, f"{table.texts(column)[row]!r} is negative. Where there is no soil, "
            "-7 and -9 (as HWSD has them), -99, -999 and -9999 count as missing; no other value "
            "below 0 does. Correct it, or leave the cell empty."
        )  # fmt: skip
    for row in (values > highest(name)).nonzero()[0][:1]:
        raise table.cell_error(int(row), column, too_high(table.source, name, values[row]))
    return values


def _of_points(source: Source) -> tuple[float, ...]:
    """The region file's nodata, which for mapping units is that of the raster."""
    if source.kind != "points":
        return ()
    given = source.nodata if isinstance(source.nodata, tuple) else (source.nodata,)
    return tuple(float(value) for value in given if isinstance(value, int | float))


def complete(
    source: Source, path: object, soil: Properties, what: str, there: list[str]
) -> Properties:
    """The properties. Raises SinkbaseError when one lacks that every density needs."""
    if lacking := needs(source, soil):
        names = ", ".join(filter(None, there))
        raise source.error(
            path, f"the {what} has no {lacking[0]} (there are {names}). {lacking[1]}"
        )
    return soil


def needs(source: Source, soil: Properties) -> tuple[str, str] | None:
    """The property without which no density can be computed, and what to do about it."""
    where = "columns" if source.kind == "mapping_units" else "properties"
    example = "{ topsoil_%s = ... }"
    if soil.organic_carbon is None:
        return "organic carbon", f"Name it: {where} = {example % 'organic_carbon'}."
    texture = soil.clay is not None and (soil.sand is not None or soil.silt is not None)
    if soil.bulk_density is None and not texture:
        return "bulk density", f"Name it, or clay and sand to derive it, in {where} = {{ ... }}."
    if soil.carbonate is None and source.inorganic_carbon != "absent":
        return "carbonate", (
            f'Name it: {where} = {example % "carbonate"}; or say inorganic_carbon = "absent", '
            "and every result will say so."
        )
    return None


def assumptions(source: Source, *depths: Properties) -> tuple[LoadWarning, ...]:
    """What was assumed of a source with these properties at its depths."""
    found = []
    if any(soil.bulk_density is None for soil in depths):
        found.append(Kind.ASSUMED_BULK_DENSITY)
    if any(soil.gravel is None for soil in depths):
        found.append(Kind.ASSUMED_NO_GRAVEL)
    return tuple(LoadWarning(kind, "soil", source.number) for kind in found)


def one_depth(source: Source) -> tuple[LoadWarning, ...]:
    """A warning when both depths have the values of one."""
    given = source.columns if source.kind == "mapping_units" else source.properties
    top, sub = (asked(given, depth, "organic_carbon") for depth in DEPTHS)
    if top is None or top != sub:
        return ()
    return (LoadWarning(Kind.ASSUMED_ONE_DEPTH, "soil", source.number),)
