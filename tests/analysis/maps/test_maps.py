"""Map sheets of counties small enough to know the colour of each cell."""

import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from drawn_content import LAND_USE, LEVELS, REGION, map_data, picture, whole_map_data
from drawn_looks import LOOKS
from drawn_results import GRID, NEP, Drawn
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from numpy.typing import NDArray
from PIL import Image

from analysis.looks.palettes import BROWN_TEAL
from analysis.maps import picture as picture_module
from analysis.maps.data import Feature, MapData
from analysis.maps.drawings import region_bounds
from analysis.maps.histogram import draw_histogram
from analysis.maps.key import one_line, wrapped
from analysis.maps.picture import read_picture
from analysis.maps.plan import title
from analysis.maps.scale_bar import length_label, round_length
from analysis.maps.sheet import DPI, FRAME, HEIGHT, NO_VALUE, blank_sheet, scale_of
from analysis.maps.sheets import PLANS
from analysis.maps.write import (  # fmt: skip
    DrawnMap,
    draw_map,
    heading_of,
    plans_for,
    source_lines,
)
from analysis.results.catalogue import read_catalogue
from analysis.results.snapshot import snapshot
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

SINKS = LOOKS.classes("carbon_sinks")
PATTERNS = LOOKS.classes("restoration_zones")


