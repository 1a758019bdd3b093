"""The report as sections of numbered blocks, ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analysis.report.content import Content
from analysis.report.figure import Figure
from analysis.report.passages import Passages
from analysis.report.tables import carbon, method, resistance, restoration, sinks
from analysis.report.tables.table import Teller

SECTIONS = (
    "summary", "task", "inputs", "sequestration", "storage", "importance", "resistance", "sinks",
    "land_use", "restoration", "remarks", "settings", "glossary", "credits",
)  # fmt: skip
TABLE_ORDER = (
    "headlines", "inputs", "origins", "vegetation", "levels", "weights", "grades", "categories",
    "sinks", "corridors", "land_use_1", "land_use_2", "land_use_3", "strategies", "approaches",
    "largest_zones", "settings",
)  # fmt: skip


@dataclass(frozen=True)
class Block:
    """One part of a section; `number` is that of a table or figure."""

    kind: Literal["text", "formula", "list", "steps", "terms", "table", "figure"]
    content: Any
    number: int = 0


@dataclass(frozen=True)
class Section:
    """A heading and its blocks; `name` is its anchor."""

    name: str
    number: int
    heading: str
    blocks: Sequence[Block]


def sections(content: Content, pictures: dict[str, Figure], teller: Teller) -> list[Section]:
    """Return all sections of the report; what the region lacks is left out."""
    writer = _Writer(content, pictures, teller)
    return [
        Section(name, number, writer.heading(name), writer.blocks(name))
        for number, name in enumerate(SECTIONS, 1)
    ]


class _Writer:
    """Knows the numbers of all tables and figures before the first sentence is written."""

    def __init__(self, content: Content, pictures: dict[str, Figure], teller: Teller) -> None:
        self.content, self.pictures, self.teller = content, pictures, teller
        tables = [
            carbon.headline_table(content, teller),
            method.inputs(content, teller),
            carbon.origins(content, teller),
            carbon.vegetation(content, teller),
            carbon.levels(content, teller),
            resistance.weights(content, teller),
            resistance.grades(content, teller),
            sinks.categories(content, teller),
            sinks.sinks(content, teller),
            sinks.corridors(content, teller),
            *(sinks.land_use(content, code, teller) for code in (1, 2, 3)),
            restoration.strategies(content, teller),
            restoration.approaches(content, teller),
            restoration.largest_zones(content, teller),
            method.settings_table(content, teller),
        ]
        self.tables = {table.name: table for table in tables if table is not None}
        ordered = [name for name in TABLE_ORDER if name in self.tables]
        self.table_numbers = {name: number for number, name in enumerate(ordered, 1)}
        self.figure_numbers = {name: number for number, name in enumerate(pictures, 1)}
        numbers = {name: number for number, name in enumerate(SECTIONS, 1)}
        self.passages = Passages(content, teller, self.table_numbers, numbers)

    def heading(self, section: str) -> str:
        """Return a section's heading; where no cell takes carbon up, sinks are not called so."""
        words = self.teller.words["headings"]
        other = f"{section}_without_uptake"
        name = section if self.content.grid.takes_up or other not in words else other
        return str(words[name])

    def blocks(self, section: str) -> list[Block]:
        made: list[Block] = getattr(self, f"_{section}")()
        return made

    def _text(self, *sentences: str) -> list[Block]:
        return [Block("text", sentence) for sentence in sentences if sentence]

    def _table(self, name: str) -> list[Block]:
        if name not in self.tables:
            return []
        return [Block("table", self.tables[name], self.table_numbers[name])]

    def _figure(self, name: str) -> list[Block]:
        if name not in self.pictures:
            return []
        return [Block("figure", self.pictures[name], self.figure_numbers[name])]

    def _summary(self) -> list[Block]:
        return [*self._text(*self.passages.summary()), *self._table("headlines")]

    def _task(self) -> list[Block]:
        steps = self.teller.words["paragraphs"]["steps"]
        return [*self._text(*self.passages.of("task")), Block("steps", steps)]

    def _inputs(self) -> list[Block]:
        return [
            *self._text(*self.passages.of("inputs")),
            *self._table("inputs"), *self._figure("elevation"), *self._figure("land_use"),
        ]  # fmt: skip

    def _sequestration(self) -> list[Block]:
        first, *others = self.passages.of("sequestration")
        return [
            *self._text(first), Block("formula", self.passages.respiration()),
            Block("formula", self.passages.production()),
            *self._text(*others, *self.passages.origins()), *self._table("origins"),
            *self._figure("npp_origin"), *self._figure("nep"),
        ]  # fmt: skip

    def _storage(self) -> list[Block]:
        return [
            *self._text(self.passages.one("storage_soil")),
            *self._figure("soil_carbon"),
            *self._figure("soil_parts"),
            *self._text(self.passages.without_value()),
            *self._text(self.passages.one("storage_vegetation")),
            *self._figure("vegetation_carbon"),
            *self._table("vegetation"),
        ]

    def _importance(self) -> list[Block]:
        has_levels = "levels" in self.tables
        return [
            *self._text(*self.passages.of("importance" if has_levels else "importance_no_levels")),
            *self._figure("importance_level"), *self._figure("histogram"), *self._table("levels"),
        ]  # fmt: skip

    def _resistance(self) -> list[Block]:
        if "weights" not in self.tables:
            return []
        return [
            *self._text(*self.passages.of("resistance")), *self._table("weights"),
            *self._table("grades"), *self._figure("resistance_factors"),
            *self._figure("resistance"),
        ]  # fmt: skip

    def _sinks(self) -> list[Block]:
        if "sinks" not in self.tables:
            return [*self._table("categories"), *self._text(self.passages.one("no_sinks"))]
        corridors = [self.passages.one("corridors")] if "corridors" in self.tables else []
        return [
            *self._text(*self.passages.of("sinks")), *self._table("categories"),
            *self._text(*self.passages.sinks_today()), *self._table("sinks"),
            *self._figure("carbon_sinks"), *self._figure("mcr"),
            *self._text(*corridors), *self._table("corridors"),
        ]  # fmt: skip

    def _land_use(self) -> list[Block]:
        found = [block for code in (1, 2, 3) for block in self._table(f"land_use_{code}")]
        sentences = self.passages.of("land_use") if found else [self.passages.one("no_sinks")]
        return [*self._text(*sentences), *found]

    def _restoration(self) -> list[Block]:
        if "largest_zones" not in self.tables:
            return self._text(self.passages.one("no_sinks"))
        return [
            *self._text(*self.passages.of("restoration"), *self.passages.patterns()),
            *self._figure("restoration_zones"), *self._table("strategies"),
            *self._table("approaches"), *self._table("largest_zones"),
        ]  # fmt: skip

    def _remarks(self) -> list[Block]:
        told = self.passages.remarks() or [self.teller.word("report", "none")]
        return [Block("list", told)]

    def _settings(self) -> list[Block]:
        return [*self._text(*self.passages.of("settings")), *self._table("settings")]

    def _glossary(self) -> list[Block]:
        terms = [(it["term"], it["meaning"]) for it in self.teller.words["glossary"]]
        return [Block("terms", terms)]

    def _credits(self) -> list[Block]:
        references = self.passages.of("references")
        return [
            *self._text(*self.passages.of("credits")), Block("list", self.passages.notes()),
            *self._text(*references),
        ]  # fmt: skip
