"""Runs dbt on one region: its variables, its connection, what it says while it works."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.settings import Region
from sinkbase.transform import failures
from sinkbase.transform.variables import variables

PROJECT = ROOT / "dbt_project"
Step = Callable[[str, int, int], None]  # name of a node, its number, of how many


def run_dbt(region: Region, command: list[str], step: Step | None = None) -> list[dict[str, Any]]:
    """Run dbt on the region; `step` is told of each node as it starts.

    Returns the results of the nodes that ran, as dbt writes them.
    Raises SinkbaseError with the first failures' own messages.
    """
    environment = _environment(region)
    target = _target(region, environment)
    target.mkdir(parents=True, exist_ok=True)
    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    code, output = _listen(region, environment, target, command, step or (lambda *_: None))
    nodes: list[dict[str, Any]] = []
    if results.exists():
        nodes = json.loads(results.read_text())["results"]
    failed = [node for node in nodes if node["status"] in ("error", "fail")]
    if failed:
        raise SinkbaseError(failures.told(region, failed))
    if code != 0:
        raise SinkbaseError(f"dbt failed before it ran a model:\n{output}")
    return nodes


def _listen(
    region: Region, environment: dict[str, str], target: Path, command: list[str], step: Step
) -> tuple[int, str]:
    """Run the program; return its exit code and its errors as text."""
    options = ["--log-format", "json", "--log-path", str(target)]
    place = ["--target-path", str(target), "--project-dir", str(PROJECT)]
    place += ["--profiles-dir", str(PROJECT), "--vars", json.dumps(variables(region))]
    said: list[str] = []
    with subprocess.Popen(
        [str(Path(sys.executable).with_name("dbt")), *options, *command, *place],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:  # the interpreter's own words
                said.append(line.rstrip())
                continue
            if event["info"]["name"] == "LogStartLine":
                data = event["data"]
                step(data["node_info"]["node_name"], data["index"], data["total"])
            elif event["info"]["level"] == "error":
                said.append(event["info"]["msg"])
    return process.returncode, "\n".join(said).strip()


def _environment(region: Region) -> dict[str, str]:
    given = os.environ | database.environment()
    # a start-up option, not dbt's own `role`: that is a statement, which its next rollback undoes
    become = f"{given.get('PGOPTIONS', '')} -c role={database.BUILDER}".strip()
    return given | {
        "PGOPTIONS": become,
        "SINKBASE_REGION": region.name,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def write_docs(region: Region, out: Path) -> Path:
    """Write dbt's documentation of the region's models as one self-contained page.

    Returns the page's path.
    Raises SinkbaseError when dbt cannot read the models.
    """
    run_dbt(region, ["docs", "generate", "--static"])
    page = out / region.name / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    made = _target(region, _environment(region)) / "static_index.html"
    fresh = page.with_name(".index.html.part")
    fresh.write_bytes(made.read_bytes())
    fresh.replace(page)
    return page


def _target(region: Region, environment: dict[str, str]) -> Path:
    """Where dbt writes: runs on two databases, side by side, do not read each other's results."""
    return ROOT / ".sinkbase" / "dbt" / environment["PGDATABASE"] / region.name
