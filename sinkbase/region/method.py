"""The settings of the method: defaults from the seed, overrides from the region file."""

from sinkbase.region.keys import Keys, nearest
from sinkbase.region.seeds import seed_rows

Setting = float | int | str | tuple[int, ...] | None  # none: not set, and without a default


def _parse_default(row: dict[str, str]) -> Setting:
    text, kind = row["default_value"], row["kind"]
    if not text:
        return () if kind == "codes" else None
    if kind == "number":
        return float(text)
    if kind == "whole":
        return int(text)
    if kind == "codes":
        return tuple(int(code) for code in text.split())
    return text


def defaults() -> dict[str, Setting]:
    """Every setting of the method by name, as it is when no region file names it."""
    return {row["setting"]: _parse_default(row) for row in seed_rows("setting_definitions")}


def _check(row: dict[str, str], keys: Keys) -> Setting:
    """The override of one setting, of the type its kind asks for."""
    name, kind = row["setting"], row["kind"]
    if kind == "codes":
        if keys.values[name] == []:
            return ()
        return keys.wholes(name) or ()
    if kind not in ("number", "whole"):
        return keys.choice(name, kind.split("|")) or row["default_value"]
    value = keys.number(name)
    assert value is not None
    if kind == "whole" and value != int(value):
        raise keys.error(f"{name} = {value:g}: a whole number was expected.", name)
    low = float(row["lowest"] or "-inf")
    high = float(row["highest"] or "inf")
    if not low <= value <= high:
        raise keys.error(
            f"{name} = {value:g} {row['unit']}".rstrip()
            + f" is outside {low:g}..{high:g} ({row['meaning']}). "
            + f"The default is {row['default_value'] or 'none'}: correct it or leave the key out.",
            name,
        )
    return int(value) if kind == "whole" else value


def method_settings(keys: Keys) -> dict[str, Setting]:
    """Every setting of the method by name, overridden where the region file says so.

    Raises SinkbaseError for an unknown setting or a value beyond its limits.
    """
    rows = {row["setting"]: row for row in seed_rows("setting_definitions")}
    for name in keys.values:
        if name not in rows:
            raise keys.error(f"unknown setting {name!r}. {nearest(name, rows)}", name)
    return {
        name: _check(row, keys) if name in keys.values else _parse_default(row)
        for name, row in rows.items()
    }