@pytest.fixture(autouse=True)
def no_letter_is_missing() -> Iterator[None]:
    """Make matplotlib's warning of a letter that no font has an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def shown(data: MapData) -> set[str]:
    """The results that the data has something of."""
    return {*data.pictures, *(name for name, it in data.features.items() if it)}


def draw_maps(data: MapData, folder: Path, language: Language) -> dict[str, DrawnMap]:
    return {plan.name: draw_map(plan, data, folder, language) for plan in plans_for(shown(data))}


def sheet_of(name: str, data: MapData, folder: Path, language: Language = "en") -> NDArray[np.int_]:
    return opened(draw_maps(data, folder, language)[name])


def opened(drawn: DrawnMap) -> NDArray[np.int_]:
    return np.asarray(Image.open(drawn.picture)).astype(int)


def at(sheet: NDArray[np.int_], data: MapData, x: float, y: float) -> str:
    """Colour of the sheet at a place in metres."""
    left, bottom, right, top = region_bounds(data)
    scale = scale_of(FRAME, region_bounds(data))
    across = FRAME[0] + FRAME[2] / 2 + (x - (left + right) / 2) / scale
    up = FRAME[1] + FRAME[3] / 2 + (y - (bottom + top) / 2) / scale
    return "#{:02x}{:02x}{:02x}".format(*sheet[round((HEIGHT - up) * DPI), round(across * DPI)])


def plan(name: str):
    return next(plan for plan in PLANS if plan.name == name)


def words_on(name: str, data: MapData, language: Language = "en") -> list[str]:
    with blank_sheet(language, "", "", "") as sheet:
        plan(name).draw(sheet, data, plan(name))
        return [text.get_text() for text in sheet.panel.texts]


def test_each_cell_of_classes_has_the_colour_of_its_class(tmp_path: Path) -> None:
    data = map_data(importance_level=picture("1 2 3 4", "5 1 1 1", "2 2 2 ."))
    sheet = sheet_of("importance_level", data, tmp_path)
    colours = [level.colour for level in LEVELS]
    assert [at(sheet, data, 500 + 1000 * it, 2500) for it in range(4)] == colours[:4]
    assert at(sheet, data, 500, 1500) == colours[4]
    assert at(sheet, data, 3500, 500) == NO_VALUE
    assert at(sheet, data, -20, 1500) == "#ffffff"


def test_cells_lie_where_they_are_to_the_metre(tmp_path: Path) -> None:
    data = map_data(importance_level=picture("1 5 1 1", "1 1 1 1", "1 1 1 1"))
    sheet = sheet_of("importance_level", data, tmp_path)
    scale = scale_of(FRAME, region_bounds(data)) / DPI  # metres a dot
    for x, y, level in ((1000, 2500, 1), (2000, 2500, 1), (1500, 2000, 1)):
        towards_x, towards_y = np.sign(1500 - x), np.sign(2500 - y)
        inner = at(sheet, data, x + 2 * scale * towards_x, y + 2 * scale * towards_y)
        outer = at(sheet, data, x - 2 * scale * towards_x, y - 2 * scale * towards_y)
        assert (inner, outer) == (LEVELS[4].colour, LEVELS[level - 1].colour)


def test_metres_are_as_long_to_the_east_as_to_the_north() -> None:
    tall = replace(map_data(), boundary=shapely.box(0, 0, 1000, 9000))
    wide = replace(map_data(), boundary=shapely.box(0, 0, 9000, 1000))
    assert scale_of(FRAME, region_bounds(tall)) * FRAME[3] == pytest.approx(9540)
    assert scale_of(FRAME, region_bounds(wide)) * FRAME[2] == pytest.approx(9540)


def test_a_hole_of_the_region_stays_white(tmp_path: Path) -> None:
    hole = shapely.difference(REGION, shapely.box(1000, 1000, 2000, 2000))
    data = replace(map_data(nep=picture("1 2 3 4", "5 . 7 8", "9 10 11 12")), boundary=hole)
    sheet = sheet_of("nep", data, tmp_path)
    assert at(sheet, data, 1500, 1500) == "#ffffff"


def test_nothing_taken_up_nothing_given_off_has_the_middle_colour(tmp_path: Path) -> None:
    data = map_data(nep=picture("0 0 0 0", "-10 -10 0 20", "20 20 20 20"))
    sheet = sheet_of("nep", data, tmp_path)
    middle = np.array(to_rgb(BROWN_TEAL[5])) * 255
    shown = np.array(to_rgb(at(sheet, data, 500, 2500))) * 255
    np.testing.assert_allclose(shown, middle, atol=2)
    assert at(sheet, data, 500, 500) == BROWN_TEAL[-1]


def test_sinks_corridors_and_zones_have_their_colours(tmp_path: Path) -> None:
    data = replace(whole_map_data(), pictures={})
    drawn = draw_maps(data, tmp_path, "en")
    sinks, zones = (opened(drawn[name]) for name in ("carbon_sinks", "restoration_zones"))
    assert at(sinks, data, 200, 2200) == SINKS[0].colour
    assert at(sinks, data, 3200, 2200) == SINKS[1].colour
    assert at(sinks, data, 200, 200) == SINKS[2].colour
    assert at(sinks, data, 2500, 2500) == "#b2182b"
    assert at(zones, data, 200, 200) == LOOKS.of("restoration_zones", 4).colour


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_legend_names_every_class(language: Language) -> None:
    data = whole_map_data()
    for name, classes in (
        ("importance_level", LEVELS), ("carbon_sinks", SINKS),
        ("restoration_zones", [it for it in PATTERNS if it.value in (1, 4)]),
    ):  # fmt: skip
        told = words_on(name, data, language)
        labels = [line for it in classes for line in wrapped(it.label_in(language))]
        assert [label for label in labels if label not in told] == []


def test_a_legend_of_land_use_names_what_occurs_and_nothing_else() -> None:
    told = words_on("land_use", map_data(land_use=picture("12 12 62 62")))
    assert [it.label for it in LAND_USE if it.label in told] == ["Dry land", "Gobi desert"]


def test_a_legend_of_levels_or_patterns_names_what_occurs_and_nothing_else() -> None:
    told = words_on("importance_level", map_data(importance_level=picture("1 1 4 4")))
    assert [it.label for it in LEVELS if it.label in told] == ["Very low", "High"]
    told = words_on("restoration_zones", whole_map_data())
    absent = [it for it in PATTERNS if it.value not in (1, 4)]
    assert [it.label for it in absent if wrapped(it.label)[0] in told] == []


def test_land_that_fits_no_pattern_is_grey_and_told_in_words(tmp_path: Path) -> None:
    whole = whole_map_data()
    zones = [
        Feature(it.geometry, it.columns | {"pattern_code": 0})
        for it in whole.features["restoration_zones"][:1]
    ]
    data = replace(whole, pictures={}, features=whole.features | {"restoration_zones": zones})
    assert at(sheet_of("restoration_zones", data, tmp_path), data, 200, 200) == "#a8a8a8"
    told = words_on("restoration_zones", data)
    assert "No pattern fits" in told
    assert not [it for it in PATTERNS if it.value and wrapped(it.label)[0] in told]


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("nep", "en", "Computed from data of 2015: net primary production; method: Eq. 1, 2."),
        ("nep", "zh", "计算所用数据（2015 年）：净初级生产力；方法：式1、2。"),
        (
            "restoration_zones",
            "en",
            "Computed from: slope, net primary production (2015), vegetation types (2001); "
            "method: Table 10.",
        ),
    ],
)
def test_a_sheet_names_the_layers_that_its_result_came_from_with_their_years(
    name: str, language: Language, told: str
) -> None:
    """Drawn: there is no road layer, so no sheet speaks of roads."""
    assert source_lines(plan(name), whole_map_data(), language)[0] == told


def test_the_heading_of_a_sheet_has_the_year() -> None:
    assert heading_of(GRID, "en")[0] == "Drawn county, 2015"
    assert heading_of(GRID, "zh")[0] == "画县（2015 年）"
    assert heading_of(replace(GRID, year=None), "en")[0] == "Drawn county"


def test_where_no_cell_takes_carbon_up_the_sheet_of_sinks_does_not_call_them_so() -> None:
    whole = whole_map_data()
    dry = replace(whole.provenance, grid=replace(whole.grid, takes_up=False))
    data = replace(whole, provenance=dry)
    for it, told in (
        (data, "Land of highest importance and corridors"), (whole, "Carbon sinks and corridors")
    ):  # fmt: skip
        assert title(plan("carbon_sinks"), it.provenance.grid, it.looks, "en") == told
    assert "No cell takes carbon up: this" in words_on("carbon_sinks", data)


def test_missing_cells_are_in_the_legend_only_where_there_are_some() -> None:
    elevation = picture("1 1 1 1", "1 1 1 1", "1 1 1 1")
    gap = picture("1 1 1 1", "1 . 1 1", "1 1 1 1")
    assert "No value" in words_on("nep", map_data(elevation=elevation, nep=gap))
    assert "No value" not in words_on("nep", map_data(elevation=elevation, nep=elevation))


@pytest.mark.parametrize(
    ("longest", "length"), [(1000, 1000), (999, 500), (4999, 2000), (73_000, 50_000), (0.7, 0.5)]
)
def test_a_scale_bar_has_a_round_length(longest: float, length: float) -> None:
    assert round_length(longest) == pytest.approx(length)


def test_a_scale_bar_is_as_long_as_it_says() -> None:
    data = map_data(nep=picture("1 2 3 4"))
    with blank_sheet("en", "", "", "") as sheet:
        plan("nep").draw(sheet, data, plan("nep"))
        halves = [
            it for it in sheet.panel.patches
            if isinstance(it, Rectangle) and str(it.get_gid()).startswith("scale-")
        ]  # fmt: skip
        told = [text.get_text() for text in sheet.panel.texts]
    metres = sum(it.get_width() for it in halves) * scale_of(FRAME, region_bounds(data))
    number, unit = length_label(metres)
    assert number in told
    assert unit in told
    assert metres == pytest.approx(round_length(metres))


def test_long_labels_break_between_words_and_chinese_anywhere() -> None:
    assert wrapped("Glacier and perennial snowfield", 20) == ["Glacier and", "perennial snowfield"]
    assert wrapped("两年三熟或一年两熟旱作", 10) == ["两年三熟或", "一年两熟旱", "作"]
    assert wrapped("两年三熟或（一年）、旱作", 18) == ["两年三熟或（一", "年）、旱作"]
    assert wrapped("") == []
    assert one_line("Demonstration county", 30) == "Demonstration county"
    assert one_line("Demonstration county", 15) == "Demonstration …"


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sheets_are_drawn_with_every_letter(tmp_path: Path, language: Language) -> None:
    drawn = draw_maps(whole_map_data(), tmp_path, language)
    assert set(drawn) == {plan.name for plan in PLANS}
    suffixes = {"".join(path.suffixes) for it in drawn.values() for path in it.files}
    expected = {".png", ".pdf"} if language == "en" else {".zh.png", ".zh.pdf"}
    assert suffixes == expected


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    data = map_data(nep=picture("1 2 3 4", "5 6 7 8"))
    both = []
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        files = draw_maps(data, tmp_path / run, "zh")["nep"].files
        both.append([path.read_bytes() for path in files])
    assert both[0] == both[1]
    assert b"CreationDate" not in both[0][1]


def test_the_words_and_negative_numbers_of_a_pdf_can_be_searched(tmp_path: Path) -> None:
    drawn = draw_maps(map_data(nep=picture("-200 -100 0 100")), tmp_path, "zh")["nep"]
    told = subprocess.run(
        ["pdftotext", drawn.picture.with_suffix(".pdf"), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert {"净生态系统生产力", "−100", "100"} <= set(told.split())


def test_a_map_of_made_up_data_says_so(tmp_path: Path) -> None:
    corner = np.s_[: int(0.5 * DPI), -int(2.5 * DPI) :]
    made_up = sheet_of("nep", map_data(nep=picture("1 2")), tmp_path)[corner]
    real = sheet_of("nep", map_data(synthetic=False, nep=picture("1 2")), tmp_path)[corner]
    assert (made_up != 255).any()
    assert (real == 255).all()


def test_the_histogram_is_a_sheet_with_mark_bars_and_limits(tmp_path: Path) -> None:
    """Of four cells three lie in the first of 80 bars: it is three times as high as the other."""
    levels = [{"upper_limit": limit} for limit in (0.1, 0.3, 0.5, 0.7, 1.0)]
    corner = np.s_[: int(0.5 * DPI), -int(2.5 * DPI) :]
    for synthetic in (True, False):
        data = map_data(synthetic=synthetic, importance=picture("0 0", "0 1"))
        drawn = draw_histogram(data, levels, tmp_path, "en")
        assert drawn is not None
        sheet = opened(drawn)
        assert (sheet[corner] != 255).any() == synthetic
    heights = [
        (sheet == np.array(to_rgb(level.colour)) * 255).all(axis=2).any(axis=1).sum()
        for level in (LEVELS[0], LEVELS[-1])
    ]
    assert heights[0] / heights[1] == pytest.approx(3, rel=0.02)


def test_no_histogram_without_importance(tmp_path: Path) -> None:
    assert draw_histogram(map_data(nep=picture("1 2")), [], tmp_path, "en") is None
    # too few values for levels: there is importance, and nothing to divide it
    assert draw_histogram(map_data(importance=picture("0 1")), [], tmp_path, "en") is None


def test_a_surface_without_a_value_has_no_map(tmp_path: Path) -> None:
    assert draw_maps(map_data(nep=picture("1 2 3")), tmp_path, "en").keys() == {"nep"}


def test_a_raster_becomes_a_picture_and_a_fine_one_is_thinned_out(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [[np.nan if it == "." else float(it) for it in line.split()]
             for line in NEP.strip().splitlines()]  # fmt: skip
    with snapshot() as connection:
        result = read_catalogue(connection, "drawn")["nep"]
        whole = read_picture(connection, result, GRID)
        monkeypatch.setattr(picture_module, "LARGEST", 3)
        thin = read_picture(connection, result, GRID)
    np.testing.assert_array_equal(whole.values.filled(np.nan), cells)
    assert whole.extent == (5000, 10000, 5000, 9000)
    np.testing.assert_array_equal(thin.values.filled(np.nan), np.array(cells)[::2, ::2])
    assert thin.extent == (5000, 11000, 5000, 9000)


def test_a_dollar_sign_in_a_title_is_no_formula(tmp_path: Path) -> None:
    with blank_sheet("en", "$$", r"county of $\nothing{", "$_$") as sheet:
        sheet.figure.savefig(tmp_path / "sheet.png")
    assert (tmp_path / "sheet.png").stat().st_size > 0
