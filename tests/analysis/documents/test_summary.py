"""summary.md as a planner reads it."""

from dataclasses import replace

import pytest
from analysis.findings.caveats import caveats, pixel_m
from drawn_results import Drawn

from analysis.export import export
from analysis.findings.headlines import headlines
from analysis.results.provenance import Grid, LoadedSource
from analysis.results.settings import changed_settings


def summary(drawn: Drawn) -> str:
    export(drawn.region, drawn.out)
    return (drawn.folder / "summary.md").read_text(encoding="utf-8")


def test_a_synthetic_region_says_so_before_anything_else(drawn: Drawn) -> None:
    lines = summary(drawn).splitlines()
    assert lines[0] == "# Carbon sinks of Drawn county / 画县"
    assert lines[2].startswith("> **SYNTHETIC")


def test_a_real_region_does_not(drawn: Drawn) -> None:
    drawn.connection.execute("update drawn_raw.grid set synthetic = false")
    assert "SYNTHETIC" not in summary(drawn)


def test_headlines_have_units(drawn: Drawn) -> None:
    text = summary(drawn)
    assert "- **Area**: 16 km² (16 cells of 1,000 m)" in text
    assert "0.3 gC/m²/a on average (-6 to 19.25), 1.23 million tC/a in all" in text
    assert "- **Soil carbon to 100 cm, organic carbon alone**: 2.5 kgC/m²" in text
    assert "5 km² (31.2 % of the region)" in text
    assert "| Net ecosystem production of the region | 1.23 million tC/a |" in text


def test_levels_and_vegetation_are_tables(drawn: Drawn) -> None:
    text = summary(drawn)
    assert "| 1 level 1 (级1) | 0.0000 to 0.2000 | 3 | 3 | 20 % |" in text
    assert '| Meadow, "alpine" (草甸) | 10.1 | 10 | 10,100 |' in text
    assert "| **Total** |  | 16 | 16,230 |" in text
    assert "Not found in the region: Marsh." in text


def test_what_is_absent_modelled_constant_or_incomplete_is_said(drawn: Drawn) -> None:
    text = summary(drawn)
    section = text.split("## Assumed, absent, incomplete")[1].split("\n## ")[0]
    assert "Inorganic carbon is absent" in section
    assert (
        "NPP, source 2 (75 % of the region's cells), rests on a model or an assumption: Modelled"
        in section
    )
    assert "from 2 sources in order of preference, giving 25 %, 75 % of the region's" in section
    assert "Constant over the region, so without any say in the importance: vegetation" in section
    assert "1 of 16 cells have no importance" in section
    assert "While loading: elevation covers 98.0 % of the region." in section
    assert "Elevation has a value" not in section  # the loader has said it
    assert "Slope has a value in 97 % of the region's cells; the others stay missing." in section
    assert (
        "Surfaces that miss cells of the region: importance_level (93.8 %), nep (93.8 %)" in section
    )
    assert "NPP has a value" not in section
    assert "source 1 (98" not in section  # an elevation model is not modelled data


def test_each_layer_says_how_it_was_made(drawn: Drawn) -> None:
    text = summary(drawn)
    assert (
        "| npp | 1 | `npp/farmland.tif` | EPSG:4326, 0.1 degrees | bilinear | kgC/m²/a x 0.0001 |"
        " 25 % |" in text
    )
    assert "/somewhere" not in text
    assert "- elevation 1, slope 1: SRTM, a digital elevation model" in text


def test_surfaces_have_no_mean_of_codes(drawn: Drawn) -> None:
    text = summary(drawn)
    assert "| `importance_level` | Level | level | 1 | – | 5 | 93.8 % |" in text
    assert "| `nep` | Net ecosystem production, made | gC/m²/a | -6 | 8.58 | 19.25 |" in text


def test_changed_settings_are_named_with_their_default(drawn: Drawn) -> None:
    assert changed_settings(drawn.region.method) == []
    method = drawn.region.method | {"respiration_temperature": 0.0912, "npp_zero_codes": (32762,)}
    names = [(it.name, it.value, it.default) for it in changed_settings(method)]
    assert names == [
        ("npp_zero_codes", "32762", "32762 32764 32765 32766"),
        ("respiration_temperature", "0.0912", "0.0913"),
    ]
    text = summary(replace(drawn, region=replace(drawn.region, method=method)))
    assert "| `respiration_temperature` | 0.0912 1/°C | 0.0913 |" in text


def test_sinks_are_in_short() -> None:
    row = {
        "primary_sinks": 2, "primary_sinks_km2": 2956.0, "secondary_sinks": 0,
        "secondary_sinks_km2": 0.0, "potential_sinks": 1, "potential_sinks_km2": 12.5,
    }  # fmt: skip
    assert headlines(row) == [("Carbon sinks", "2 primary (2,956 km²), 1 potential (12.5 km²)")]
    none = row | {"primary_sinks": 0, "potential_sinks": 0}
    assert headlines(none) == [("Carbon sinks", "none found with these settings")]


def test_classes_of_any_kind_have_no_mean(drawn: Drawn) -> None:
    drawn.connection.execute(
        "create table drawn.sink_category as select * from drawn.importance_level"
    )
    drawn.connection.execute("alter table drawn.sink_category add primary key (tile_id)")
    assert "| `sink_category` |  |  | 1 | – | 5 | 93.8 % |" in summary(drawn)


def test_warnings_of_the_results_are_caveats_in_the_words_of_a_reader(drawn: Drawn) -> None:
    drawn.connection.execute(
        "create table drawn.region_warnings as select 1 as warning_id, "
        "'the resistance factor population is constant: its weight is 0'::text as warning, "
        "'“人口密度阻力”为常数，权重为 0'::text as warning_zh"
    )
    section = summary(drawn).split("## ")[2]
    assert "- The resistance factor “population density” is constant: its weight is 0." in section
    assert "Constant over the region" not in section  # region_warnings has it


@pytest.mark.parametrize(
    ("resolution", "width"),
    [
        ("0.5 x 0.5 degree", 55_500),
        ("1222.99 x 1222.99 metre", 1222.99),
        ("1593 polygons", None),
        ("", None),
    ],
)
def test_the_width_of_a_source_s_pixel_is_told_in_metres(resolution, width) -> None:
    assert pixel_m(resolution) == width


def test_sources_coarser_than_the_cells_are_told_as_interpolated() -> None:
    npp = LoadedSource(
        "npp", 1, "npp.tif", "EPSG:4326", "0.5 x 0.5 degree", "bilinear", "gC/m2/a", None, None,
        "", 100.0, (),
    )  # fmt: skip
    fine = replace(npp, layer="elevation", source_resolution="0.0167 x 0.0167 degree")
    grid = Grid("drawn", "", "", False, 2328, 1000.0, 0.0, 0.0, 4, 3)
    (told,) = caveats({}, [npp, fine], [], grid)
    assert told.startswith("Coarser than the cells of 1,000\u00a0m: NPP 1 (pixels of 56\u00a0km).")
    (told,) = caveats({}, [npp, fine], [], grid, "zh")
    assert "净初级生产力第 1 个来源（56\u00a0km）" in told
    assert caveats({}, [fine], [], grid) == []
