"""A region file (TOML) as frozen dataclasses; every mistake in it is an error with a remedy."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.crs import region_crs
from loaders.errors import SinkbaseError
from loaders.keys import Keys, nearest
from loaders.layers import LAYERS
from loaders.method import Setting, method_settings

RESAMPLINGS = ("nearest", "bilinear", "cubic", "average", "mode")
_COMMON = ("path", "bands", "nodata", "resampling", "crs", "note", "variable")
_QUANTITY = ("unit", "scale", "offset", "plausible")
_VECTOR = ("column", "layer", "where", "encoding")
_SOIL = ("kind", "attributes", "columns", "properties", "fractions", "encoding")
_OWN_KEYS = {
    "npp": ("codes",),
    "population": ("measure",),
    "land_use": ("legend",),
    "vegetation": ("legend", *_VECTOR),
    "soil": (*_SOIL, "inorganic_carbon"),
}


@dataclass(frozen=True)
class BoundarySettings:
    """Where the region's polygon comes from."""

    paths: tuple[str, ...]
    layer: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
    crs: str | None = None


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
    nodata: float | str | None = None
    codes: str | None = None
    measure: str | None = None
    resampling: str | None = None
    crs: str | None = None
    note: str = ""
    plausible: tuple[float, float] | None = None
    legend: str | None = None
    column: str | None = None
    vector_layer: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
    encoding: str | None = None
    kind: str | None = None
    attributes: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    properties: dict[str, int | str] = field(default_factory=dict)
    fractions: bool = False
    inorganic_carbon: str = "present"

    @property
    def table(self) -> str:
        """The region file's name for this source, for messages."""
        return f"layers.{self.layer}" + (f" (source {self.number})" if self.number > 1 else "")

    def error(self, found: object, message: str) -> SinkbaseError:
        """An error about a file of this source."""
        return SinkbaseError(f"{found}: {message} ({self.file.name}, [{self.table}])")


@dataclass(frozen=True)
class Region:
    """One region: its grid, boundary, layers and settings of the method."""

    file: Path
    name: str
    title: str
    title_zh: str
    crs: str
    cell_size_m: float
    tile_size: int
    synthetic: bool
    boundary: BoundarySettings
    method: dict[str, Setting]
    layers: dict[str, tuple[Source, ...]]

    @property
    def raw_schema(self) -> str:
        """The schema that the loaders write."""
        return f"{self.name}_raw"

    @property
    def inorganic_carbon(self) -> str:
        """`absent` when no source of the soil knows carbonate, else `present`."""
        sources = self.layers.get("soil", ())
        absent = bool(sources) and all(s.inorganic_carbon == "absent" for s in sources)
        return "absent" if absent else "present"


def _region_name(keys: Keys) -> str:
    name = keys.needed_text("name", f'"{keys.file.stem}"')
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise keys.error(
            f"name = {name!r} cannot name a database schema. Expected: a small letter, then at "
            f"most 39 small letters, digits or underscores, for example {_as_name(name)!r}."
        )
    if name != keys.file.stem:
        raise keys.error(
            f"name = {name!r} differs from the file's name {keys.file.name!r}. "
            f"Rename the file to {name}.toml or set name = {keys.file.stem!r}."
        )
    return name


