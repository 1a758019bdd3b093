"""Several regions one after another, by real runs of make; what the Makefile says of mistakes."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.regions import chosen, file_of


@pytest.fixture
def variables(database: psycopg.Connection) -> dict[str, str]:
    """The environment with the test's own database in it."""
    return os.environ | {"PGDATABASE": database.info.dbname}


def run(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("aksu_10", "aksu_2", "wensu"):
        (tmp_path / f"{name}.toml").touch()
    return tmp_path


def test_a_pattern_means_the_files_that_fit_it_2_before_10(folder: Path) -> None:
    assert chosen(["wensu", "aksu_*", "wensu"], folder) == ["wensu", "aksu_2", "aksu_10"]


def test_a_pattern_that_nothing_fits_tells_what_there_is(folder: Path) -> None:
    with pytest.raises(
        SinkbaseError, match=r"no region file in .* There are: aksu_2, aksu_10, wens"
    ):
        chosen(["kashgar_*"], folder)


@pytest.mark.parametrize("name", ["Wensu", "wensu.toml", "regions/wensu.toml", "wensy", "wen-su"])
def test_a_name_that_is_none_brings_the_nearest(folder: Path, name: str) -> None:
    with pytest.raises(SinkbaseError, match="Did you mean 'wensu'"):
        file_of(name, folder)


def test_a_failure_stops_only_its_own_region_and_the_end_tells_each(
    variables: dict[str, str],
) -> None:
    ended = run("load", "REGION=nowhere demo wensu", env=variables)
    assert ended.returncode == 2
    lines = [line.split() for line in ended.stderr.splitlines()]
    summary = lines[lines.index(["==", "make", "load:", "1", "of", "3", "regions", "done"]) + 1 :]
    assert [line[:2] for line in summary[:3]] == [
        ["nowhere", "failed"],
        ["demo", "done"],
        ["wensu", "failed"],
    ]
    assert "where are the files of region wensu?" in ended.stderr.splitlines()[-2]
    assert "Traceback" not in ended.stderr


def test_one_region_alone_needs_no_summary(variables: dict[str, str]) -> None:
    ended = run("load", "REGION=demo", env=variables)
    assert (ended.returncode, "==" in ended.stderr) == (0, False)


def test_ctrl_c_ends_the_series_and_names_what_was_not_begun(variables: dict[str, str]) -> None:
    # tests started in the background ignore Ctrl-C, and the command would inherit that
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        series = subprocess.Popen(
            ["make", "load", "REGION=demo nowhere"],
            cwd=ROOT,
            env=variables,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert series.stderr is not None
    while "== demo" not in series.stderr.readline():
        pass
    time.sleep(0.2)  # long before Python has started and the layers are loaded
    os.killpg(series.pid, signal.SIGINT)  # what a terminal does
    told = series.stderr.read()
    assert series.wait() != 0
    assert "nowhere  failed       0 s  not begun" in told
    assert "interrupted: nothing half-done was kept" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["biuld"], "error: there is no verb 'biuld'"),
        (["help", "demo"], "error: there is no verb 'demo'"),
        (["help", "region=demo"], "error: unknown variable region. Known here: "),
    ],
)
def test_a_mistyped_verb_or_variable_is_no_success(words: list[str], said: str) -> None:
    ended = run(*words)
    assert ended.returncode == 2
    assert said in ended.stderr
