"""The languages of maps and reports, and what units are called in Chinese."""

from typing import Literal

Language = Literal["en", "zh"]
UNITS_ZH = {"people/km2": "人/km²", "degrees": "度", "degC d": "°C·d", "corridors": "条廊道"}
