"""Which column of a soil table holds which property, and the soils as properties."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from loaders.soil.soil_densities import Properties, densities
from loaders.soil.tables import Columns, numbers
from loaders.warning import Kind, LoadWarning
from sinkbase.region.sources import Source

DEPTHS = ("topsoil", "subsoil")
HWSD = {
    "organic_carbon": ("OC",),
    "carbonate": ("CACO3",),
    "bulk_density": ("REF_BULK_DENSITY", "BULK_DENSITY"),
    "gravel": ("GRAVEL",),
    "sand": ("SAND",),
    "silt": ("SILT",),
    "clay": ("CLAY",),
}
NAMES = tuple(field.name for field in fields(Properties))


def asked(given: dict[str, str] | dict[str, int | str], depth: str, name: str) -> str | int | None:
    """What the region file names for a property of a depth, or of both depths."""
    return given.get(f"{depth}_{name}", given.get(name))


def depth_of_table(source: Source, path: Path, columns: Columns, depth: str) -> Properties:
    """One depth of an HWSD-like table: columns as the region file says, else HWSD's names.

    Raises SinkbaseError when a property is lacking or no number.
    """
    prefix = depth[0].upper() + "_"
    found = {}
    for name in NAMES:
        column = asked(source.columns, depth, name)
        if column is not None:
            found[name] = numbers(source, path, columns, str(column))
            continue
        usual = [prefix + end for end in HWSD[name] if prefix + end in columns]
        if usual:
            found[name] = numbers(source, path, columns, usual[0])
            for other in usual[1:]:
                second = numbers(source, path, columns, other)
                found[name] = np.where(np.isnan(found[name]), second, found[name])
    return _complete(source, path, Properties(**found), depth, list(columns))


def depth_of_values(
    source: Source, path: Path, values: dict[str | int, npt.NDArray[np.float64]], depth: str
) -> Properties:
    """One depth of ready properties, by band number or column name.

    Raises SinkbaseError when a property is lacking.
    """
    found = {}
    for name in NAMES:
        key = asked(source.properties, depth, name)
        if key is not None:
            found[name] = values[key]
    return _complete(source, path, Properties(**found), depth, list(source.properties))


def _complete(
    source: Source, path: Path, soil: Properties, depth: str, has: list[str]
) -> Properties:
    lacking = needs(source, soil)
    if lacking:
        raise source.error(
            path, f"the {depth} has no {lacking[0]} (there are {', '.join(has)}). {lacking[1]}"
        )
    if source.inorganic_carbon == "absent":
        given = {name: getattr(soil, name) for name in NAMES if name != "carbonate"}
        soil = Properties(**given)
    return soil.percent() if source.fractions else soil


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
    given = source.columns if source.kind == "mapping_units" else source.properties
    top, sub = (asked(given, depth, "organic_carbon") for depth in DEPTHS)
    if top is not None and top == sub:
        found.append(Kind.ASSUMED_ONE_DEPTH)
    return tuple(LoadWarning(kind, "soil", source.number) for kind in found)


def four_densities(
    top: Properties, sub: Properties, carbon_of_carbonate: float
) -> npt.NDArray[np.float64]:
    """Topsoil organic, topsoil inorganic, subsoil organic, subsoil inorganic carbon.

    Returns (4, ...) in kgC/m3, NaN where a property is missing.
    """
    return np.stack([*densities(top, carbon_of_carbonate), *densities(sub, carbon_of_carbonate)])
