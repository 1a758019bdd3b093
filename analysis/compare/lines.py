"""One line of a comparison, and how two regions' numbers come to stand side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.webmap.layers import Texts, texts
from sinkbase.words.language import Language

Key = tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A number of one region with its names."""

    label: Texts
    unit: str
    value: float | None


@dataclass(frozen=True)
class Line:
    """The same number of two regions; None where a region has none."""

    section: str
    item: str
    label: Texts
    unit: str
    a: float | None
    b: float | None

    @property
    def difference(self) -> float | None:
        """B less A."""
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def relative_percent(self) -> float | None:
        """The difference in percent of A; None where A is 0."""
        if self.difference is None or not self.a:
            return None
        return 100 * self.difference / abs(self.a)

    def label_in(self, language: Language) -> str:
        """Return the item's name."""
        return self.label[language]


Facts = Mapping[Key, Fact]
ABSENT_IS_ZERO = ("levels", "sinks", "patterns", "land_use")  # what is not found has no area


def side_by_side(a: Facts, b: Facts) -> list[Line]:
    """Return a line for each key of either region: sections in their order, then A's order.

    Land use is told by category and code, whichever region has it.
    """
    keys = [*a, *(key for key in b if key not in a)]
    order = list(dict.fromkeys(key[0] for key in keys))
    return [_line(key, a, b) for key in sorted(keys, key=lambda key: _place(key, order))]


def _place(key: Key, order: list[str]) -> tuple[int, ...]:
    section, *item = key
    return order.index(section), *(map(int, item) if section == "land_use" else ())


def _line(key: Key, a: Facts, b: Facts) -> Line:
    known = a[key] if key in a else b[key]
    section, *item = key
    absent = 0.0 if section in ABSENT_IS_ZERO else None
    values = [facts[key].value if key in facts else absent for facts in (a, b)]
    return Line(section, ".".join(item), known.label, known.unit, *values)


def both(parts: list[Texts], between: str = ": ") -> Texts:
    """Return names put together in both languages."""
    return texts(
        between.join(part["en"] for part in parts),
        between.replace(": ", "：").join(part["zh"] for part in parts),
    )
