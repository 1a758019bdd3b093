"""A first region file for a folder of files: what can be told is proposed, the rest is asked.

The files are looked at with the loader's own openers and held against the loader's own plausible
ranges and legends. What was guessed says so; what cannot be told is `"?"`, which no build accepts.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from loaders.starter.boundaries import find_boundary
from loaders.starter.county import Boundary
from loaders.starter.entry import Entry, Line, choice
from loaders.starter.look.inside import looked_into
from loaders.starter.look.inventory import DataSet, data_sets, of_layer
from loaders.starter.look.words import OTHERS, WORDS
from loaders.starter.rasters import Made, Place, raster_entries
from loaders.starter.soils import soil_entries
from loaders.starter.vectors import roads_entries, vegetation_entries
from loaders.starter.year import region_year
from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import DERIVED, LAYERS, OPTIONAL, REQUIRED
from sinkbase.region.questions import MARK
from sinkbase.region.toml import comment

VECTORS = {"vegetation": vegetation_entries, "roads": roads_entries}
NOT_USED = "found, not used"
EVERYWHERE = shapely.box(-180, -90, 180, 90)
HEAD = """\
# Proposed by `make region` from the files of {data}
# by names, values and attributes. "guessed" marks what to look at again; "?" what only you can say.
# A build refuses this file until each "?" is answered. Keys: docs/region-file.md.
"""


@dataclass(frozen=True)
class Proposal:
    """The tables of a region file and its text."""

    entries: tuple[Entry, ...]
    text: str

    @property
    def questions(self) -> int:
        """How many answers are still to be given."""
        return sum(entry.questions for entry in self.entries)


def propose(name: str, data: Path, boundary: str = "", where: str = "") -> Proposal:
    """The proposal for a folder.

    Raises SinkbaseError for a folder without any data set.
    """
    items = [looked_into(item) for item in data_sets(data)]
    if not any(item.kind != "unusable" for item in items):
        raise SinkbaseError(
            f"{data}: no raster, vector or table that could be a layer. Expected the county's "
            "files: GeoTIFF, NetCDF, HDF, GRIB, Shapefile, GeoPackage, GeoJSON, CSV, XLSX."
        )
    found = find_boundary(items, data, boundary, where)
    place = Place(data, EVERYWHERE if found.around is None else found.around)
    says = " ".join(found.entry.remarks).lower()
    made_up = any(word in says for word in ("synthetic", "合成"))
    layers = [_layer(layer, items, place) for layer in [*REQUIRED, *OPTIONAL]]
    layers += _derived(items, place)
    entries = [_region(name, found, made_up, layers), found.entry, *layers]
    left = _unused(items, entries, data)
    rest = "\n".join(comment(item.path + (f": {item.why}" if item.why else "")) for item in left)
    foot = f"\n# Not used here:\n{rest}\n" if left else ""
    body = "\n\n".join(entry.text() for entry in entries)
    return Proposal(tuple(entries), f"{HEAD.format(data=data)}\n{body}\n{foot}")


def _unused(items: list[DataSet], entries: list[Entry], data: Path) -> list[DataSet]:
    """The data sets that no line names, not even a part of, and of which no remark says why."""
    every = [each for entry in entries for each in (entry, *entry.alternatives)]
    lines = [line for entry in every for line in entry.lines if line.key in ("path", "attributes")]
    values = [line.value if isinstance(line.value, list) else [line.value] for line in lines]
    used = {path for value in values for path in value}
    files = {data / path for path in used}
    for path in used:
        files |= set(data.glob(path)) if "*" in path and not path.startswith("/") else set()
    said = [text for entry in every for text in entry.remarks]
    return [
        item
        for item in items
        if item.path not in used
        and not files & {*item.files}
        and not any(f"{item.path}: " in text for text in said)
    ]


def _region(name: str, boundary: Boundary, synthetic: bool, layers: list[Entry]) -> Entry:
    lines = [Line("name", name), Line("title", name, "the county's name in English")]
    lines.append(Line("title_zh", name, "and in Chinese"))
    lines.append(boundary.crs_line())
    lines.append(Line("cell_size_m", 1000, "guessed: as in the method's study"))
    lines += region_year(layers)
    why = "guessed: the boundary's attributes say so" if synthetic else "true for made-up files"
    lines.append(Line("synthetic", synthetic, why))
    return Entry("region", (), tuple(lines))


def _layer(layer: str, items: list[DataSet], place: Place) -> Entry:
    table = f"layers.{layer}"
    rasters = of_layer(items, layer, ("raster",))
    vectors = of_layer(items, layer, ("vector",)) if layer in VECTORS else []
    tables = of_layer(items, layer, ("table",)) if layer == "soil" else []
    if layer == "soil":
        entries, refused = soil_entries(rasters, tables, place)
    else:
        entries, refused = _each(rasters if layer != "roads" else [], layer, place)
    for item in vectors:
        made, no = VECTORS[layer](item)
        entries, refused = entries + made, refused + no
    if layer == "roads" and not entries:
        entries, more = _each(rasters, layer, place)
        refused += more
    fitting = (*rasters, *vectors, *tables)
    strange = [item for item in items if item not in fitting and item.mentions(layer)]
    if entries:  # then what speaks of another layer is that layer's
        strange = [item for item in strange if item.layer == layer or item.layer in OTHERS]
    refused += [_of_no_use(item, layer) for item in strange]
    passed = tuple(f"{NOT_USED}: {text}" for text in refused)
    if entries:
        entry = choice(table, entries)
        return Entry(table, (*passed, *entry.remarks), entry.lines, entry.alternatives)
    return _missing(layer, table, passed)


def _derived(items: list[DataSet], place: Place) -> list[Entry]:
    """Rasters of what is derived from another layer otherwise, where there are some."""
    found = []
    for layer in DERIVED:
        entries, refused = _each(of_layer(items, layer, ("raster",)), layer, place)
        told = tuple(f"{NOT_USED}: {text}" for text in refused)
        how = f"without this table the {layer} follows from the elevation"
        if entries:
            entry = choice(f"layers.{layer}", entries)
            found.append(replace(entry, remarks=(*told, how, *entry.remarks)))
        elif told:
            found.append(Entry(f"layers.{layer}", told))
    return found


def _each(rasters: list[DataSet], layer: str, place: Place) -> Made:
    entries: list[Entry] = []
    refused: list[str] = []
    for item in rasters:
        made, no = raster_entries(layer, item, place)
        entries, refused = entries + made, refused + no
    return entries, refused


def _of_no_use(item: DataSet, layer: str) -> str:
    if item.layer != layer:
        return f"{item.path}: its name speaks of {item.layer or 'something else'}"
    kinds = {"vegetation": "polygons or a raster", "soil": "a raster with its table, or points",
             "roads": "lines"}  # fmt: skip
    what = item.why or f"it is a {item.kind}"
    return f"{item.path}: {what}; {kinds.get(layer, 'a raster')} would be used"


def _missing(layer: str, table: str, said: tuple[str, ...]) -> Entry:
    """A needed layer is asked for; an optional one is named in a comment alone.

    What was found, and why it could not be used, stands in place of the words looked for.
    """
    words = WORDS[layer].split()[:4]
    why = f"no file was found by a name like {', '.join(words)}"
    if said:
        why = f"of {len(said)} found by name none can be used, see above"
    if layer in OPTIONAL:
        return Entry(table, (*said, f"[{table}] is optional: {why}"))
    remark = f"{'NOT USABLE' if said else 'MISSING'}: {LAYERS[layer].what}: {why}"
    return Entry(table, (*said, remark), (Line("path", MARK, "the file, its path from DATA"),))


__all__ = ["NOT_USED", "Proposal", "propose"]
