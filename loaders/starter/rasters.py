"""Proposals for layers that come as rasters: quantities, months, land use, codes of vegetation."""

from pathlib import Path

import numpy as np
import shapely

from loaders.raster.legends import SHIPPED, read_legend
from loaders.starter.entry import Entry, Line
from loaders.starter.inventory import DataSet
from loaders.starter.readings import open_lines, unit_lines
from loaders.starter.sample import Sample, looked_at
from sinkbase.region.layers import LAYERS
from sinkbase.region.questions import MARK
from sinkbase.region.sources import Source

CODES_SHOWN = 20


def source_of(layer: str, item: DataSet) -> Source:
    """The data set as a source of the layer, as the loader's openers want it."""
    return Source(layer, 1, Path("region.toml"), (item.path,))


def raster_entries(
    layer: str, item: DataSet, data: Path, county: shapely.Geometry
) -> tuple[list[Entry], list[str]]:
    """Proposals for a data set (one, or one for each file of a series of years); and refusals."""
    seen, trouble = looked_at(source_of(layer, item), item, county)
    if seen is None:
        return _refused(layer, item, trouble)
    months = len(LAYERS[layer].bands) == 12
    if months and (len(item.files), seen.file.bands) not in ((12, 1), (1, 12)):
        count = f"{len(item.files)} file(s) of {seen.file.bands} band(s)"
        return [], [f"{item.path}: {count}, twelve months were expected"]
    if not months and len(item.files) > 1 and seen.same_place:
        # one over another: years or variants, of which a mosaic would show the first
        parts = [raster_entries(layer, part, data, county) for part in item.parts(data)]
        return [e for found, _ in parts for e in found], [t for _, no in parts for t in no]
    lines = [Line("path", item.path, "guessed from the name")]
    if not months and seen.file.bands > 1:
        listed = ", ".join(f"{i} {text}" for i, text in enumerate(seen.descriptions, 1))
        lines.append(Line("bands", MARK, f"which of {listed}"))
    if seen.fill is not None:
        why = f'pixels of {seen.fill:.6g} look like fill: that number, or "none" when it is meant'
        lines.append(Line("nodata", MARK, why))
    if not months and seen.file.bands > 1:
        lines += open_lines(layer)
    else:
        is_code = LAYERS[layer].kind == "code"
        lines += _legend(layer, seen) if is_code else unit_lines(layer, seen)
    return [Entry(f"layers.{layer}", (f"{item.path}: {seen.told()}",), tuple(lines))], []


def _refused(layer: str, item: DataSet, trouble: str) -> tuple[list[Entry], list[str]]:
    """A file that lacks what only its user knows is proposed with a question."""
    for sign, key in (("no coordinate system", "crs"), ("holds several rasters", "variable")):
        if sign in trouble:
            lines = (Line("path", item.path, "guessed from the name"), Line(key, MARK, trouble))
            return [Entry(f"layers.{layer}", (item.path,), lines)], []
    return [], [f"{item.path}: {trouble}"]


def _legend(layer: str, seen: Sample) -> list[Line]:
    """The shipped legend that knows all codes seen, where only one does."""
    codes = sorted({int(value) for value in np.unique(seen.values[np.isfinite(seen.values)])})
    fitting = [name for name in legends_of(layer) if set(codes) <= _known(layer, name)]
    if len(fitting) == 1:
        return [Line("legend", fitting[0], f"guessed: it alone knows all {len(codes)} codes seen")]
    listed = ", ".join(map(str, codes[:CODES_SHOWN])) + (
        ", ..." if len(codes) > CODES_SHOWN else ""
    )
    which = f"{' and '.join(fitting)} know" if fitting else "no shipped legend knows"
    return [Line("legend", MARK, f"{which} all codes: {listed}. A CSV file of your own will do")]


def legends_of(layer: str) -> list[str]:
    """The shipped legends that lead to the layer's codes."""
    target = "cnlucc_code" if layer == "land_use" else "vegetation_subtype_code"
    files = sorted(SHIPPED.glob("*.csv"))
    return [f.stem for f in files if target in f.read_text("utf-8-sig").splitlines()[0].split(",")]


def _known(layer: str, name: str) -> set[int]:
    source = Source(layer, 1, Path("region.toml"), (), legend=name)
    return set(read_legend(source, Path()).codes())
