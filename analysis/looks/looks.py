"""What a region's results are called and which classes they have: read once an export.

All of it stands in the region's own tables result_names and legend_classes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from analysis.looks.legend import Class, Style
from analysis.looks.palettes import UNKNOWN
from analysis.looks.styles import SHOWN, Shown
from analysis.results.catalogue import Result
from analysis.results.manifest import Titles
from analysis.results.provenance import columns_of

Labels = Mapping[int, Titles]


@dataclass(frozen=True)
class Looks:
    """Titles of all results, styles of those that can be drawn, the upper layers first."""

    names: Mapping[str, Titles]
    styles: Mapping[str, Style]

    def titles(self, name: str) -> Titles:
        """Return a result's title in English and Chinese; an unknown one has its name."""
        return self.names.get(name, (name, name))

    def classes(self, name: str) -> tuple[Class, ...]:
        """Return a result's classes by their codes; none for ramps and unknown results."""
        return self.styles[name].classes if name in self.styles else ()

    def of(self, name: str, value: int) -> Class:
        """Return a result's class; one that no table names has its number for a label."""
        found = (it for it in self.classes(name) if it.value == value)
        return next(found, Class(value, UNKNOWN, str(value), str(value)))


def read_looks(connection: Connection, results: Mapping[str, Result]) -> Looks:
    """Read result_names and legend_classes.

    Raises SinkbaseError when a column is missing.
    """
    result, column, *titles = columns_of(
        results["result_names"], ["result", "column_name", "title", "title_zh"]
    )
    named = connection.execute(select(result, *titles).where(column.is_(None)))
    names = {name: (title or name, title_zh or name) for name, title, title_zh in named}
    columns = columns_of(results["legend_classes"], ["result", "value", "label", "label_zh"])
    labels: dict[str, dict[int, Titles]] = {}
    for name, value, label, label_zh in connection.execute(
        select(*columns).order_by(columns[0], columns[1])
    ):
        labels.setdefault(name, {})[value] = (_capital(label), label_zh)
    return looks(names, labels)


def looks(names: Mapping[str, Titles], labels: Mapping[str, Labels]) -> Looks:
    """Return the looks of a region from titles by result, and labels by result and code."""
    styles = (
        _style(shown, order, names.get(name, (name, name)), labels)
        for order, (name, shown) in enumerate(SHOWN.items())
    )
    return Looks(names, {style.name: style for style in styles})


def _style(shown: Shown, order: int, titles: Titles, labels: Mapping[str, Labels]) -> Style:
    return Style(
        shown.name,
        shown.geometry,
        *titles,
        shown.group,
        unit=shown.unit,
        order=order,
        classes=tuple(_classes(shown, labels)),
        ramp=shown.ramp,
        column=shown.column,
    )


def _classes(shown: Shown, labels: Mapping[str, Labels]) -> Iterable[Class]:
    if shown.only is not None:
        yield shown.only
    for value, told in labels.get(shown.classes_of or "", {}).items():
        if shown.name != "carbon_sinks" or value:  # 0 is the land outside them
            yield Class(value, shown.colours.get(value, UNKNOWN), *told)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
