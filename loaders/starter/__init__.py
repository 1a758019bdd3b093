"""A first region file for a folder of files: what can be told is proposed, the rest is asked.

The files are looked at with the loader's own openers and held against the loader's own plausible
ranges and legends. What was guessed says so; what cannot be told is `"?"`, which no build accepts.
"""

from dataclasses import dataclass
from pathlib import Path

import shapely

from loaders.starter.entry import Entry, Line, choice
from loaders.starter.inventory import WORDS, DataSet, data_sets, of_layer
from loaders.starter.rasters import raster_entries
from loaders.starter.soils import soil_entries
from loaders.starter.vectors import Boundary, boundary_of, roads_entry, vegetation_entry
from loaders.starter.zone import projected_crs
from loaders.vector.attributes import file_below
from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import LAYERS, OPTIONAL, REQUIRED
from sinkbase.region.questions import MARK
from sinkbase.region.toml import comment

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
    items = data_sets(data)
    if not items:
        raise SinkbaseError(
            f"{data}: no raster, vector or table that could be a layer. Expected the county's "
            "files: GeoTIFF, NetCDF, Shapefile, GeoPackage, GeoJSON, CSV, XLSX."
        )
    found = _boundary(items, data, boundary, where)
    county = EVERYWHERE if found.county is None else found.county
    says = " ".join(found.entry.remarks).lower()
    made_up = any(word in says for word in ("synthetic", "合成"))
    entries = [_region(name, found.county, made_up), found.entry]
    used = {line.value for line in found.entry.lines if line.key == "path"}
    for layer in [*REQUIRED, *OPTIONAL]:
        entry = _layer(layer, items, data, county)
        entries.append(entry)
        for each in (entry, *entry.alternatives):
            used |= {line.value for line in each.lines if line.key in ("path", "attributes")}
    left = [item.path for item in items if item.path not in used]
    rest = "\n".join(comment(path) for path in left)
    foot = f"\n# Not used here:\n{rest}\n" if left else ""
    body = "\n\n".join(entry.text() for entry in entries)
    return Proposal(tuple(entries), f"{HEAD.format(data=data)}\n{body}\n{foot}")


def _region(name: str, county: shapely.Geometry | None, synthetic: bool) -> Entry:
    lines = [Line("name", name), Line("title", name, "the county's name in English")]
    lines.append(Line("title_zh", name, "and in Chinese"))
    if county is None:
        lines.append(Line("crs", MARK, 'a projected one in metres, like "EPSG:4492"'))
    else:
        middle = county.centroid
        code, told = projected_crs(middle.x, middle.y)
        why = f"guessed: {told}, for the middle at {middle.x:.2f} E, {middle.y:.2f} N"
        lines.append(Line("crs", code, why))
    lines.append(Line("cell_size_m", 1000, "guessed: as in the method's study"))
    why = "guessed: the boundary's attributes say so" if synthetic else "true for made-up files"
    lines.append(Line("synthetic", synthetic, why))
    return Entry("region", (), tuple(lines))


def _boundary(items: list[DataSet], data: Path, path: str, where: str) -> Boundary:
    """The boundary from the file that was named, else from the only one whose name says so."""
    if path:
        file, place = file_below(data, path)
        return boundary_of(DataSet("vector", place, (file,)), where)
    fitting = of_layer(items, "boundary", ("vector",))
    if len(fitting) == 1:
        return boundary_of(fitting[0], where)
    names = [item.path for item in fitting or items if item.kind == "vector"]
    raise SinkbaseError(
        f"{data}: {len(fitting) or 'no'} file{'s are' if len(fitting) > 1 else ' is'} named like a "
        "boundary, and without the county's polygon no layer can be judged. Say which file has it: "
        f"BOUNDARY=file. There are: {', '.join(names) or 'no vector files'}."
    )


def _layer(layer: str, items: list[DataSet], data: Path, county: shapely.Geometry) -> Entry:
    table = f"layers.{layer}"
    rasters = of_layer(items, layer, ("raster",))
    vectors = of_layer(items, layer, ("vector",))
    entries: list[Entry] = []
    refused: list[str] = []
    if layer == "soil":
        tables = of_layer(items, layer, ("table",))
        entries, refused = soil_entries(rasters, tables, county)
    elif layer == "roads":
        entries = [entry for item in vectors if (entry := roads_entry(item))]
    else:
        for item in rasters:
            made, no = raster_entries(layer, item, data, county)
            entries, refused = entries + made, refused + no
        if layer == "vegetation":
            entries += [entry for item in vectors if (entry := vegetation_entry(item))]
    passed = tuple(f"passed over: {text}" for text in refused)
    if entries:
        entry = choice(table, entries)
        return Entry(table, (*passed, *entry.remarks), entry.lines, entry.alternatives)
    return _missing(layer, table, passed)


def _missing(layer: str, table: str, said: tuple[str, ...]) -> Entry:
    """A needed layer is asked for; an optional one is named in a comment alone."""
    words = WORDS[layer].split()[:4]
    why = f"no file was found by a name like {', '.join(words)}"
    if layer in OPTIONAL:
        return Entry(table, (*said, f"[{table}] is optional: {why}"))
    remark = f"MISSING: {LAYERS[layer].what}: {why}"
    return Entry(table, (*said, remark), (Line("path", MARK, "the file, its path from DATA"),))


__all__ = ["Proposal", "propose"]
