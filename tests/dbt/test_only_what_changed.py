"""A build makes what differs from what it was made from, and nothing else; no kill confuses it."""

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psycopg
import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.transform.transform import transform
from tests.dbt.test_drawn_sinks import LAYERS, METHOD
from tests.drawn_region import draw_region, region_settings, write_raw

BUILT = "select node, fingerprint, built_at from drawn_work.built_nodes"
RESULTS = """
    select relname from pg_class
    where relnamespace = 'drawn'::regnamespace and relkind = 'r'
    and relname not in ('build_history', 'sink_history')
    order by 1
"""


def _content(connection: psycopg.Connection) -> dict[str, str]:
    """A digest of the rows of every result."""
    found = {}
    for (name,) in connection.execute(RESULTS).fetchall():
        row = connection.execute(
            f"select md5(string_agg(md5(it::text), '' order by md5(it::text))) from drawn.{name} it"
        ).fetchone()
        assert row is not None
        found[name] = row[0]
    return found


def _built_since(connection: psycopg.Connection, before: list) -> set[str]:
    times = {node: at for node, _, at in before}
    rows = connection.execute(BUILT).fetchall()
    return {
        node.split(".")[2] for node, _, at in rows if times.get(node) != at and node.count(".") > 1
    }


@pytest.fixture
def world(database, tmp_path):
    region = region_settings(tmp_path, METHOD)
    draw_region(database, region, LAYERS)
    return region


def test_a_late_setting_builds_its_descendants_alone(database, world, tmp_path):
    before = database.execute(BUILT).fetchall()
    report = transform(region_settings(tmp_path, METHOD | {"corridor_tolerance": 0.3}))
    built = _built_since(database, before)
    assert {"corridor_cells", "grid_cells", "method_settings"} <= built
    assert not built & {"nep", "importance", "resistance", "mcr", "carbon_sinks", "region_summary"}
    assert report.models < 12


def test_a_title_builds_no_model_and_is_told(database, world):
    renamed = replace(world, title="Another name", title_zh="别名")
    before = database.execute(BUILT).fetchall()
    report = transform(renamed)
    assert (report.skipped, report.models, report.tests) == (False, 0, 0)
    assert _built_since(database, before) == set()
    for table in ("region_summary", "region_boundary"):
        told = database.execute(f"select title, title_zh from drawn.{table}").fetchone()
        assert told == ("Another name", "别名")
    assert transform(renamed).skipped


def test_a_layer_builds_what_stands_on_it(database, world):
    before = database.execute(BUILT).fetchall()
    density = LAYERS["population_density"].replace("1", "2")
    write_raw(database, world, LAYERS | {"population_density": density})
    transform(world)
    built = _built_since(database, before)
    assert "population_density" in built
    assert "resistance_population" in built
    assert not built & {"nep", "importance", "elevation", "land_use"}


def test_a_failed_test_publishes_nothing_and_fails_again(database, world, tmp_path):
    before = _content(database)
    with pytest.raises(SinkbaseError):
        # the fixed weights of the seed sum to 1; a test holds them to it
        _with_a_wrong_weight(database, tmp_path)
    assert _content(database) == before
    transform(world)
    assert _content(database) == before


def _with_a_wrong_weight(connection: psycopg.Connection, folder) -> None:
    """A raw layer without any value: no cell has all factors, which a test refuses."""
    region = region_settings(folder, METHOD)
    nothing = "/".join(" ".join("." for _ in line.split()) for line in _lines(LAYERS["slope"]))
    write_raw(connection, region, LAYERS | {"slope": nothing})
    try:
        transform(region)
    finally:
        write_raw(connection, region, LAYERS)


def _lines(drawing: str) -> list[str]:
    return drawing.strip().replace("/", "\n").splitlines()


def test_what_a_killed_run_has_built_is_neither_shown_nor_believed(database, world, tmp_path):
    before = _content(database)
    nep = "select fingerprint from drawn_work.built_nodes where node = 'model.sinkbase.nep'"
    was = database.execute(nep).fetchone()
    region_settings(tmp_path, METHOD | {"respiration_temperature": 0.07})
    command = [sys.executable, "-m", "sinkbase", "transform", "--region", "drawn"]
    run = subprocess.Popen([*command, "--region-file", str(tmp_path / "drawn.toml")], cwd=ROOT)
    while database.execute(nep).fetchone() == was:
        assert run.poll() is None
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert _content(database) == before
    report = transform(region_settings(tmp_path, METHOD))
    assert report.models > 0
    assert _content(database) == before


EDITS = (
    {"respiration_temperature": 0.07},
    {"corridor_tolerance": 0.3},
    {"min_sink_km2": 6},
    {"importance_weight_nep": 0.5, "importance_weight_soil": 0.25,
     "importance_weight_vegetation": 0.25},
    {"resistance_weights": "fixed"},
    {"potential_levels": 2},
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_edits_ends_where_a_build_from_nothing_ends(
    database, world, tmp_path, seed
):
    drawn = random.Random(seed)
    method = dict(METHOD)
    for _ in range(3):
        edit = drawn.choice(EDITS)
        method = dict(METHOD) if drawn.random() < 0.25 else method | edit
        transform(region_settings(tmp_path, method))
    found = _content(database)
    region = region_settings(tmp_path, method)
    transform(region, force=True)
    assert _content(database) == found


def test_the_history_tells_what_changed_and_keeps_so_many_runs(database, world, tmp_path):
    fewer = region_settings(tmp_path, METHOD | {"min_potential_km2": 10})
    assert transform(fewer).build == 2
    told = database.execute(
        "select kind, name, before, after from drawn.bi_changes where kind = 'setting'"
    ).fetchall()
    assert told == [("setting", "min_potential_km2", "3", "10")]
    changed = database.execute("select name from drawn.bi_changes where kind = 'result'").fetchall()
    assert ("potential_sinks",) in changed  # a headline of region_summary
    counts = database.execute(
        "select build_number, count(*) from drawn.sink_history group by 1 order by 1"
    ).fetchall()
    assert counts == [(1, 3), (2, 2)]
    assert transform(replace(world, runs_kept=1)).build == 3
    kept = database.execute("select distinct build_number from drawn.sink_history").fetchall()
    assert kept == [(3,)]
    assert database.execute("select build_number from drawn.build").fetchone() == (3,)
    assert len(database.execute("table drawn.build_history").fetchall()) == 3
