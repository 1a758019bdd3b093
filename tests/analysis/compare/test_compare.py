"""Two regions side by side, in worlds whose differences a pencil can check."""

import csv
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
import pytest
import rasterio
from drawn_looks import LOOKS, tables
from drawn_results import GRID, PROVENANCE
from test_export import contents

from analysis.compare import Outcome, compare
from analysis.compare.differences import Pair, change, transitions
from analysis.compare.grids import disagreement, overlap
from analysis.compare.lines import Fact, side_by_side
from analysis.compare.maps import difference_style
from analysis.compare.sheets import shown_classes, shown_codes
from analysis.webmap.layers import texts
from sinkbase.errors import SinkbaseError

LEFT, TOP = 5000, 9000
EMPTY = """
    create table {0}.region_summary as select '{0}'::text as region,
        '{0} county'::text as title, '{0}县'::text as title_zh, false as is_synthetic,
        2328 as srid, {3}::float8 as cell_size_m, {1}::float8 as origin_x,
        {2}::float8 as origin_y, 3 as columns, 2 as rows, 2015 as year,
        1::bigint as uptake_cells, null::float8 as area_km2,
        null::float8 as nep_mean_gc_m2_a, null::float8 as mcr_max;
"""
SUMMARY = """
    update {0}.region_summary set area_km2 = {1}, nep_mean_gc_m2_a = {2}, mcr_max = 0;
    comment on column {0}.region_summary.area_km2 is 'Area. Unit: km2.';
    create table {0}.carbon_sinks as select 1 as sink_id, {3} as category_code,
        4::float8 as area_km2, 10::float8 as nep_total_t_a, 20::float8 as soil_carbon_t,
        5::float8 as vegetation_carbon_t;
    create table {0}.resistance_weights as select 1 as factor_number,
        'slope'::text as resistance_factor, {4}::float8 as weight_percent;
"""


