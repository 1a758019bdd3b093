"""Difference maps as sheets, PNG and PDF: B less A, or the class that a cell has in B."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from analysis.compare.content import Content
from analysis.compare.differences import ORDERED, Pair
from analysis.compare.maps import difference_style
from analysis.looks.legend import Class, Style
from analysis.looks.palettes import BROWN_TEAL
from analysis.maps.key import Key, draw_keys, draw_ramp, wrapped
from analysis.maps.paint import paint_classes, paint_ramp, scale_of_ramp
from analysis.maps.picture import Picture
from analysis.maps.sheet import (  # fmt: skip
    FRAME,
    INK,
    NO_VALUE,
    Bounds,
    Sheet,
    blank_sheet,
    draw_boundary,
    draw_north_arrow,
    draw_scale_bar,
    draw_source,
    map_axes,
    outline,
    save,
    scale_of,
)
from analysis.maps.write import SUBTITLE_WIDTH, DrawnMap, file_name, grid_line, mark_of
from analysis.results.fingerprint import software
from analysis.results.provenance import Grid
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES, phrases

Masked = np.ma.MaskedArray[Any, Any]
UNCHANGED = -1  # no class has this code
NEUTRAL = "#f5f5f5"  # the middle of the diverging colours
NO_CLASS_LEFT = "#525252"  # code 0, "no sink": its own colour is nearly that of unchanged cells
STEP_COLOURS = dict(zip(range(-4, 5), BROWN_TEAL[1:-1], strict=True))


@dataclass(frozen=True)
class Place:
    """What all sheets of a comparison share: the common grid and both outlines in metres."""

    grid: Grid
    a: shapely.Geometry
    b: shapely.Geometry

    @property
    def bounds(self) -> Bounds:
        """Left, bottom, right, top of what lies in both regions; of the common cells without."""
        both = shapely.intersection(self.a, self.b)
        left, bottom, right, top = (self._cells if both.is_empty else both).bounds
        return left, bottom, right, top

    @property
    def outlines_differ(self) -> bool:
        """Whether B has another boundary than A."""
        return not shapely.equals(self.a, self.b)

    @property
    def _cells(self) -> shapely.Geometry:
        grid = self.grid
        right = grid.origin_x + grid.columns * grid.cell_size_m
        bottom = grid.origin_y - grid.rows * grid.cell_size_m
        return shapely.box(grid.origin_x, bottom, right, grid.origin_y)


def draw_sheets(
    folder: Path, pairs: Sequence[Pair], content: Content, place: Place, language: Language
) -> list[DrawnMap]:
    """Write maps/difference_<name>.png and .pdf of each raster in which a cell differs."""
    return [_draw(folder, it, content, place, language) for it in pairs if it.differs]


def _subtitle(content: Content, language: Language) -> str:
    """Both titles; both names where the titles are too long for a line."""
    sides = content.sides(language)
    fits = len(wrapped(sides, SUBTITLE_WIDTH)) == 1
    return sides if fits else f"A: {content.a.region}; B: {content.b.region}"


def _draw(folder: Path, pair: Pair, content: Content, place: Place, language: Language) -> DrawnMap:
    style = difference_style(pair)
    words = phrases(language)["compare"]
    title = words["sheet" if style.ramp else "sheet_of_classes"].format(
        title=pair.style.title_in(language)
    )
    mark = mark_of(place.grid, language)
    with blank_sheet(language, title, _subtitle(content, language), mark) as sheet:
        axes = map_axes(sheet.figure, FRAME, place.bounds)
        draw_boundary(axes, place.a)
        if place.outlines_differ:
            _dashed(axes, place.b)
        if style.ramp is not None:
            _surface(sheet, axes, pair, style, place.grid)
        else:
            _classes(sheet, axes, pair, place.grid)
        draw_scale_bar(sheet, scale_of(FRAME, place.bounds))
        draw_north_arrow(sheet)
        draw_source(sheet.figure, _source(place, language))
        path = folder / "maps" / file_name(style.name, language)
        files = save(sheet.figure, path, f"{title}: {content.title[language]}", software())
    return DrawnMap(style.name, title, files[0], tuple(files))


def _surface(sheet: Sheet, axes: Axes, pair: Pair, style: Style, grid: Grid) -> None:
    assert style.ramp is not None
    values = np.ma.masked_invalid(pair.difference)
    scale = scale_of_ramp(style.ramp, values.compressed())
    paint_ramp(axes, _picture(values, grid), scale)
    unit = style.unit_in(sheet.language) or phrases(sheet.language)["map"]["no_unit"]
    end = draw_ramp(sheet, unit, scale)
    draw_keys(sheet, "", _gap(sheet), end)


def _classes(sheet: Sheet, axes: Axes, pair: Pair, grid: Grid) -> None:
    shown = shown_codes(pair)
    classes = shown_classes(pair, shown)
    paint_classes(axes, _picture(shown, grid), classes)
    heading = "steps" if pair.style.name in ORDERED else "class_in_b"
    keys = [Key(it.label_in(sheet.language), it.colour) for it in classes]
    draw_keys(sheet, phrases(sheet.language)["compare"][heading], [*keys, *_gap(sheet)])


def shown_codes(pair: Pair) -> Masked:
    """Return of levels by how many B lies above A; of other classes B's, or UNCHANGED.

    Cells that lack a value in A or B are masked.
    """
    before, after = pair.a.astype("i2"), pair.b.astype("i2")
    if pair.style.name in ORDERED:
        return np.ma.MaskedArray(after - before, mask=~pair.both)
    return np.ma.MaskedArray(np.where(before == after, UNCHANGED, after), mask=~pair.both)


def shown_classes(pair: Pair, shown: Masked) -> list[Class]:
    """Return code, colour and label of what occurs; of levels the greatest rise comes first."""
    present = set(np.unique(shown.compressed()).tolist())
    if pair.style.name in ORDERED:
        return [_step(by) for by in sorted(present, reverse=True)]
    classes = [
        replace(it, colour=NO_CLASS_LEFT) if it.value == 0 else it for it in pair.style.classes
    ]
    classes.append(Class(UNCHANGED, NEUTRAL, *_labels("unchanged")))
    return [it for it in classes if it.value in present]


def _step(by: int) -> Class:
    name = "unchanged" if by == 0 else "up" if by > 0 else "down"
    return Class(by, STEP_COLOURS[max(-4, min(4, by))], *_labels(name, number=abs(by)))


def _labels(name: str, **values: int) -> tuple[str, str]:
    en, zh = (phrases(it)["compare"][name].format(**values) for it in LANGUAGES)
    return en, zh


def _gap(sheet: Sheet) -> list[Key]:
    return [Key(phrases(sheet.language)["compare"]["not_in_both"], NO_VALUE)]


def _picture(values: Masked, grid: Grid) -> Picture:
    right = grid.origin_x + grid.columns * grid.cell_size_m
    bottom = grid.origin_y - grid.rows * grid.cell_size_m
    return Picture(values, (grid.origin_x, right, bottom, grid.origin_y))


def _dashed(axes: Axes, boundary: shapely.Geometry) -> None:
    line: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.9, "linestyle": "--"}
    axes.add_artist(PathPatch(outline(boundary), facecolor="none", zorder=5, **line))


def _source(place: Place, language: Language) -> list[str]:
    words = phrases(language)["compare"]
    told = [words["source"]]
    if place.outlines_differ:
        told.append(words["dashed"])
    made = grid_line(place.grid, software(), language)
    return [(" " if language == "en" else "").join(told), made]
