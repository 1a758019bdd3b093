"""Figures of a report: a map that was drawn, or the histogram of importance."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing

from analysis.legend import Language
from analysis.maps.data import MapData
from analysis.maps.fonts import families
from analysis.maps.sheet import DPI, GREY, INK, SMALL, TEXT, save
from analysis.maps.write import DrawnMap, file_name
from analysis.styles import LEVELS
from analysis.tables import Row
from analysis.texts.phrases import phrases

BINS = 80


@dataclass(frozen=True)
class Figure:
    """A picture as data URI with its caption."""

    name: str
    caption: str
    picture: str


def data_uri(picture: Path) -> str:
    """Return a PNG as text that a page can hold."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"


def draw_histogram(
    data: MapData, levels: Sequence[Row], folder: Path, language: Language
) -> DrawnMap | None:
    """Draw how many cells have which importance, in the colours of the levels; limits are lines."""
    if "importance" not in data.pictures or not levels:
        return None
    words = phrases(language)["report"]
    values = data.pictures["importance"].valid.astype(np.float64)
    limits = [row["upper_limit"] for row in levels[:-1]]
    with mpl.rc_context({"font.family": families(language), "pdf.fonttype": 3}):
        drawing = Drawing(figsize=(8.0, 3.2), dpi=DPI, facecolor="white")
        FigureCanvasAgg(drawing)
        axes = drawing.add_axes((0.085, 0.15, 0.9, 0.72))
        counts, edges = np.histogram(values, BINS)
        level = np.searchsorted(limits, (edges[:-1] + edges[1:]) / 2)
        axes.bar(
            edges[:-1], counts, np.diff(edges), align="edge", edgecolor=GREY, linewidth=0.3,
            color=[LEVELS[it].colour for it in level],
        )  # fmt: skip
        axes.set_ylim(0, 1.12 * counts.max())
        for limit in limits:
            axes.axvline(limit, color=INK, linewidth=0.9, linestyle="--")
            axes.text(
                limit, 1.125 * counts.max(), f"{limit:.4f}", size=SMALL, ha="center", va="bottom"
            )
        starts = [float(values.min()), *limits, float(values.max())]
        for it, low, high in zip(LEVELS, starts[:-1], starts[1:], strict=True):
            axes.text(
                (low + high) / 2, 1.08 * counts.max(), it.label_in(language), size=SMALL,
                ha="center", va="center", color=INK,
            )  # fmt: skip
        axes.set_xlabel(words["histogram_x"], size=TEXT)
        axes.set_ylabel(words["histogram_y"], size=TEXT)
        axes.tick_params(labelsize=SMALL)
        axes.spines[["top", "right"]].set_visible(False)
        path = folder / file_name("importance_histogram", language)
        title = words["histogram_title"]
        files = save(drawing, path, title, data.software)
    return DrawnMap("importance_histogram", title, files[0], tuple(files))
