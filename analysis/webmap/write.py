"""out/<region>/map/: the page, its scripts and the region's data as scripts.

A browser does not let a page from a disk read data files, but lets it load scripts: so each layer
is a script that hands over its cells, and is loaded when it is shown.
"""

import base64
import html
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from analysis.catalogue import Result
from analysis.caveats import notice
from analysis.fingerprint import software
from analysis.legend import Style
from analysis.provenance import Grid, Provenance
from analysis.styles import STYLES
from analysis.tables import read_rows
from analysis.titles import TITLES
from analysis.webmap.blocks import Array, block_size, in_blocks, read_layer
from analysis.webmap.layers import Layer, classed, describe, groups, texts
from analysis.webmap.places import NEEDED, read_places
from analysis.webmap.vectors import VECTORS, read_boundary, read_features

ASSETS = Path(__file__).parent / "assets"
Entry = dict[str, Any]


def write_webmap(
    connection: Connection, folder: Path, results: Mapping[str, Result], provenance: Provenance
) -> list[Entry]:
    """Write map/ below `folder`, where rasters/ is already; return the manifest's entries."""
    grid, map_folder = provenance.grid, folder / "map"
    _copy_assets(map_folder, grid)
    size = block_size(grid.columns, grid.rows)
    layers = [
        Layer(style, in_blocks(read_layer(folder / "rasters" / f"{name}.tif"), size))
        for name, style in STYLES.items()
        if style.is_raster and name in results
    ]
    for layer in layers:
        _write_cells(map_folder, layer.style.name, layer.values)
    nearest, vectors = _read_vectors(connection, results, grid)
    _write_cells(map_folder, "nearest_sink", nearest[size // 2 :: size, size // 2 :: size])
    _write_data(map_folder, "vectors", vectors)
    described = _region(connection, results, provenance, layers) | {"block": size}
    links = [name for name in ("report.html", "report.zh.html") if (folder / name).is_file()]
    _write_data(map_folder, "region", described | {"links": links})
    paths = sorted(path for path in map_folder.rglob("*") if path.is_file())
    return [_entry(path.relative_to(folder)) for path in paths]


def _copy_assets(folder: Path, grid: Grid) -> None:
    shutil.copytree(ASSETS, folder)
    page = folder / "index.html"
    title = html.escape(f"{grid.title} · {grid.title_zh}")
    page.write_text(page.read_text(encoding="utf-8").replace("{{title}}", title), encoding="utf-8")
    (folder / "data").mkdir()


def _write_cells(folder: Path, name: str, values: Array) -> None:
    kind = {"f4": "float", "u1": "code", "u2": "number"}[values.dtype.str[1:]]
    cells = base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")
    _write_script(folder, name, f'sinkbase.receive("{name}", "{kind}", "{cells}");\n')


def _write_data(folder: Path, name: str, data: dict[str, Any]) -> None:
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _write_script(folder, name, f"sinkbase.{name} = {content};\n")


def _write_script(folder: Path, name: str, content: str) -> None:
    (folder / "data" / f"{name}.js").write_text(content, encoding="utf-8")


def _read_vectors(
    connection: Connection, results: Mapping[str, Result], grid: Grid
) -> tuple[Array, dict[str, Any]]:
    vectors: dict[str, Any] = {
        name: read_features(connection, results[name], grid) if name in results else []
        for name in VECTORS
    }
    nearest: Array = np.zeros((grid.rows, grid.columns), "<u2")
    pinches: list[int] = []
    cells = results.get("grid_cells")
    if cells is not None and all(name in cells.table.columns for name in NEEDED):
        nearest, pinches = read_places(connection, cells, grid)
    boundary = read_boundary(connection, grid)
    return nearest, vectors | {"boundary": boundary, "pinch_points": pinches}


def _region(
    connection: Connection,
    results: Mapping[str, Result],
    provenance: Provenance,
    layers: list[Layer],
) -> dict[str, Any]:
    grid = provenance.grid
    warnings = results.get("region_warnings")
    rows = read_rows(connection, warnings) if warnings is not None else []
    return {
        "region": grid.region,
        "title": texts(grid.title, grid.title_zh),
        "synthetic": notice(grid) is not None,
        "software": software(),
        "srid": grid.srid,
        "cell_size_m": grid.cell_size_m,
        "origin": [grid.origin_x, grid.origin_y],
        "columns": grid.columns,
        "rows": grid.rows,
        "groups": groups(),
        "layers": [describe(layer) for layer in layers],
        "vectors": {name: _vector(STYLES[name]) for name in VECTORS},
        "warnings": [texts(row["warning"], row["warning_zh"]) for row in rows],
        "sources": sorted({source.note for source in provenance.sources if source.note}),
    }


def _vector(style: Style) -> dict[str, Any]:
    return {
        "title": texts(*TITLES[style.name]),
        "classes": [classed(it) for it in style.classes],
    }


def _entry(path: Path) -> Entry:
    if path.name == "index.html":
        told = "Interactive map: open it in a browser"
    elif "data" in path.parts:
        told = f"Data of the map: {path.stem}"
    else:
        told = "Part of the map's page"
    return {"name": path.stem, "kind": "map", "path": path.as_posix(), "description": told}
