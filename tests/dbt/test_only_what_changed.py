"""A build makes what differs from what it was made from, and nothing else; no kill confuses it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.settings import Region
from sinkbase.transform import dbt
from sinkbase.transform import transform as stage
from sinkbase.transform.transform import transform
from tests.copies import database_of
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


@pytest.fixture(scope="module")
def built_once(template, tmp_path_factory):
    """The name of a database in which the world is built, for the tests' own copies."""
    with database_of(template.template_dbname, "_built") as connection:
        name = connection.info.dbname
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PGDATABASE", name)
            region = region_settings(tmp_path_factory.mktemp("built"), METHOD)
            draw_region(connection, region, LAYERS)
        connection.close()  # nobody may look into what is copied
        yield name


@pytest.fixture
def database(built_once, monkeypatch):
    """A copy of the built world, with what dbt remembers of it."""
    with database_of(built_once, "_copy") as connection:
        name = connection.info.dbname
        remembered = ROOT / ".sinkbase" / "dbt"
        shutil.copytree(remembered / built_once, remembered / name, dirs_exist_ok=True)
        monkeypatch.setenv("PGDATABASE", name)
        yield connection


@pytest.fixture
def world(database, tmp_path):
    return region_settings(tmp_path, METHOD)


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


def _project(folder, monkeypatch):
    """A copy of the dbt project whose seeds a test may edit."""
    copy = shutil.copytree(
        dbt.PROJECT, folder / "dbt_project", ignore=shutil.ignore_patterns("target", "logs")
    )
    monkeypatch.setattr(dbt, "PROJECT", copy)
    monkeypatch.setattr(stage, "PROJECT", copy)
    return copy


@dataclass(frozen=True)
class State:
    """What a build is made from: settings, a layer drawn otherwise, a seed edited."""

    method: tuple[tuple[str, float | str], ...] = ()
    layer: bool = False
    seed: bool = False


EARLY, LATE = ("respiration_temperature", 0.07), ("corridor_tolerance", 0.3)
OTHERS = (("potential_levels", 2), ("min_potential_km2", 2))
# where sequences end, and how often: for each a build from nothing is needed
ENDS = {
    State(): 3,
    State((LATE,)): 3,
    State(seed=True): 3,
    State((LATE,), seed=True): 3,
    State(layer=True): 1,
}
SEQUENCES = 30


class Edits:
    """The world under edits, one after another."""

    def __init__(self, connection: psycopg.Connection, folder: Path, project: Path) -> None:
        self.connection, self.folder, self.state = connection, folder, State()
        self.seed = project / "seeds" / "management_approach_definitions.csv"
        self.text = self.seed.read_text(encoding="utf-8")

    def edit(self, state: State) -> Region:
        """Write what differs; the settings as they are then."""
        if state.layer != self.state.layer:
            density = LAYERS["population_density"]
            drawn = density.replace("1", "2", 9) if state.layer else density
            write_raw(
                self.connection,
                region_settings(self.folder),
                LAYERS | {"population_density": drawn},
            )
        self.seed.write_text(
            self.text.replace("manure", "compost") if state.seed else self.text, encoding="utf-8"
        )
        self.state = state
        return region_settings(self.folder, METHOD | dict(state.method))

    def kill(self, seconds: float) -> None:
        """Begin to build what is now (with the seeds as they are shipped), and kill it."""
        command = [sys.executable, "-m", "sinkbase", "transform", "--region", "drawn"]
        run = subprocess.Popen(
            [*command, "--region-file", str(self.folder / "drawn.toml")],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            run.wait(seconds)
        run.kill()
        run.wait()


def test_any_sequence_of_edits_ends_where_a_build_from_nothing_ends(
    database, tmp_path, monkeypatch
):
    """Sequences of settings, seeds and layers, put back or not, with builds and kills between."""
    edits = Edits(database, tmp_path, _project(tmp_path, monkeypatch))
    wanted = {State(): _content(database)}
    drawn = random.Random(1)
    for number in range(SEQUENCES):
        end, between = drawn.choices(list(ENDS), list(ENDS.values()), k=2)
        if drawn.random() < 0.3:
            region = edits.edit(replace(between, method=(drawn.choice((LATE, *OTHERS)),)))
            transform(region)
        elif drawn.random() < 0.4:
            edits.edit(replace(between, method=(drawn.choice((EARLY, *OTHERS)),)))
            edits.kill(drawn.uniform(1.5, 3))
        region = edits.edit(end)
        transform(region)
        if end not in wanted:
            found = _content(database)
            transform(region, force=True)
            wanted[end] = _content(database)
            assert found == wanted[end], (number, end)
        assert _content(database) == wanted[end], (number, end)
    assert set(wanted) == set(ENDS)
    assert len({tuple(sorted(it.items())) for it in wanted.values()}) == len(ENDS)


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
