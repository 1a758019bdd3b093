"""Every result of the contract has titles, a unit and colours that readers can tell apart."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import yaml
from drawn_looks import CLASSES, LOOKS, NAMES
from skimage.color import deltaE_ciede2000, rgb2lab

from analysis.gis.stops import rounded
from analysis.looks import palettes
from analysis.looks.legend import GROUPS, Class, Ramp, Style
from analysis.looks.looks import looks
from analysis.looks.styles import RASTERS, VECTORS
from analysis.results.catalogue import parse_comment

STYLES = LOOKS.styles
DBT = Path(__file__).resolve().parents[3] / "dbt_project"
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
SIGHT = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
}  # fmt: skip
SINKS = list(palettes.SINKS.values())
PATTERNS = list(palettes.PATTERNS.values())
GROUP_COLOURS = list(palettes.LAND_USE_GROUPS.values())


def models() -> dict[str, dict]:
    """The contract's models by name, as the YAML of the dbt project describes them."""
    found = [
        model
        for file in sorted((DBT / "models").rglob("_*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    ]
    return {
        model["name"]: model
        for model in found
        if model.get("config", {}).get("contract", {}).get("enforced")
        and model.get("config", {}).get("schema") != "work"
        and not model["name"].startswith("bi_")  # views for dashboards are no files
    }


def columns(model: dict) -> dict[str, dict]:
    return {column["name"]: column for column in model["columns"]}


def kind(model: dict) -> str:
    types = [column["data_type"] for column in model["columns"]]
    if "raster" in types:
        return "raster"
    return "vector" if any(name.startswith("geometry") for name in types) else "table"


def seen(colours: list[str], sight: str) -> np.ndarray:
    """The colours in CIELAB as an eye of that kind sees them."""
    values = [[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours]
    rgb = np.array(values)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.transpose(SIGHT[sight]), 0, 1)
    return rgb2lab(
        np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    )


def test_the_contract_and_the_styles_name_the_same_results() -> None:
    by_kind: dict[str, set[str]] = {"raster": set(), "vector": set(), "table": set()}
    for name, model in models().items():
        by_kind[kind(model)].add(name)
    assert set(RASTERS) == by_kind["raster"]
    assert set(VECTORS) == by_kind["vector"]
    assert by_kind["table"] <= set(NAMES)


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_a_style_is_whole_and_agrees_with_the_contract(style: Style) -> None:
    # a sink's number is no class: its colours go round
    assert (style.ramp is None) == bool(style.classes) or style.name == "nearest_sink"
    assert style.title_in("en").isascii() or "–" in style.title
    assert not style.title_in("zh").isascii()
    assert style.group in GROUPS
    for shown in style.classes:
        assert shown.label_in("en") and not shown.label_in("zh").isascii()
    model = columns(models()[style.name])
    if style.is_raster and style.kind == "ramp":
        assert style.unit == parse_comment(model["rast"]["description"]).unit
    if style.column is not None:
        assert style.column in model
    geometry = model.get("geom", {}).get("data_type", "raster")
    assert style.geometry.removesuffix("gon") in geometry.replace("polygon", "polygon outline")


def test_tables_have_titles_in_both_languages() -> None:
    for title, title_zh in NAMES.values():
        assert title.replace("–", "").isascii() and not title_zh.isascii()


def test_layers_are_drawn_in_one_order_and_names_are_unique() -> None:
    assert [style.order for style in STYLES.values()] == list(range(len(STYLES)))
    for language in ("en", "zh"):
        titles = [style.title_in(language) for style in STYLES.values()]
        assert len(set(titles)) == len(titles)


def test_every_class_of_the_region_has_its_colour_or_the_one_of_unknown_ones() -> None:
    more = {name: dict(classes) for name, classes in CLASSES.items()}
    more["land_use"][71] = ("Moon", "月面")
    styles = looks(NAMES, more).styles
    assert [it.value for it in styles["land_use"].classes][-1] == 71
    assert styles["land_use"].classes[-1].colour == palettes.UNKNOWN
    assert styles["land_use"].classes[0].colour == palettes.LAND_USE[11]
    assert [it.value for it in styles["carbon_sinks"].classes] == [1, 2, 3]


def test_what_no_table_names_keeps_its_number_and_its_name() -> None:
    bare = looks({}, {})
    assert bare.titles("nep") == ("nep", "nep")
    assert bare.of("land_use", 12) == Class(12, palettes.UNKNOWN, "12", "12")


def test_cells_outside_the_sinks_are_a_class_of_the_raster() -> None:
    assert [shown.value for shown in STYLES["sink_category"].classes] == [0, 1, 2, 3]


def test_units_are_shown_raised_and_in_chinese() -> None:
    assert STYLES["nep"].unit_in("en") == "gC/m²/a"
    assert STYLES["population_density"].unit_in("en") == "people/km²"
    assert STYLES["population_density"].unit_in("zh") == "人/km²"
    assert STYLES["resistance"].unit_in("zh") == ""


def test_a_ramp_is_spread_between_the_limits() -> None:
    ramp = Ramp(("#000000", "#777777", "#ffffff"))
    assert ramp.stops(10, 30) == [(10, "#000000"), (20, "#777777"), (30, "#ffffff")]
    assert Ramp(("#000000", "#ffffff"), limits=(1, 10)).stops(3, 4)[1] == (10, "#ffffff")


def test_a_diverging_ramp_has_its_middle_at_the_centre() -> None:
    stops = STYLES["nep"].ramp.stops(-50, 200)
    assert (stops[0][0], stops[-1][0]) == (-200, 200)
    assert stops[len(stops) // 2] == (0, "#f5f5f5")


def test_a_constant_layer_has_a_ramp_too() -> None:
    assert [value for value, _ in Ramp(("#000000", "#ffffff")).stops(4, 4)] == [3.5, 4.5]


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("colours", "least"), [(SINKS, 20), (PATTERNS, 10), (GROUP_COLOURS, 10)])
def test_classes_are_told_apart_by_colour_blind_eyes(
    colours: list[str], least: float, sight: str
) -> None:
    pairs = combinations(zip(colours, seen(colours, sight), strict=True), 2)
    near = {
        (one, other): round(float(deltaE_ciede2000(lab, other_lab)), 1)
        for (one, lab), (other, other_lab) in pairs
        if deltaE_ciede2000(lab, other_lab) < least
    }
    assert not near


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    "ramp",
    [style.ramp for style in STYLES.values() if style.ramp] + [Ramp(palettes.YELLOW_GREEN_5)],
    ids=lambda ramp: ramp.colours[0],
)
def test_steps_of_a_ramp_go_one_way_in_lightness(ramp: Ramp, sight: str) -> None:
    lightness = seen(list(ramp.colours), sight)[:, 0]
    half = len(lightness) // 2 if ramp.centre is not None else len(lightness)
    for steps in (lightness[:half], lightness[half + 1 :]):
        changes = np.diff(steps)
        assert (changes > 0).all() or (changes < 0).all()


@pytest.mark.parametrize("sight", SIGHT)
def test_subtypes_of_different_land_use_groups_are_told_apart(sight: str) -> None:
    codes = list(palettes.LAND_USE)
    looks = dict(zip(codes, seen(list(palettes.LAND_USE.values()), sight), strict=True))
    near = [
        (one, other)
        for one, other in combinations(codes, 2)
        if one // 10 != other // 10 and deltaE_ciede2000(looks[one], looks[other]) < 10
    ]
    assert not near


def test_no_two_classes_share_a_colour() -> None:
    for style in STYLES.values():
        colours: list[str] = [shown.colour for shown in style.classes if isinstance(shown, Class)]
        assert len(set(colours)) == len(colours)


@pytest.mark.parametrize(
    ("value", "span", "shown"),
    [(-2.842171e-14, 484, 0.0), (1e-5, 484, 0.0), (1e-5, 2e-5, 1e-5), (48.395853, 484, 48.39585)],
)
def test_a_step_of_a_ramp_that_means_zero_is_zero(value, span, shown):
    assert rounded(value, span) == shown
