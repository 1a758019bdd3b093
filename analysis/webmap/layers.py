"""What the page knows of a raster layer before its cells are loaded: title, unit, colours."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.gis.stops import Stops
from analysis.looks.legend import GROUPS, Class, Ramp, Style
from analysis.webmap.blocks import NO_CODE, Array, Facts

Texts = dict[str, str]


@dataclass(frozen=True)
class Layer:
    """A raster layer: its style and its cells or blocks.

    Of blocks, the facts of all cells behind them and the steps of the ramp over these cells.
    """

    style: Style
    values: Array
    facts: Facts | None = None
    steps: Stops | None = None

    @property
    def missing(self) -> Array:
        """Where there is no value: (rows, columns)."""
        is_float = self.values.dtype.kind == "f"
        return np.asarray(np.isnan(self.values) if is_float else self.values == NO_CODE)

    @property
    def valid(self) -> Array:
        """The values that are there, in reading order: (cells,)."""
        return np.asarray(self.values[~self.missing])


def describe(layer: Layer, inside: Array, cell_area_km2: float) -> dict[str, Any]:
    """Return titles, group, unit and colours of one layer of cells, as the page reads them.

    `inside` is true for the region's cells. A class tells its area; a ramp tells the lowest and the
    highest value, which its ends may cut.
    """
    style, valid = layer.style, layer.valid
    told: dict[str, Any] = {
        "name": style.name,
        "title": texts(style.title, style.title_zh),
        "group": style.group,
        "unit": texts(style.unit_in("en"), style.unit_in("zh")),
        "empty": valid.size == 0,
        "has_missing": bool((inside & layer.missing).any()),
    }
    if style.ramp is None:
        areas = {code: n * cell_area_km2 for code, n in _counts(layer).items()}
        present = [it for it in style.classes if it.value in areas]
        return told | {"classes": [classed(it) | {"area_km2": areas[it.value]} for it in present]}
    return told | {"stops": layer.steps or stops(style.ramp, valid), "ends": _ends(layer)}


def _counts(layer: Layer) -> dict[Any, int]:
    if layer.facts is not None:
        return dict(layer.facts.counts)
    codes, counts = np.unique(layer.valid, return_counts=True)
    return dict(zip(codes.tolist(), counts.tolist(), strict=True))


def _ends(layer: Layer) -> list[float] | None:
    if layer.facts is not None:
        return list(layer.facts.ends) if layer.facts.ends else None
    valid = layer.valid
    return [float(valid.min()), float(valid.max())] if valid.size else None


def stops(ramp: Ramp, valid: Array) -> list[tuple[float, str]]:
    """Return the ramp's steps over the values that are there."""
    low, high = np.percentile(valid.astype("f8"), ramp.percentiles) if valid.size else (0.0, 1.0)
    return ramp.stops(float(low), float(high))


def classed(it: Class) -> dict[str, Any]:
    """Return value, colour and label of a class."""
    return {"value": it.value, "colour": it.colour, "label": texts(it.label, it.label_zh)}


def groups() -> dict[str, Texts]:
    """Return the names of the groups of layers, in their order."""
    return {name: texts(*titles) for name, titles in GROUPS.items()}


def texts(en: str, zh: str) -> Texts:
    """Return a text in both languages."""
    return {"en": en, "zh": zh}
