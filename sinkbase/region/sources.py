"""One source of a layer, as the region file describes it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sinkbase.errors import SinkbaseError
from sinkbase.region.in_force import refuse_without_effect
from sinkbase.region.keys import LARGEST, Keys
from sinkbase.region.layers import LAYERS
from sinkbase.region.soil_keys import (
    SOIL_KEYS,
    soil_columns,
    soil_factors,
    soil_kind,
    soil_properties,
)
from sinkbase.region.table_keys import TABLE_KEYS, encoding, header_row, separator

RESAMPLINGS = ("nearest", "bilinear", "cubic", "average", "mode")
_COMMON = (
    "path", "bands", "nodata", "resampling", "crs", "variable",
    "year", "observed", "note", "note_zh", "licence",
)  # fmt: skip
_QUANTITY = ("unit", "scale", "offset", "plausible", "ignore_unit")
_VECTOR = ("layer", "where", "encoding")
_ORIGIN = ("kind",)  # the soil has a `kind` of its own
_OWN_KEYS = {
    "npp": ("codes",),
    "population": ("measure",),
    "land_use": ("legend", *TABLE_KEYS),
    "vegetation": ("legend", "column", *_VECTOR, *TABLE_KEYS),
    "roads": _VECTOR,
    "soil": SOIL_KEYS,
}


Origin = Literal["observed", "modelled", "rule"]


@dataclass(frozen=True)
class Source:
    """One source of a layer, as the region file has it; `number` counts from 1 by preference."""

    layer: str
    number: int
    file: Path
    paths: tuple[str, ...]
    bands: tuple[int, ...] | None = None
    variable: str | None = None
    unit: str | None = None
    scale: float | None = None
    offset: float | None = None
    ignore_unit: str | None = None
    nodata: float | str | tuple[float, ...] | None = None
    codes: str | None = None
    measure: str | None = None
    resampling: str | None = None
    crs: str | None = None
    note: str = ""
    note_zh: str = ""
    licence: str = ""
    year: int | None = None
    origin: Origin = "observed"
    plausible: tuple[float, float] | None = None
    legend: str | None = None
    legend_folder: Path = Path()  # a legend is looked for beside the file that names it
    base_files: tuple[Path, ...] = ()  # from which keys were taken over
    column: str | None = None
    vector_layer: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None  # of a text table, the character itself
    header_row: int | None = None
    sheet: str | None = None
    kind: str | None = None  # of a soil source
    attributes: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    properties: dict[str, int | str] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    fractions: bool = False
    inorganic_carbon: str = "present"
    written_as: str = ""

    @property
    def table(self) -> str:
        """The region file's name for this source, for messages."""
        return f"layers.{self.written_as or self.layer}" + (
            f" (source {self.number})" if self.number > 1 else ""
        )

    def error(self, found: object, message: str) -> SinkbaseError:
        """An error about a file of this source."""
        return SinkbaseError(f"{found}: {message} ({self._described_in}, [{self.table}])")

    @property
    def _described_in(self) -> str:
        names = dict.fromkeys([self.file.name, *(file.name for file in self.base_files)])
        return " and ".join(names)


def _plausible(keys: Keys) -> tuple[float, float] | None:
    value = keys.values.get("plausible")
    if value is None:
        return None
    numbers = isinstance(value, list) and all(
        type(v) is float or (type(v) is int and abs(v) < LARGEST) for v in value
    )
    if not numbers or len(value) != 2 or not value[0] < value[1]:
        raise keys.error(
            f"plausible = {str(value)[:60]}: [lowest, highest] was expected.", "plausible"
        )
    return float(value[0]), float(value[1])


def _nodata(keys: Keys) -> float | str | tuple[float, ...] | None:
    value = keys.values.get("nodata")
    if value is None or value == "none":
        return value
    values = value if isinstance(value, list) else [value]
    if not values or not all(type(item) in (int, float) for item in values):
        raise keys.error(
            f"nodata = {value!r}: a number or a list of numbers was expected, "
            'or "none" when every value of the file is meant.',
            "nodata",
        )
    if any(abs(item) >= LARGEST for item in values):
        raise keys.error(f"nodata = {value!r}: a finite number was expected.", "nodata")
    numbers = tuple(float(item) for item in values)  # NaN too: it is missing in many files
    return numbers if isinstance(value, list) else numbers[0]


