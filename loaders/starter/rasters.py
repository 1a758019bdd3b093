"""Proposals for layers that come as rasters: quantities, months, land use, codes of vegetation."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from loaders.starter.codes import legend_lines
from loaders.starter.entry import Entry, Line
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.monthly import month_lines
from loaders.starter.look.sample import Sample, Unseen, is_degrees, looked_at, source_of
from loaders.starter.look.words import NOISE, spoken
from loaders.starter.look.years import told_years, years_of
from loaders.starter.readings import open_lines, unit_lines
from loaders.starter.year import layer_year
from sinkbase.region.layers import LAYERS
from sinkbase.region.questions import MARK

Made = tuple[list[Entry], list[str]]
GUESSED = "guessed from the name"


@dataclass(frozen=True)
class Place:
    """Where to look: the folder and the county in EPSG:4326."""

    data: Path
    county: shapely.Geometry


def raster_entries(layer: str, item: DataSet, place: Place) -> Made:
    """Proposals for a data set, of many years for the newest; and what was passed over, and why."""
    years = years_of(item, place.data)
    if not years:
        return _entries(layer, item, place)
    refused: list[str] = []
    for one in years:
        made, no = _entries(layer, one.item, place)
        refused += no
        if made:
            told = told_years([year.year for year in years])
            remark = (
                f"{len(years)} years lie here ({told}): the newest that can be used is proposed"
            )
            return [_remarked(entry, remark) for entry in made], refused
    return [], refused


def _remarked(entry: Entry, remark: str) -> Entry:
    return replace(entry, remarks=(*entry.remarks, remark))


def _entries(layer: str, item: DataSet, place: Place, variable: str | None = None) -> Made:
    seen = looked_at(source_of(layer, item, variable), item, place.county)
    if isinstance(seen, Unseen):
        if seen.names and variable is None:
            return _of_variables(layer, item, place, seen.names)
        return [], [f"{item.path}: {seen.why}"]
    months = len(LAYERS[layer].bands) == 12
    if not months and len(item.files) > 1 and seen.same_place:
        # one over another: variants, of which a mosaic would show the first
        parts = [_entries(layer, part, place) for part in item.parts(place.data)]
        return [e for found, _ in parts for e in found], [t for _, no in parts for t in no]
    if months:
        chosen, trouble = month_lines(source_of(layer, item, variable), seen)
    else:
        chosen, trouble = _band_lines(layer, seen)
    if trouble:
        return [], [f"{item.path}: {trouble}"]
    lines = (
        [] if any(line.key == "path" for line in chosen) else [Line("path", item.value, GUESSED)]
    )
    lines += (
        [Line("variable", variable, "guessed: it alone speaks of the layer")] if variable else []
    )
    lines += [
        *layer_year(item, seen),
        *place_lines(seen),
        *chosen,
        *_fill_lines(seen),
        *_meaning(layer, seen),
    ]
    return [Entry(f"layers.{layer}", (f"{item.path}: {seen.told()}",), tuple(lines))], []


def place_lines(seen: Sample) -> list[Line]:
    """The question about the coordinate system of a file that has none."""
    if not seen.lacks_crs:
        return []
    hint = '"EPSG:4326" when these are degrees of WGS 84. ' if is_degrees(seen) else ""
    said = seen.lacks_crs.split(". Say which")[0]
    return [Line("crs", MARK, f"{hint}It is not said: {said}")]


def _fill_lines(seen: Sample) -> list[Line]:
    if seen.fill is None:
        return []
    why = f'pixels of {seen.fill:.6g} look like fill: that number, or "none" when it is meant'
    return [Line("nodata", MARK, why)]


def _band_lines(layer: str, seen: Sample) -> tuple[list[Line], str]:
    if seen.file.is_picture and LAYERS[layer].kind == "quantity":
        what = LAYERS[layer].what
        return [], f"a picture in colours ({len(seen.bands)} bands), whose bands are no {what}"
    if len(seen.bands) == 1:
        return [], ""
    listed = ", ".join(f"{i} {text}" for i, text in zip(seen.bands, seen.descriptions, strict=True))
    return [Line("bands", MARK, f"which of {listed}")], ""


def _meaning(layer: str, seen: Sample) -> list[Line]:
    """Unit, measure or legend; asked for a file of which the band is still to be chosen."""
    if len(LAYERS[layer].bands) != 12 and len(seen.bands) > 1:
        return open_lines(layer)
    return legend_lines(layer, seen) if LAYERS[layer].kind == "code" else unit_lines(layer, seen)


def _of_variables(layer: str, item: DataSet, place: Place, names: tuple[str, ...]) -> Made:
    """The variable that alone speaks of the layer, or a question with what each would be."""
    speaking = [n for n in names if spoken(n) == layer and not re.search(NOISE, _split(n))]
    if len(speaking) == 1:
        return _entries(layer, item, place, speaking[0])
    made = [entry for name in speaking for entry in _entries(layer, item, place, name)[0]]
    why = f"which of {', '.join(names)}"
    lines = (Line("path", item.value, GUESSED), Line("variable", MARK, why), *open_lines(layer))
    remarks = [remark for entry in made for remark in entry.remarks]
    return [Entry(f"layers.{layer}", (f"{item.path}: {len(names)} variables", *remarks), lines)], []


def _split(name: str) -> str:
    return re.sub(r"[_\d]+", " ", name).lower()
