"""The sheet that is no map: how many cells have which importance, and where the levels end."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from analysis.looks.legend import Class
from analysis.maps.data import MapData
from analysis.maps.sheet import (
    GREY,
    INK,
    SMALL,
    TEXT,
    WIDTH,
    blank_figure,
    draw_heading,
    draw_source,
    save,
)
from analysis.maps.sheets import PLANS_BY_NAME
from analysis.maps.write import DrawnMap, file_name, heading_of, sheet, source_lines
from analysis.results.tables import Row
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases

NAME = "importance_histogram"
READS = ("importance", "importance_breaks")
BINS = 80
HEIGHT = 4.1
AXES = (0.7, 0.98, 7.1, 2.25)  # left, bottom, width, height; inches


def draw_histogram(
    data: MapData, levels: Sequence[Row], folder: Path, language: Language
) -> DrawnMap | None:
    """Write the sheet as PNG and PDF; None where the region has no importance or no levels.

    Heights are shares of the cells: of a very large region every n-th row and column is read.
    """
    if "importance" not in data.pictures or not levels:
        return None
    words = phrases(language)["report"]
    values = data.pictures["importance"].valid.astype(np.float64)
    limits = [float(row["upper_limit"]) for row in levels[:-1]]
    title = words["histogram_title"]
    with blank_figure(language, HEIGHT) as figure:
        draw_heading(figure, title, *heading_of(data.grid, language))
        left, bottom, width, height = AXES
        axes = figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))
        _draw_bars(axes, values, limits, data.looks.classes("importance_level"), language)
        axes.set_xlabel(words["histogram_x"], size=TEXT)
        axes.set_ylabel(words["histogram_y"], size=TEXT)
        axes.tick_params(labelsize=SMALL)
        axes.spines[["top", "right"]].set_visible(False)
        draw_source(figure, source_lines(PLANS_BY_NAME["importance_level"], data, language))
        save(figure, folder / file_name(NAME, language), title, data.software)
    return sheet(NAME, title, folder, language)


def _draw_bars(
    axes: Axes,
    values: NDArray[np.float64],
    limits: list[float],
    classes: Sequence[Class],
    language: Language,
) -> None:
    """Bars in the colours of the levels, a dashed line at each limit, the names above."""
    counts, edges = np.histogram(values, BINS)
    shares = 100 * counts / values.size
    level = np.searchsorted(limits, (edges[:-1] + edges[1:]) / 2)
    axes.bar(
        edges[:-1], shares, np.diff(edges), align="edge", edgecolor=GREY, linewidth=0.3,
        color=[classes[it].colour for it in level],
    )  # fmt: skip
    top = shares.max()
    axes.set_ylim(0, 1.12 * top)
    for limit in limits:
        axes.axvline(limit, color=INK, linewidth=0.9, linestyle="--")
        axes.text(limit, 1.125 * top, f"{limit:.4f}", size=SMALL, ha="center", va="bottom")
    starts = [float(values.min()), *limits, float(values.max())]
    for it, low, high in zip(classes, starts[:-1], starts[1:], strict=True):
        axes.text(
            (low + high) / 2, 1.08 * top, it.label_in(language), size=SMALL,
            ha="center", va="center", color=INK,
        )  # fmt: skip
