"""What a reader must know before trusting the numbers: assumed, absent, incomplete."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.looks.styles import STYLES
from analysis.results.provenance import Grid, LoadedSource
from analysis.results.surface import Surface
from analysis.results.tables import Row
from analysis.words.numbers import Numbers
from analysis.words.wording import layer_name, share
from sinkbase.words.language import Language
from sinkbase.words.phrases import named, phrases

SYNTHETIC = (
    "SYNTHETIC: the input of this region was made up for demonstration. "
    "No number here describes a real place."
)
COMPLETE = 100 - 1e-9  # percent; sums of shares round
NOT_OBSERVED = re.compile(
    r"\b(modell?ed|not observed|assumed|estimated|not given|from texture)\b", re.IGNORECASE
)
TOLD_BY_WARNINGS = {"inorganic_carbon": None, "constant_layers": None}  # of region_summary
FACTOR = re.compile(r"\bresistance factor (\w+)")
COARSE = 2  # cells: pixels up to that wide show what a cell shows
PIXEL = re.compile(r"([\d.]+) x ([\d.]+) (degrees?|metres?|metre|m)")
METRES_A_DEGREE = 111_000  # of latitude
SAME_FILES = "land_use_fine"  # the land use again, at its own resolution
SPARSE = "roads"  # no cell need have one
LOADER_WARNINGS = {  # what the loaders say, by the phrase that says it in the reader's language
    "missing_cells": re.compile(
        r"(?P<layer>\w+): (?P<share>[\d.]+) % of the region's cells have a value; "
        r"(?P<cells>\d+) cells stay missing in all results"
    ),
    "without_subsoil": re.compile(
        r"(?P<layer>soil): (?P<cells>\d+) cells have topsoil but no subsoil values; .*"
    ),
    "nothing_there": re.compile(r"(?P<layer>\w+): nothing of the layer lies in the region\. .*"),
}


def notice(grid: Grid) -> str | None:
    """Return the sentence that every result of a made-up region carries; None for real ones."""
    return SYNTHETIC if grid.synthetic else None


def caveats(
    summary: Row,
    sources: Sequence[LoadedSource],
    surfaces: Sequence[Surface],
    grid: Grid,
    language: Language = "en",
    *,
    titled: bool = False,
) -> list[str]:
    """Return one sentence or two each, the gravest first; surfaces by table name or title."""
    sources = [source for source in sources if source.layer != SAME_FILES]
    teller = _Teller(language, titled)
    return [
        *_inorganic_carbon(summary, teller),
        *_constant_layers(summary, teller),
        *_without_importance(summary, teller),
        *_loader_warnings(sources, teller),
        *_incomplete_sources(sources, teller),
        *_incomplete_surfaces(summary, surfaces, teller),
        *_several_sources(sources, teller),
        *_coarse_sources(sources, grid, teller),
        *_not_observed(sources, teller),
    ]


@dataclass(frozen=True)
class _Teller:
    """Puts sentences and names into one language."""

    language: Language
    titled: bool

    def says(self, sentence: str, **values: str) -> str:
        text: str = phrases(self.language)["caveats"][sentence]
        return text.format(**values)

    def layer(self, name: str) -> str:
        return layer_name(name) if self.language == "en" else named("zh", "layers", name)

    def result(self, name: str) -> str:
        return STYLES[name].title_in(self.language) if self.titled and name in STYLES else name

    def number(self, value: float) -> str:
        return Numbers(self.language).fixed(value)

    def share(self, percent: float) -> str:
        told = share(percent)
        return told if self.language == "en" else told.replace(" %", "%")

    def with_share(self, result: str, percent: float) -> str:
        brackets = "{}（{}）" if self.language == "zh" else "{} ({})"
        return brackets.format(self.result(result), self.share(percent))

    def listed(self, parts: Iterable[str]) -> str:
        comma: str = phrases(self.language)["map"]["list_comma"]
        return comma.join(parts)


def result_warnings(rows: Sequence[Row], language: Language) -> list[str]:
    """Return the rows of region_warnings as sentences, with names as a reader knows them."""
    stop = "。" if language == "zh" else "."
    told = [row["warning_zh" if language == "zh" else "warning"] or "" for row in rows]
    named_in = _in_chinese if language == "zh" else _in_english
    return [f"{text[:1].upper()}{text[1:]}{stop}" for text in map(named_in, told)]


def _in_english(text: str) -> str:
    factors = phrases("en")["factors"]
    return FACTOR.sub(lambda it: f"resistance factor “{factors.get(it[1], it[1]).lower()}”", text)


def _in_chinese(text: str) -> str:
    for factor, name in phrases("zh")["factors"].items():
        text = text.replace(f" {factor} ", f"“{name}”")
    for result, style in STYLES.items():
        text = text.replace(f" {result} ", f"“{style.title_zh}”")
    return text


def _inorganic_carbon(summary: Row, teller: _Teller) -> list[str]:
    if summary.get("inorganic_carbon") != "absent":
        return []
    return [teller.says("inorganic_carbon")]


def _constant_layers(summary: Row, teller: _Teller) -> list[str]:
    layers = summary.get("constant_layers")
    if not layers:
        return []
    names = teller.listed(teller.result(name) for name in layers.split(", "))
    return [teller.says("constant_layers", layers=names)]


def _without_importance(summary: Row, teller: _Teller) -> list[str]:
    cells = summary.get("cells_without_importance")
    if not cells:
        return []
    of = teller.number(summary["cells"])
    return [teller.says("without_importance", cells=teller.number(cells), of=of)]


def _loader_warnings(sources: Sequence[LoadedSource], teller: _Teller) -> list[str]:
    return [_loader_warning(it, teller) for source in sources for it in source.warnings]


def _loader_warning(warning: str, teller: _Teller) -> str:
    for phrase, pattern in LOADER_WARNINGS.items():
        found = pattern.fullmatch(warning)
        if found and teller.language != "en":
            return teller.says(
                phrase, **found.groupdict() | {"layer": teller.layer(found["layer"])}
            )
    return teller.says("loader_warning", warning=warning)


def _incomplete_sources(sources: Sequence[LoadedSource], teller: _Teller) -> list[str]:
    warned = {source.layer for source in sources if source.warnings}
    return [
        teller.says("incomplete_source", layer=teller.layer(layer), share=teller.share(sum(shares)))
        for layer, shares in _shares(sources).items()
        if sum(shares) < COMPLETE and layer not in {*warned, SPARSE}
    ]


def _incomplete_surfaces(summary: Row, surfaces: Sequence[Surface], teller: _Teller) -> list[str]:
    cells = summary.get("cells")
    if not cells:
        return []
    parts = [
        teller.with_share(it.result.name, 100 * it.statistics.count / cells)
        for it in surfaces
        if 0 < it.statistics.count < cells
    ]
    empty = [teller.result(it.result.name) for it in surfaces if it.statistics.count == 0]
    told = {"incomplete_surfaces": parts, "empty_surfaces": empty}
    return [
        teller.says(phrase, surfaces=teller.listed(names))
        for phrase, names in told.items()
        if names
    ]


def _several_sources(sources: Sequence[LoadedSource], teller: _Teller) -> list[str]:
    return [
        teller.says(
            "several_sources",
            layer=teller.layer(layer),
            number=str(len(shares)),
            shares=teller.listed(map(teller.share, shares)),
        )
        for layer, shares in _shares(sources).items()
        if len(shares) > 1
    ]


def _coarse_sources(sources: Sequence[LoadedSource], grid: Grid, teller: _Teller) -> list[str]:
    """Between the pixels of these nothing was observed: their cells are interpolated."""
    widths = {source: pixel_m(source.source_resolution) for source in sources}
    parts = [
        teller.says(
            "coarse_source",
            layer=teller.layer(source.layer),
            number=str(source.source_number),
            width=Numbers(teller.language).quantity(float(f"{width / 1000:.2g}"), "km"),
        )
        for source, width in widths.items()
        if width is not None and width > COARSE * grid.cell_size_m
    ]
    if not parts:
        return []
    cell = Numbers(teller.language).quantity(grid.cell_size_m, "m")
    return [teller.says("coarse_sources", cell=cell, sources=teller.listed(parts))]


def pixel_m(resolution: str) -> float | None:
    """Return the height of a source's pixel in metres; None of what has no pixels."""
    found = PIXEL.fullmatch(resolution)
    if found is None:
        return None
    return float(found[2]) * (METRES_A_DEGREE if found[3].startswith("degree") else 1)


def _not_observed(sources: Sequence[LoadedSource], teller: _Teller) -> list[str]:
    told = []
    for source in sources:
        parts = [part for part in source.note.split("; ") if NOT_OBSERVED.search(part)]
        if parts:
            told.append(
                teller.says(
                    "not_observed",
                    layer=teller.layer(source.layer),
                    number=str(source.source_number),
                    share=teller.share(source.share_percent),
                    note="; ".join(parts).rstrip("."),
                )
            )
    return told


def _shares(sources: Sequence[LoadedSource]) -> dict[str, list[float]]:
    """Percent of the region's cells from each source, by layer."""
    shares: dict[str, list[float]] = {}
    for source in sources:
        shares.setdefault(source.layer, []).append(source.share_percent)
    return shares
