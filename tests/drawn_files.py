"""Fixtures of tests on files: a drawn world, its load, its refusal at the command line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from rich.console import Console

from loaders import __main__ as command_line
from loaders.load import LoadReport, load_region
from sinkbase.region.settings import read_region
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def load(world: World, database: psycopg.Connection) -> Callable[[], LoadReport]:
    """Load the world as it stands now."""

    def run() -> LoadReport:
        region = read_region(world.write())
        return load_region(region, world.data, database, console=Console(quiet=True))

    return run


@pytest.fixture
def refusal(
    world: World,
    shared_database: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[], str]:
    """The message with which the command line refuses the world; nothing may be written."""

    def run() -> str:
        monkeypatch.setenv("PGDATABASE", shared_database.info.dbname)
        if not world.file.exists():
            world.write()
        arguments = ["load", "--region-file", str(world.file), "--data", str(world.data)]
        monkeypatch.setattr(sys, "argv", ["loaders", *arguments])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        printed = capsys.readouterr()
        written = shared_database.execute("select to_regnamespace('drawn_raw')").fetchone()
        assert (ended.value.code, written) == (2, (None,)), printed.err
        assert printed.err.startswith("error: "), printed.err
        assert "Traceback" not in printed.err
        return printed.err

    return run


@pytest.fixture
def cells(database: psycopg.Connection) -> Callable[[str], Any]:
    """The values of a raw table as an array (rows, columns), or (bands, rows, columns)."""

    def read(table: str) -> Any:
        count = database.execute(
            f"select ST_NumBands(rast) from drawn_raw.{table} limit 1"
        ).fetchone()
        bands = []
        for band in range(1, (count or (0,))[0] + 1):
            row = database.execute(
                f"select ST_DumpValues(ST_Union(rast, {band}), 1) from drawn_raw.{table}"
            ).fetchone()
            assert row is not None
            bands.append(np.array(row[0], dtype=float))
        return bands[0] if len(bands) == 1 else np.array(bands)

    return read
