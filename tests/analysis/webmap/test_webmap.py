"""What the map's page is given: blocks of large grids, shapes in cells, layers as scripts."""

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from drawn_looks import LOOKS
from drawn_results import GRID, LEVELS, NEP, Drawn
from test_export import cells

from analysis.export import export
from analysis.webmap import blocks
from analysis.webmap.blocks import MOST_CELLS, NO_CODE, block_size, in_blocks, read_layer
from analysis.webmap.graticule import graticule
from analysis.webmap.layers import Layer, describe, texts
from analysis.webmap.page import Page, write_page
from analysis.webmap.places import read_nearest, read_pinches
from analysis.webmap.vectors import coordinates, simplified
from sinkbase.paths import ROOT

SCRIPTS = ROOT / "analysis" / "webmap" / "assets" / "js"


def data(folder: Path, name: str) -> dict:
    """What data/<name>.js sets."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix(f"sinkbase.{name} = ").removesuffix(";\n"))


def received(folder: Path, name: str, dtype: str) -> np.ndarray:
    """The cells that data/<name>.js hands over."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    found = re.fullmatch(rf'sinkbase\.receive\("{name}", "\w+", "(.*)"\);\n', text)
    assert found is not None
    return np.frombuffer(base64.b64decode(found.group(1)), dtype)


def test_a_county_is_shown_cell_by_cell() -> None:
    assert block_size(144, 138) == 1
    assert block_size(MOST_CELLS, 1) == 1


@pytest.mark.parametrize(("columns", "rows", "size"), [(1000, 1000, 2), (3000, 2000, 5)])
def test_a_large_grid_is_shown_in_blocks(columns: int, rows: int, size: int) -> None:
    assert block_size(columns, rows) == size
    assert (columns / size) * (rows / size) <= MOST_CELLS


def test_a_block_of_a_surface_has_the_mean_of_its_values() -> None:
    values = np.array([[1, 2, 10], [3, np.nan, np.nan], [np.nan, np.nan, 7]], "<f4")
    np.testing.assert_array_equal(in_blocks(values, 2), np.array([[2, 10], [np.nan, 7]], "<f4"))
    np.testing.assert_array_equal(in_blocks(values, 1), values)


def test_a_block_of_codes_has_the_most_frequent_and_of_two_the_smaller() -> None:
    none = NO_CODE
    codes = np.array([[5, 5, 3, 2], [1, none, none, none], [none, none, 0, 4]], "u1")
    np.testing.assert_array_equal(in_blocks(codes, 2), [[5, 2], [none, 0]])
    assert (in_blocks(np.full((3, 3), none, "u1"), 2) == none).all()


def test_shapes_are_told_in_columns_and_rows() -> None:
    square = shapely.box(7000, 6000, 8000, 7500)
    (rings,) = coordinates(square, GRID)
    assert sorted(map(tuple, rings[0][:-1])) == [(2, 1.5), (2, 3), (3, 1.5), (3, 3)]
    line = shapely.LineString([(5500, 8500), (6500, 7500.0004)])
    assert coordinates(line, GRID) == [[0.5, 0.5], [1.5, 1.5]]
    assert coordinates(shapely.MultiPolygon(), GRID) == []


def test_shapes_of_few_points_are_told_as_they_are() -> None:
    shapes = np.array([shapely.box(0, 0, 10, 10), shapely.Point(3, 3).buffer(2)])
    assert (simplified(shapes, 1, most=1000) == shapes).all()


def test_neighbours_of_many_points_are_simplified_and_still_touch() -> None:
    # two squares of 40 m with a staircase of steps of 1 m between them
    stairs = [point for n in range(40) for point in ((40 + n % 2, n), (40 + n % 2, n + 1))]
    left = shapely.Polygon([(0, 0), *stairs, (0, 40)])
    right = shapely.Polygon([(80, 0), *stairs, (80, 40)])
    shapes = simplified(np.array([left, right]), 1, most=30)
    assert shapely.get_num_coordinates(shapes).sum() <= 30
    assert shapes[0].intersection(shapes[1]).area == 0
    assert shapes[0].union(shapes[1]).area == pytest.approx(80 * 40)


