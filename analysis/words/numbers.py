"""Numbers, units and shares as a reader of English or Chinese writes them."""

from dataclasses import dataclass
from math import floor, log10

from sinkbase.words.language import UNITS_ZH, Language

NOTHING = "–"
SEPARATORS = {"en": ",", "zh": "\u00a0"}  # GB/T 15835: a space between groups of three digits
LARGE = {"en": ((1e6, "million"),), "zh": ((1e8, "亿"), (1e4, "万"))}
SHARE_DIGITS = 2
SMALL = 1e-4  # below it two figures are told, in full: not everybody reads 5.3e-05
PLAIN = {"\u2212": "-", "\u00a0": " "}
_RAISED = {"m2": "m²", "km2": "km²", "hm2": "hm²", "m3": "m³", "degC": "°C"}


@dataclass(frozen=True)
class Numbers:
    """Formats of one language; `plain` for terminals and Markdown: no typographic signs.

    `figures` are the significant figures of short numbers.
    """

    language: Language = "en"
    figures: int = 3
    plain: bool = False

    def fixed(self, value: float | int | None, digits: int = 0) -> str:
        """Return a number with so many decimals: 1,083.87 or 1 083.87."""
        if value is None:
            return NOTHING
        rounded = round(value, digits) + 0.0  # + 0.0: no minus sign before a zero
        text = f"{rounded:,.{digits}f}"
        return self._set(text.replace(",", SEPARATORS[self.language]).replace("-", "\u2212"))

    def short(self, value: float | int | None) -> str:
        """Return a number with its significant figures, without trailing zeros: 45.2, 0.0913.

        From 1 upward there are two decimals at most.
        """
        if value is None:
            return NOTHING
        if value == 0 or float(value).is_integer():
            return self.fixed(value)
        power = floor(log10(abs(value)))
        figures = 2 if abs(value) < SMALL else self.figures
        digits = max(0, figures - 1 - power)
        text = self.fixed(value, digits if power < 0 else min(digits, 2))
        return text.rstrip("0").rstrip(".") if "." in text else text

    def percent(self, value: float | None, digits: int = SHARE_DIGITS) -> str:
        """Return a percentage; the sign stands apart in English, close in Chinese."""
        if value is None:
            return NOTHING
        return f"{self.fixed(value, digits)}{self._gap}%"

    def share(self, percent: float | None) -> str:
        """Return a percentage of one decimal; 100 % is told only of all cells."""
        if percent is None:
            return NOTHING
        if 99.95 <= percent < 100:
            return self._set(f">\u00a099.9{self._gap}%")
        if 0 < percent < 0.05:
            return self._set(f"<\u00a00.1{self._gap}%")
        return f"{self.fixed(percent, 1).removesuffix('.0')}{self._gap}%"

    def unit(self, of: str | None) -> str:
        """Return a unit with raised exponents: gC/m2/a becomes gC/m²/a; none for pure numbers."""
        if self.language == "zh" and of in UNITS_ZH:
            return UNITS_ZH[of]
        if of is None or of == "1":
            return ""
        if of == "percent":
            return "%"
        words = ["/".join(_RAISED.get(it, it) for it in word.split("/")) for word in of.split(" ")]
        return " ".join(words)

    def quantity(self, value: float | None, of: str | None = None) -> str:
        """Return a number and its unit: 24.3 kgC/m²."""
        if value is None:
            return NOTHING
        return self._set(f"{self.short(value)}\u00a0{self.unit(of)}".rstrip())

    def large(self, value: float | None, of: str) -> str:
        """Return a large amount in millions, in Chinese in 万 (1e4) or 亿 (1e8): 3.49 million t."""
        for by, word in LARGE[self.language]:
            if value is not None and abs(value) >= by:
                space = "" if self.language == "zh" else "\u00a0"
                return self._set(f"{self.short(value / by)}\u00a0{word}{space}{self.unit(of)}")
        return self.quantity(value, of)

    @property
    def _gap(self) -> str:
        return self._set("\u00a0" if self.language == "en" else "")

    def _set(self, text: str) -> str:
        if self.plain:
            for sign, plain in PLAIN.items():
                text = text.replace(sign, plain)
        return text


TEXT = Numbers(figures=4, plain=True)  # of terminals, Markdown and the workbook
