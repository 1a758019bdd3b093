"""How each kind of sheet is drawn."""

from collections.abc import Sequence
from math import ceil

import numpy as np
import shapely
from matplotlib.axes import Axes

from analysis.looks.legend import Class, Style
from analysis.looks.styles import CORRIDOR
from analysis.maps.data import Feature, MapData
from analysis.maps.key import TOP, Key, Scale, draw_keys, draw_ramp, wrapped
from analysis.maps.paint import (  # fmt: skip
    paint_classes,
    paint_labels,
    paint_lines,
    paint_points,
    paint_polygons,
    paint_ramp,
    scale_of_ramp,
)
from analysis.maps.plan import Plan
from analysis.maps.sheet import (  # fmt: skip
    FRAME,
    INK,
    NO_VALUE,
    TEXT,
    Bounds,
    Sheet,
    draw_boundary,
    draw_scale_bar,
    map_axes,
    scale_of,
)
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases

PINCH = "#111111"


def region_bounds(data: MapData) -> Bounds:
    """Return left, bottom, right, top of the boundary, metres."""
    left, bottom, right, top = data.boundary.bounds
    return left, bottom, right, top


def _single_map(sheet: Sheet, data: MapData) -> Axes:
    axes = map_axes(sheet.figure, FRAME, region_bounds(data))
    draw_boundary(axes, data.boundary)
    draw_scale_bar(sheet, scale_of(FRAME, region_bounds(data)))
    return axes


def draw_surface(sheet: Sheet, data: MapData, plan: Plan) -> None:
    """Draw one raster with its legend."""
    axes = _single_map(sheet, data)
    style, picture = data.looks.styles[plan.name], data.pictures[plan.name]
    gap = [Key(_words(sheet)["no_value"], NO_VALUE)] if _has_gaps(data, plan.name) else []
    if style.ramp is not None:
        scale = scale_of_ramp(style.ramp, picture.valid)
        paint_ramp(axes, picture, scale)
        end = draw_ramp(sheet, _unit_heading(style, sheet.language), scale)
        draw_keys(sheet, "", gap, end)
    else:
        paint_classes(axes, picture, style.classes)
        present = set(np.unique(picture.valid).tolist())
        keys = _keys(sheet, [it for it in style.classes if it.value in present])
        draw_keys(sheet, _words(sheet)["legend"], [*keys, *gap])


def draw_sinks(sheet: Sheet, data: MapData, _: Plan) -> None:
    """Draw the sinks by category, each with its number, corridors and pinch points."""
    axes = _single_map(sheet, data)
    sinks, corridors = data.features["carbon_sinks"], data.features.get("corridors", [])
    _fill_region(axes, data)
    classes = _classes(data, "carbon_sinks", sinks, "category_code")
    _fill(axes, sinks, classes, "category_code")
    paint_lines(axes, [corridor.geometry for corridor in corridors], CORRIDOR.colour)
    paint_points(axes, data.pinch_points, PINCH)
    paint_labels(axes, [(sink.geometry, str(sink.columns["sink_id"])) for sink in sinks])
    keys = _keys(sheet, [*classes, _no_sink(data)])
    if corridors:
        keys.append(Key(CORRIDOR.label_in(sheet.language), CORRIDOR.colour, "line"))
    if len(data.pinch_points):
        keys.append(Key(_words(sheet)["pinch_point"], PINCH, "point"))
    end = draw_keys(sheet, _words(sheet)["legend"], keys)
    end = _remark(sheet, _words(sheet)["numbers"], end)
    if not data.grid.takes_up:
        _remark(sheet, _words(sheet)["without_uptake"], end)


def draw_zones(sheet: Sheet, data: MapData, _: Plan) -> None:
    """Draw the restoration zones in the colours of their patterns, sinks outlined.

    Zones whose land fits no pattern are grey; patterns that do not occur are not in the legend.
    """
    axes = _single_map(sheet, data)
    _fill_region(axes, data)
    zones = data.features["restoration_zones"]
    classes = _classes(data, "restoration_zones", zones, "pattern_code")
    _fill(axes, zones, classes, "pattern_code")
    for sink in data.features.get("carbon_sinks", []):
        _edge(axes, sink.geometry)
    unfit = [it for it in classes if it.value == 0]
    keys = _keys(sheet, [*(it for it in classes if it.value), *unfit, _no_sink(data)])
    draw_keys(sheet, _words(sheet)["patterns"], keys)


def _classes(data: MapData, name: str, features: Sequence[Feature], column: str) -> list[Class]:
    """Return the classes of the features that occur, by their codes."""
    codes = sorted({int(it.columns[column]) for it in features})
    return [data.looks.of(name, code) for code in codes]


