"""Numbers, units and tables as a reader expects them."""

from collections.abc import Sequence
from decimal import Decimal

NOTHING = "–"
MILLION = 1e6
SMALL = 1e-4
_RAISED = {"m2": "m²", "km2": "km²", "hm2": "hm²", "m3": "m³", "degC": "°C"}


def unit(text: str | None) -> str:
    """Return a unit with raised exponents: gC/m2/a becomes gC/m²/a; none for pure numbers."""
    if text is None or text == "1":
        return ""
    if text == "percent":
        return "%"
    words = [
        "/".join(_RAISED.get(part, part) for part in word.split("/")) for word in text.split(" ")
    ]
    return " ".join(words)


def number(value: float | int | None) -> str:
    """Return a number with as many digits as one reads: 14,032, 45.2, 0.0913."""
    if value is None:
        return NOTHING
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.1f}".removesuffix(".0")
    if abs(value) >= 1:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if abs(value) < SMALL:
        return format(Decimal(f"{value:.2g}"), "f")  # 0.000053: not everybody reads 5.3e-05
    return f"{value:.4g}"


def quantity(value: float | int | None, of: str | None = None) -> str:
    """Return a number with its unit; a million tonnes and more are told in millions."""
    if value is None:
        return "no value"
    if of is not None and of.split("/")[0] in ("t", "tC") and abs(value) >= MILLION:
        return f"{number(value / MILLION)} million {unit(of)}"
    return f"{number(value)} {unit(of)}".strip()


def share(percent: float | None) -> str:
    """Return a percentage; 100 % is told only of all cells."""
    if percent is None:
        return NOTHING
    if 99.95 <= percent < 100:
        return "> 99.9 %"
    if 0 < percent < 0.05:
        return "< 0.1 %"
    return f"{percent:.1f} %".replace(".0 %", " %")


def layer_name(layer: str) -> str:
    """Return a layer's name at the beginning of a sentence: NPP, Population density."""
    return "NPP" if layer == "npp" else layer.replace("_", " ").capitalize()


def table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: str = "") -> list[str]:
    """Return the lines of a Markdown table; `numeric` has an r for each column to align right."""
    rules = ["---:" if numeric[i : i + 1] == "r" else "---" for i in range(len(header))]
    lines = [header, rules, *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
