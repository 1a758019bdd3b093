"""summary.md as a planner reads it."""

from drawn_results import Drawn

from analysis.export import export
from analysis.findings.headlines import headlines


def summary(drawn: Drawn) -> str:
    export(drawn.region, drawn.out)
    return (drawn.folder / "summary.md").read_text(encoding="utf-8")


def test_a_synthetic_region_says_so_before_anything_else(drawn: Drawn) -> None:
    lines = summary(drawn).splitlines()
    assert lines[0] == "# Carbon sinks of Drawn county / 画县"
    assert lines[2].startswith("> **SYNTHETIC")


def test_a_real_region_does_not(drawn: Drawn) -> None:
    drawn.connection.execute("update drawn.region_summary set is_synthetic = false")
    assert "SYNTHETIC" not in summary(drawn)


def test_headlines_have_units(drawn: Drawn) -> None:
    text = summary(drawn)
    assert "- **Area**: 16 km² (16 cells of 1,000 m; data of 2015)" in text
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


def test_all_warnings_of_the_results_are_told_in_their_order(drawn: Drawn) -> None:
    text = summary(drawn)
    section = text.split("## Warnings and assumptions\n\n")[1].split("\n\n## ")[0]
    assert section == "- One factor decides.\n- NPP 2 is modelled."


def test_without_warnings_there_is_nothing_to_report(drawn: Drawn) -> None:
    drawn.connection.execute("delete from drawn.region_warnings")
    assert "## Warnings and assumptions\n\nNothing to report." in summary(drawn)


def test_the_total_of_nep_is_split_by_the_origin_of_npp(drawn: Drawn) -> None:
    text = summary(drawn)
    told = "- **of it by origin of NPP**: observed 240,000 tC/a; set by rule 994,568 tC/a"
    assert told in text
    assert "| set by rule (按规则设定) | 11 | 11 | 73.3 % | 90.4 | 994,568 |" in text


def test_each_layer_says_how_it_was_made(drawn: Drawn) -> None:
    text = summary(drawn)
    assert (
        "| npp | 1 | `npp/farmland.tif` | 2015 | observed | EPSG:4326, 0.1 degrees | bilinear |"
        " kgC/m²/a x 0.0001 | 25 % |" in text
    )
    assert "| elevation | 1 | `dem.tif` | not given | observed |" in text
    assert "- npp 1: Farmland, 10 km; CC BY 4.0" in text
    assert "- elevation 1, slope 1: SRTM, a digital elevation model" in text


def test_surfaces_have_no_mean_of_codes(drawn: Drawn) -> None:
    text = summary(drawn)
    assert "| `importance_level` | Level | level | 1 | – | 5 | 93.8 % |" in text
    assert "| `nep` | Net ecosystem production, made | gC/m²/a | -6 | 8.58 | 19.25 |" in text


def test_changed_settings_are_named_with_their_default(drawn: Drawn) -> None:
    """Those that the run used, whatever a region file says by now."""
    text = summary(drawn)
    assert "| `respiration_temperature` | 0.0912 1/°C | 0.0913 |" in text
    assert "| `npp_zero_codes` | 32762 MOD17 code | 32762 32764 32765 32766 |" in text
    assert "`candidate_level`" not in text
    drawn.connection.execute("update drawn.method_settings set is_changed = false")
    assert "All settings have their default." in summary(drawn)


SINKS = {
    "primary_sinks": 2, "primary_sinks_km2": 2956.0, "secondary_sinks": 0,
    "secondary_sinks_km2": 0.0, "potential_sinks": 1, "potential_sinks_km2": 12.5,
    "sinks_nep_total_t_a": 1500.0, "potential_nep_total_t_a": -93.5, "uptake_cells": 7,
}  # fmt: skip


def test_sinks_and_potential_sinks_are_told_apart() -> None:
    assert headlines(SINKS) == [
        ("Carbon sinks", "2 primary (2,956 km²); NEP 1,500 tC/a"),
        ("Potential sinks", "1 potential (12.5 km²); NEP today -93.5 tC/a"),
    ]
    none = SINKS | {"primary_sinks": 0, "potential_sinks": 0}
    assert headlines(none) == [("Carbon sinks", "none found with these settings")]


def test_where_no_cell_takes_carbon_up_nothing_is_called_a_sink() -> None:
    (land, _) = headlines(SINKS | {"uptake_cells": 0})
    assert land[0] == "Land of highest importance (no cell takes up carbon)"


def test_classes_of_any_kind_have_no_mean(drawn: Drawn) -> None:
    drawn.connection.execute(
        "create table drawn.sink_category as select * from drawn.importance_level"
    )
    drawn.connection.execute("alter table drawn.sink_category add primary key (tile_id)")
    assert "| `sink_category` |  |  | 1 | – | 5 | 93.8 % |" in summary(drawn)
