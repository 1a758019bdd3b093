"""The boundary of a proposal: which file, which layer, which feature; and the county's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj.exceptions import ProjError
from shapely.errors import GEOSException

from loaders.starter.entry import Entry, Line
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.pixels import WGS84
from loaders.starter.look.zone import projected_crs
from loaders.vector.attributes import Attributes, read_attributes
from loaders.vector.boundary import KINDS, polygons_of
from loaders.vector.container import layers_of
from loaders.vector.reading import Opened, crs_of, open_layer
from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import project
from sinkbase.region.questions import MARK
from sinkbase.region.settings import BoundarySettings
from sinkbase.region.toml import number_or_text

GUESSED = "guessed from the name"
SHOWN = 12
FIELDS_SHOWN = 3


@dataclass(frozen=True)
class Boundary:
    """The table of the boundary; `around` is where to look for layers, in EPSG:4326.

    `counties` are the features of which one is meant, by name: one alone is the county.
    """

    entry: Entry
    around: shapely.Geometry | None = None
    counties: tuple[tuple[str, shapely.Geometry], ...] = ()

    def crs_line(self) -> Line:
        """The region's coordinate system: the county's zone, a question where it is open which."""
        zones: dict[tuple[str, str], list[tuple[str, shapely.Geometry]]] = {}
        for name, shape in self.counties:
            if shape.is_empty:
                continue
            middle = shape.centroid
            code, told = projected_crs(middle.x, middle.y)
            zones.setdefault((code, told), []).append((name, middle))
        if not zones:
            return Line("crs", MARK, 'a projected one in metres, like "EPSG:4492"')
        if len(zones) > 1:
            each = "; ".join(
                f'"{code}" ({told}) for {", ".join(name for name, _ in there[:6])}'
                + (f" and {len(there) - 6} more" if len(there) > 6 else "")
                for (code, told), there in zones.items()
            )
            return Line("crs", MARK, f"that of the county: {each}")
        ((code, told), there) = next(iter(zones.items()))
        if len(there) > 1:
            return Line(
                "crs", code, f"guessed: {told}, in which the middles of all {len(there)} lie"
            )
        middle = there[0][1]
        why = f"guessed: {told}, for the middle at {middle.x:.2f} E, {middle.y:.2f} N"
        return Line("crs", code, why)


def _complain(path: Path, message: str) -> SinkbaseError:
    return SinkbaseError(f"{path}: {message}")


def boundary_of(item: DataSet, where: str) -> Boundary:
    """The boundary of a file; what is open (layer, feature, crs) is a question.

    Raises SinkbaseError for a damaged geometry.
    """
    try:
        return _boundary_of(item, where)
    except GEOSException as error:
        raise _complain(item.files[0], f"its geometry is damaged: {error}.") from None


def _boundary_of(item: DataSet, where: str) -> Boundary:
    path = item.files[0]
    fitting = [layer for layer in layers_of(path, _complain) if layer.has(("Polygon",))]
    if len(fitting) < 2:
        return _of_layer(item, None, where)
    made = []
    for layer in fitting:
        try:
            made.append((layer.name, _of_layer(item, layer.name, where)))
        except SinkbaseError:
            continue
    if len(made) == 1:  # of the others none has what WHERE asks for
        name, found = made[0]
        lines = [*found.entry.lines, Line("layer", name, "the only one with such features")]
        entry = Entry("boundary", found.entry.remarks, tuple(lines))
        return Boundary(entry, found.around, found.counties)
    names = ", ".join(layer.name for layer in fitting)
    if not made:
        raise _complain(path, f"none of its layers ({names}) can be a boundary.")
    remarks = [f"layer {name}: {text}" for name, one in made for text in one.entry.remarks]
    lines = [Line("path", item.path, GUESSED), Line("layer", MARK, f"one of {names}")]
    lines.append(Line("where", {"?": MARK}, "which feature of it, when there are several"))
    around = [one.around for _, one in made if one.around is not None]
    counties = tuple(county for _, one in made for county in one.counties)
    union = shapely.union_all(around) if around else None
    return Boundary(Entry("boundary", tuple(remarks), tuple(lines)), union, counties)


def _of_layer(item: DataSet, layer: str | None, where: str) -> Boundary:
    path = item.files[0]
    table = read_attributes(path, layer)
    opened = open_layer(path, layer, None, KINDS, _complain)
    chosen, line = _chosen(path, table, where)
    lines = [Line("path", item.path, GUESSED), *([line] if line else [])]
    remarks = (f"{table.count} feature(s){_features(table)}",)
    if _is_gbk(opened):
        lines.append(Line("encoding", "gbk", "guessed: else the names are garbled"))
    shapes = _shapes(opened, chosen, lines)
    try:
        crs = crs_of(opened, None)
        there = [project(shape, crs, WGS84) for shape in shapes]
    except (SinkbaseError, ProjError) as error:
        lines.append(Line("crs", MARK, f'like "EPSG:4326": {_short(error, path)}'))
        return Boundary(Entry("boundary", remarks, tuple(lines)), _as_if_in_degrees(shapes))
    around = shapely.make_valid(shapely.union_all(shapely.make_valid(np.array(there, object))))
    if around.is_empty or around.area == 0:
        raise _complain(path, "its polygons have no area.")
    is_one = line is None or not line.is_open
    names = _names(table, chosen)
    counties = [("the county", around)] if is_one else list(zip(names, there, strict=False))
    entry = Entry("boundary", remarks, tuple(lines))
    return Boundary(entry, around, tuple(counties))


def _as_if_in_degrees(shapes: list[shapely.Geometry]) -> shapely.Geometry | None:
    """Where to look when the file has no coordinate system: nowhere unless these may be degrees."""
    union = shapely.union_all(shapely.make_valid(np.array(shapes, object)))
    return union if shapely.within(union, shapely.box(-180, -90, 180, 90)) else None


def _chosen(path: Path, table: Attributes, where: str) -> tuple[np.ndarray, Line | None]:
    """Which features are meant, and the line that says so."""
    chosen = np.ones(table.count, bool)
    field, _, value = where.partition("=")
    if where:
        column = table.column(field.strip())
        chosen = np.array([text.strip() == value.strip() for text in column], bool)
        if not chosen.any():
            raise SinkbaseError(
                f"WHERE={where}: no feature of {path} is so. It has {table.told()}."
            )
        wanted = {field.strip(): number_or_text(value.strip())}
        return chosen, Line("where", wanted, "as you said")
    if table.count < 2:
        return chosen, None
    key = next(iter(table.telling()), "?")
    return chosen, Line("where", {key: MARK}, f"which of {table.count} features: see above")


def _shapes(opened: Opened, chosen: np.ndarray, lines: list[Line]) -> list[shapely.Geometry]:
    """The polygons of the chosen features; a question is added where rings are not closed."""
    wkb, _ = opened.read(columns=[])
    if wkb is None:
        raise opened.complain(opened.path, "it has no geometry.")
    for close in (False, True):
        settings = BoundarySettings(opened.path, (), close_rings=close)
        try:
            shapes = polygons_of(wkb[chosen], settings, opened)
        except SinkbaseError as error:
            if close or "close_rings" not in str(error):
                raise
            why = f"true when it is so: {_short(error, opened.path)}"
            lines.append(Line("close_rings", MARK, why))
            continue
        strange = sorted({shape.geom_type for shape in shapes if "Polygon" not in shape.geom_type})
        if strange or not shapes:
            kind = ", ".join(strange) or "no features"
            raise opened.complain(opened.path, f"polygons were expected, it has {kind}.")
        return shapes
    return []


def _is_gbk(opened: Opened) -> bool:
    """Whether the texts had to be read as GBK, which the file does not say."""
    return opened.decoded_by() == "gb18030"


def _short(error: Exception, path: Path) -> str:
    return str(error).splitlines()[0].removeprefix(f"{path}: ")


def _names(table: Attributes, chosen: np.ndarray) -> Iterable[str]:
    fields = table.telling()
    named = next((f for f in fields if table.is_name(f)), fields[0] if fields else None)
    column = table.fields[named] if named else [""] * table.count
    return [text or f"feature {i}" for i, text in enumerate(column, 1)]


def _features(table: Attributes) -> str:
    """The features' telling fields side by side: adcode 652922 name ..."""
    names = table.telling()[:FIELDS_SHOWN]
    if not names:
        return ""
    rows = list(zip(*(table.fields[name] for name in names), strict=True))[:SHOWN]
    listed = "; ".join(" ".join(value[:30] for value in row) for row in rows)
    more = "; ..." if table.count > SHOWN else ""
    return f"; {', '.join(names)}: {listed}{more}"
