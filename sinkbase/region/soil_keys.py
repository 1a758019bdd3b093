"""The keys of a soil source: what stands in which column, band or file, and by which factor."""

from sinkbase.region.keys import Keys
from sinkbase.region.table_keys import TABLE_KEYS

SOIL_KEYS = (
    "kind", "attributes", "columns", "properties", "factors", "fractions", "inorganic_carbon",
    "encoding", *TABLE_KEYS,
)  # fmt: skip
PROPERTIES = ("organic_carbon", "carbonate", "bulk_density", "gravel", "sand", "silt", "clay")
_NAMES = tuple(prefix + name for prefix in ("", "topsoil_", "subsoil_") for name in PROPERTIES)
_TABLE = ("columns", "encoding", *TABLE_KEYS)
_WITHOUT_EFFECT = {
    "mapping_units": ("properties", "scale", "offset"),
    "properties": ("attributes", "bands", *_TABLE),
    "points": ("attributes", "bands", "variable"),
}
_COLUMNS = {
    "mapping_units": ("unit", "share", "sequence", "layer", "top", "bottom", *_NAMES),
    "properties": (),
    "points": ("x", "y"),
}


def soil_kind(keys: Keys) -> str:
    """The kind of source. Raises SinkbaseError for keys that it needs or that it does not heed."""
    kind = keys.choice("kind", ("mapping_units", "properties", "points"))
    if kind is None:
        kind = "mapping_units" if "attributes" in keys.values else "properties"
    if kind == "mapping_units" and "attributes" not in keys.values:
        raise keys.error('attributes is missing. Name the table: attributes = "hwsd.csv".')
    if kind != "mapping_units" and not keys.values.get("properties"):
        raise keys.error(
            "properties is missing. Say which band or column holds what, "
            "for example properties = { organic_carbon = 1, clay = 2, sand = 3 }."
        )
    for key in ("unit", *_WITHOUT_EFFECT[kind]):
        if key in keys.values:
            raise keys.error(f"{key} {_instead(kind, key)}", key)
    keys.sub("columns").refuse_unknown(_COLUMNS[kind])
    return kind


def _instead(kind: str, key: str) -> str:
    if key in ("unit", "scale", "offset"):
        return (
            "has no effect on soil of this kind: its properties are in percent and g/cm3, or are "
            "brought to them one by one. Use for example factors = { organic_carbon = 0.1 } for "
            "g/kg."
        )
    if key == "bands":
        return (
            "has no effect on soil of this kind. Say which band holds what: "
            "properties = { organic_carbon = 1, ... }."
        )
    return f"has no effect on soil of kind {kind!r}. Take it out, or correct kind."


def soil_properties(keys: Keys) -> dict[str, int | str]:
    """Which band (number), file or column (name) holds which property.

    Raises SinkbaseError for a name or value that cannot be.
    """
    table = keys.sub("properties")
    table.refuse_unknown(_NAMES)
    for name, value in table.values.items():
        is_band = type(value) is int and value >= 1
        if not is_band and not (isinstance(value, str) and value):
            raise table.error(
                f"{name} = {value!r}: the number of a band, counted from 1, or the name of a "
                "column in quotes was expected."
            )
    return dict(table.values)


def soil_columns(keys: Keys) -> dict[str, str]:
    """Which column of the table holds what."""
    table = keys.sub("columns")
    table.refuse_unknown((*_COLUMNS["mapping_units"], *_COLUMNS["points"]))
    return {name: table.needed_text(name, '"MU_GLOBAL"') for name in table.values}


def soil_factors(keys: Keys) -> dict[str, float]:
    """By which factor a property's values are multiplied to be percent, or g/cm3.

    Raises SinkbaseError for a name or factor that cannot be.
    """
    table = keys.sub("factors")
    table.refuse_unknown(_NAMES)
    factors = {}
    for name in table.values:
        factor = table.number(name)
        if factor is None or factor <= 0:
            raise table.error(f"{name} = {table.values[name]!r}: a number above 0 was expected.")
        _refuse_without_property(keys, table, name)
        factors[name] = factor
    return factors


def _refuse_without_property(keys: Keys, table: Keys, name: str) -> None:
    """Raise for the factor of a property that `properties` does not name."""
    properties = keys.sub("properties").values
    named = {name, f"topsoil_{name}", f"subsoil_{name}"} & set(properties)
    if properties and not named:
        raise table.error(
            f"{name} is no property of this source ({', '.join(properties)}). Write factors with "
            "the names that stand in properties."
        )
