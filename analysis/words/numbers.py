"""Numbers as a reader of English or Chinese writes them."""

from dataclasses import dataclass
from math import floor, log10

from analysis.words.wording import NOTHING
from analysis.words.wording import unit as raised
from sinkbase.words.language import UNITS_ZH, Language

SEPARATORS = {"en": ",", "zh": "\u00a0"}  # GB/T 15835: a space between groups of three digits
LARGE = {"en": ((1e6, "million"),), "zh": ((1e8, "亿"), (1e4, "万"))}
SHARE_DIGITS = 2


@dataclass(frozen=True)
class Numbers:
    """Formats of one language."""

    language: Language

    def fixed(self, value: float | int | None, digits: int = 0) -> str:
        """Return a number with so many decimals: 1,083.87 or 1 083.87."""
        if value is None:
            return NOTHING
        rounded = round(value, digits) + 0.0  # + 0.0: no minus sign before a zero
        text = f"{rounded:,.{digits}f}"
        return text.replace(",", SEPARATORS[self.language]).replace("-", "\u2212")

    def short(self, value: float | int | None, figures: int = 3) -> str:
        """Return a number with at least so many significant figures, without trailing zeros."""
        if value is None:
            return NOTHING
        if value == 0 or float(value).is_integer():
            return self.fixed(value)
        digits = max(0, figures - 1 - floor(log10(abs(value))))
        text = self.fixed(value, min(digits, 6))
        return text.rstrip("0").rstrip(".") if "." in text else text

    def percent(self, value: float | None, digits: int = SHARE_DIGITS) -> str:
        """Return a percentage; the sign stands apart in English, close in Chinese."""
        if value is None:
            return NOTHING
        space = "\u00a0" if self.language == "en" else ""
        return f"{self.fixed(value, digits)}{space}%"

    def unit(self, of: str | None) -> str:
        """Return a unit as shown."""
        if self.language == "zh" and of in UNITS_ZH:
            return UNITS_ZH[of]
        return raised(of)

    def quantity(self, value: float | None, of: str | None = None, figures: int = 3) -> str:
        """Return a number and its unit: 24.3 kgC/m²."""
        return f"{self.short(value, figures)}\u00a0{self.unit(of)}".rstrip()

    def large(self, value: float | None, of: str) -> str:
        """Return a large amount in millions, in Chinese in 万 (1e4) or 亿 (1e8): 3.49 million t."""
        for by, word in LARGE[self.language]:
            if value is not None and abs(value) >= by:
                space = "" if self.language == "zh" else "\u00a0"
                return f"{self.short(value / by)}\u00a0{word}{space}{self.unit(of)}"
        return self.quantity(value, of)
