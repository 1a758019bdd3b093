"""`python -m analysis export` as a user meets it."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from drawn_results import Drawn

from analysis.results.files import read_manifest
from sinkbase.database.region_lock import held

ROOT = Path(__file__).resolve().parents[2]


def run(
    *arguments: str | Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", "export", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
        preexec_fn=before,
    )


def export(drawn: Drawn, **more: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    return run("--region", drawn.region, "--out", drawn.out, **more)


def refused(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stderr
    # libtiff tells of a failed write by itself, before
    assert any(line.startswith("error: ") for line in done.stderr.splitlines())
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in done.stderr


def test_an_export_tells_the_headlines_and_where_the_files_are(drawn: Drawn) -> None:
    done = export(drawn)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("SYNTHETIC")
    assert lines[1].split("  ")[0] == "Area"
    files = len(read_manifest(drawn.folder)["files"])
    assert lines[-3].startswith(f"Wrote: {files} files in {drawn.folder}")
    assert lines[-2] == f"The map: {drawn.folder}/map/index.html, or make serve REGION=drawn"
    assert "table drawn.region_summary" in lines[-1]
    assert "\x1b" not in done.stdout
    again = export(drawn)
    assert again.stdout == done.stdout.replace("Wrote", "Unchanged")


def test_a_region_that_is_not_built_ends_with_the_command_that_builds_it(empty: Drawn) -> None:
    refused(export(empty), "region drawn is not built", "make build REGION=drawn")


def test_an_export_waits_for_no_build_and_says_who_builds(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader, who has no part in the lock, gets the results that are published."""
    with held("drawn", "build"):
        refused(export(drawn), "region drawn is being built: build by", "Wait for its end")
        assert not drawn.folder.exists()
        drawn.connection.execute("grant usage on schema drawn to sinkbase_reader")
        drawn.connection.execute("grant select on all tables in schema drawn to sinkbase_reader")
        with monkeypatch.context() as reader:
            reader.setenv("PGOPTIONS", "-c role=sinkbase_reader")
            assert export(drawn).returncode == 0


def test_a_wrong_name_ends_with_the_nearest_region_that_is_built(drawn: Drawn) -> None:
    wrong = run("--region", "drawm", "--out", drawn.out)
    refused(wrong, "region drawm is not built", "Did you mean 'drawn'?", "Built here: drawn.")
    refused(run("--region", "../drawn", "--out", drawn.out), "is not built", "Built here: drawn.")


def test_a_region_of_another_version_is_said_to_be_so(drawn: Drawn) -> None:
    drawn.connection.execute("drop table drawn.method_settings, drawn.legend_classes")
    refused(
        export(drawn), "drawn.method_settings, drawn.legend_classes not found",
        "was built by another version", "make build REGION=drawn",
    )  # fmt: skip


def test_a_folder_that_cannot_be_written_is_named(drawn: Drawn) -> None:
    drawn.out.write_text("a file stands in the way")
    refused(export(drawn), str(drawn.out), "--out")


@pytest.mark.parametrize("limit", [200, 900, 2000])
def test_a_full_disk_leaves_nothing_half_written(drawn: Drawn, limit: int) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    assert export(drawn).returncode == 0
    files = {path: path.read_bytes() for path in drawn.folder.rglob("*") if path.is_file()}
    drawn.connection.execute("update drawn.importance_breaks set cells = cells + 1")
    refused(export(drawn, before=no_room), "disk")
    left = {path: path.read_bytes() for path in drawn.folder.rglob("*") if path.is_file()}
    assert left == files


def test_no_database_is_told_without_a_traceback(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATABASE", "sinkbase_no_such_database")
    refused(export(drawn), "sinkbase_no_such_database")


def test_a_comparison_without_a_second_region_says_how_it_is_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "compare", "demo", ""],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    refused(done, "make compare A=demo B=other")
