"""Difference maps: a GeoTIFF a raster, and a page with the differences, A and B."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.compare.content import Content
from analysis.compare.differences import CHANGED, SAME, Pair
from analysis.gis.categories import colormap
from analysis.gis.geotiff import Labels, write_geotiff
from analysis.looks import palettes
from analysis.looks.legend import Class, Ramp, Style
from analysis.results.fingerprint import software
from analysis.results.provenance import Grid
from analysis.results.raster import Tile
from analysis.webmap.blocks import NO_CODE, Facts, block_size, in_blocks, with_cells
from analysis.webmap.layers import Layer, texts
from analysis.webmap.page import Page, write_page

NODATA = -9999.0
CLASSES = (
    Class(SAME, "#e6e6e6", "Unchanged", "未变化"),
    Class(CHANGED, "#b2182b", "Changed", "变化"),
)


def write_difference(folder: Path, pair: Pair, grid: Grid, content: Content) -> Path:
    """Write rasters/difference_<name>.tif: B less A, or 1 where a class changed."""
    style = difference_style(pair)
    path = folder / "rasters" / f"{style.name}.tif"
    tags = {
        "TITLE": f"{style.title}: {content.title['en']}",
        "A": content.a.region,
        "B": content.b.region,
        "UNIT": pair.style.unit or "",
        "TIFFTAG_SOFTWARE": software(),
        "NOTICE": content.notice or "",
    }
    told = Labels(
        description=style.title,
        unit=pair.style.unit,
        tags={name: value for name, value in tags.items() if value},
        colours=colormap(style.classes),
    )
    write_geotiff(path, [_tile(pair)], grid, told)
    return path


def _tile(pair: Pair) -> Tile:
    values = pair.difference
    if values.dtype.kind != "f":
        return Tile(0, 0, values, NO_CODE)
    filled = values.copy()
    filled[~pair.both] = NODATA
    return Tile(0, 0, filled, NODATA)


def write_map(
    folder: Path, pairs: Sequence[Pair], grid: Grid, content: Content, boundary: list[Any]
) -> list[Path]:
    """Write map/ with the layers of the difference, of A and of B; return its files."""
    shown = [(difference_style(it), it.difference) for it in pairs]
    shown += [(_side(it.style, "a"), it.a) for it in pairs]
    shown += [(_side(it.style, "b"), it.b) for it in pairs]
    size = block_size(grid.columns, grid.rows)
    layers = [
        Layer(style, in_blocks(values, size), with_cells(Facts(), values))
        for style, values in shown
    ]
    page = Page(
        grid=grid,
        title=content.title,
        synthetic=content.notice is not None,
        groups={
            "difference": texts("Difference, B less A", "差异：B 减 A"),
            "a": texts(f"A: {content.a.title}", f"A：{content.a.title_zh}"),
            "b": texts(f"B: {content.b.title}", f"B：{content.b.title_zh}"),
        },
        layers=layers,
        vectors={"boundary": boundary},
    )
    return write_page(folder / "map", page)


def difference_style(pair: Pair) -> Style:
    """Return how the difference of a result is shown: as far below 0 as above."""
    style = pair.style
    told = replace(
        style,
        name=f"difference_{style.name}",
        group="difference",
        title=f"{style.title}, difference",
        title_zh=f"{style.title_zh}差异",
    )
    if style.ramp is not None:
        limits = -pair.reach, pair.reach
        return replace(told, ramp=Ramp(palettes.BROWN_TEAL, limits=limits, centre=0.0))
    return replace(told, classes=CLASSES)


def _side(style: Style, side: str) -> Style:
    letter = side.upper()
    return replace(
        style,
        name=f"{side}_{style.name}",
        group=side,
        title=f"{letter}: {style.title}",
        title_zh=f"{letter}：{style.title_zh}",
    )
