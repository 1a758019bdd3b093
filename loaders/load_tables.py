"""Warp, cut and write: one table and its log rows in one transaction."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import shapely
from psycopg import sql
from pyproj import CRS

from loaders import load_log as log
from loaders import write
from loaders.coverage import Coverage
from loaders.cut import inside_tiles, layer_tiles, share_tiles
from loaders.grid.grid import Grid
from loaders.jobs import SHARE_TABLE, Job, by_area, inputs_of, open_input
from loaders.raster.inputs import Frame, Input
from loaders.raster.raster_input import RasterInput
from loaders.raster.shares import CodeLayer
from loaders.raster.values.legend_gaps import legend_gaps
from loaders.report import TableReport
from loaders.terrain.slope_unit import hold_to_elevation, is_unsaid
from loaders.warning import LoadWarning
from loaders.write_grid import replace_grid
from sinkbase.database.connection import Connection
from sinkbase.progress import Reporter, Task
from sinkbase.region.layers import Layer
from sinkbase.region.settings import Region

_INSIDE = Layer("inside", "inside", "code", ("inside",), "1", "cells whose centre is in the region")


@dataclass
class TableLoad:
    """The tables of one load: the region, its files and the connection."""

    region: Region
    data: Path
    connection: Connection
    say: Reporter
    boundary: shapely.MultiPolygon
    grid: Grid
    areas: dict[str, CodeLayer] = field(default_factory=dict)  # by layer

    @property
    def frame(self) -> Frame:
        """Where cells are wanted."""
        crs = CRS.from_user_input(self.region.crs)
        return Frame(crs, self.grid.cells, self.boundary)

    def open_all(self, wanted: list[Job], todo: list[Job]) -> dict[str, list[Input]]:
        """The inputs of each layer that some wanted job needs, each looked at before any loads.

        A slope without a unit is held to the elevation among all jobs.
        """
        layers = {job.sources[0].source.layer: job for job in wanted}
        opened: dict[str, list[Input]] = {}
        for name, job in layers.items():
            opened[name] = self._open(job)
        with self.say.checking(list(opened)) as task:
            for items in opened.values():
                for item in items:
                    item.check()
                task.step()
        self._check_slopes(opened, todo)
        return opened

    def _open(self, job: Job) -> list[Input]:
        return [
            open_input(files, self.data, self.frame, self.region.method) for files in job.sources
        ]

    def _check_slopes(self, opened: dict[str, list[Input]], todo: list[Job]) -> None:
        slopes = [item for item in opened.get("slope", []) if is_unsaid(item)]
        if not slopes:
            return
        jobs = [job for job in todo if job.table == "elevation"]
        heights = opened.get("elevation") or [item for job in jobs for item in self._open(job)]
        for slope in slopes:
            hold_to_elevation(slope, [it for it in heights if isinstance(it, RasterInput)])

    def write_grid(self, fingerprint: str) -> None:
        """The grid's own tables, `inside` among them."""
        schema = self.region.raw_schema
        replace_grid(self.connection, self.region, self.grid, self.boundary)
        comments = write.raster_comments("inside", _INSIDE, self.region.synthetic)
        write.replace_rasters(
            self.connection, schema, "inside", comments, inside_tiles(self.grid, self.boundary)
        )
        text = f"Fingerprint {fingerprint}"
        self.connection.execute(
            sql.SQL("comment on column {}.grid.region is {}").format(
                sql.Identifier(schema),
                sql.Literal(f"Name of the region, as in its schemas. {text}"),
            )
        )

    def write_table(self, job: Job, opened: list[Input], fingerprint: str) -> TableReport:
        """Warp, cut and write one table and its log rows in one transaction."""
        started, coverage = time.perf_counter(), Coverage()
        inputs, tiles = inputs_of(job, opened), self.grid.tile_count
        comments = write.raster_comments(job.table, job.layer, self.region.synthetic)
        files = sum(len(item.data) for item in job.sources)
        with (
            self.connection.transaction(),
            self.say.loading(job.table, files, tiles) as task,
        ):
            made = self._tiles(job, inputs, coverage, task)
            schema = self.region.raw_schema
            write.replace_rasters(self.connection, schema, job.table, comments, made)
            coverage.refuse_scant(job, self.region)
            of_sources = [w for it in inputs for w in it.facts.warnings if w.layer == job.table]
            warnings = coverage.warnings(job, of_sources)
            rows = _rows(job, inputs, coverage, fingerprint, warnings)
            log.remember(self.connection, self.region, rows, warnings)
        seconds = time.perf_counter() - started
        share = coverage.share_with_value
        self.say.line(
            f"loaded {job.table}: {files} file{'s' * (files != 1)}, {tiles} tiles, "
            f"{share:.2f} % of the region, {seconds:.1f} s"
        )
        if job.table == "land_use":  # told here alone: results tell it of each pattern
            warnings += legend_gaps(code for it in inputs for code in it.facts.codes)
        for warning in warnings:
            self.say.warn(warning.sentence)
        return TableReport(job.table, True, share, seconds, warnings)

    def _tiles(
        self, job: Job, inputs: list[Input], coverage: Coverage, task: Task
    ) -> Iterable[tuple[int, bytes] | tuple[int, int, bytes]]:
        """The rows of the job's table."""
        grid, boundary = self.grid, self.boundary
        if job.table == SHARE_TABLE:
            areas = self._by_area(job, inputs)
            made = share_tiles(inputs, grid, boundary, coverage, areas)
            return chain.from_iterable(task.each(made))
        resampled = any(item.source.resampling for item in inputs)
        is_by_area = job.layer.kind == "code" and not job.is_derived and not resampled
        found = self._by_area(job, inputs) if is_by_area else None
        return task.each(layer_tiles(job, inputs, grid, boundary, coverage, areas=found))

    def _by_area(self, job: Job, inputs: list[Input]) -> CodeLayer:
        return self.areas.setdefault(job.layer.name, by_area(inputs))


def _rows(
    job: Job,
    inputs: list[Input],
    coverage: Coverage,
    fingerprint: str,
    warnings: tuple[LoadWarning, ...],
) -> list[log.LogRow]:
    return [
        log.LogRow(
            table=job.table,
            source=files.source,
            files=files.data,
            tables=files.tables,
            facts=item.facts,
            cells_with_value=coverage.by_source.get(files.source.number, 0),
            share_percent=coverage.share(coverage.by_source.get(files.source.number, 0)),
            warnings=tuple(w for w in warnings if (w.source_number or 1) == files.source.number),
            fingerprint=fingerprint,
        )
        for files, item in zip(job.sources, inputs, strict=True)
    ]