class World:
    """Two regions, drawn into one database."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def region(self, name: str, left: int = LEFT, cell: int = 1000, **method: str) -> str:
        told = PROVENANCE.replace("drawn.", f"{name}.")
        self.connection.execute(f"create schema {name}; {EMPTY.format(name, left, TOP, cell)}")
        self.connection.execute(told + tables(name))
        box = f"st_makeenvelope({left}, {TOP} - 2 * {cell}, {left} + 3 * {cell}, {TOP}, 2328)"
        self.connection.execute(f"update {name}.region_boundary set geom = st_multi({box})")
        for setting, value in method.items():
            self.connection.execute(
                f"update {name}.method_settings set value = %s, is_changed = true"
                " where setting = %s",
                (value, setting),
            )
        return name

    def draw(
        self, table: str, drawing: str, kind: str = "32BF", left: int = LEFT, cell: int = 1000
    ) -> None:
        self.connection.execute(
            f"create table {table} as select 1 as tile_id, "
            "sinkbase.drawn_raster(%s, %s, %s, %s, %s, 2328) as rast",
            (drawing, kind, cell, left, TOP),
        )
        self.connection.execute(f"alter table {table} add primary key (tile_id)")

    def numbers(self, name: str, *values: float) -> None:
        self.connection.execute(SUMMARY.format(name, *values))


@pytest.fixture
def world(database: psycopg.Connection) -> World:
    return World(database)


@pytest.fixture
def runs(world: World) -> tuple[str, str]:
    """Two runs of one region: another weight, other results."""
    a = world.region("before")
    b = world.region("after", patch_share="0.3")
    world.numbers("before", 6, -20, 1, 40)
    world.numbers("after", 6, -10, 3, 60)
    world.draw("before.nep", "1 2 3 / 4 5 .")
    world.draw("after.nep", "1 4 2.5 / . 5 6")
    world.draw("before.sink_category", "0 0 1 / 1 2 .", "8BUI")
    world.draw("after.sink_category", "0 1 1 / 3 2 0", "8BUI")
    return a, b


def done(runs: tuple[str, str], folder: Path, *layers: str) -> Outcome:
    return compare(*runs, folder / "out", layers)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path: Path) -> list[list[float | None]]:
    with rasterio.open(path) as dataset:
        return dataset.read(1, masked=True).tolist()


def test_numbers_stand_side_by_side_with_their_differences(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    found = {(row["section"], row["item"]): row for row in rows(folder, "comparison.csv")}
    nep = found["summary", "nep_mean_gc_m2_a"]
    assert (nep["a"], nep["b"], nep["difference"]) == ("-20.0", "-10.0", "10.0")
    assert nep["relative_percent"] == "50.0"  # of 20, whatever its sign: it rose
    assert found["summary", "area_km2"]["unit"] == "km2"
    # no percentage of nothing
    assert found["summary", "mcr_max"]["relative_percent"] == ""
    assert found["weights", "slope"]["difference"] == "20.0"
    assert found["weights", "slope"]["label_zh"] == "坡度"


def test_a_category_without_sinks_has_none_and_not_nothing(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    found = {(row["section"], row["item"]): row for row in rows(folder, "comparison.csv")}
    number = found["sinks", "1.number"]
    assert (number["a"], number["b"], number["difference"]) == ("1", "0", "-1")
    assert found["sinks", "3.area_km2"]["difference"] == "4.0"
    assert found["sinks", "3.area_km2"]["relative_percent"] == ""


def test_the_settings_that_differ_are_told(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    assert rows(folder, "settings.csv") == [{"setting": "patch_share", "a": "0.5", "b": "0.3"}]


def test_a_difference_map_is_b_less_a_where_both_have_a_value(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    path = folder / "rasters" / "difference_nep.tif"
    assert cells(path) == [[0, 2, -0.5], [None, 0, None]]
    with rasterio.open(path) as dataset:
        assert dataset.transform.to_gdal() == (LEFT, 1000, 0, TOP, 0, -1000)
        assert dataset.crs.to_epsg() == 2328
    (nep,) = [row for row in rows(folder, "rasters.csv") if row["raster"] == "nep"]
    assert (nep["cells"], nep["changed_cells"]) == ("4", "2")
    assert float(nep["mean_difference"]) == 0.375
    assert (float(nep["least_difference"]), float(nep["greatest_difference"])) == (-0.5, 2)


def test_classes_are_changed_or_not_and_counted_from_class_to_class(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    assert cells(folder / "rasters" / "difference_sink_category.tif") == [[0, 1, 0], [1, 0, None]]
    found = [
        (row["from_class"], row["to_class"], row["cells"], row["area_km2"])
        for row in rows(folder, "transitions.csv")
    ]
    assert found == [
        ("No sink", "No sink", "1", "1.0"),
        ("No sink", "Primary sink", "1", "1.0"),
        ("Primary sink", "Primary sink", "1", "1.0"),
        ("Primary sink", "Potential sink", "1", "1.0"),
        ("Secondary sink", "Secondary sink", "1", "1.0"),
    ]


def test_pages_and_map_are_written_and_listed(runs, tmp_path: Path) -> None:
    outcome = done(runs, tmp_path)
    told = (outcome.folder / "comparison.md").read_text(encoding="utf-8")
    assert "| Mean net ecosystem production |  | -20 | -10 | +10 | +50.0 % |" in told
    chinese = (outcome.folder / "comparison.zh.html").read_text(encoding="utf-8")
    assert "平均净生态系统生产力" in chinese
    assert "before县" in chinese
    region = (outcome.folder / "map" / "data" / "region.js").read_text(encoding="utf-8")
    assert '"difference_nep"' in region and '"a_nep"' in region and '"b_nep"' in region
    listed = json.loads((outcome.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = {path for path in contents(outcome.folder) if path != "manifest.json"}
    assert {entry["path"] for entry in listed} == found
    assert len(found) == outcome.files


def test_difference_maps_are_sheets_in_both_languages(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    names = {path.name for path in (folder / "maps").iterdir()}
    assert {f"difference_nep{it}" for it in (".png", ".pdf", ".zh.png", ".zh.pdf")} <= names
    told = subprocess.run(
        ["pdftotext", "-layout", folder / "maps" / "difference_nep.pdf", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    told = " ".join(told.split())
    assert "Net ecosystem production: difference, B less A" in told
    assert "A: before county (before)" in told and "B: after county (after)" in told
    assert "gC/m²/a" in told and "0 250 500 m" in told and " N " in told
    page = (folder / "comparison.zh.html").read_text(encoding="utf-8")
    assert 'src="maps/difference_nep.zh.png"' in page


def test_a_rise_is_as_far_from_the_middle_colour_as_a_fall(runs, tmp_path: Path) -> None:
    pair = Pair(LOOKS.styles["nep"], np.array([[0, 0, 5]], "<f4"), np.array([[0, 3, 1]], "<f4"))
    stops = difference_style(pair).ramp.stops(0, 0)
    assert stops[0][0] == pytest.approx(-stops[-1][0])
    assert stops[5] == (pytest.approx(0, abs=1e-9), "#f5f5f5")
    # of many cells one differs: the ramp is of that one
    rare = np.zeros((100, 100), "<f4")
    rare[50, 50] = 0.25
    assert Pair(LOOKS.styles["nep"], np.zeros_like(rare), rare).reach == 0.25


def test_a_sheet_of_levels_says_by_how_many_and_one_of_classes_what_came() -> None:
    before, after = np.array([[1, 5, 3, 255]], "u1"), np.array([[3, 4, 3, 1]], "u1")
    levels = Pair(LOOKS.styles["importance_level"], before, after)
    shown = shown_codes(levels)
    assert shown.tolist() == [[2, -1, 0, None]]
    told = [(it.label, it.label_zh) for it in shown_classes(levels, shown)]
    assert told == [("2 higher", "高 2 级"), ("Unchanged", "未变化"), ("1 lower", "低 1 级")]
    before, after = np.array([[0, 1, 1, 2]], "u1"), np.array([[3, 0, 1, 255]], "u1")
    sinks = Pair(LOOKS.styles["sink_category"], before, after)
    shown = shown_codes(sinks)
    assert shown.tolist() == [[3, 0, -1, None]]
    colours = {it.label: it.colour for it in shown_classes(sinks, shown)}
    assert colours.keys() == {"No sink", "Potential sink", "Unchanged"}
    assert len(set(colours.values())) == 3


def test_a_raster_that_is_the_same_has_no_sheet_and_is_named(world: World, tmp_path: Path) -> None:
    pair = world.region("one"), world.region("two")
    for name in ("one", "two"):
        world.numbers(name, 6, 1, 1, 40)
        world.draw(f"{name}.nep", "1 2 3 / 4 5 6")
    folder = done(pair, tmp_path).folder
    assert not (folder / "maps").exists()
    told = (folder / "comparison.html").read_text(encoding="utf-8")
    assert "No cell differs, so there is no map: Net ecosystem production." in told


def test_classes_have_a_table_from_each_to_each(runs, tmp_path: Path) -> None:
    told = (done(runs, tmp_path).folder / "comparison.md").read_text(encoding="utf-8")
    # drawn: 0 0 1 / 1 2 . and 0 1 1 / 3 2 0
    assert "| No sink | 1 | 1 | 0 | 0 | 2 |" in told
    assert "| Primary sink | 0 | 1 | 0 | 1 | 2 |" in told
    assert "| Total | 1 | 2 | 1 | 1 | 5 |" in told
    assert "Of the common area, 60 % stays in its class." in told


def test_layers_from_other_files_are_told(world: World, tmp_path: Path) -> None:
    pair = world.region("y2000"), world.region("y2020")
    for name in ("y2000", "y2020"):
        world.numbers(name, 6, 1, 1, 40)
        world.connection.execute(
            f"update {name}.data_sources set file = '{name}.tif', year = {name[1:]}"
            " where layer = 'npp' and source_number = 1"
        )
    told = (done(pair, tmp_path).folder / "comparison.md").read_text(encoding="utf-8")
    (line,) = [line for line in told.splitlines() if line.startswith("| net primary production")]
    assert "y2000.tif (2000; observed; Farmland, 10 km) + npp/miami.tif" in line
    assert "| y2020.tif (2020; observed; Farmland, 10 km) +" in line
    assert "dem.tif" not in told
    (layer,) = rows(done(pair, tmp_path).folder, "layers.csv")
    assert layer["layer"] == "npp"


def test_the_warnings_of_both_are_told_in_both_languages(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    told = (folder / "comparison.md").read_text(encoding="utf-8")
    assert "## Warnings and assumptions of A (before)" in told
    assert "## Warnings and assumptions of B (after)" in told
    assert told.count("| One factor decides. |") == 2
    chinese = (folder / "comparison.zh.html").read_text(encoding="utf-8")
    assert chinese.count("一个因子起决定作用。") == 2


def test_again_gives_the_same_bytes(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path).folder
    before = contents(folder)
    done(runs, tmp_path)
    assert contents(folder) == before


def test_one_layer_alone_may_be_compared(runs, tmp_path: Path) -> None:
    folder = done(runs, tmp_path, "nep").folder
    assert [path.name for path in (folder / "rasters").iterdir()] == ["difference_nep.tif"]
    with pytest.raises(SinkbaseError, match="--layer mcr: not a raster of both"):
        done(runs, tmp_path, "mcr")


def test_regions_that_overlap_are_compared_where_they_do(world: World, tmp_path: Path) -> None:
    pair = world.region("west"), world.region("east", left=LEFT + 2000)
    world.numbers("west", 6, 1, 1, 40)
    world.numbers("east", 6, 1, 1, 40)
    world.draw("west.nep", "1 2 3 / 4 5 6")
    world.draw("east.nep", "10 2 3 / 20 5 6", left=LEFT + 2000)
    folder = done(pair, tmp_path).folder
    assert cells(folder / "rasters" / "difference_nep.tif") == [[7], [14]]
    with rasterio.open(folder / "rasters" / "difference_nep.tif") as dataset:
        assert dataset.transform.to_gdal()[0] == LEFT + 2000


def test_other_grids_give_the_table_alone(world: World, tmp_path: Path) -> None:
    pair = world.region("fine", cell=500), world.region("coarse")
    world.numbers("fine", 6, 1, 1, 40)
    world.numbers("coarse", 7, 1, 1, 40)
    world.draw("fine.nep", "1 2 3 / 4 5 6", cell=500)
    world.draw("coarse.nep", "1 2 3 / 4 5 6")
    outcome = done(pair, tmp_path)
    assert outcome.no_maps == "a cell of fine is 500 m wide, one of coarse 1000 m"
    assert not (outcome.folder / "rasters").exists()
    assert outcome.no_maps in (outcome.folder / "comparison.md").read_text(encoding="utf-8")
    chinese = (outcome.folder / "comparison.zh.html").read_text(encoding="utf-8")
    assert "无差异地图：fine 的像元边长为 500 m，coarse 为 1000 m。" in chinese
    with pytest.raises(SinkbaseError, match="no difference map of nep: a cell of fine is 500 m"):
        done(pair, tmp_path, "nep")


def test_a_region_is_not_compared_with_itself(runs, tmp_path: Path) -> None:
    with pytest.raises(SinkbaseError, match="with itself"):
        compare(runs[0], runs[0], tmp_path)


def test_a_region_that_is_not_built_is_named(world: World, tmp_path: Path) -> None:
    a = world.region("one")
    b = world.region("two")
    world.numbers("one", 6, 1, 1, 40)
    world.connection.execute("drop schema two cascade")
    with pytest.raises(SinkbaseError, match="make build REGION=two"):
        compare(a, b, tmp_path)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(GRID, srid=4492), "EPSG:2328, drawn in EPSG:4492"),
        (replace(GRID, cell_size_m=500), "500 m"),
        (replace(GRID, origin_x=GRID.origin_x + 400), "do not lie on each other"),
        (replace(GRID, origin_y=GRID.origin_y + 4000), "no cell in common"),
        (replace(GRID, origin_y=GRID.origin_y + 3000), None),
    ],
)
def test_grids_agree_or_it_is_said_why_not(other, reason) -> None:
    told = disagreement(GRID, other)
    assert told is None if reason is None else reason in told["en"]


def test_the_common_cells_begin_where_the_later_grid_begins() -> None:
    # B lies two columns to the right and one row above
    other = replace(GRID, origin_x=GRID.origin_x + 2000, origin_y=GRID.origin_y + 1000)
    found = overlap(GRID, other)
    assert (found.a, found.b) == ((0, 2), (1, 0))
    assert (found.grid.rows, found.grid.columns) == (3, 3)
    assert found.grid.origin_x == GRID.origin_x + 2000


def test_without_a_common_value_nothing_is_told_of_a_raster() -> None:
    nothing, one = np.full((1, 2), np.nan, "<f4"), np.ones((1, 2), "<f4")
    told = change(Pair(LOOKS.styles["nep"], nothing, one))
    assert (told.cells, told.changed, told.mean) == (0, 0, None)
    assert transitions(Pair(LOOKS.styles["nep"], nothing, one), GRID) == []


def test_an_area_of_only_one_region_is_none_in_the_other() -> None:
    fact = Fact(texts("x", "x"), "km2", 3.0)
    (area,) = side_by_side({}, {("land_use", "1", "31"): fact})
    assert (area.a, area.b, area.difference) == (0.0, 3.0, 3.0)
    (number,) = side_by_side({("summary", "x"): fact}, {})
    assert (number.b, number.difference) == (None, None)


def test_land_use_of_b_alone_stands_where_its_category_does() -> None:
    fact = Fact(texts("x", "x"), "km2", 3.0)
    a = {("land_use", "1", "31"): fact, ("land_use", "3", "12"): fact}
    lines = side_by_side(a, {("land_use", "1", "12"): fact, ("land_use", "1", "121"): fact})
    assert [line.item for line in lines] == ["1.12", "1.31", "1.121", "3.12"]
