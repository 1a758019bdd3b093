"""What a layer's legend consists of: classes or a ramp, titles, unit."""

from dataclasses import dataclass
from typing import Literal

from analysis.looks.palettes import Palette
from analysis.words.numbers import Numbers
from sinkbase.words.language import Language

Geometry = Literal["raster", "polygon", "line", "outline"]  # of polygons the outline alone
GROUPS = {  # in the order of a legend
    "restoration": ("Restoration", "修复"),
    "sinks": ("Carbon sinks", "碳汇"),
    "importance": ("Importance", "重要性"),
    "carbon": ("Carbon", "碳"),
    "soil": ("Soil layers", "土壤分层"),
    "resistance": ("Resistance", "阻力"),
    "site": ("Land, climate and people", "土地、气候与人口"),
}


@dataclass(frozen=True)
class Class:
    """One value of a layer of classes; None stands for all features of the layer."""

    value: int | None
    colour: str
    label: str
    label_zh: str

    def label_in(self, language: Language) -> str:
        """Return the label in English or Chinese."""
        return self.label_zh if language == "zh" else self.label


@dataclass(frozen=True)
class Ramp:
    """Colours from low to high, spread evenly between two limits.

    `limits` are fixed ones, else the `percentiles` of the cells with a value count. A ramp with a
    `centre` reaches as far below it as above: its middle colour stands for that value.
    """

    colours: Palette
    limits: tuple[float, float] | None = None
    percentiles: tuple[float, float] = (0.0, 100.0)
    centre: float | None = None

    def stops(self, low: float, high: float) -> list[tuple[float, str]]:
        """Return value and colour of each step, ascending; values beyond take the end colours.

        `low` and `high` are the layer's values at the ramp's percentiles; fixed limits overrule
        them. A constant layer gets a range around its value.
        """
        if self.limits is not None:
            low, high = self.limits
        if self.centre is not None:
            reach = max(abs(low - self.centre), abs(high - self.centre))
            low, high = self.centre - reach, self.centre + reach
        if low >= high:
            low, high = low - 0.5, low + 0.5
        steps = len(self.colours) - 1
        return [
            (low + (high - low) * step / steps, colour) for step, colour in enumerate(self.colours)
        ]


@dataclass(frozen=True)
class Style:
    """One layer; layers of a lower `order` lie above. `column` is the attribute that is shown.

    Either `classes` has members or `ramp` is given. `unit` is written as in the contract.
    """

    name: str
    geometry: Geometry
    title: str
    title_zh: str
    group: str
    unit: str | None = None
    order: int = 0
    classes: tuple[Class, ...] = ()
    ramp: Ramp | None = None
    column: str | None = None

    @property
    def kind(self) -> Literal["classes", "ramp"]:
        """Whether values stand for classes or run along a ramp."""
        return "classes" if self.ramp is None else "ramp"

    @property
    def is_raster(self) -> bool:
        """Whether the layer is a raster."""
        return self.geometry == "raster"

    def title_in(self, language: Language) -> str:
        """Return the title in English or Chinese."""
        return self.title_zh if language == "zh" else self.title

    def group_in(self, language: Language) -> str:
        """Return the name of the legend group."""
        return GROUPS[self.group][language == "zh"]

    def unit_in(self, language: Language = "en") -> str:
        """Return the unit as shown (gC/m²/a); empty for classes and pure numbers."""
        return Numbers(language).unit(self.unit)
