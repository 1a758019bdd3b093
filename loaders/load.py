"""From files to raw tables: check everything, then warp, cut and write table by table."""

import time
from contextlib import ExitStack
from pathlib import Path

import shapely
from pyproj import CRS
from rich.console import Console

from loaders import load_log as log
from loaders import write
from loaders.cut import count_inside, inside_mask
from loaders.fingerprints import grid_fingerprint, table_fingerprint
from loaders.grid.grid import Grid, snapped
from loaders.guard import database_errors
from loaders.jobs import SHARE_TABLE, Job, jobs
from loaders.load_tables import TableLoad
from loaders.raster.files.gdal import environment
from loaders.raster.files.mosaic import close_all
from loaders.report import LoadReport, TableReport
from loaders.vector.boundary import put_together, read_boundary
from loaders.write_grid import update_labels
from sinkbase.capacity import Size, require_room
from sinkbase.database.blocking import patient
from sinkbase.database.connection import Connection
from sinkbase.database.region_lock import held
from sinkbase.database.schemas import require_free_schemas
from sinkbase.errors import SinkbaseError
from sinkbase.progress import Reporter
from sinkbase.region.layers import REQUIRED
from sinkbase.region.settings import Region


def _region_grid(region: Region, data: Path) -> tuple[shapely.MultiPolygon, Grid, int]:
    boundary = read_boundary(region, data)
    srid = CRS.from_user_input(region.crs).to_epsg()
    assert srid is not None
    grid = snapped(boundary.bounds, region.cell_size_m, srid, region.tile_size)
    if grid.cells.columns * grid.cells.rows > 400_000_000:
        raise SinkbaseError(
            f"{region.file}: [region] cell_size_m = {region.cell_size_m:g} gives "
            f"{grid.cells.columns} x {grid.cells.rows} cells. Choose larger cells."
        )
    inside = count_inside(grid, boundary)
    if not inside:
        raise SinkbaseError(
            f"{region.file}: no centre of a cell of {region.cell_size_m:g} m lies within the "
            f"boundary ({boundary.area / 1e6:.3g} km2). Choose smaller cells: cell_size_m."
        )
    return boundary, grid, inside


def _is_current(load: TableLoad, job: Job, fingerprint: str, known: dict[str, str]) -> bool:
    if known.get(job.table) != fingerprint:
        return False
    rows = write.count_rows(load.connection, load.region.raw_schema, job.table)
    return rows == load.grid.tile_count if job.table != SHARE_TABLE else rows > 0


def _grid_is_current(load: TableLoad, fingerprint: str) -> bool:
    schema = load.region.raw_schema
    if write.count_rows(load.connection, schema, "inside") != load.grid.tile_count:
        return False
    row = load.connection.execute(
        "select col_description(to_regclass(%s), 1)", [f"{schema}.grid"]
    ).fetchone()
    return bool(row and row[0] and row[0].endswith(f"Fingerprint {fingerprint}"))


def load_region(
    region: Region, data: Path, connection: Connection, *, console: Console | None = None
) -> LoadReport:
    """Bring the region's raw tables up to date with its files.

    Raises SinkbaseError for what the user can mend; then every table is as it was before its own
    turn. When the grid or the boundary changed, all tables change in one transaction or none.
    """
    if not data.is_dir():
        raise SinkbaseError(
            f"{data}: there is no such folder. "
            f"Say where the files of {region.file} lie: DATA=folder."
        )
    started = time.perf_counter()
    try:
        with (
            environment(),
            database_errors(connection, region),
            patient(connection, f"the load of region {region.name}"),
        ):
            return _load(region, data, connection, Reporter(console or Console()), started)
    finally:
        close_all()
        inside_mask.cache_clear()


def _load(
    region: Region, data: Path, connection: Connection, say: Reporter, started: float
) -> LoadReport:
    boundary, grid, inside = _region_grid(region, data)
    if told := put_together(region, data):
        say.warn(told)
    load = TableLoad(region, data, connection, say, boundary, grid)
    with ExitStack() as stack:
        stack.enter_context(held(region.name, "load"))
        with connection.transaction():
            require_free_schemas(connection, region)
            known = log.read_log(connection, region)
        todo = jobs(region, data, known.files)
        base = grid_fingerprint(region, grid, shapely.to_wkb(boundary))
        prints = {job.table: _fingerprint(job, base, region) for job in todo}
        with connection.transaction():
            grid_current = _grid_is_current(load, base)
            wanted = [
                job
                for job in todo
                if not (grid_current and _is_current(load, job, prints[job.table], known.cells))
            ]
        if wanted:
            size = Size(grid.cells.columns * grid.cells.rows, inside, grid.cells.size)
            label = f"{region.file}: [region] cell_size_m = {size.cell_size_m:g}"
            require_room("load", label, size, part=len(wanted) / len(todo))
        opened = load.open_all(wanted, todo)
        if not grid_current:
            stack.enter_context(connection.transaction())
        dropped = _prepare(load, base, grid_current, {job.table for job in todo}, known.cells)
        _relabel(load, known, [job for job in todo if job not in wanted])
        reports = [
            load.write_table(job, opened[job.sources[0].source.layer], prints[job.table])
            if job in wanted
            else TableReport(job.table, False, None, 0.0)
            for job in todo
        ]
    report = LoadReport(
        region=region,
        grid=grid,
        inside_cells=inside,
        area_km2=inside * grid.cells.size**2 / 1e6,
        tables=tuple(reports),
        dropped=dropped,
        missing=tuple(name for name in REQUIRED if name not in region.layers),
        seconds=time.perf_counter() - started,
    )
    _close(say, report)
    return report


def _fingerprint(job: Job, base: str, region: Region) -> str:
    pairs = [(files.source, files.all_files) for files in job.sources]
    return table_fingerprint(job.table, base, pairs, region.method)


def _prepare(
    load: TableLoad, base: str, grid_current: bool, tables: set[str], known: dict[str, str]
) -> tuple[str, ...]:
    """Schema, log and grid are there; tables whose layers are no longer asked for are gone."""
    region, connection = load.region, load.connection
    with connection.transaction():
        write.ensure_schema(connection, region)
        log.ensure_log(connection, region)
        if not grid_current:
            load.write_grid(base)
        update_labels(connection, region)
        dropped = tuple(sorted(set(known) - tables))
        for table in dropped:
            write.drop_table(connection, region.raw_schema, table)
            log.forget(connection, region, table)
    return dropped


def _relabel(load: TableLoad, known: log.Known, current: list[Job]) -> None:
    """Tables that stay as they are tell years, notes and licences as the region file has them."""
    with load.connection.transaction():
        for job in current:
            sources = [files.source for files in job.sources]
            if log.relabel(load.connection, load.region, job.table, sources, known):
                load.say.line(f"{job.table}: year, note or licence changed, cells as they were")


def _close(say: Reporter, report: LoadReport) -> None:
    if report.missing:
        names = ", ".join(report.missing)
        say.warn(f"the region file has no {names}; results that need them cannot be computed")
    if report.dropped:
        say.line(f"dropped, no longer asked for: {', '.join(report.dropped)}")
    unchanged = len(report.tables) - len(report.loaded)
    say.line(
        f"{report.region.raw_schema}: {len(report.loaded)} tables loaded, {unchanged} unchanged, "
        f"{report.inside_cells} cells ({report.area_km2:,.0f} km2), {report.seconds:.1f} s"
    )