def write_tif(path: Path, values: np.ndarray, nodata: float) -> Path:
    """Write a raster as the exporter leaves it beside the map."""
    rows, columns = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype=values.dtype.name,
        nodata=nodata, transform=rasterio.Affine(30, 0, 0, 0, -30, 0),
    ) as dataset:  # fmt: skip
        dataset.write(values, 1)
    return path


def test_a_layer_read_in_stripes_is_that_read_at_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(blocks, "STRIPE", 4)
    values = np.random.default_rng(3).normal(size=(23, 17)).astype("f4")
    values[5:9, 2:11] = -9999
    cells_ = np.where(values == -9999, np.nan, values).astype("<f4")
    path = write_tif(tmp_path / "a.tif", values, -9999)
    for size in (1, 3, 5):
        read, facts = read_layer(path, size)
        np.testing.assert_array_equal(read, in_blocks(cells_, size))
        assert facts.ends == (np.nanmin(cells_), np.nanmax(cells_))


def test_the_cells_of_each_code_are_counted_whatever_the_blocks(tmp_path: Path) -> None:
    codes = np.array([[1, 1, 2, 255], [1, 7, 7, 255], [2, 2, 2, 2]], "u1")
    read, facts = read_layer(write_tif(tmp_path / "a.tif", codes, 255), 2)
    assert facts.counts == {1: 3, 2: 5, 7: 2}
    np.testing.assert_array_equal(read, [[1, 2], [2, 2]])  # one 2 and one 7: the smaller


def test_a_block_has_the_nearest_sink_of_its_middle_and_one_pinch_point(tmp_path: Path) -> None:
    none = 2**32 - 1
    sinks = np.array([[1, 1, 2, 2, 9], [1, 300, 2, none, 9], [4, 4, 5, 5, 9]], "u4")
    path = write_tif(tmp_path / "a.tif", sinks, none)
    np.testing.assert_array_equal(read_nearest(path, 1)[1], [1, 300, 2, 0, 9])
    # the middle of a block of two is its lower right cell; of cut ones it lies beyond the grid
    np.testing.assert_array_equal(read_nearest(path, 2), [[300, 0, 0], [0, 0, 0]])
    pinches = np.array([[0, 1, 1, 0, 0], [0, 1, 0, 1, 0], [1, 255, 0, 0, 1]], "u1")
    path = write_tif(tmp_path / "b.tif", pinches, 255)
    assert read_pinches(path, 1) == [2, 3, 7, 9, 11, 15]
    assert read_pinches(path, 2) == [2, 3, 11, 15]


def test_the_legend_of_classes_names_those_that_are_there() -> None:
    inside = np.array([[True, True, True, False]])
    codes = np.array([[66, 11, 66, NO_CODE]], "u1")
    told = describe(Layer(LOOKS.styles["land_use"], codes), inside, cell_area_km2=0.25)
    assert [(it["value"], it["area_km2"]) for it in told["classes"]] == [(11, 0.25), (66, 0.5)]
    assert not told["empty"]
    assert not told["has_missing"]
    empty = describe(Layer(LOOKS.styles["nep"], np.full((1, 4), np.nan, "<f4")), inside, 1)
    assert empty["empty"]
    assert empty["has_missing"]


def test_a_ramp_tells_how_far_the_values_reach_beyond_its_ends() -> None:
    values = np.arange(101, dtype="<f4").reshape(1, 101)  # its ends: the 2nd and 98th percentile
    told = describe(Layer(LOOKS.styles["npp"], values), ~np.isnan(values), 1)
    assert (told["stops"][0][0], told["stops"][-1][0]) == (2, 98)
    assert told["ends"] == [0, 100]


def test_the_graticule_has_degrees_from_the_top_left_corner_on() -> None:
    grid = replace(GRID, srid=32633, origin_x=500_000, origin_y=0, columns=100, rows=100)
    told = graticule(grid)
    nodes = (told["steps"] + 1) ** 2
    assert len(told["longitude"]) == len(told["latitude"]) == nodes
    # the middle meridian of zone 33 is 15 degrees east; the equator is the upper edge
    assert (told["longitude"][0], told["latitude"][0]) == (15, 0)
    assert told["longitude"][1] > 15
    assert told["latitude"][-1] < 0


