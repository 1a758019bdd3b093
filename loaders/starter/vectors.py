"""Proposals for layers that come as vectors: vegetation types and roads."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pyogrio

from loaders.raster.values.legends import read_legend
from loaders.starter.entry import Entry, Line
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.sample import source_of
from loaders.starter.look.words import spoken
from loaders.vector.container import GDAL_ERRORS, VectorLayer, layers_of
from loaders.vector.reading import Opened, crs_of, open_layer
from loaders.vector.vector_file import plain_text
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK

MOST_FEATURES = 20_000
SHOWN = 12
GUESSED = "guessed from the name"
Made = tuple[list[Entry], list[str]]
Make = Callable[[DataSet, Opened], tuple[str, list[Line]]]
_NO_ROADS = ("waterway", "railway", "power", "barrier")  # columns of OpenStreetMap's lines


def _complain(path: Path, message: str) -> SinkbaseError:
    return SinkbaseError(f"{path}: {message}")


def vegetation_entries(item: DataSet) -> Made:
    """Polygons of vegetation; and why they were passed over."""
    return _proposed(item, "vegetation", ("Polygon",), _vegetation)


def roads_entries(item: DataSet) -> Made:
    """Lines of roads; and why they were passed over."""
    return _proposed(item, "roads", ("Line",), _roads)


def _proposed(item: DataSet, layer: str, kinds: tuple[str, ...], make: Make) -> Made:
    path = item.files[0]
    try:
        layers = layers_of(path, _complain)
        fitting = [one for one in layers if one.has(kinds)]
        if not fitting:
            found = ", ".join(sorted({one.geometry or "no geometry" for one in layers}))
            return [], [f"{item.path}: {found}; {kinds[0].lower()}s were expected"]
        chosen, lines = _layer_lines(item, layer, layers, fitting)
        opened = open_layer(path, chosen.name, None, kinds, _complain)
        remark, more = make(item, opened)
        if not crs_is_known(opened):
            lines.append(Line("crs", MARK, 'the file has none: like "EPSG:4326"'))
    except SinkbaseError as error:
        return [], [f"{item.path}: {str(error).splitlines()[0].removeprefix(f'{path}: ')}"]
    except GDAL_ERRORS as error:
        return [], [f"{item.path}: it cannot be read: {error}"]
    return [Entry(f"layers.{layer}", (remark,), (*lines, *more))], []


def _layer_lines(
    item: DataSet, layer: str, layers: list[VectorLayer], fitting: list[VectorLayer]
) -> tuple[VectorLayer, list[Line]]:
    """The layer of the file to look at, and the lines that say which it is or ask."""
    lines = [Line("path", item.path, GUESSED)]
    if len(layers) == 1:
        return fitting[0], lines
    speaking = [one for one in fitting if spoken(one.name) == layer]
    silent = [one for one in fitting if spoken(one.name) is None]
    if len(speaking) == 1 and len(fitting) - len(silent) >= 1 and not silent:
        return speaking[0], [*lines, Line("layer", speaking[0].name, "guessed from its name")]
    if len(fitting) == 1:
        kind = fitting[0].geometry
        return fitting[0], [*lines, Line("layer", fitting[0].name, f"the only one of {kind}")]
    names = ", ".join(one.name for one in fitting)
    return (speaking or fitting)[0], [*lines, Line("layer", MARK, f"one of {names}")]


def crs_is_known(opened: Opened) -> bool:
    """Whether the layer says in which coordinate system it is."""
    try:
        crs_of(opened, None)
    except SinkbaseError:
        return False
    return True


def _vegetation(item: DataSet, opened: Opened) -> tuple[str, list[Line]]:
    """The column and encoding in which the Chinese legend knows most."""
    if not opened.fields:
        opened.require("that names the vegetation")
    legend = read_legend(source_of("vegetation", item), Path())
    best: tuple[float, str, str | None, set[str]] = (0, "", None, set())
    told = []
    for encoding in dict.fromkeys((*opened.encodings, "gb18030", "utf-8")):
        for name, texts in _columns(opened, encoding).items():
            # numbers prove nothing: any column of 1, 2, 3 would be known as codes of subtypes
            known = {text for text in texts if legend.knows(text) and not text.isdigit()}
            told += [f"{name}: {', '.join(sorted(texts)[:5])}"] if texts else []
            if texts and len(known) / len(texts) > best[0]:
                best = (len(known) / len(texts), name, encoding, texts - known)
    share, column, encoding, unknown = best
    if share < 0.5:
        why = f"which of these names the vegetation: {'; '.join(dict.fromkeys(told))}"
        legend_why = '"vegetation_zh" knows few of these names; a CSV file of your own'
        return item.path, [Line("column", MARK, why), Line("legend", MARK, legend_why)]
    lines = [Line("column", column, f"guessed: the legend knows {100 * share:.0f} %")]
    if encoding == "gb18030":
        lines.append(Line("encoding", "gbk", "guessed: else the names are garbled"))
    more = f"; not known: {', '.join(sorted(unknown)[:SHOWN])}" if unknown else ""
    return f"{item.path}: polygons{more}", lines


def _columns(opened: Opened, encoding: str | None) -> dict[str, set[str]]:
    """The distinct texts of each column; none where the encoding is another."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            meta, _, _, columns = pyogrio.raw.read(
                opened.layer.address, layer=opened.layer.inner, encoding=encoding,
                read_geometry=False, max_features=MOST_FEATURES,
            )  # fmt: skip
    except GDAL_ERRORS:
        return {}
    names = [str(name) for name in meta["fields"]]
    return {
        name: {text for value in column if (text := plain_text(value))}
        for name, column in zip(names, columns, strict=True)
    }


def _roads(item: DataSet, opened: Opened) -> tuple[str, list[Line]]:
    """What the lines are; of lines of all kinds the roads have to be told apart."""
    fields = ", ".join(opened.fields) or "no attributes"
    remark = f"{item.path}: lines with {fields}. All count; main roads alone: where = {{ ... }}"
    lower = {field.lower(): field for field in opened.fields}
    others = [lower[name] for name in _NO_ROADS if name in lower]
    if not others:
        return remark, []
    key = lower.get("highway") or lower.get("fclass") or "?"
    why = f"which of the lines are roads: others have a {' or '.join(others)}"
    return remark, [Line("where", {key: MARK}, why)]