def _bands(keys: Keys) -> tuple[int, ...] | None:
    bands = keys.wholes("bands")
    if bands and min(bands) < 1:
        raise keys.error(f"bands = {list(bands)}: bands are counted from 1.", "bands")
    if bands and (twice := sorted({band for band in bands if bands.count(band) > 1})):
        raise keys.error(
            f"bands = {list(bands)} names {twice[0]} twice. Each band was expected once: correct "
            "the list.",
            "bands",
        )
    return bands


def _scale(keys: Keys) -> float | None:
    scale = keys.number("scale")
    if scale == 0:
        raise keys.error("scale = 0 would make every value the same. Leave it out.", "scale")
    return scale


def read_source(keys: Keys, layer: str, number: int) -> Source:
    """The source of one table of the region file.

    Raises SinkbaseError for its mistakes.
    """
    own = _OWN_KEYS.get(layer, ()) + (() if layer == "soil" else _ORIGIN)
    quantity = _QUANTITY if LAYERS[layer].kind == "quantity" else ()
    keys.refuse_unknown((*_COMMON, *quantity, *own))
    paths = keys.texts("path")
    if not paths:
        raise keys.error('path is missing. Add for example path = "folder/file.tif".')
    bands = _bands(keys)
    refuse_without_effect(keys, layer, paths)
    return Source(
        layer=layer,
        number=number,
        file=keys.file,
        legend_folder=keys.origin("legend").parent,
        base_files=tuple(dict.fromkeys(keys.origins.values())),
        paths=paths,
        bands=bands,
        variable=keys.text("variable"),
        unit=keys.choice("unit", LAYERS[layer].units),
        scale=_scale(keys),
        offset=keys.number("offset"),
        ignore_unit=keys.text("ignore_unit"),
        nodata=_nodata(keys),
        codes=keys.choice("codes", ("mod17", "igbp")),
        measure=_measure(keys) if layer == "population" else None,
        resampling=keys.choice("resampling", RESAMPLINGS),
        crs=_named(keys, "crs"),
        note=_line(keys, "note"),
        note_zh=_line(keys, "note_zh"),
        licence=_line(keys, "licence"),
        year=keys.year("year"),
        origin=_origin(keys, layer),
        plausible=_plausible(keys),
        legend=_named(keys, "legend"),
        column=_named(keys, "column"),
        vector_layer=keys.text("layer"),
        where=keys.sub("where").values,
        encoding=encoding(keys),
        separator=separator(keys),
        header_row=header_row(keys),
        sheet=keys.text("sheet"),
        kind=soil_kind(keys) if layer == "soil" else None,
        attributes=keys.text("attributes"),
        columns=soil_columns(keys),
        properties=soil_properties(keys),
        factors=soil_factors(keys),
        fractions=keys.flag("fractions"),
        inorganic_carbon=keys.choice("inorganic_carbon", ("absent", "present")) or "present",
    )


def _named(keys: Keys, key: str) -> str | None:
    """A text that names something, or nothing."""
    text = keys.text(key)
    if text is not None and not text.strip():
        raise keys.error(f"{key} is empty. Say what is meant, or leave the key out.", key)
    return text


def _line(keys: Keys, key: str) -> str:
    """A text on one line; nothing when absent."""
    return " ".join((keys.text(key) or "").split())


def _origin(keys: Keys, layer: str) -> Origin:
    """Whether the values were observed, came out of a model, or are set by a rule."""
    kind = None if layer == "soil" else keys.choice("kind", ("observed", "modelled"))
    observed = keys.flag("observed", default=True)
    said = [key for key in ("observed", "kind") if key in keys.values and (key != "kind" or kind)]
    if layer == "npp" and keys.values.get("codes") == "igbp":
        if said:
            raise keys.error(
                f'codes = "igbp" sets NPP by a rule, so {said[0]} says nothing here. '
                f"Leave {said[0]} out.",
                said[0],
            )
        return "rule"
    if len(said) == 2 and observed != (kind == "observed"):
        raise keys.error(
            f"observed = {str(observed).lower()} contradicts kind = {kind!r}. Keep one of them.",
            "observed",
        )
    return "modelled" if kind == "modelled" or not observed else "observed"


def _measure(keys: Keys) -> str:
    measure = keys.choice("measure", ("density", "count"))
    unit = keys.text("unit")
    by_unit = None if unit is None else "count" if unit == "people/pixel" else "density"
    if measure is None and by_unit is None:
        raise keys.error(
            'measure is missing: are the values people per km2 (measure = "density") '
            'or people per pixel (measure = "count")?'
        )
    if measure and by_unit and measure != by_unit:
        raise keys.error(
            f"measure = {measure!r} contradicts unit = {unit!r}. Keep one of them.", "measure"
        )
    return measure or by_unit or "density"