def test_the_page_of_a_large_grid_tells_its_blocks(tmp_path: Path) -> None:
    grid = replace(GRID, columns=700, rows=501)
    values = np.arange(700 * 501, dtype="<f4").reshape(501, 700)
    nearest = np.ones((251, 350), "<u2")
    page = Page(
        grid,
        texts("<Large>", "大"),
        False,
        {},
        [Layer(LOOKS.styles["nep"], in_blocks(values, 2))],
        nearest_sink=nearest,
    )
    write_page(tmp_path / "map", page)
    region = data(tmp_path / "map", "region")
    assert (region["columns"], region["rows"], region["block"]) == (700, 501, 2)
    found = received(tmp_path / "map", "nep", "<f4")
    assert found.size == 350 * 251
    assert found[0] == (0 + 1 + 700 + 701) / 4
    assert received(tmp_path / "map", "nearest_sink", "<u2").size == found.size
    assert "&lt;Large&gt; · 大" in (tmp_path / "map" / "index.html").read_text(encoding="utf-8")


def test_the_page_of_a_drawn_region_hands_over_its_cells(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    folder = drawn.folder / "map"
    np.testing.assert_array_equal(received(folder, "nep", "<f4"), cells(NEP).astype("f4").ravel())
    levels = cells(LEVELS)
    wanted = np.where(np.isnan(levels), NO_CODE, levels).ravel()
    np.testing.assert_array_equal(received(folder, "importance_level", "u1"), wanted)
    inside = ~(np.isnan(cells(NEP)) & np.isnan(levels))
    found = received(folder, "inside", "u1").reshape(inside.shape) == 1
    np.testing.assert_array_equal(found, inside)
    region = data(folder, "region")
    assert region["synthetic"]
    assert [layer["name"] for layer in region["layers"]] == ["importance_level", "nep"]
    assert region["origin"] == [GRID.origin_x, GRID.origin_y]
    assert [it["en"] for it in region["warnings"]] == ["One factor decides.", "NPP 2 is modelled."]
    assert region["warnings"][0]["zh"] == "一个因子起决定作用。"
    npp = [it for it in region["sources"] if it["en"].startswith("net primary production")]
    assert npp[0]["en"] == (
        "net primary production 1 (2015, observed); Farmland, 10 km; licence: CC BY 4.0"
    )
    assert npp[0]["zh"] == "净初级生产力 1（2015、观测）；耕地，10 km；许可：CC BY 4.0"
    # a note without a Chinese form is marked as given
    assert npp[1]["zh"] == "净初级生产力 2（2000、模型估算）；Miami model（原文）"
    facts = {it["name"]["en"]: it["value"]["en"] for it in region["facts"]}
    assert facts["Year"] == "2015"
    assert facts["– of it from NPP set by rule"] == "995\u00a0tC/a".replace("995", "994,568")
    assert "– of it from modelled NPP" not in facts
    assert [it["value"] for it in region["vectors"]["carbon_sinks"]["classes"]] == [1, 3]


def test_every_script_of_the_page_is_loaded_once() -> None:
    page = (SCRIPTS.parent / "index.html").read_text(encoding="utf-8")
    loaded = re.findall(r'<script src="js/(.+?)">', page)
    there = [path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")]
    assert sorted(loaded) == sorted(there)


def test_what_a_script_uses_of_the_others_is_made_by_one_of_them() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))
    made = set(re.findall(r"sinkbase\.(\w+) =\s", text)) | {"region", "vectors"}
    used = set(re.findall(r"sinkbase\.(\w+)", text))
    for names in re.findall(r"const \{([^}]+)\} = sinkbase;", text):
        used |= {name.strip().partition(":")[0] for name in names.split(",")}
    assert used <= made


def test_every_text_of_the_page_is_there_in_both_languages() -> None:
    words = (SCRIPTS / "base" / "texts.js").read_text(encoding="utf-8")
    known = dict(re.findall(r'^    (\w+): \[\s*("(?:.|\n)*?)\],\n', words, re.MULTILINE))
    pages = [path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js")]
    pages.append((SCRIPTS.parent / "index.html").read_text(encoding="utf-8"))
    used = set(re.findall(r'say\("(\w+)"\)|data-(?:text|label|title)="(\w+)"', "\n".join(pages)))
    assert {a or b for a, b in used} <= set(known)
    for key, pair in known.items():
        english, chinese = re.findall(r'"([^"]*)"', pair)
        assert re.search("[一-鿿]", chinese), key
        assert not re.search("[一-鿿]", english), key