def _as_name(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return (name if name[:1].isalpha() else f"region_{name}").rstrip("_")[:40]


def _positive(keys: Keys, key: str, default: float | None = None) -> float:
    value = keys.number(key)
    value = default if value is None else value
    if value is None or value <= 0:
        raise keys.error(f"{key} = {value}: a number above 0 was expected, like {key} = 1000.")
    return value


def _boundary(keys: Keys) -> BoundarySettings:
    keys.refuse_unknown(("path", "layer", "where", "crs"))
    paths = keys.texts("path")
    if not paths:
        raise keys.error('path is missing. Add for example path = "boundary.geojson".')
    where = keys.sub("where").values
    return BoundarySettings(paths, keys.text("layer"), where, keys.text("crs"))


def _plausible(keys: Keys) -> tuple[float, float] | None:
    value = keys.values.get("plausible")
    if value is None:
        return None
    numbers = isinstance(value, list) and all(isinstance(v, int | float) for v in value)
    if not numbers or len(value) != 2 or value[0] >= value[1]:
        raise keys.error(f"plausible = {value!r}: [lowest, highest] was expected.")
    return float(value[0]), float(value[1])


def _nodata(keys: Keys) -> float | str | None:
    if keys.values.get("nodata") == "none":
        return "none"
    if isinstance(keys.values.get("nodata"), str):
        raise keys.error(
            f"nodata = {keys.values['nodata']!r}: a number was expected, "
            'or "none" when every value of the file is meant.'
        )
    return keys.number("nodata")


def _properties(keys: Keys) -> dict[str, int | str]:
    known = ("organic_carbon", "carbonate", "bulk_density", "gravel", "sand", "silt", "clay")
    table = keys.sub("properties")
    table.refuse_unknown([p + name for p in ("", "topsoil_", "subsoil_") for name in known])
    return dict(table.values)


def _source(keys: Keys, layer: str, number: int) -> Source:
    own = _OWN_KEYS.get(layer, ())
    quantity = _QUANTITY if LAYERS[layer].kind == "quantity" else ()
    keys.refuse_unknown((*_COMMON, *quantity, *own))
    paths = keys.texts("path")
    if not paths:
        raise keys.error('path is missing. Add for example path = "folder/file.tif".')
    bands = keys.wholes("bands")
    if bands and min(bands) < 1:
        raise keys.error(f"bands = {list(bands)}: bands are counted from 1.")
    return Source(
        layer=layer,
        number=number,
        file=keys.file,
        paths=paths,
        bands=bands,
        variable=keys.text("variable"),
        unit=keys.choice("unit", LAYERS[layer].units),
        scale=keys.number("scale"),
        offset=keys.number("offset"),
        nodata=_nodata(keys),
        codes=keys.choice("codes", ("mod17",)),
        measure=_measure(keys) if layer == "population" else None,
        resampling=keys.choice("resampling", RESAMPLINGS),
        crs=keys.text("crs"),
        note=keys.text("note") or "",
        plausible=_plausible(keys),
        legend=keys.text("legend"),
        column=keys.text("column"),
        vector_layer=keys.text("layer"),
        where=keys.sub("where").values,
        encoding=keys.text("encoding"),
        kind=_kind(keys) if layer == "soil" else None,
        attributes=keys.text("attributes"),
        columns=dict(keys.sub("columns").values),
        properties=_properties(keys),
        fractions=keys.flag("fractions"),
        inorganic_carbon=keys.choice("inorganic_carbon", ("absent", "present")) or "present",
    )


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
        raise keys.error(f"measure = {measure!r} contradicts unit = {unit!r}. Keep one of them.")
    return measure or by_unit or "density"


def _kind(keys: Keys) -> str:
    kind = keys.choice("kind", ("mapping_units", "properties", "points"))
    if kind is None:
        kind = "mapping_units" if "attributes" in keys.values else "properties"
    if kind == "mapping_units" and "attributes" not in keys.values:
        raise keys.error('attributes is missing. Name the table: attributes = "hwsd.csv".')
    if kind != "mapping_units" and not keys.values.get("properties"):
        raise keys.error(
            "properties is missing. Say which band or column holds what, "
            "for example properties = { organic_carbon = 1, clay = 2, sand = 3 }."
        )
    return kind


def _layers(keys: Keys) -> dict[str, tuple[Source, ...]]:
    result = {}
    for layer, value in keys.values.items():
        if layer not in LAYERS:
            raise keys.error(f"unknown layer {layer!r}. {nearest(layer, LAYERS)}")
        tables = value if isinstance(value, list) else [value]
        if not tables or not all(isinstance(table, dict) for table in tables):
            raise keys.error(f"{layer} is {value!r}, a table was expected: [layers.{layer}].")
        result[layer] = tuple(
            _source(Keys(table, keys.file, f"layers.{layer}"), layer, number)
            for number, table in enumerate(tables, 1)
        )
    return result


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = sorted(file.stem for file in path.parent.glob("*.toml"))
        raise SinkbaseError(
            f"{path}: there is no such region file. {nearest(path.stem, known)}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SinkbaseError(
            f"{path}: not a valid TOML file: {error}. Mend this line; texts stand in quotes."
        ) from None


def read_region(path: Path) -> Region:
    """The region of a file. Raises SinkbaseError for anything that is not as documented."""
    top = Keys(_parse(path), path, "")
    for key in top.values:
        if key not in ("region", "boundary", "method", "layers"):
            known = ("region", "boundary", "method", "layers")
            raise SinkbaseError(f"{path}: unknown table [{key}]. {nearest(key, known)}")
    keys = top.sub("region")
    keys.refuse_unknown(
        ("name", "title", "title_zh", "crs", "cell_size_m", "synthetic", "tile_size")
    )
    name = _region_name(keys)
    crs = keys.needed_text("crs", '"EPSG:2328"')
    region_crs(crs, path)
    tile_size = _positive(keys, "tile_size", 128)
    if tile_size != int(tile_size) or not 8 <= tile_size <= 1024:
        raise keys.error(f"tile_size = {tile_size:g}: a whole number in 8..1024 was expected.")
    return Region(
        file=path,
        name=name,
        title=keys.text("title") or name,
        title_zh=keys.text("title_zh") or keys.text("title") or name,
        crs=crs,
        cell_size_m=_positive(keys, "cell_size_m"),
        tile_size=int(tile_size),
        synthetic=keys.flag("synthetic"),
        boundary=_boundary(top.sub("boundary")),
        method=method_settings(top.sub("method")),
        layers=_layers(top.sub("layers")),
    )
