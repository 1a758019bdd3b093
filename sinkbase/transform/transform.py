"""Raw tables in, results out: dbt builds what differs, aside; then all is published as one."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
from rich.console import Console

from sinkbase import fingerprint
from sinkbase.database import connection as database
from sinkbase.database.region_lock import held
from sinkbase.database.schemas import require_free_schemas
from sinkbase.progress import Reporter
from sinkbase.region.seeds import check_seeds
from sinkbase.region.settings import Region
from sinkbase.server import install
from sinkbase.transform.dbt import PROJECT, dbt_of
from sinkbase.transform.nodes import fingerprints
from sinkbase.transform.publish import publish
from sinkbase.transform.raw import raw_fingerprints, require_layers
from sinkbase.transform.room import require_room_for
from sinkbase.transform.run import run_of
from sinkbase.transform.variables import variables
from sinkbase.transform.work import Work

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

STAGE = "transform"
TITLED = ("region_summary", "region_boundary")  # results that tell the region's titles


@dataclass(frozen=True)
class Report:
    """What a run of the stage did; counts are 0 when it was skipped."""

    skipped: bool
    models: int = 0
    tests: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    build: int | None = None  # the number under which the results are published


def transform(region: Region, *, force: bool = False, console: Console | None = None) -> Report:
    """Bring all results of the region up to date with what they are made from.

    Only what depends on a change is built, aside; what readers see changes in one transaction at
    the end, or not at all. `force` builds everything.

    Returns what ran.
    Raises SinkbaseError when the region is not loaded, is being built elsewhere, or when a
    model or a test of the results fails; the message is the database's own.
    """
    check_seeds()
    with (
        held(region.name, STAGE) as lock,
        database.connect_as_builder(autocommit=True) as connection,
    ):
        require_free_schemas(connection, region)
        require_layers(connection, region)
        raw = raw_fingerprints(connection, region)
        made_from = _made_from(region, raw)
        known = fingerprint.recorded(connection, region.name, STAGE)
        if not force and known == fingerprint.of_texts(made_from, _identities(connection, region)):
            return Report(skipped=True)
        require_room_for(connection, region)
        started, clock = datetime.now(UTC), time.monotonic()
        fingerprint.forget(connection, region.name, STAGE)
        work = Work(connection, region)
        work.ensure()
        if force:
            work.forget()
        manifest, results = _build(region, work, raw, console or Console(quiet=True))
        run = run_of(connection, region, manifest, raw, started)
        lock.require()
        with connection.transaction():
            number = publish(connection, region, *_relations(manifest), run)
            after = fingerprint.of_texts(made_from, _identities(connection, region))
            fingerprint.record(connection, region.name, STAGE, after)
    return _report(results, number, time.monotonic() - clock)


def _build(
    region: Region, work: Work, raw: dict[str, str], console: Console
) -> tuple["Manifest", list[dict[str, Any]]]:
    """Let dbt build the nodes that differ from what was built before."""
    dbt = dbt_of(region)
    manifest = dbt.parse()
    wanted = fingerprints(manifest, variables(region), raw)
    work.drop_others(wanted)
    built = {node: print_.split(":")[0] for node, print_ in work.built().items()}
    todo = [node for node, print_ in wanted.items() if built.get(node) != print_]
    todo = [node for node in todo if manifest.nodes[node].config.materialized != "ephemeral"]
    results: list[dict[str, Any]] = []

    def ended(nodes: list[dict[str, Any]]) -> None:
        passed = [it["unique_id"] for it in nodes if it["status"] in ("pass", "warn")]
        work.record({node: wanted[node] for node in passed})

    if todo:
        with Reporter(console).computing() as task:
            results = dbt.build(manifest, wanted, todo, task.at, ended)
    tables, _ = _relations(manifest)
    rasters = [name for name in _rasters(manifest) if name in tables]
    work.make_overviews({name: wanted[f"model.sinkbase.{name}"] for name in rasters})
    mark = fingerprint.of_texts(region.title, region.title_zh)[:8]
    work.label(TITLED, region.title, region.title_zh, mark)
    return manifest, results


def _relations(manifest: "Manifest") -> tuple[list[str], list[str]]:
    """The results: names of tables, and of views, those first that others stand on."""
    found: dict[str, list[str]] = {"table": [], "view": []}
    for node in manifest.nodes.values():
        if node.resource_type.value == "model" and node.config.schema is None:
            found.setdefault(node.config.materialized, []).append(node.name)
    return found["table"], found["view"]


def _rasters(manifest: "Manifest") -> list[str]:
    """The raster results: those that are registered when they are built."""
    return [
        node.name
        for node in manifest.nodes.values()
        if any("register_raster" in hook.sql for hook in getattr(node.config, "post_hook", ()))
    ]


def _made_from(region: Region, raw: dict[str, str]) -> str:
    """Return a digest of what was loaded, settings, titles, models and functions."""
    files = [path for path in PROJECT.rglob("*") if path.suffix in (".sql", ".yml", ".csv")]
    files = [path for path in files if not {"target", "logs"} & set(path.parts)]
    return fingerprint.of_texts(
        *(f"{table} {raw[table]}" for table in sorted(raw)),
        json.dumps(variables(region), sort_keys=True),
        region.title,
        region.title_zh,
        fingerprint.of_files(files, PROJECT),
        install.version(),
    )


def _identities(connection: psycopg.Connection, region: Region) -> str:
    """Return the identity of every relation here and aside: one dropped means a new build."""
    row = connection.execute(
        "select array_agg(concat_ws(' ', relnamespace, relname, relfilenode)"
        " order by relnamespace, relname)::text from pg_class"
        " where relnamespace in (to_regnamespace(%s)::oid, to_regnamespace(%s)::oid)"
        " and relkind in ('r', 'v', 'm')",
        (region.name, f"{region.name}_work"),
    ).fetchone()
    return str(row)


def _report(nodes: list[dict[str, Any]], number: int, seconds: float) -> Report:
    kinds = [node["unique_id"].split(".")[0] for node in nodes]
    warnings = tuple(
        f"{node['unique_id'].split('.')[2]}: {node['message']}"
        for node in nodes
        if node["status"] == "warn"
    )
    return Report(False, kinds.count("model"), kinds.count("test"), warnings, seconds, number)
