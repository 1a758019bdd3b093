"""What a table's cells depend on, and what is told of its sources, as digests."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from loaders.grid.grid import Grid
from loaders.raster.origin_input import ORIGIN
from sinkbase.region.files import FileState
from sinkbase.region.method import Setting
from sinkbase.region.settings import Region
from sinkbase.region.sources import Source

LOADER_VERSION = 4  # raised when the same files would give other cells


def digest(value: object) -> str:
    """SHA-256 of a value's JSON text."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def grid_fingerprint(region: Region, grid: Grid, boundary_wkb: bytes) -> str:
    """What the grid and the boundary are, and whether the region is made up; not its titles."""
    shape = hashlib.sha256(boundary_wkb).hexdigest()
    return digest([LOADER_VERSION, region.synthetic, asdict(grid), shape])


_METHOD_OF = {
    "npp": ("npp_zero_codes",),
    "soil": ("soil_components", "inorganic_carbon_of_carbonate"),
}


_PLACES = ("file", "legend_folder", "base_files")  # where a source is described changes no cell
_LABELS = ("year", "origin", "note", "note_zh", "licence")  # nor what is told of it


def table_fingerprint(
    table: str,
    grid: str,
    sources: Iterable[tuple[Source, tuple[FileState, ...]]],
    method: dict[str, Setting],
) -> str:
    """What a table's cells depend on: files' content, settings, grid, loader's version."""
    parts: list[object] = [LOADER_VERSION, table, grid]
    for source, files in sources:
        told = {*_PLACES, *_LABELS} - ({"origin"} if table == ORIGIN.table else set())
        settings = {key: value for key, value in asdict(source).items() if key not in told}
        used = {name: method[name] for name in _METHOD_OF.get(source.layer, ())}
        parts.append([settings, [file.sha256 for file in files], used])
    return digest(parts)


def labels(source: Source) -> dict[str, Any]:
    """What the log tells of a source beside its cells: column and value."""
    return {
        "year": source.year,
        "kind": source.origin,
        "note": source.note.rstrip("."),
        "note_zh": source.note_zh.rstrip("。."),
        "licence": source.licence,
    }
