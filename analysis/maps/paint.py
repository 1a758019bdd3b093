"""Cells, polygons and lines in the colours of their style."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgba
from matplotlib.patheffects import Normal, Stroke
from numpy.typing import NDArray

from analysis.looks.legend import Class, Ramp
from analysis.maps.key import POINT, Scale
from analysis.maps.picture import Picture
from analysis.maps.sheet import GREY, INK, TEXT, outline

HALO = [Stroke(linewidth=2.2, foreground="white"), Normal()]


def scale_of_ramp(ramp: Ramp, values: NDArray[np.generic]) -> Scale:
    """Return the colours of a ramp over the values of a layer."""
    found = values.astype(np.float64)
    low, high = np.percentile(found, ramp.percentiles)
    stops = ramp.stops(float(low), float(high))
    first, last = stops[0][0], stops[-1][0]
    colours = LinearSegmentedColormap.from_list("ramp", [colour for _, colour in stops], N=512)
    below, above = found.min() < first, found.max() > last
    extend = {(False, False): "neither", (True, False): "min", (False, True): "max"}
    return Scale(
        Normalize(first, last),
        colours,
        extend.get((bool(below), bool(above)), "both"),  # type: ignore[arg-type]
    )


def paint_ramp(axes: Axes, picture: Picture, scale: Scale) -> None:
    """Draw each cell in its colour of the ramp; cells without a value stay clear."""
    axes.imshow(
        picture.values, extent=picture.extent, norm=scale.norm, cmap=scale.colours,
        interpolation="nearest", aspect="auto", zorder=1,
    )  # fmt: skip


def paint_classes(axes: Axes, picture: Picture, classes: Iterable[Class]) -> None:
    """Draw each cell in the colour of its class; codes that no class has stay clear."""
    cells = np.zeros((*picture.values.shape, 4))
    for it in classes:
        cells[(picture.values == it.value).filled(False)] = to_rgba(it.colour)
    axes.imshow(cells, extent=picture.extent, interpolation="nearest", aspect="auto", zorder=1)


def paint_polygons(axes: Axes, polygons: Sequence[tuple[shapely.Geometry, str]]) -> None:
    """Draw polygons, each with its colour, and thin edges between them."""
    axes.add_collection(
        PathCollection(
            [outline(polygon) for polygon, _ in polygons],
            facecolors=[colour for _, colour in polygons],
            edgecolors=GREY,
            linewidths=0.25,
            zorder=2,
        )
    )


def paint_lines(axes: Axes, lines: Iterable[shapely.Geometry], colour: str) -> None:
    """Draw lines with a white edge, so that they show on any colour."""
    for line in lines:
        x, y = shapely.get_coordinates(line).T
        axes.plot(x, y, color=colour, linewidth=1.4, path_effects=HALO, zorder=3)


def paint_points(axes: Axes, points: NDArray[np.float64], colour: str) -> None:
    """Draw small diamonds; points (n, 2)."""
    axes.plot(points[:, 0], points[:, 1], color=colour, zorder=4, **POINT)


def paint_labels(axes: Axes, polygons: Iterable[tuple[shapely.Geometry, str]]) -> None:
    """Write a label at a place within the widest part of each polygon."""
    for polygon, label in polygons:
        widest = max(shapely.get_parts(polygon), key=lambda part: part.area)
        place = shapely.point_on_surface(widest)
        axes.text(
            place.x, place.y, label, size=TEXT, color=INK, ha="center", va="center",
            path_effects=HALO, zorder=6, clip_on=True,
        )  # fmt: skip
