"""Warnings: every kind has its sentences in both languages, filled with its values.

When each kind is told stands in the unit tests beside the models (models/warnings/_warnings.yml)
and in test_degenerate_regions.py; here a drawn region runs them all at once, and then every kind is
put into words.
"""

import re

import pytest
from psycopg.types.json import Jsonb

from loaders.warning import Kind
from sinkbase.paths import ROOT
from sinkbase.words.phrases import phrases
from tests.dbt.test_drawn_sinks import LAYERS, METHOD
from tests.drawn_region import draw_region, region_settings

SINKS = {"sinks": ["1", "4"], "count": 2}
PATTERN = {"pattern": "Forest-grassland", "pattern_zh": "林—草"}
# what a fact of each kind holds; of those that count something there is one of it in a second row
FACTS = {
    "dominated_factor": {"factor": "population", "cells": 51, "share": 99.641, "value": 62.764},
    "no_uptake": {"value": -12.5},
    "outlier_decides": {
        "layer": "soil_carbon", "cells": 3405, "share": 28.2, "value": 61.25,
        "details": {"end": "high end"},
    },
    "few_values": {"value": 4},
    "no_sink": {},
    "sinks_without_uptake": {"value": -1234.5, "details": SINKS},
    "sinks_below_level": {"cells": 900, "share": 62.5, "details": SINKS},
    "set_by_rule": {
        "layer": "npp", "cells": 9787, "share": 68.378, "value": -1246236.1,
        "details": {"total": -1084015.8},
    },
    "modelled": {
        "layer": "npp", "source_number": 2, "cells": 9, "share": 9.8,
        "details": {"note": "Miami model", "note_zh": "迈阿密模型"},
    },
    "no_inorganic_carbon": {"layer": "soil"},
    "foreign_coefficients": {
        "layer": "vegetation_carbon",
        "details": {
            "table": "Table 2", "table_zh": "表 2", "place": "Wensu County", "place_zh": "温宿县",
        },
    },
    "constant_layer": {"layer": "vegetation_carbon"},
    "constant_factor": {"factor": "slope"},
    "equal_weights": {},
    "no_primary": {},
    "no_secondary": {},
    "no_path": {},
    "no_potential": {},
    "potential_is_source": {"value": -46216.3, "details": SINKS},
    "without_importance": {"cells": 42, "share": 0.296},
    "sink_cells_lacking": {"layer": "soil_carbon", "cells": 9},
    "unreachable": {"cells": 96},
    "beyond_reference": {
        "layer": "nep", "cells": 1200, "share": 8.4, "details": {"low": -80, "high": 300},
    },
    "nothing_there": {"layer": "roads"},
    "missing_cells": {"layer": "npp", "cells": 5, "share": 99.965},
    "values_outside_range": {
        "layer": "elevation", "cells": 3,
        "details": {"lowest": -500, "highest": 9000, "unit": "m"},
    },
    "source_without_inorganic_carbon": {"layer": "soil", "source_number": 2, "cells": 7},
    "without_subsoil": {"layer": "soil", "cells": 8},
    "incomplete_surface": {"details": {"surfaces": ["nep", "soil_carbon"]}},
    "no_cell_rows": {"cells": 3_000_000, "value": 2_000_000},
    "empty_surface": {"details": {"surfaces": ["topsoil_inorganic_carbon"]}},
    "not_assessable": {
        "details": PATTERN | {"codes": "Bare soil, Swamp", "codes_zh": "裸土地、沼泽地"},
    },
    "no_road_pattern": {"details": PATTERN},
    "years_differ": {
        "layer": "land_use", "source_number": 3, "value": 22,
        "details": {"year": "1993", "reference": "2015"},
    },
    "years_apart": {
        "value": 27,
        "details": {
            "first": "land_use", "first_year": "1993", "last": "population_density",
            "last_year": "2020",
        },
    },
    "year_missing": {"details": {"layers": ["slope", "temperature"]}},
    "reference_year_missing": {},
    "coarse_terrain": {"layer": "slope", "value": 1807},
    "coarse_source": {
        "layer": "temperature", "source_number": 1, "cells": 14313, "share": 100, "value": 48108,
        "details": {"cell": 1000},
    },
    "coarse_points": {
        "layer": "soil", "source_number": 1, "cells": 9, "share": 100,
        "details": {"resolution": "0.5 x 0.5 (points)"},
    },
    "several_sources": {
        "layer": "land_use", "details": {"number": 3, "shares": [8.8, 45, 46.15]},
    },
    "assumed_bulk_density": {"layer": "soil", "source_number": 1},
    "assumed_no_gravel": {"layer": "soil", "source_number": 1},
    "assumed_one_depth": {"layer": "soil", "source_number": 1},
    "other_crs": {
        "layer": "npp", "source_number": 1,
        "details": {"own": "WGS 84", "given": "EPSG:2328"},
    },
    "unknown_unit": {
        "layer": "npp", "source_number": 1, "details": {"text": "furlong", "unit": "gC/m2/a"},
    },
    "tenths_possible": {"layer": "precipitation", "source_number": 1, "value": 3120},
    "constant_block": {
        "layer": "elevation", "source_number": 1, "value": 0,
        "details": {"pixels": 5200, "raw": "0", "unit": "m"},
    },
    "two_columns": {
        "layer": "soil", "source_number": 1,
        "details": {
            "property": "bulk density", "property_zh": "容重",
            "first": "REF_BULK", "second": "BULK",
        },
    },
    "layers_of_part": {"layer": "soil", "source_number": 1, "value": 12},
}  # fmt: skip
CONSOLE_ALONE = {"legend_without_codes"}  # of results, not_assessable tells it
TOLD = {  # some in full
    "dominated_factor": (
        "99.6 % of the cells have the same grade and a single cell differs",
        "Population density: 99.6 % of the cells",
        "“人口密度”：99.6% 的像元同属一级，仅 51 个像元不同，却占综合阻力 62.76% 的权重",
    ),
    "set_by_rule": (
        "The net primary production of 1 cell (68.4 %) is set",
        "The net primary production of 9,787 cells (68.4 %) is set by a rule, not observed: they "
        "carry −1,246,236 tC/a of the region's NEP of −1,084,016 tC/a.",
        "9\u00a0787 个像元（68.4%）",
    ),
    "outlier_decides": (
        "The upper end of soil carbon to 100 cm rests on one cell (61.25): without it 1 cell (",
        "The upper end of soil carbon to 100 cm rests on one cell (61.25): without it 3,405 cells",
        "“土壤碳密度（0–100 cm）”的上端取决于一个像元（61.25）",
    ),
    "several_sources": (
        None, "which gave 8.8 %, 45 %, 46.2 % of the region's cells.",
        "分别占全域像元的 8.8%、45%、46.2%。",
    ),
    "years_differ": (None, "is of 1993, 22 years from the reference year 2015.", "年份为 1993"),
    "modelled": (None, "(Miami model).", "（迈阿密模型）。"),
    "year_missing": (None, "for slope, monthly temperature:", "坡度、"),
    "missing_cells": ("1 cell has no value (> 99.9 %", "5 cells have no value", "5 个像元无值"),
    "potential_is_source": (
        "Potential sink 1 is a source", "Potential sinks 1, 4 are sources",
        "潜力带 1、4 目前是碳源",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(module_database, tmp_path_factory):
    """A region whose sources and load have much to tell."""
    region = region_settings(tmp_path_factory.mktemp("drawn"), METHOD)
    sources = [
        {"layer": "npp", "kind": "modelled", "note": "Miami model.", "note_zh": "迈阿密模型。"},
        {"layer": "soil", "pixel_m": None, "source_resolution": "0.5 x 0.5 (points)"},
        {"layer": "land_use", "year": 1993, "land_use_codes": [12, 21, 33]},
        {"layer": "land_use", "source_number": 2, "pixel_m": 5000, "year": None},
        {"layer": "temperature", "path": "/home/somebody/data/t.nc"},
    ]
    load_warnings = [
        {"layer": "npp", "kind": "missing_cells", "cells": 1, "share_percent": 98.4},
        {"layer": "soil", "kind": "assumed_no_gravel", "source_number": 1},
    ]
    return draw_region(
        module_database, region, LAYERS, year=2015, sources=sources, load_warnings=load_warnings
    )


def test_all_warnings_of_a_region_are_rows_the_gravest_first(world):
    kinds = [r.kind for r in world.rows("select kind from region_warnings order by warning_id")]
    order = list(phrases("en")["warnings"])
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == {
        "modelled", "foreign_coefficients", "constant_layer", "constant_factor", "missing_cells",
        "not_assessable", "no_road_pattern", "years_differ", "years_apart", "year_missing",
        "coarse_source", "coarse_points", "several_sources", "assumed_no_gravel",
    }  # fmt: skip
    rows = world.rows("select * from region_warnings where kind = 'missing_cells'")
    assert [(r.layer, r.cells, r.share_percent) for r in rows] == [("npp", 1, 98.4)]


def test_a_source_tells_its_year_kind_and_file_but_not_whose_folder_it_lay_in(world):
    rows = world.rows("select * from data_sources order by layer, source_number")
    sources = {(r.layer, r.source_number): r for r in rows}
    assert sources["temperature", 1].file == "t.nc"
    assert sources["npp", 1].kind == "modelled"
    assert (sources["npp", 1].note, sources["npp", 1].note_zh) == ("Miami model.", "迈阿密模型。")
    assert [sources["land_use", n].year for n in (1, 2)] == [1993, None]
    assert [sources["npp", 1].warnings, sources["soil", 1].warnings] == [1, 1]
    assert sources["slope", 1].warnings == 0


def test_patterns_that_the_legend_cannot_tell_are_not_assessable(world):
    rows = world.rows("select pattern_code, is_assessable from restoration_strategies where fits")
    # left are those of grassland, forest and farmland alone
    assert {r.pattern_code for r in rows if r.is_assessable} == {1}


def sentences(world, facts):
    """The rows of region_warnings for these facts, by the models' own compiled SQL."""
    folder = ROOT / ".sinkbase" / "dbt" / world.connection.info.dbname / world.region.name
    models = folder / "compiled" / "sinkbase" / "models" / "warnings"
    rows = [
        (
            kind, fact.get("layer"), fact.get("factor"), fact.get("source_number"),
            fact.get("cells"), fact.get("share"), fact.get("value"), Jsonb(fact.get("details", {})),
        )
        for kind, fact in facts.items()
    ]  # fmt: skip
    with world.connection.transaction(force_rollback=True):
        run = world.connection.execute
        for model in sorted(models.glob("facts_*.sql")):
            run(f"truncate drawn_work.{model.stem}")
        with world.connection.cursor() as cursor:
            cursor.executemany(
                "insert into drawn_work.facts_load values (%s, %s, %s, %s, %s, %s, %s, %s)", rows
            )
        for model in ("warning_facts", "warning_parts"):
            run(f"truncate drawn_work.{model}")
            run(f"insert into drawn_work.{model} {(models / f'{model}.sql').read_text()}".encode())
        told = run((models / "region_warnings.sql").read_bytes()).fetchall()
    return {row.kind: row for row in told}


def one_of(fact):
    """The same fact of one cell, or of one sink."""
    details = fact.get("details", {})
    if "count" in details:
        return fact | {"details": details | {"count": 1, "sinks": ["1"]}}
    return fact | {"cells": 1}


@pytest.fixture(scope="module")
def many(world):
    return sentences(world, FACTS)


@pytest.fixture(scope="module")
def single(world):
    counting = {kind for kind, words in phrases("en")["warnings"].items() if "one" in words}
    return sentences(world, {kind: one_of(FACTS[kind]) for kind in counting})


def test_every_kind_of_the_words_the_loaders_and_the_models_has_a_fact_here():
    in_models = set()
    for model in (ROOT / "dbt_project" / "models" / "warnings").glob("facts_*.sql"):
        text = model.read_text(encoding="utf-8")
        in_models |= set(re.findall(r"fact\(\s*'(\w+)'", text))
        in_models |= set(re.findall(r"\('(\w+)', '[<=] 3'\)", text))
    assert in_models | {str(kind) for kind in Kind} - CONSOLE_ALONE == set(FACTS)
    for language in ("en", "zh"):
        assert set(phrases(language)["warnings"]) == set(FACTS)


@pytest.mark.parametrize("kind", FACTS)
def test_a_kind_is_a_whole_sentence_in_both_languages(many, kind):
    row = many[kind]
    assert re.fullmatch(r"[A-Z0-9“].*\.", row.warning)
    assert re.fullmatch(r".*[\u4e00-\u9fff].*。", row.warning_zh)
    for text in (row.warning, row.warning_zh):
        assert not re.search(r"[{}]|\b[a-z]+_[a-z]+|None|\.\.|  ", text)
    of_files = " ".join(str(it) for it in FACTS[kind].get("details", {}).values())
    allowed = {"Saxton", "Rawls", "points", *re.findall(r"[A-Za-z]{3,}", of_files)}
    words = set(re.findall(r"[A-Za-z]{3,}", row.warning_zh)) - allowed
    assert not words, "a Chinese sentence has English words"


def test_one_cell_or_sink_is_told_in_the_singular(many, single):
    for kind, row in single.items():
        assert row.warning != many[kind].warning
        assert not re.search(r"\b1 (cells|sinks)\b|Sinks 1\b|sinks 1 ", row.warning)
        assert re.fullmatch(r"[A-Z0-9“].*\.", row.warning)
        assert "。" in row.warning_zh


@pytest.mark.parametrize("kind", TOLD)
def test_names_and_numbers_are_those_of_the_language(many, single, kind):
    one, several, chinese = TOLD[kind]
    assert several in many[kind].warning
    assert chinese in many[kind].warning_zh
    if one is not None:
        assert one in single[kind].warning


def test_the_values_stand_beside_the_sentence(many):
    row = many["dominated_factor"]
    assert (row.factor, row.cells, row.share_percent, row.value) == (
        "population", 51, 99.641, 62.764,
    )  # fmt: skip
