"""A soil's properties from what a file holds: brought to percent and g/cm3, within their limits."""

from sinkbase.region.sources import Source

NO_SOIL = (-7, -9, -99, -999, -9999)  # HWSD's -7 and -9, and the usual fills
_HIGHEST = {"bulk_density": 3.0, "organic_carbon": 60.0}  # peat has 58 %
_PERCENT = 100.5  # rounded shares of sand, silt and clay may pass 100 a little
_OTHER_UNITS = {  # in which a property is often published, and the factor from it
    "bulk_density": (("kg/m3", 0.001), ("cg/cm3, as in SoilGrids", 0.01)),
    "": (("g/kg or per mille", 0.1), ("dg/kg, as in SoilGrids", 0.01)),
}
_LOOSEST = 0.3  # g/cm3, which few soils fall short of


def linear(
    source: Source, depth: str, name: str, own: tuple[float, float] = (1, 0)
) -> tuple[float, float]:
    """Scale and offset that bring a property of a depth to percent or g/cm3.

    A factor of the region file wins, else its scale and offset, else the file's own.
    """
    by = source.factors.get(f"{depth}_{name}", source.factors.get(name))
    if by is None:
        scale = own[0] if source.scale is None else source.scale
        offset = own[1] if source.offset is None else source.offset
    else:
        scale, offset = by, 0
    times = 100 if source.fractions and name != "bulk_density" else 1
    return scale * times, offset * times


def highest(name: str) -> float:
    """The highest value that a property may have, in its own unit."""
    return _HIGHEST.get(name, _PERCENT)


def too_high(source: Source, name: str, value: float) -> str:
    """What is wrong with a value above the highest, and what mends it."""
    is_density = name == "bulk_density"
    if source.fractions and not is_density:
        advice = "fractions = true multiplies by 100: is it percent already? Then fractions = false"
    else:
        now = source.factors.get(name, source.scale or 1)
        asked = [
            f"{unit} (factors = {{ {name} = {by * now:g} }})" for unit, by in _units(name, value)
        ]
        advice = f"Is it {' or '.join(asked)}? Say it so"
    own = "g/cm3" if is_density else "%"
    most = min(highest(name), 100)
    return f"{value:.6g} {own} of {name}, at most {most:g} was expected. {advice}."


def _units(name: str, value: float) -> list[tuple[str, float]]:
    """The units in which the value would be a usual one."""
    units = _OTHER_UNITS.get(name, _OTHER_UNITS[""])
    least = _LOOSEST if name == "bulk_density" else 0
    return [u for u in units if least <= value * u[1] <= highest(name)] or [*units]
