"""A region file (TOML) as frozen dataclasses; every mistake in it is an error with a remedy."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import region_crs
from sinkbase.region.document import read_document
from sinkbase.region.keys import Keys
from sinkbase.region.method import Setting, method_settings
from sinkbase.region.sources import Source, read_source

RUNS_KEPT = 10
RESERVED = ("public", "sinkbase", "information_schema", "compare")


@dataclass(frozen=True)
class BoundarySettings:
    """Where the region's polygon comes from."""

    file: Path
    paths: tuple[str, ...]
    layer: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
    crs: str | None = None
    encoding: str | None = None
    close_rings: bool = False  # lines that close are polygons, open rings are closed


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
    year: int | None = None  # for which the region is evaluated
    runs_kept: int = RUNS_KEPT  # of how many runs the sinks' polygons are kept

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


def name_problem(name: str) -> str:
    """What is wrong with a region's name, in one or two sentences; nothing when it will do."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        return (
            "cannot name a database schema. Expected: a small letter, then at "
            f"most 39 small letters, digits or underscores, for example {_as_name(name)!r}."
        )
    if name in RESERVED or name.startswith("pg_") or name.endswith(("_raw", "_work")):
        return (
            "is taken: a region has the schemas <name>, <name>_raw and <name>_work, and "
            f"{', '.join(RESERVED)}, pg_... belong to others. Choose another name, for example "
            f"'county_{name.removeprefix('pg_').removesuffix('_raw').removesuffix('_work')}'."
        )
    return ""


def check_name(name: str) -> None:
    """Hold a name to what a region can be called.

    Raises SinkbaseError for one that no region can have.
    """
    if problem := name_problem(name):
        raise SinkbaseError(f"NAME={name!r} {problem}")


def _region_name(keys: Keys) -> str:
    name = keys.needed_text("name", f'"{keys.file.stem}"')
    if problem := name_problem(name):
        raise keys.error(f"name = {name!r} {problem}")
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
        raise keys.error(f"{key} = {value}: a number above 0 was expected, like {key} = 1000.", key)
    return value


def _runs_kept(keys: Keys) -> int:
    value = keys.number("runs_kept")
    if value is None:
        return RUNS_KEPT
    if value != int(value) or not 1 <= value <= 10_000:
        raise keys.error(
            f"runs_kept = {value:g}: a whole number in 1..10000 was expected, the number of runs "
            "whose sinks are kept.",
            "runs_kept",
        )
    return int(value)


def _boundary(keys: Keys) -> BoundarySettings:
    keys.refuse_unknown(("path", "layer", "where", "crs", "encoding", "close_rings"))
    paths = keys.texts("path")
    if not paths:
        raise keys.error('path is missing. Add for example path = "boundary.geojson".')
    where = keys.sub("where").values
    return BoundarySettings(
        file=keys.origin("path"),
        paths=paths,
        layer=keys.text("layer"),
        where=where,
        crs=keys.text("crs"),
        encoding=keys.text("encoding"),
        close_rings=keys.flag("close_rings"),
    )


def _layer(layer: str, tables: tuple[Keys, ...]) -> tuple[Source, ...]:
    return tuple(read_source(keys, layer, number) for number, keys in enumerate(tables, 1))


def read_region(path: Path, text: str | None = None) -> Region:
    """The region of a file, its base's tables below its own (`sinkbase.region.document`).

    `text` stands in for the file's content. Raises SinkbaseError for what is not as documented.
    """
    tables = read_document(path, text)
    keys = tables.region
    name = _region_name(keys)
    crs = keys.needed_text("crs", '"EPSG:2328"')
    region_crs(crs, keys.origin("crs"))
    tile_size = _positive(keys, "tile_size", 128)
    if tile_size != int(tile_size) or not 8 <= tile_size <= 1024:
        raise keys.error(
            f"tile_size = {tile_size:g}: a whole number in 8..1024 was expected.", "tile_size"
        )
    return Region(
        file=path,
        name=name,
        title=keys.text("title") or name,
        title_zh=keys.text("title_zh") or keys.text("title") or name,
        crs=crs,
        cell_size_m=_positive(keys, "cell_size_m"),
        tile_size=int(tile_size),
        synthetic=keys.flag("synthetic"),
        boundary=_boundary(tables.boundary),
        method=method_settings(tables.method),
        layers={layer: _layer(layer, sources) for layer, sources in tables.layers.items()},
        year=keys.year("year"),
        runs_kept=_runs_kept(keys),
    )
