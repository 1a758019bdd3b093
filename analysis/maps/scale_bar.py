"""A scale bar of a round length."""

from math import floor, log10

ROUND = (5, 2, 1)


def round_length(longest: float) -> float:
    """Return the greatest 1, 2 or 5 times a power of ten that is not longer; in the same unit."""
    power = 10.0 ** floor(log10(longest))
    # rounding: a bar of exactly 1000 m may be 999.9999
    return next(power * digit for digit in ROUND if power * digit <= longest * (1 + 1e-9))


def length_label(metres: float) -> tuple[str, str]:
    """Return number and unit: 50 km, 500 m."""
    if metres >= 1000:
        return f"{metres / 1000:g}", "km"
    return f"{metres:g}", "m"
