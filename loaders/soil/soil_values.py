"""A soil's properties from what a file holds: brought to percent and g/cm3, within their limits."""

from sinkbase.region.sources import Source

NO_SOIL = (-7, -9, -99, -999, -9999)  # HWSD's -7 and -9, and the usual fills
_DENSITY, _PERCENT = 3.0, 100.5  # rounded shares of sand, silt and clay may pass 100 a little


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
    return _DENSITY if name == "bulk_density" else _PERCENT


def too_high(source: Source, name: str, value: float) -> str:
    """What is wrong with a value above the highest, and what mends it."""
    is_density = name == "bulk_density"
    unit, most, other, by = (
        ("g/cm3", "3", "kg/m3", 0.001) if is_density else ("%", "100", "g/kg", 0.1)
    )
    if source.fractions and not is_density:
        advice = "fractions = true multiplies by 100: is it percent already? Then fractions = false"
    else:
        now = source.factors.get(name, source.scale or 1)
        advice = f"Is it {other}? Then factors = {{ {name} = {by * now:g} }}"
    return f"{value:.6g} {unit} of {name}, at most {most} was expected. {advice}."
