"""Mistakes of planners that only several rows or files together show: told by file and row."""

import shutil

import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.transform import dbt, failures
from tests.drawn_region import region_settings

MISTAKES = [
    (
        "resistance_levels", "elevation,m,3000,4000", "elevation,m,3500,4000",
        "resistance_levels.csv: elevation from 2000 ends at 3000, and the next begins at 3500",
    ),
    (
        "resistance_levels", "slope,degree,,20", "slope,degree,0,20",
        "slope from 0 is the lowest grade: leave lower_inclusive empty",
    ),
    (
        "resistance_levels", "population,people/km2,4000,,", "population,people/km2,4000,9999,",
        "population from 4000 is the highest grade: leave upper_exclusive empty",
    ),
    (
        "resistance_levels", "land_use,,,,built,10", "land_use,,,,towns,10",
        "resistance_levels.csv: land_use towns is no group of land_use_classes.csv",
    ),
    (
        "resistance_levels", "precipitation,mm,600,,,1", "precipitation,mm,600,,,0",
        "resistance_levels.csv: precipitation has the resistance 0",
    ),
    (
        "resistance_fixed_weights", "0.234966", "0.334966",
        "resistance_fixed_weights.csv: the weights sum to 1.1, not to 1",
    ),
    (
        "pattern_requirements", "6,1,46,0.03", "6,1,48,0.03",
        "pattern_requirements.csv: pattern 6, requirement 1: land_use_classes.csv has no code 48",
    ),
    (
        "pattern_requirements", "5,2,65,0.05", "5,2,65,5",
        "pattern 5, requirement 2: least_share is 5",
    ),
    (
        "pattern_requirements", "7,2,12,0.05", "7,2,12,0.1",
        "pattern 7, requirement 2: least_share is 0.05 in one row and 0.1 in another",
    ),
    (
        "restoration_patterns", ",3,potential,2,false", ",3,potential,4,false",
        "category_code 3 both have the preference 4",
    ),
    (
        "restoration_patterns", "7,Forest-farmland-water area", "10,Forest-farmland-water area",
        "pattern_requirements.csv: pattern 7, requirement 1: restoration_patterns.csv has no such",
    ),
    (
        "coefficient_places", "Table 2,Wensu County,温宿县,79", "Table 2,Wensu County,温宿县,97",
        "coefficient_places.csv: Table 2 has a box from 97.4 to 81.5",
    ),
    (
        "vegetation_carbon_density", ",false,52.3", ",false,-52.3",
        "vegetation_carbon_density.csv: subtype 1 has -52.3 t/hm2",
    ),
    (
        "management_approach_definitions", "unused,", "wasteland,",
        "management_approach_definitions.csv: wasteland is no land_use_group of land_use_classes",
    ),
]  # fmt: skip


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the dbt project that a test may spoil."""
    left = shutil.ignore_patterns("target", "logs")
    copy = shutil.copytree(dbt.PROJECT, tmp_path / "dbt_project", ignore=left)
    monkeypatch.setattr(dbt, "PROJECT", copy)
    monkeypatch.setattr(failures, "SHOWN", 100)
    return copy


def test_each_mistake_is_told_by_file_and_row(database, monkeypatch, tmp_path, project):
    monkeypatch.setenv("PGDATABASE", database.info.dbname)
    for name, old, new, _ in MISTAKES:
        path = project / "seeds" / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    only_seeds = ["build", "--select", "path:seeds", "--indirect-selection", "cautious"]
    with pytest.raises(SinkbaseError) as refused:
        dbt.run_dbt(region_settings(tmp_path), only_seeds)
    assert [said for *_, said in MISTAKES if said not in str(refused.value)] == []
    # two of the mistakes together make a third
    both = "the patterns 5 and 10 of category_code 3 both have the preference 4"
    assert both in str(refused.value)
