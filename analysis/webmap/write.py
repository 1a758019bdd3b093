"""out/<region>/map/: what the page shows of a region."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.findings.caveats import notice
from analysis.looks.legend import Style
from analysis.looks.styles import STYLES
from analysis.results.catalogue import Result
from analysis.results.manifest import entry
from analysis.results.provenance import Grid, Provenance
from analysis.results.tables import read_rows
from analysis.webmap.blocks import Array, read_layer
from analysis.webmap.layers import Layer, Texts, classed, groups, texts
from analysis.webmap.page import Page, write_page
from analysis.webmap.places import NEEDED, read_places
from analysis.webmap.vectors import VECTORS, read_boundary, read_features

Entry = dict[str, Any]
REPORTS = ("report.html", "report.zh.html")


def write_webmap(
    connection: Connection, folder: Path, results: Mapping[str, Result], provenance: Provenance
) -> list[Entry]:
    """Write map/ below `folder`, where rasters/ is already; return the manifest's entries.

    Nothing is written for a region without rasters.
    """
    grid = provenance.grid
    layers = [
        Layer(style, read_layer(folder / "rasters" / f"{name}.tif"))
        for name, style in STYLES.items()
        if style.is_raster and name in results
    ]
    if not layers:
        return []
    nearest, pinches = _read_cells(connection, results, grid)
    vectors: dict[str, Any] = {
        name: read_features(connection, results[name], grid) for name in VECTORS if name in results
    }
    page = Page(
        grid=grid,
        title=texts(grid.title, grid.title_zh),
        synthetic=notice(grid) is not None,
        groups=groups(),
        layers=layers,
        legends={name: _legend(STYLES[name]) for name in VECTORS},
        vectors=vectors | {"boundary": read_boundary(connection, grid), "pinch_points": pinches},
        nearest_sink=nearest,
        warnings=_warnings(connection, results),
        sources=sorted({source.note for source in provenance.sources if source.note}),
        links=[name for name in REPORTS if (folder / name).is_file()],
    )
    return page_entries(folder, write_page(folder / "map", page))


def page_entries(folder: Path, paths: list[Path]) -> list[Entry]:
    """Return what the manifest says of a page's files."""
    return [_entry(path.relative_to(folder)) for path in paths]


def _read_cells(
    connection: Connection, results: Mapping[str, Result], grid: Grid
) -> tuple[Array | None, list[int]]:
    cells = results.get("grid_cells")
    if cells is None or any(name not in cells.table.columns for name in NEEDED):
        return None, []
    return read_places(connection, cells, grid)


def _warnings(connection: Connection, results: Mapping[str, Result]) -> list[Texts]:
    warnings = results.get("region_warnings")
    rows = read_rows(connection, warnings) if warnings is not None else []
    return [texts(row["warning"], row["warning_zh"]) for row in rows]


def _legend(style: Style) -> dict[str, Any]:
    return {
        "title": texts(style.title, style.title_zh),
        "classes": [classed(it) for it in style.classes],
    }


def _entry(path: Path) -> Entry:
    if path.name == "index.html":
        told = "Interactive map: open it in a browser."
    elif "data" in path.parts:
        told = f"Data of the map: {path.stem}."
    else:
        told = "Part of the map's page."
    return entry(path.stem, "map", path.as_posix(), told)
