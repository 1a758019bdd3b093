"""Raw tables in, result tables out: the dbt project for one region, where something changed."""

import json
import time
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from rich.console import Console

from sinkbase import fingerprint
from sinkbase.database import connection as database
from sinkbase.database.region_lock import held
from sinkbase.database.schemas import require_free_schemas
from sinkbase.errors import SinkbaseError
from sinkbase.progress import Reporter
from sinkbase.region.layers import DERIVED, LAYERS, REQUIRED
from sinkbase.region.seeds import check_seeds
from sinkbase.region.settings import Region
from sinkbase.server import install
from sinkbase.transform.dbt import PROJECT, run_dbt
from sinkbase.transform.variables import variables

STAGE = "transform"
FRAME = ("grid", "boundary", "inside", "load_log", "load_warning")
BESIDE = ("land_use_share", "npp_origin")  # what the loaders make of a layer beside its own table


@dataclass(frozen=True)
class Report:
    """What a run of the stage did; counts are 0 when it was skipped."""

    skipped: bool
    models: int = 0
    tests: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def transform(region: Region, *, force: bool = False, console: Console | None = None) -> Report:
    """Build all results of the region unless nothing that they are made from has changed.

    Returns what ran.
    Raises SinkbaseError when the region is not loaded, is being built elsewhere, or when a
    model or a test of the results fails; the message is the database's own.
    """
    check_seeds()
    with (
        database.connect_as_builder(autocommit=True) as connection,
        held(region.name, "transform"),
    ):
        require_free_schemas(connection, region)
        _require_layers(connection, region)
        inputs = _inputs(connection, region)
        before = fingerprint.of_texts(inputs, _results(connection, region))
        if not force and fingerprint.recorded(connection, region.name, STAGE) == before:
            return Report(skipped=True)
        started = time.monotonic()
        with Reporter(console or Console(quiet=True)).computing() as task:
            command = ["build", "--full-refresh", "--exclude-resource-type", "unit_test"]
            results = run_dbt(region, command, task.at)
        after = fingerprint.of_texts(inputs, _results(connection, region))
        fingerprint.record(connection, region.name, STAGE, after)
    return _report(results, time.monotonic() - started)


def _require_layers(connection: psycopg.Connection, region: Region) -> None:
    layers = dict.fromkeys([*REQUIRED, *DERIVED, *region.layers])
    tables = (LAYERS[name].table for name in layers)
    wanted = [*FRAME, *tables, *BESIDE]
    missing = [
        table
        for table in wanted
        if connection.execute(
            "select to_regclass(%s)", (f"{region.raw_schema}.{table}",)
        ).fetchone()
        == (None,)
    ]
    if missing:
        raise SinkbaseError(
            f"schema {region.raw_schema} lacks {', '.join(missing)}. "
            f"Load the region first: make load REGION={region.name}; each of these layers needs "
            f"a table in {region.file.name}."
        )


def _inputs(connection: psycopg.Connection, region: Region) -> str:
    """Return a digest of what was loaded, the settings, the models and the functions."""
    raw = sql.Identifier(region.raw_schema)
    loaded = connection.execute(
        sql.SQL(
            # whatever the log says enters the results: year, kind, notes
            "select jsonb_agg(to_jsonb(log) - array['loaded_at', 'files']"
            " order by log.layer, log.source_number)::text from {}.load_log as log"
        ).format(raw)
    ).fetchone()
    grid = connection.execute(sql.SQL("select grid::text from {}.grid").format(raw)).fetchone()
    files = [path for path in PROJECT.rglob("*") if path.suffix in (".sql", ".yml", ".csv")]
    files = [path for path in files if not {"target", "logs"} & set(path.parts)]
    settings = json.dumps(variables(region), sort_keys=True)
    project = fingerprint.of_files(files, PROJECT)
    return fingerprint.of_texts(str(loaded), str(grid), settings, project, install.version())


def _results(connection: psycopg.Connection, region: Region) -> str:
    """Return the identity of every result table: a dropped or foreign one means a new build."""
    row = connection.execute(
        "select array_agg(relname || ' ' || relfilenode order by relname)::text from pg_class"
        " where relnamespace = to_regnamespace(%s)::oid and relkind in ('r', 'v', 'm')",
        (region.name,),
    ).fetchone()
    return str(row)


def _report(nodes: list[dict[str, Any]], seconds: float) -> Report:
    kinds = [node["unique_id"].split(".")[0] for node in nodes]
    warnings = tuple(
        f"{node['unique_id'].split('.')[2]}: {node['message']}"
        for node in nodes
        if node["status"] == "warn"
    )
    return Report(False, kinds.count("model"), kinds.count("test"), warnings, seconds)