def _no_sink(data: MapData) -> Class:
    return data.looks.of("sink_category", 0)


def _keys(sheet: Sheet, classes: Sequence[Class]) -> list[Key]:
    return [Key(it.label_in(sheet.language), it.colour) for it in classes]


def _fill(axes: Axes, features: Sequence[Feature], classes: Sequence[Class], column: str) -> None:
    colours = {it.value: it.colour for it in classes}
    paint_polygons(axes, [(it.geometry, colours[it.columns[column]]) for it in features])


def draw_factors(sheet: Sheet, data: MapData, plan: Plan) -> None:
    """Draw the six graded factors side by side with one colour bar."""
    scale = _common_scale(data, plan.needs)
    names = phrases(sheet.language)["factors"]
    titles = {name: names[name.removeprefix("resistance_")] for name in plan.needs}
    _panels(sheet, data, titles, dict.fromkeys(plan.needs, scale), columns=3)
    draw_ramp(sheet, _words(sheet)["grade"], scale)


def draw_soil_parts(sheet: Sheet, data: MapData, plan: Plan) -> None:
    """Draw the parts of soil carbon side by side, organic and inorganic each with one ramp."""
    there = [name for name in plan.needs if name in data.pictures]
    titles = {name: data.looks.styles[name].title_in(sheet.language) for name in there}
    scales: dict[str, Scale] = {}
    end = TOP
    for kind in ("_organic", "_inorganic"):
        names = [name for name in there if kind in name]
        if names:
            scale = _common_scale(data, names)
            scales |= dict.fromkeys(names, scale)
            unit = _unit_heading(data.looks.styles[names[0]], sheet.language)
            heading = f"{_words(sheet)[kind.removeprefix('_')]} {unit}"
            end = draw_ramp(sheet, heading, scale, end, height=1.25)
    _panels(sheet, data, titles, scales, columns=2)


def _common_scale(data: MapData, names: Sequence[str]) -> Scale:
    ramp = data.looks.styles[names[0]].ramp
    assert ramp is not None
    return scale_of_ramp(ramp, np.concatenate([data.pictures[name].valid for name in names]))


def _panels(
    sheet: Sheet, data: MapData, titles: dict[str, str], scales: dict[str, Scale], columns: int
) -> None:
    gap, head, rows = 0.08, 0.24, ceil(len(titles) / columns)
    width = (FRAME[2] - gap * (columns - 1)) / columns
    height = FRAME[3] / rows - head
    for number, (name, heading) in enumerate(titles.items()):
        row, column = divmod(number, columns)
        left = FRAME[0] + column * (width + gap)
        bottom = FRAME[1] + (rows - 1 - row) * (height + head)
        frame = (left, bottom, width, height)
        axes = map_axes(sheet.figure, frame, region_bounds(data))
        draw_boundary(axes, data.boundary)
        paint_ramp(axes, data.pictures[name], scales[name])
        axes.set_title(heading, size=TEXT, pad=3)
        if number == 0:
            draw_scale_bar(sheet, scale_of(frame, region_bounds(data)))


def _fill_region(axes: Axes, data: MapData) -> None:
    paint_polygons(axes, [(data.boundary, _no_sink(data).colour)])


def _edge(axes: Axes, polygons: shapely.Geometry) -> None:
    for part in shapely.get_parts(shapely.boundary(polygons)):
        x, y = shapely.get_coordinates(part).T
        axes.plot(x, y, color=INK, linewidth=0.6, zorder=3)


def _remark(sheet: Sheet, text: str, top: float) -> float:
    """Write a text below the legend; return where it ends."""
    lines = wrapped(text, 31)
    for number, line in enumerate(lines):
        sheet.panel.text(0.05, top - 0.08 - 0.16 * number, line, size=TEXT - 1, color=INK)
    return top - 0.08 - 0.16 * len(lines)


def _words(sheet: Sheet) -> dict[str, str]:
    words: dict[str, str] = phrases(sheet.language)["map"]
    return words


def _unit_heading(style: Style, language: Language) -> str:
    return style.unit_in(language) or phrases(language)["map"]["no_unit"]


def _has_gaps(data: MapData, name: str) -> bool:
    # every cell of the region has an elevation unless the loader said otherwise
    whole = data.pictures.get("elevation")
    if whole is None:
        return False
    picture = data.pictures[name].values
    return bool((np.ma.getmaskarray(picture) & ~np.ma.getmaskarray(whole.values)).any())
