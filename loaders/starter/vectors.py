"""Proposals for what comes as vectors: the boundary, vegetation types, roads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from loaders.raster.legends import read_legend
from loaders.starter.entry import Entry, Line
from loaders.starter.inventory import DataSet
from loaders.starter.sample import WGS84
from loaders.vector.attributes import ID_FIELDS, NAME_FIELDS, read_attributes
from loaders.vector.vector_file import plain_text
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import project
from sinkbase.region.questions import MARK
from sinkbase.region.sources import Source
from sinkbase.region.toml import number_or_text

MOST_FEATURES = 20_000
SHOWN = 12


@dataclass(frozen=True)
class Boundary:
    """The table of the boundary and its polygon in EPSG:4326; none where it is not known."""

    entry: Entry
    county: shapely.Geometry | None = None


def boundary_of(item: DataSet, where: str) -> Boundary:
    """The boundary of a file; several features are a question unless `where` (field=value) says.

    Raises SinkbaseError when no feature fits.
    """
    table = read_attributes(item.files[0])
    lines = [Line("path", item.path, "guessed from the name")]
    chosen = np.ones(table.count, bool)
    field, _, value = where.partition("=")
    if where:
        column = table.column(field.strip())
        chosen = np.array([text == value.strip() for text in column], bool)
        if not chosen.any():
            raise SinkbaseError(
                f"WHERE={where}: no feature of {item.files[0]} is so. It has {table.told()}."
            )
        lines.append(Line("where", {field.strip(): number_or_text(value.strip())}, "as you said"))
    elif table.count > 1:
        key = table.usual(ID_FIELDS) or table.usual(NAME_FIELDS) or next(iter(table.fields), "?")
        lines.append(Line("where", {key: MARK}, f"which of {table.count} features: see above"))
    meta, _, shapes, _ = pyogrio.raw.read(item.files[0])
    polygons = [shapely.from_wkb(shape) for shape in shapes[chosen] if shape is not None]
    remarks = [f"{table.count} feature(s); {_features(table.fields)}"]
    if not meta["crs"]:
        lines.append(Line("crs", MARK, 'the file has none: like "EPSG:4326"'))
        return Boundary(Entry("boundary", tuple(remarks), tuple(lines)))
    union = shapely.union_all(shapely.make_valid(shapely.force_2d(np.array(polygons, object))))
    county = project(union, CRS.from_user_input(meta["crs"]), WGS84)
    return Boundary(Entry("boundary", tuple(remarks), tuple(lines)), county)


def _features(fields: dict[str, list[str]]) -> str:
    """The features' first fields side by side: adcode 652922 name ..."""
    names = list(fields)[:3]
    rows = list(zip(*(fields[name] for name in names), strict=True))[:SHOWN]
    listed = "; ".join(" ".join(value[:30] for value in row) for row in rows)
    return f"{', '.join(names)}: {listed}"


def _info(item: DataSet, **options: Any) -> dict[str, Any]:
    try:
        return dict(pyogrio.read_info(item.files[0], **options))
    except (DataSourceError, DataLayerError, UnicodeDecodeError):
        return {}


def vegetation_entry(item: DataSet) -> Entry | None:
    """Polygons of vegetation: the column and encoding in which the Chinese legend knows most."""
    geometry = _info(item).get("geometry_type") or ""
    if "Point" in geometry or "Line" in geometry:
        return None
    source = Source("vegetation", 1, Path("region.toml"), (item.path,))
    legend = read_legend(source, Path())
    best: tuple[float, str, str | None, set[str]] = (0, "", None, set())
    told = []
    for encoding in (None, "gbk", "utf-8"):
        for name, texts in _columns(item, encoding).items():
            # numbers prove nothing: any column of 1, 2, 3 would be known as codes of subtypes
            known = {text for text in texts if legend.knows(text) and not text.isdigit()}
            told += [] if encoding else [f"{name}: {', '.join(sorted(texts)[:5])}"]
            if texts and len(known) / len(texts) > best[0]:
                best = (len(known) / len(texts), name, encoding, texts - known)
    path = Line("path", item.path, "guessed from the name")
    if best[0] < 0.5:
        why = f"which of these names the vegetation: {'; '.join(told)}"
        lines = [path, Line("column", MARK, why)]
        lines.append(Line("legend", MARK, '"vegetation_zh" knows few; a CSV file of your own'))
        return Entry("layers.vegetation", (item.path,), tuple(lines))
    lines = [path, Line("column", best[1], f"guessed: the legend knows {100 * best[0]:.0f} %")]
    lines += [Line("encoding", best[2], "guessed: else the names are garbled")] if best[2] else []
    unknown = f"; not known: {', '.join(sorted(best[3])[:SHOWN])}" if best[3] else ""
    return Entry("layers.vegetation", (f"{item.path}: polygons{unknown}",), tuple(lines))


def _columns(item: DataSet, encoding: str | None) -> dict[str, set[str]]:
    """The distinct texts of each column."""
    try:
        meta, _, _, columns = pyogrio.raw.read(
            item.files[0], encoding=encoding, read_geometry=False, max_features=MOST_FEATURES
        )
    except (DataSourceError, DataLayerError, UnicodeDecodeError):
        return {}
    names = [str(name) for name in meta["fields"]]
    return {
        name: {text for value in column if (text := plain_text(value))}
        for name, column in zip(names, columns, strict=True)
    }


def roads_entry(item: DataSet) -> Entry | None:
    """Lines of roads; a file of several layers of lines is a question."""
    try:
        layers = pyogrio.list_layers(item.files[0])
    except (DataSourceError, DataLayerError):
        return None
    lined = [str(name) for name, kind in layers if kind and "Line" in kind]
    if not lined:
        return None
    lines = [Line("path", item.path, "guessed from the name")]
    if len(lined) > 1:
        lines.append(Line("layer", MARK, f"one of {', '.join(lined)}"))
    elif len(layers) > 1:
        lines.append(Line("layer", lined[0], "the only layer of lines"))
    fields = ", ".join(str(name) for name in _info(item, layer=lined[0]).get("fields", ()))
    remark = (
        f"{item.path}: lines with {fields}. All roads count; main roads alone: where = {{ ... }}"
    )
    return Entry("layers.roads", (remark,), tuple(lines))
