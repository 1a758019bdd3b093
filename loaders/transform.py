"""Run the dbt project for one region: raw tables in, result tables out."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from loaders import database, fingerprint
from loaders.crs import region_crs
from loaders.errors import SinkbaseError
from loaders.layers import DERIVED, LAYERS, REQUIRED
from loaders.seeds import check_seeds
from loaders.server import ROOT
from loaders.settings import Region

PROJECT = ROOT / "dbt_project"
STAGE = "transform"
ERRORS_SHOWN = 5
# what a server of others may answer -> what to do there
REMEDIES = {
    "ModuleNotFoundError": "The server's Python lacks a module of its own: a superuser's "
    "`make doctor` says what to install on the server's machine.",
    "due to statement timeout": "The server ends statements after its statement_timeout. A build "
    "may set it aside: PGOPTIONS='-c statement_timeout=0' make build REGION={region}",
    "due to lock timeout": "Somebody keeps a result locked for longer than the server's "
    "lock_timeout; pg_stat_activity tells who. Then: make build REGION={region}",
    "No space left on device": "The disk of the server is full: free some there, then make build "
    "REGION={region}",
}


@dataclass(frozen=True)
class Report:
    """What a run of the stage did; counts are 0 when it was skipped."""

    skipped: bool
    models: int = 0
    tests: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def variables(region: Region) -> dict[str, Any]:
    """Return dbt's variables: the settings of the method and what the region's files are like."""
    return {
        **region.method,
        "srid": region_crs(region.crs, region.file).to_epsg(),
        "inorganic_carbon": region.inorganic_carbon,
        "roads": "present" if "roads" in region.layers else "absent",
    }


def transform(region: Region, *, force: bool = False) -> Report:
    """Build all results of the region unless nothing that they are made from has changed.

    Errors: SinkbaseError when the region is not loaded, is being built elsewhere, or when a
    model or a test of the results fails; the message is the database's own.
    """
    check_seeds()
    with (
        database.connect_as_builder(autocommit=True) as connection,
        only_build_of(connection, region.name),
    ):
        _require_layers(connection, region)
        inputs = _inputs(connection, region)
        before = fingerprint.of_texts(inputs, _results(connection, region))
        if not force and fingerprint.recorded(connection, region.name, STAGE) == before:
            return Report(skipped=True)
        started = time.monotonic()
        results = run_dbt(
            region, ["build", "--full-refresh", "--exclude-resource-type", "unit_test"]
        )
        after = fingerprint.of_texts(inputs, _results(connection, region))
        fingerprint.record(connection, region.name, STAGE, after)
    return _report(results, time.monotonic() - started)


@contextmanager
def only_build_of(connection: psycopg.Connection, name: str) -> Iterator[None]:
    """Hold the region's lock; it ends with the connection, however the build ends."""
    key = f"sinkbase build {name}"
    row = connection.execute(
        "select pg_try_advisory_lock(hashtextextended(%s, 0))", (key,)
    ).fetchone()
    if row is None or not row[0]:
        raise SinkbaseError(
            f"region {name} is being built by another run on this database. "
            "Wait for its end, or stop it, and start again."
        )
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", (key,))


def _require_layers(connection: psycopg.Connection, region: Region) -> None:
    layers = dict.fromkeys([*REQUIRED, *DERIVED, *region.layers])
    tables = (LAYERS[name].table for name in layers)
    wanted = ["grid", "inside", "load_log", *tables, "land_use_fine"]
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
            "select array_agg(log.fingerprint order by log.layer, log.source_number)::text"
            " from {}.load_log as log"
        ).format(raw)
    ).fetchone()
    grid = connection.execute(sql.SQL("select grid::text from {}.grid").format(raw)).fetchone()
    files = [path for path in PROJECT.rglob("*") if path.suffix in (".sql", ".yml", ".csv")]
    files = [path for path in files if not {"target", "logs"} & set(path.parts)]
    settings = json.dumps(variables(region), sort_keys=True)
    project = fingerprint.of_files(files, PROJECT)
    return fingerprint.of_texts(str(loaded), str(grid), settings, project, database.version())


def _results(connection: psycopg.Connection, region: Region) -> str:
    """Return the identity of every result table: a dropped or foreign one means a new build."""
    row = connection.execute(
        "select array_agg(relname || ' ' || relfilenode order by relname)::text from pg_class"
        " where relnamespace = to_regnamespace(%s)::oid and relkind in ('r', 'v', 'm')",
        (region.name,),
    ).fetchone()
    return str(row)


