"""The legend panel of a sheet: classes, lines, points or a colour ramp."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.maps.sheet import GREY, INK, PANEL, TEXT, Sheet, on_paper
from analysis.words.numbers import Numbers

TOP = PANEL[3] - 0.12
LINE = 0.195  # inches from one label to the next
LABEL_WIDTH = 25  # Latin letters of the panel's width; a Chinese one takes two
BAR = (0.05, 0.2)  # left, width
CLOSING = "、，。；：）”"


@dataclass(frozen=True)
class Key:
    """One entry of a legend."""

    label: str
    colour: str
    kind: Literal["area", "line", "point"] = "area"


@dataclass(frozen=True)
class Scale:
    """A colour ramp between two values; `extend` says on which sides values lie beyond it."""

    norm: Normalize
    colours: LinearSegmentedColormap
    extend: Literal["neither", "min", "max", "both"]


def draw_keys(sheet: Sheet, heading: str, keys: Sequence[Key], top: float = TOP) -> float:
    """Draw the heading and one line (or more, for long labels) an entry; return where it ends."""
    y = _heading(sheet, heading, top)
    lines = [wrapped(key.label) for key in keys]
    step = min(LINE, (y - 0.95) / max(1, sum(map(len, lines))))  # close up rather than overflow
    for key, label in zip(keys, lines, strict=True):
        _swatch(sheet, key, y, step)
        for part in label:
            sheet.panel.text(0.36, y, part, size=TEXT, color=INK, va="center")
            y -= step
        y -= 0.03 if len(label) > 1 else 0
    return y


def _heading(sheet: Sheet, heading: str, top: float) -> float:
    y = top
    for part in wrapped(heading, LABEL_WIDTH + 4):
        sheet.panel.text(0.05, y, part, size=TEXT, color=INK, va="center", weight="bold")
        y -= LINE
    return y - 0.03


def _swatch(sheet: Sheet, key: Key, y: float, step: float) -> None:
    artist: Any
    if key.kind == "area":
        height = min(0.13, 0.8 * step)
        artist = Rectangle(
            (0.05, y - height / 2), 0.22, height, facecolor=key.colour, edgecolor=GREY, lw=0.4
        )
        sheet.panel.add_patch(artist)
    elif key.kind == "line":
        artist = Line2D([0.05, 0.27], [y, y], color=key.colour, linewidth=1.8)
        sheet.panel.add_line(artist)
    else:
        artist = Line2D([0.16], [y], **POINT | {"color": key.colour})
        sheet.panel.add_line(artist)
    artist.set_gid(f"key:{key.label}")


POINT: dict[str, Any] = {
    "marker": "D", "markersize": 2.6, "markeredgecolor": "white", "markeredgewidth": 0.4,
    "linestyle": "none",
}  # fmt: skip


def draw_ramp(
    sheet: Sheet, heading: str, scale: Scale, top: float = TOP, height: float = 2.3
) -> float:
    """Draw an upright colour bar with round ticks; return where it ends."""
    y = _heading(sheet, heading, top)
    left, width = BAR
    place = (PANEL[0] + left, PANEL[1] + y - height, width, height)
    axes = sheet.figure.add_axes(on_paper(place))
    bar = sheet.figure.colorbar(
        ScalarMappable(scale.norm, scale.colours), cax=axes, extend=scale.extend,
        ticks=MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]),
    )  # fmt: skip
    numbers = Numbers(sheet.language)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: numbers.short(value)))
    axes.tick_params(labelsize=TEXT, width=0.6, length=3, color=GREY, labelcolor=INK)
    bar.outline.set_linewidth(0.6)  # type: ignore[operator]
    return y - height - 0.25


def wrapped(text: str, width: int = LABEL_WIDTH) -> list[str]:
    """Return lines of at most `width` Latin letters; Chinese breaks anywhere, Latin at a gap."""
    lines, line, used = [], "", 0
    for word in _words(text):
        wide = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in word)
        if line and used + wide > width:
            lines.append(line.rstrip())
            line, used, word = "", 0, word.lstrip()  # noqa: PLW2901
        line, used = line + word, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


def one_line(text: str, width: int) -> str:
    """Return the text as far as `width` Latin letters hold it."""
    first, *rest = wrapped(text, width)
    return f"{first} …" if rest else first


def _words(text: str) -> list[str]:
    words: list[str] = []
    word = ""
    for letter in text:
        if letter in CLOSING and words and not word:
            words[-1] += letter  # no line begins with it
            continue
        word += letter
        if letter in " -–—、，" or unicodedata.east_asian_width(letter) in "WF":
            words.append(word)
            word = ""
    return [*words, word] if word else words
