"""What the layers are: name in the region file, table, bands, unit, plausible range."""

from dataclasses import dataclass, field
from typing import Literal

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of a month, as the method counts them
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
SOIL_PARTS = (
    "topsoil organic carbon",
    "topsoil inorganic carbon",
    "subsoil organic carbon",
    "subsoil inorganic carbon",
)


@dataclass(frozen=True)
class Guess:
    """A usual mistake: when `value * factor + shift` would be plausible, `advice` mends it."""

    factor: float
    shift: float
    question: str
    advice: str
    stated_unit: str | None = None  # only asked when the region file states this unit


@dataclass(frozen=True)
class Layer:
    """One kind of input."""

    name: str
    table: str
    kind: Literal["quantity", "code", "presence"]  # presence: 1 where there is something
    bands: tuple[str, ...]
    unit: str
    what: str
    units: dict[str, tuple[float, float]] = field(default_factory=dict)
    plausible: tuple[float, float] = (float("-inf"), float("inf"))
    least_maximum: float = float("-inf")
    guesses: tuple[Guess, ...] = ()
    rates: frozenset[str] = frozenset()  # units that are per day: a month has its days of them
    gradients: frozenset[str] = frozenset()  # units of slope whose arc tangent is the angle


_TENTHS = Guess(0.1, 0.0, "Are they tenths?", "scale = 0.1")

LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            "elevation",
            "elevation",
            "quantity",
            ("elevation",),
            "m",
            "mean elevation",
            {"m": (1, 0), "dm": (0.1, 0), "cm": (0.01, 0), "ft": (0.3048, 0)},
            (-450, 9000),
            guesses=(
                Guess(0.1, 0, "Are they decimetres?", 'unit = "dm"'),
                Guess(0.01, 0, "Are they centimetres?", 'unit = "cm"'),
                Guess(0.3048, 0, "Are they feet?", 'unit = "ft"'),
            ),
        ),
        Layer(
            "slope",
            "slope",
            "quantity",
            ("slope",),
            "degree",
            "mean slope",
            {"degree": (1, 0), "percent": (0.01, 0), "radian": (57.29577951308232, 0), "m": (1, 0)},
            gradients=frozenset({"percent"}),
            plausible=(0, 90),
            guesses=(
                Guess(
                    0.1,
                    0,
                    "Are they percent, or tenths of a degree?",
                    'unit = "percent", or scale = 0.1,',
                    "degree",
                ),
                Guess(0.01, 0, "Are they hundredths of a degree?", "scale = 0.01"),
            ),
        ),
        Layer("land_use", "land_use", "code", ("land use",), "CNLUCC code", "land use"),
        Layer(
            "npp",
            "npp",
            "quantity",
            ("net primary production",),
            "gC/m2/a",
            "net primary production",
            {
                "gC/m2/a": (1, 0),
                "kgC/m2/a": (1000, 0),
                "tC/hm2/a": (100, 0),
                "gC/m2/day": (365, 0),
                "kgC/m2/s": (1000 * 86400 * 365, 0),
            },
            (-90, 3000),
            least_maximum=5,
            guesses=(
                Guess(
                    0.1,
                    0,
                    "Are they MOD17 values?",
                    'unit = "kgC/m2/a" and scale = 0.0001',
                    "gC/m2/a",
                ),
                Guess(1000, 0, "Are they kilograms?", 'unit = "kgC/m2/a"', "gC/m2/a"),
                Guess(0.001, 0, "Are they grams, not kilograms?", 'unit = "gC/m2/a"', "kgC/m2/a"),
            ),
        ),
        Layer(
            "temperature",
            "temperature",
            "quantity",
            MONTHS,
            "degC",
            "monthly mean temperature",
            {"degC": (1, 0), "K": (1, -273.15), "degF": (5 / 9, -160 / 9)},
            (-70, 60),
            guesses=(
                Guess(1, -273.15, "Are they kelvin?", 'unit = "K"', "degC"),
                Guess(1, 273.15, "Are they degrees Celsius already?", 'unit = "degC"', "K"),
                Guess(0.1, 0, "Are they tenths of a degree?", "scale = 0.1"),
                Guess(
                    0.1,
                    -273.15,
                    "Are they tenths of a kelvin?",
                    'unit = "K" and scale = 0.1',
                    "degC",
                ),
                Guess(0.01, 0, "Are they hundredths of a degree?", "scale = 0.01"),
            ),
        ),
        Layer(
            "precipitation",
            "precipitation",
            "quantity",
            MONTHS,
            "mm",
            "monthly total precipitation",
            {
                "mm": (1, 0),
                "cm": (10, 0),
                "m": (1000, 0),
                "mm/month": (1, 0),
                "m/month": (1000, 0),
                "mm/day": (1, 0),
                "m/day": (1000, 0),
                "mm/hour": (24, 0),
                "kg/m2/s": (86400, 0),
            },
            rates=frozenset({"mm/day", "m/day", "mm/hour", "kg/m2/s"}),
            plausible=(0, 3000),
            least_maximum=0.5,
            guesses=(
                Guess(0.1, 0, "Are they tenths of a millimetre?", "scale = 0.1"),
                Guess(1000, 0, "Are they metres?", 'unit = "m"'),
            ),
        ),
        Layer(
            "population",
            "population_density",
            "quantity",
            ("population density",),
            "people/km2",
            "population density",
            {"people/km2": (1, 0), "people/pixel": (1, 0), "people/hm2": (100, 0)},
            (0, 200_000),
            guesses=(_TENTHS,),
        ),
        Layer(
            "vegetation",
            "vegetation",
            "code",
            ("vegetation subtype",),
            "vegetation_subtype_code",
            "vegetation subtype of Table 2",
        ),
        Layer(
            "soil",
            "soil",
            "quantity",
            SOIL_PARTS,
            "kgC/m3",
            "soil carbon density",
            {"kgC/m3": (1, 0)},
            (0, 700),
            least_maximum=0.3,
            guesses=(
                Guess(100, 0, "Are the properties mass fractions?", "fractions = true"),
                Guess(0.01, 0, "Are the properties percent?", "fractions = false"),
                Guess(0.1, 0, "Are the properties in tenths (g/kg)?", "values in percent"),
            ),
        ),
        Layer("roads", "roads", "presence", ("road",), "1", "cells that a road passes"),
    )
}
DERIVED = ("slope",)  # from the elevation, where the region file has no table for it
OPTIONAL = ("roads",)
REQUIRED = tuple(name for name in LAYERS if name not in (*DERIVED, *OPTIONAL))