def run_dbt(region: Region, command: list[str]) -> list[dict[str, Any]]:
    """Run dbt on the region; return the results of its nodes.

    Errors: SinkbaseError with the first failures' own messages.
    """
    target = _target(region)
    target.mkdir(parents=True, exist_ok=True)
    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    dbt = str(Path(sys.executable).with_name("dbt"))
    options = ["--target-path", str(target), "--project-dir", str(PROJECT)]
    options += ["--profiles-dir", str(PROJECT), "--vars", json.dumps(variables(region))]
    environment = os.environ | database.environment()
    # a start-up option, not dbt's own `role`: that is a statement, which its next rollback undoes
    become = f"{environment.get('PGOPTIONS', '')} -c role={database.BUILDER}".strip()
    done = subprocess.run(
        [dbt, "--quiet", "--no-use-colors", "--log-path", str(target), *command, *options],
        env=environment
        | {"PGOPTIONS": become, "SINKBASE_REGION": region.name}
        | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    nodes: list[dict[str, Any]] = []
    if results.exists():
        nodes = json.loads(results.read_text())["results"]
    failed = [node for node in nodes if node["status"] in ("error", "fail")]
    if failed:
        raise SinkbaseError(_failures(region, failed))
    if done.returncode != 0:
        output = f"{done.stdout}{done.stderr}".strip()
        raise SinkbaseError(f"dbt failed before it ran a model:\n{output}")
    return nodes


def write_docs(region: Region, out: Path) -> Path:
    """Write dbt's documentation of the region's models as one self-contained page; return it."""
    run_dbt(region, ["docs", "generate", "--static"])
    page = out / region.name / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    made = _target(region) / "static_index.html"
    fresh = page.with_name(".index.html.part")
    fresh.write_bytes(made.read_bytes())
    fresh.replace(page)
    return page


def _target(region: Region) -> Path:
    return ROOT / ".sinkbase" / "dbt" / region.name


def _failures(region: Region, failed: list[dict[str, Any]]) -> str:
    lines = [f"{len(failed)} step(s) of region {region.name} failed:"]
    for node in failed[:ERRORS_SHOWN]:
        lines.append(f"  {node['unique_id']}: {_first_lines(node.get('message') or '')}")
        lines += [f"    {row}" for row in _failing_rows(node)]
    remedy = _remedy(region, failed)
    lines.append(
        f"The results of the steps before are in place; those after were not built. {remedy}"
    )
    return "\n".join(lines)


def _remedy(region: Region, failed: list[dict[str, Any]]) -> str:
    told = " ".join(node.get("message") or "" for node in failed)
    for sign, remedy in REMEDIES.items():
        if sign in told:
            return remedy.format(region=region.name)
    return (
        "Correct the file or setting that is named and run "
        f"`make build REGION={region.name}` again."
    )


def _failing_rows(node: dict[str, Any]) -> list[str]:
    """What a failed test found: its sentences (column `problem`), else its first rows."""
    if node["status"] != "fail" or not node.get("compiled_code"):
        return []
    try:
        with database.connect_as_builder() as connection:
            cursor = connection.execute(node["compiled_code"].encode())
            names = [column.name for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchmany(ERRORS_SHOWN)]
    except psycopg.Error:  # the test's own line has to do
        return []
    return [
        str(row["problem"])
        if "problem" in row
        else ", ".join(f"{name} = {str(value)[:80]}" for name, value in row.items())
        for row in rows
    ]


def _first_lines(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    wanted = [line for line in lines if "CONTEXT" not in line and "compiled code at" not in line]
    told = [line for line in wanted if line.startswith(("HINT", "DETAIL"))]
    if "contract that failed" in message:
        return "\n    ".join(wanted)
    return " ".join([*wanted[:2], *(line for line in told if line not in wanted[:2])])


def _report(nodes: list[dict[str, Any]], seconds: float) -> Report:
    kinds = [node["unique_id"].split(".")[0] for node in nodes]
    warnings = tuple(
        f"{node['unique_id'].split('.')[2]}: {node['message']}"
        for node in nodes
        if node["status"] == "warn"
    )
    return Report(False, kinds.count("model"), kinds.count("test"), warnings, seconds)
