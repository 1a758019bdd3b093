"""Runs dbt on one region, in this process: its variables, its connection, what it says meanwhile.

In this process, so that no dbt outlives the run that holds the region's lock.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.settings import Region
from sinkbase.transform import failures
from sinkbase.transform.variables import shape, variables

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PROJECT = ROOT / "dbt_project"
Step = Callable[[str, int, int], None]  # name of a node, its number, of how many
WATCHED = "-c client_connection_check_interval=1s"  # a killed run leaves no query behind
Ended = Callable[[list[dict[str, Any]]], None]
UNWRITTEN = "--no-write-json"  # 10 MB that nobody reads
QUIET = ("--quiet", "--log-level", "none", "--log-level-file", "none", "--no-use-colors")


@dataclass(frozen=True)
class Dbt:
    """dbt at work on one region."""

    region: Region
    environment: dict[str, str]

    @property
    def target(self) -> Path:
        """Where dbt writes: runs on two databases, side by side, do not share it."""
        return ROOT / ".sinkbase" / "dbt" / self.environment["PGDATABASE"] / self.region.name

    def parse(self) -> "Manifest":
        """Read the project: the graph of its nodes, as this region has it.

        Only what changes the graph or a column's type is told here, so that dbt need not read all
        models again (4 s) for each changed setting.
        Raises SinkbaseError when dbt cannot read it.
        """
        manifest: Manifest = self._invoke(["parse", UNWRITTEN], shape(self.region), None, None)
        return manifest

    def build(
        self,
        manifest: "Manifest",
        fingerprints: dict[str, str],
        nodes: list[str],
        step: Step,
        ended: Ended,
    ) -> list[dict[str, Any]]:
        """Build these nodes (models, seeds, tests, by their unique ids) and no other.

        `step` is told of each node as it starts, `ended` of all results, good or not. Each
        relation records its fingerprint.
        Returns the results of the nodes that ran, as dbt writes them.
        Raises SinkbaseError with the first failures' own messages.
        """
        command = ["build", UNWRITTEN, "--full-refresh", "--exclude-resource-type", "unit_test"]
        command += ["--indirect-selection", "empty", *_selection(manifest, nodes)]
        told = {"fingerprints": fingerprints}
        return self.run(command, manifest=manifest, told=told, step=step, ended=ended)

    def run(
        self,
        command: list[str],
        *,
        manifest: "Manifest | None" = None,
        told: dict[str, Any] | None = None,
        step: Step | None = None,
        ended: Ended | None = None,
    ) -> list[dict[str, Any]]:
        """Run one of dbt's commands; return the results of its nodes.

        Raises SinkbaseError with the first failures' own messages.
        """
        results = self._invoke(command, variables(self.region) | (told or {}), manifest, step)
        nodes = [_told(it) for it in getattr(results, "results", None) or ()]
        if ended:
            ended(nodes)
        failed = [node for node in nodes if node["status"] in ("error", "fail")]
        if failed:
            raise SinkbaseError(failures.told(self.region, failed))
        return nodes

    def _invoke(
        self,
        command: list[str],
        told: dict[str, Any],
        manifest: "Manifest | None",
        step: Step | None,
    ) -> Any:
        # dbt takes 1.5 s to import: a run in which nothing changed does without
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        self.target.mkdir(parents=True, exist_ok=True)
        place = ["--target-path", str(self.target), "--project-dir", str(PROJECT)]
        place += ["--profiles-dir", str(PROJECT), "--vars", json.dumps(told)]
        callbacks = [_listener(step)] if step else []
        with _environment(self.environment):
            done = dbtRunner(manifest, callbacks).invoke([*QUIET, *command, *place])
        if isinstance(done.exception, KeyboardInterrupt | SystemExit):
            raise done.exception
        if done.exception is not None or (done.result is None and not done.success):
            raise SinkbaseError(f"dbt failed before it ran a model:\n{done.exception}")
        return done.result


def dbt_of(region: Region) -> Dbt:
    """Dbt for the region, on the database that is meant.

    Raises SinkbaseError when the database cannot be reached.
    """
    given = database.environment()
    options = os.environ | given
    # a start-up option, not dbt's own `role`: that is a statement, which its next rollback undoes
    become = f"{options.get('PGOPTIONS', '')} -c role={database.BUILDER} {WATCHED}".strip()
    if "PGDATABASE" not in given:
        given["PGDATABASE"] = options["PGDATABASE"]
    return Dbt(
        region,
        given
        | {
            "PGOPTIONS": become,
            "SINKBASE_REGION": region.name,
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
    )


def run_dbt(region: Region, command: list[str], step: Step | None = None) -> list[dict[str, Any]]:
    """Run one of dbt's commands on the region; return the results of its nodes.

    Raises SinkbaseError with the first failures' own messages.
    """
    return dbt_of(region).run(command, step=step)


def write_docs(region: Region, out: Path) -> Path:
    """Write dbt's documentation of the region's models as one self-contained page.

    Returns the page's path.
    Raises SinkbaseError when dbt cannot read the models.
    """
    dbt = dbt_of(region)
    dbt.run(["docs", "generate", "--static"], told={"is_documentation": True})
    page = out / region.name / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    fresh = page.with_name(".index.html.part")
    fresh.write_bytes((dbt.target / "static_index.html").read_bytes())
    fresh.replace(page)
    return page


def _selection(manifest: "Manifest", nodes: list[str]) -> list[str]:
    """Options that select these nodes; the shorter list, for dbt holds every node to each name.

    By the whole path: a bare name means a folder of that name, too.
    """
    wanted = set(nodes)
    paths = {it.unique_id: "fqn:" + ".".join(it.fqn) for it in manifest.nodes.values()}
    others = [path for node, path in paths.items() if node not in wanted]
    if len(others) >= len(nodes):
        return ["--select", *(paths[node] for node in nodes)]
    return ["--exclude", *others] if others else []


@contextmanager
def _environment(given: dict[str, str]) -> Iterator[None]:
    """Let dbt's profile and libpq see these variables; afterwards all is as it was."""
    before = {name: os.environ.get(name) for name in given}
    level = logging.getLogger().level
    os.environ.update(given)
    try:
        yield
    finally:
        logging.getLogger().setLevel(level)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _listener(step: Step) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event.info.name == "LogStartLine":
            data = event.data
            step(data.node_info.node_name, data.index, data.total)

    return listen


def _told(result: Any) -> dict[str, Any]:
    """A node's result as dbt writes it into run_results.json."""
    return {
        "unique_id": result.node.unique_id,
        "status": str(result.status),
        "message": result.message,
        "compiled_code": getattr(result.node, "compiled_code", None),
    }
