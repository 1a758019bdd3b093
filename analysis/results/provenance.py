"""Where a region's results came from: its grid, the sources of its layers, what used them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from sqlalchemy import Connection, select

from analysis.results.catalogue import Result
from sinkbase.errors import SinkbaseError
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases

Kind = Literal["observed", "modelled", "rule"]


@dataclass(frozen=True)
class Grid:
    """The cells that every raster of the region has; the origin is the top left corner.

    `year` is the region's year of reference, None where none is given. `takes_up` is False where
    not one cell takes carbon up: what is outlined there are no sinks.
    """

    region: str
    title: str
    title_zh: str
    synthetic: bool
    srid: int
    cell_size_m: float
    origin_x: float
    origin_y: float
    columns: int
    rows: int
    year: int | None = None
    takes_up: bool = True

    def title_in(self, language: Language) -> str:
        """Return the region's title in English or Chinese."""
        return self.title_zh if language == "zh" else self.title


@dataclass(frozen=True)
class Source:
    """One source of a layer, as the run that used it recorded it; widths of pixels in metres."""

    layer: str
    source_number: int
    file: str
    year: int | None
    kind: Kind
    crs: str
    pixel_m: float | None
    resolution: str
    resampling: str
    unit: str
    scale: float | None
    offset_value: float | None
    note: str
    note_zh: str
    licence: str
    cells: int
    share_percent: float
    warnings: int

    def note_in(self, language: Language) -> str:
        """Return the note in the language; one without a Chinese form is marked as given."""
        if language == "en" or not self.note:
            return self.note_zh if language == "zh" else self.note
        if self.note_zh and self.note_zh != self.note:
            return self.note_zh
        return str(phrases("zh")["report"]["as_given"]).format(note=self.note)


@dataclass(frozen=True)
class Provenance:
    """The grid, the sources by layer and order of preference, and each result's layers."""

    grid: Grid
    sources: tuple[Source, ...]
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def years(self, layer: str) -> list[int]:
        """Return the years of a layer's sources that are known, ascending."""
        return sorted({it.year for it in self.sources if it.layer == layer and it.year})

    def layers_of(self, *results: str) -> list[str]:
        """Return the layers that these results were computed from and that have a source."""
        used = {layer for result in results for layer in self.layers.get(result, ())}
        return [name for name in dict.fromkeys(it.layer for it in self.sources) if name in used]


def read_provenance(connection: Connection, results: Mapping[str, Result]) -> Provenance:
    """Read region_summary, data_sources and result_layers of the region.

    Raises SinkbaseError when region_summary is empty or lacks a column.
    """
    return Provenance(
        _grid(connection, results["region_summary"]),
        _sources(connection, results["data_sources"]),
        _layers(connection, results["result_layers"]),
    )


def _grid(connection: Connection, summary: Result) -> Grid:
    names = [it.name for it in fields(Grid) if it.name not in ("synthetic", "takes_up")]
    columns = columns_of(summary, [*names, "is_synthetic", "uptake_cells"])
    row = connection.execute(select(*columns)).mappings().one_or_none()
    if row is None:
        raise SinkbaseError(
            f"{summary.table.fullname} is empty. "
            f"Build it again: make transform REGION={summary.table.schema}"
        )
    given = {name: row[name] for name in names}
    takes_up = row["uptake_cells"] is None or row["uptake_cells"] > 0
    return Grid(**given, synthetic=row["is_synthetic"], takes_up=takes_up)


def _sources(connection: Connection, result: Result) -> tuple[Source, ...]:
    columns = columns_of(result, [it.name for it in fields(Source)])
    rows = connection.execute(select(*columns).order_by(columns[0], columns[1])).mappings()
    return tuple(_source(dict(row)) for row in rows)


def _source(row: dict[str, Any]) -> Source:
    texts = ("crs", "resolution", "resampling", "unit", "note", "note_zh", "licence")
    return Source(**row | {name: row[name] or "" for name in texts})


def _layers(connection: Connection, result: Result) -> dict[str, tuple[str, ...]]:
    columns = columns_of(result, ["result", "layer"])
    found: dict[str, tuple[str, ...]] = {}
    for name, layer in connection.execute(select(*columns).order_by(*columns)):
        found[name] = (*found.get(name, ()), layer)
    return found


def columns_of(result: Result, names: list[str]) -> list[Any]:
    """Return the result's columns of these names.

    Raises SinkbaseError when it lacks one: another version built the region.
    """
    missing = [name for name in names if name not in result.table.columns]
    if missing:
        raise SinkbaseError(
            f"{result.table.fullname} lacks {', '.join(missing)}: it was written by another "
            f"version. Build it again: make build REGION={result.table.schema}"
        )
    return [result.table.columns[name] for name in names]
