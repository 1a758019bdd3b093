"""The page's files: its own scripts, and the data as scripts.

A browser does not let a page from a disk read data files, but lets it load scripts: so each layer
is a script that hands over its cells, and is loaded when it is shown.
"""

import base64
import html
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from analysis.results.fingerprint import software
from analysis.results.provenance import Grid
from analysis.webmap.blocks import NO_CODE, Array, block_size
from analysis.webmap.graticule import graticule
from analysis.webmap.layers import Layer, Texts, describe

ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class Page:
    """What a page shows: layers of the grid's cells, or blocks of them (block_size), and vectors.

    Vectors are in cells of the grid, `nearest_sink` is like the layers.
    """

    grid: Grid
    title: Texts
    synthetic: bool
    groups: Mapping[str, Texts]
    layers: Sequence[Layer]
    legends: Mapping[str, Any] = field(default_factory=dict)
    vectors: Mapping[str, Any] = field(default_factory=dict)
    nearest_sink: Array | None = None
    warnings: Sequence[Texts] = ()
    facts: Sequence[Mapping[str, Texts]] = ()
    sources: Sequence[Texts] = ()
    links: Sequence[str] = ()


NO_VECTORS: dict[str, list[Any]] = {
    "carbon_sinks": [],
    "restoration_zones": [],
    "corridors": [],
    "boundary": [],
    "pinch_points": [],
}


def write_page(folder: Path, page: Page) -> list[Path]:
    """Write the page into a new folder; return its files in alphabetical order."""
    _copy_assets(folder, page.title)
    size = block_size(page.grid.columns, page.grid.rows)
    for layer in page.layers:
        _write_cells(folder, layer.style.name, layer.values)
    _write_cells(folder, "inside", np.where(_inside(page.layers), 1, NO_CODE).astype("u1"))
    if page.nearest_sink is not None:
        _write_cells(folder, "nearest_sink", page.nearest_sink)
    _write_data(folder, "vectors", NO_VECTORS | dict(page.vectors))
    _write_data(folder, "region", _region(page, size))
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _copy_assets(folder: Path, title: Texts) -> None:
    shutil.copytree(ASSETS, folder)
    page = folder / "index.html"
    told = html.escape(f"{title['en']} · {title['zh']}")
    text = page.read_text(encoding="utf-8").replace("{{title}}", told)
    page.write_text(text, encoding="utf-8")
    (folder / "data").mkdir()


def _inside(layers: Sequence[Layer]) -> Array:
    """Return where any layer has a value."""
    found = np.zeros(layers[0].values.shape, bool)
    for layer in layers:
        found |= ~layer.missing
    return found


def _region(page: Page, size: int) -> dict[str, Any]:
    grid = page.grid
    cell_area_km2 = (grid.cell_size_m / 1000) ** 2
    inside = _inside(page.layers)
    return {
        "region": grid.region,
        "title": page.title,
        "synthetic": page.synthetic,
        "software": software(),
        "srid": grid.srid,
        "cell_size_m": grid.cell_size_m,
        "origin": [grid.origin_x, grid.origin_y],
        "columns": grid.columns,
        "rows": grid.rows,
        "block": size,
        "groups": page.groups,
        "graticule": graticule(grid),
        "layers": [describe(layer, inside, cell_area_km2) for layer in page.layers],
        "vectors": page.legends,
        "has_nearest_sink": page.nearest_sink is not None,
        "facts": page.facts,
        "warnings": page.warnings,
        "sources": page.sources,
        "links": page.links,
    }


def _write_cells(folder: Path, name: str, values: Array) -> None:
    kind = {"f4": "float", "u1": "code", "u2": "number"}[values.dtype.str[1:]]
    cells = base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")
    _write_script(folder, name, f'sinkbase.receive("{name}", "{kind}", "{cells}");\n')


def _write_data(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _write_script(folder, name, f"sinkbase.{name} = {content};\n")


def _write_script(folder: Path, name: str, content: str) -> None:
    (folder / "data" / f"{name}.js").write_text(content, encoding="utf-8")
