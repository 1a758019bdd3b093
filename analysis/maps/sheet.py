"""One sheet: frame, title, scale bar, north arrow, source line. Lengths on paper are inches."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from PIL import Image

from analysis.maps.fonts import families
from analysis.maps.scale_bar import length_label, round_length
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases

WIDTH, HEIGHT, DPI = 8.0, 5.8, 200
FRAME = (0.25, 0.55, 5.5, 4.6)  # left, bottom, width, height
PANEL = (5.92, 0.55, 1.85, 4.6)
MARGIN = 0.03  # of the region's width or height, around it
INK, GREY, NO_VALUE, WARNING = "#222222", "#5f5f5f", "#d9d9d9", "#a50026"
TITLE, TEXT, SMALL = 13.0, 8.8, 7.2  # points; three quarters of that in the report
KINDS = ("png", "pdf")
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A figure with its legend panel; `panel` has inches as coordinates, from its bottom left."""

    figure: Figure
    panel: Axes
    language: Language


@contextmanager
def blank_sheet(language: Language, title: str, subtitle: str, mark: str) -> Iterator[Sheet]:
    """Give a sheet with its heading; `mark` stands at the top right (empty for none)."""
    with blank_figure(language, HEIGHT) as figure:
        panel = figure.add_axes(on_paper(PANEL))
        panel.set_axis_off()
        panel.set_xlim(0, PANEL[2])
        panel.set_ylim(0, PANEL[3])
        draw_heading(figure, title, subtitle, mark)
        yield Sheet(figure, panel, language)


@contextmanager
def blank_figure(language: Language, height: float) -> Iterator[Figure]:
    """Give a white figure of a sheet's width, in the language's fonts."""
    settings = {
        "font.family": families(language),
        "pdf.fonttype": 42,  # of fonts of type 3 neither Chinese nor the minus sign can be searched
        "axes.linewidth": 0.6,
        "text.parse_math": False,  # a "$" in a region's name is no formula
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        yield figure


def draw_heading(figure: Figure, title: str, subtitle: str, mark: str) -> None:
    """Write title and subtitle at the top left, and `mark` (empty for none) at the top right."""
    height = figure.get_figheight()
    first, second = 1 - 0.28 / height, 1 - 0.54 / height
    figure.text(0.25 / WIDTH, first, title, size=TITLE, color=INK, va="baseline")
    figure.text(0.25 / WIDTH, second, subtitle, size=TEXT, color=GREY, va="baseline")
    if mark:
        box = {"boxstyle": "square,pad=0.35", "facecolor": "white", "edgecolor": WARNING}
        right = (WIDTH - 0.3) / WIDTH
        figure.text(right, first, mark, size=TEXT, color=WARNING, ha="right", bbox=box)


def on_paper(place: Bounds) -> Bounds:
    """Return left, bottom, width, height as shares of the sheet."""
    left, bottom, width, height = place
    return left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT


def map_axes(figure: Figure, frame: Bounds, region: Bounds) -> Axes:
    """Return a framed map that shows the bounds (left, bottom, right, top), metres equal."""
    left, bottom, right, top = region
    scale = scale_of(frame, region)  # metres an inch
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    axes = figure.add_axes(on_paper(frame))
    axes.set_xlim(middle_x - scale * frame[2] / 2, middle_x + scale * frame[2] / 2)
    axes.set_ylim(middle_y - scale * frame[3] / 2, middle_y + scale * frame[3] / 2)
    axes.set_autoscale_on(False)
    # hidden ticks would be laid out all the same: a fifteenth of the time
    axes.set(xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set_color(GREY)
    return axes


def scale_of(frame: Bounds, region: Bounds) -> float:
    """Return the metres that an inch of the frame shows."""
    left, bottom, right, top = region
    return (1 + 2 * MARGIN) * max((right - left) / frame[2], (top - bottom) / frame[3])


def outline(polygons: shapely.Geometry) -> Outline:
    """Return a (multi)polygon as one path, holes included."""
    rings = [
        shapely.get_coordinates(ring)
        for polygon in shapely.get_parts(polygons)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))


def draw_boundary(axes: Axes, boundary: shapely.Geometry) -> None:
    """Fill the region with the colour of cells without a value and draw its edge above all."""
    path = outline(boundary)
    for patch in (
        PathPatch(path, facecolor=NO_VALUE, edgecolor="none", zorder=0),
        PathPatch(path, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=5),
    ):
        axes.add_artist(patch)  # add_patch would search each edge for its extremes (0.1 s)


def draw_scale_bar(sheet: Sheet, metres_an_inch: float) -> None:
    """Draw two black and white halves at the foot of the panel, labelled 0, half, whole."""
    length = round_length(1.3 * metres_an_inch)
    inches = length / metres_an_inch
    for half, colour in enumerate((INK, "white")):
        corner = (0.05 + half * inches / 2, 0.06)
        bar = Rectangle(corner, inches / 2, 0.06, facecolor=colour, edgecolor=INK, linewidth=0.6)
        bar.set_gid(f"scale-{half}")
        sheet.panel.add_patch(bar)
    number, unit = length_label(length)
    half_number = f"{float(number) / 2:g}"
    for at, label in ((0, "0"), (inches / 2, half_number), (inches, number)):
        sheet.panel.text(0.05 + at, 0.16, label, size=SMALL, ha="center", color=INK)
    sheet.panel.text(0.05 + inches + 0.13, 0.045, unit, size=SMALL, color=INK)


def draw_north_arrow(sheet: Sheet) -> None:
    """Draw an arrow to grid north above the scale bar."""
    x, y = 0.2, 0.42
    for side, colour in ((-1, INK), (1, "white")):
        corners = [(x, y + 0.34), (x + side * 0.1, y), (x, y + 0.08)]
        sheet.panel.add_patch(
            Polygon(corners, closed=True, facecolor=colour, edgecolor=INK, linewidth=0.6)
        )
    letter = phrases(sheet.language)["map"]["north"]
    sheet.panel.text(x, y + 0.38, letter, size=TEXT, ha="center", color=INK)


def draw_source(figure: Figure, lines: Sequence[str]) -> None:
    """Write what the map was computed from along the lower edge."""
    for number, line in enumerate(lines):
        y = (0.34 - 0.15 * number) / figure.get_figheight()
        figure.text(0.25 / WIDTH, y, line, size=SMALL, color=GREY)


def save(figure: Figure, path: Path, title: str, software: str) -> list[Path]:
    """Write `path` with .png and .pdf; the bytes depend on the drawing alone."""
    canvas: Any = figure.canvas
    canvas.draw()
    picture = Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba()))
    written = [path.with_name(f"{path.name}.{kind}") for kind in KINDS]
    picture.convert("RGB").save(written[0], dpi=(DPI, DPI), compress_level=6)
    facts = {"Title": title, "Creator": software, "Producer": None, "CreationDate": None}
    figure.savefig(written[1], metadata=facts)
    return written
