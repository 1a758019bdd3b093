"""What the page knows of a raster layer before its cells are loaded: title, unit, colours."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.legend import GROUPS, Class, Ramp, Style
from analysis.webmap.blocks import NO_CODE, Array

Texts = dict[str, str]


@dataclass(frozen=True)
class Layer:
    """A raster layer: its style and its cells or blocks."""

    style: Style
    values: Array

    @property
    def missing(self) -> Array:
        """Where there is no value."""
        is_float = self.values.dtype.kind == "f"
        return np.asarray(np.isnan(self.values) if is_float else self.values == NO_CODE)

    @property
    def valid(self) -> Array:
        """The values that are there, in reading order."""
        return np.asarray(self.values[~self.missing])


def describe(layer: Layer) -> dict[str, Any]:
    """Return titles, group, unit and colours of one layer, as the page reads them."""
    style, valid = layer.style, layer.valid
    told: dict[str, Any] = {
        "name": style.name,
        "title": texts(style.title, style.title_zh),
        "group": style.group,
        "unit": texts(style.unit_in("en"), style.unit_in("zh")),
        "empty": valid.size == 0,
    }
    if style.ramp is None:
        present = set(np.unique(valid).tolist())
        return told | {"classes": [classed(it) for it in style.classes if it.value in present]}
    return told | {"stops": stops(style.ramp, valid)}


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
