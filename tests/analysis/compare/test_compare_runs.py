"""Two runs of a region side by side, from its history."""

import csv
from pathlib import Path

import psycopg
import pytest
from drawn_looks import tables
from drawn_results import PROVENANCE
from psycopg.types.json import Jsonb
from test_compare import EMPTY

from analysis.compare import compare
from sinkbase.errors import SinkbaseError

SQUARE = "st_multi(st_makeenvelope({0}, 0, {1}, 1000, 2328))"


@pytest.fixture
def runs(database: psycopg.Connection) -> psycopg.Connection:
    """Region drawn with three runs; the first has lost its polygons. A primary sink of 4 km2 moves
    by 1 km to the east."""
    database.execute("create schema drawn;" + EMPTY.format("drawn", 5000, 9000, 1000))
    database.execute(PROVENANCE + tables("drawn"))
    database.execute("comment on column drawn.region_summary.area_km2 is 'Area. Unit: km2.'")
    database.execute("select sinkbase.ensure_history('drawn')")
    for number, share, nep, left in ((1, "0.5", -20, None), (2, "0.5", -20, 0), (3, "0.3", -5, 1)):
        database.execute(
            "insert into drawn.build_history values "
            "(%s, now(), now(), %s, %s, %s, '{}', 'Sinkbase', %s, '{}')",
            (
                number,
                Jsonb({"patch_share": share, "same": "1"}),
                Jsonb({"npp": 2010 + number}),
                Jsonb({"npp": str(number) * 64, "soil": "a" * 64}),
                Jsonb({"title": "Drawn", "title_zh": "画", "area_km2": 6, "nep_mean_gc_m2_a": nep}),
            ),
        )
        if left is not None:
            database.execute(
                "insert into drawn.sink_history "
                "select %s, 1, 1, 'primary', '腹地', 'Sink', '汇', 4, "
                f"{10 * number}, 20, {SQUARE.format(left * 1000, left * 1000 + 4000)}",
                (number,),
            )
    return database


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_numbers_settings_layers_and_land_of_two_runs_stand_side_by_side(runs, tmp_path: Path):
    done = compare("drawn@2", "drawn@3", tmp_path)
    assert done.folder == tmp_path / "compare" / "drawn@2-drawn@3"
    found = {(row["section"], row["item"]): row for row in rows(done.folder, "comparison.csv")}
    nep = found["summary", "nep_mean_gc_m2_a"]
    assert (nep["a"], nep["b"], nep["difference"]) == ("-20", "-5", "15")
    assert found["summary", "area_km2"]["unit"] == "km2"
    sink = found["sinks", "1.nep_total_t_a"]
    assert (sink["a"], sink["b"], sink["unit"]) == ("20.0", "30.0", "tC/a")
    assert rows(done.folder, "settings.csv") == [{"setting": "patch_share", "a": "0.5", "b": "0.3"}]
    assert rows(done.folder, "layers.csv") == [
        {"layer": "npp", "a": "2012, " + "2" * 12, "b": "2013, " + "3" * 12}
    ]
    assert rows(done.folder, "sinks.csv") == [
        {"category_code": "1", "category": "primary", "category_zh": "腹地",
         "kept_km2": "3.0", "lost_km2": "1.0", "gained_km2": "1.0"}
    ]  # fmt: skip


def test_the_pages_tell_it_in_both_languages(runs, tmp_path: Path):
    folder = compare("drawn@2", "drawn@3", tmp_path).folder
    page = (folder / "comparison.html").read_text()
    assert "A: Drawn (drawn@2); B: Drawn (drawn@3)" in page
    assert "In A alone" in page
    assert "no rasters" in page
    assert "仅 A 有" in (folder / "comparison.zh.html").read_text()
    assert not (folder / "maps").exists()


def test_a_side_without_a_number_is_the_newest_run(runs, tmp_path: Path):
    assert compare("drawn@2", "drawn", tmp_path).folder.name == "drawn@2-drawn@3"
    with pytest.raises(SinkbaseError, match="drawn@3 was to be compared with itself"):
        compare("drawn@3", "drawn", tmp_path)


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ("drawn@7", "region drawn has no run 7. It has runs 1 to 3"),
        ("drawn@x", "expected a region and the number of a run, such as demo@3"),
        ("drawn@1", "drawn@1: the polygons of its sinks are kept no more; those of runs 2, 3 are"),
        ("nowhere@1", "region nowhere is not built"),
    ],
)
def test_a_run_that_is_not_there_is_refused_with_those_that_are(runs, tmp_path, side, told):
    with pytest.raises(SinkbaseError) as refused:
        compare(side, "drawn@2", tmp_path)
    assert told in str(refused.value)


def test_a_raster_of_a_past_run_is_refused(runs, tmp_path: Path):
    with pytest.raises(SinkbaseError, match="no difference map of nep"):
        compare("drawn@2", "drawn@3", tmp_path, ["nep"])
