"""What a reader must know before trusting the numbers: assumed, absent, incomplete."""

import re
from collections.abc import Sequence

from analysis.provenance import Grid, LoadedSource
from analysis.surface import Surface
from analysis.tables import Row
from analysis.wording import layer_name, number, share

SYNTHETIC = (
    "SYNTHETIC: the input of this region was made up for demonstration. "
    "No number here describes a real place."
)
COMPLETE = 100 - 1e-9  # percent; sums of shares round
NOT_OBSERVED = re.compile(
    r"\b(modell?ed|not observed|assumed|estimated|not given|from texture)\b", re.IGNORECASE
)
SAME_FILES = "land_use_fine"  # the land use again, at its own resolution
SPARSE = "roads"  # no cell need have one


def notice(grid: Grid) -> str | None:
    """Return the sentence that every result of a made-up region carries; None for real ones."""
    return SYNTHETIC if grid.synthetic else None


def caveats(
    summary: Row, sources: Sequence[LoadedSource], surfaces: Sequence[Surface]
) -> list[str]:
    """Return one sentence or two each, the gravest first."""
    sources = [source for source in sources if source.layer != SAME_FILES]
    return [
        *_inorganic_carbon(summary),
        *_constant_layers(summary),
        *_without_importance(summary),
        *_loader_warnings(sources),
        *_incomplete_sources(sources),
        *_incomplete_surfaces(summary, surfaces),
        *_several_sources(sources),
        *_not_observed(sources),
    ]


def _inorganic_carbon(summary: Row) -> list[str]:
    if summary.get("inorganic_carbon") != "absent":
        return []
    return [
        "Inorganic carbon is absent: the soil source knows no carbonate. Soil carbon, and with it "
        "the importance, counts organic carbon alone; in dry regions carbonate holds much of it."
    ]


def _constant_layers(summary: Row) -> list[str]:
    layers = summary.get("constant_layers")
    if not layers:
        return []
    return [f"Constant over the region, so without any say in the importance: {layers}."]


def _without_importance(summary: Row) -> list[str]:
    cells = summary.get("cells_without_importance")
    if not cells:
        return []
    return [
        f"{number(cells)} of {number(summary['cells'])} cells have no importance, because one of "
        "NEP, vegetation carbon and soil carbon is missing there. They are in no level."
    ]


def _loader_warnings(sources: Sequence[LoadedSource]) -> list[str]:
    return [f"While loading: {warning}." for source in sources for warning in source.warnings]


def _incomplete_sources(sources: Sequence[LoadedSource]) -> list[str]:
    warned = {source.layer for source in sources if source.warnings}
    told = []
    for layer, shares in _shares(sources).items():
        covered = sum(shares)
        if covered < COMPLETE and layer not in {*warned, SPARSE}:
            told.append(
                f"{layer_name(layer)} has a value in {share(covered)} of the region's cells; the "
                "others stay missing."
            )
    return told


def _incomplete_surfaces(summary: Row, surfaces: Sequence[Surface]) -> list[str]:
    cells = summary.get("cells")
    if not cells:
        return []
    parts = [
        f"{surface.result.name} ({share(100 * surface.statistics.count / cells)})"
        for surface in surfaces
        if 0 < surface.statistics.count < cells
    ]
    empty = [surface.result.name for surface in surfaces if surface.statistics.count == 0]
    told = [f"Surfaces that miss cells of the region: {', '.join(parts)}."] if parts else []
    return told + ([f"Surfaces without any value: {', '.join(empty)}."] if empty else [])


def _several_sources(sources: Sequence[LoadedSource]) -> list[str]:
    return [
        f"{layer_name(layer)} was put together from {len(shares)} sources in order of preference, "
        f"giving {', '.join(map(share, shares))} of the region's cells."
        for layer, shares in _shares(sources).items()
        if len(shares) > 1
    ]


def _not_observed(sources: Sequence[LoadedSource]) -> list[str]:
    told = []
    for source in sources:
        parts = [part for part in source.note.split("; ") if NOT_OBSERVED.search(part)]
        if parts:
            told.append(
                f"{layer_name(source.layer)}, source {source.source_number} "
                f"({share(source.share_percent)} of the region's cells), rests on a model or an "
                f"assumption: {'; '.join(parts).rstrip('.')}."
            )
    return told


def _shares(sources: Sequence[LoadedSource]) -> dict[str, list[float]]:
    """Percent of the region's cells from each source, by layer."""
    shares: dict[str, list[float]] = {}
    for source in sources:
        shares.setdefault(source.layer, []).append(source.share_percent)
    return shares
