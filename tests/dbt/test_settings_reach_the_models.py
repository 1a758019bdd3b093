"""Settings of the region file change the results as the method says."""

from math import exp, log

import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.transform.transform import transform
from sinkbase.transform.variables import variables
from tests.drawn_region import draw_region, region_settings

LAYERS = {
    "inside": "1 1 1 1 1 1",
    "elevation": "1 2 3 4 5 6",
    "slope": "1 2 3 4 5 6",
    "land_use": "11 12 21 31 61 66",
    "npp": "100 200 300 400 500 600",
    "temperature": ["-5 0 5 10 15 20"] * 12,
    "precipitation": ["5 5 5 5 5 5"] * 12,
    "population_density": "1 2 3 4 5 6",
    "vegetation": "16 15 16 1 16 7",
    "soil": ["10 20 30 40 50 60", "1 1 1 1 1 1", "5 5 5 5 5 5", "2 2 2 2 2 2"],
}


def test_coefficients_weights_and_threshold_are_settings(database, tmp_path):
    method = {
        "respiration_temperature": 0.09137,
        "accumulated_temperature_threshold": 0,
        "importance_weight_nep": 1,
        "importance_weight_vegetation": 0,
        "importance_weight_soil": 0,
        "topsoil_depth": 0.2,
        "subsoil_depth": 0.8,
    }
    world = draw_region(database, region_settings(tmp_path, method), LAYERS)
    expected = 12 * 0.22 * 30 * 0.465 * (exp(0.09137 * 20) + log(2.5725))
    assert world.values("heterotrophic_respiration")[0][5] == pytest.approx(expected, rel=1e-6)
    assert world.values("accumulated_temperature") == [[0, 0, 5 * 365, 3650, 15 * 365, 20 * 365]]
    assert world.values("soil_carbon")[0][0] == pytest.approx(11 * 0.2 + 7 * 0.8)
    assert world.values("importance")[0][0] == 0
    assert max(world.values("importance")[0]) == 1


def test_absent_carbonate_leaves_organic_carbon_alone_and_says_so(database, tmp_path):
    region = region_settings(tmp_path, soil='inorganic_carbon = "absent"')
    soil = [LAYERS["soil"][0], ". . . . . .", LAYERS["soil"][2], ". . . . . ."]
    world = draw_region(database, region, LAYERS | {"soil": soil})
    assert world.values("topsoil_inorganic_carbon") == [[None] * 6]
    assert world.values("soil_carbon")[0] == pytest.approx(
        [p * 0.3 + 5 * 0.7 for p in (10, 20, 30, 40, 50, 60)]
    )
    assert world.rows("select inorganic_carbon from region_summary")[0][0] == "absent"


def test_a_constant_layer_adds_nothing_and_is_named(database, tmp_path):
    world = draw_region(
        database, region_settings(tmp_path), LAYERS | {"vegetation": "16 16 16 16 16 16"}
    )
    assert world.rows("select constant_layers from region_summary")[0][0] == "vegetation_carbon"
    assert max(world.values("importance")[0]) <= 0.75


def test_a_second_run_changes_nothing_and_a_dropped_result_comes_back(database, tmp_path):
    region = region_settings(tmp_path)
    draw_region(database, region, LAYERS)
    assert transform(region).skipped
    database.execute("drop table drawn.importance_level")
    report = transform(region)
    assert not report.skipped
    assert report.models == 0  # it was published again from what lies aside
    assert database.execute("select count(*) from drawn.importance_level").fetchone() == (1,)
    database.execute("drop table drawn_work.importance_level cascade")
    assert transform(region).models == 1  # the others' inputs are what they were
    assert database.execute("table drawn_work.importance_level").fetchall()
    assert transform(region).skipped


def test_a_missing_layer_is_named(database, tmp_path):
    database.execute("create schema drawn_raw")
    with pytest.raises(SinkbaseError, match=r"drawn_raw is there already and belongs to sinkbase"):
        transform(region_settings(tmp_path))
    database.execute("alter schema drawn_raw owner to sinkbase_builder")
    with pytest.raises(
        SinkbaseError, match=r"drawn_raw lacks grid, boundary, inside, load_log, load_w"
    ):
        transform(region_settings(tmp_path))


def test_a_region_is_built_by_one_run_at_a_time(database, tmp_path):
    region = region_settings(tmp_path)
    database.execute("insert into sinkbase.region_lock values ('drawn')")
    with database.transaction():
        database.execute("select from sinkbase.region_lock for update")
        with pytest.raises(SinkbaseError, match="region drawn is being built: a run that has"):
            transform(region)


def test_percentiles_keep_one_outlier_from_deciding(database, tmp_path):
    """Between the 1st and the 99th percentile; what lies beyond counts as lying there."""
    npp = [100, 200, 300, 400, 500, 100_000]
    method = {"importance_stretch": "percentile", "importance_weight_nep": 1}
    method |= {"importance_weight_vegetation": 0, "importance_weight_soil": 0}
    layers = LAYERS | {"npp": " ".join(map(str, npp)), "temperature": ["5 5 5 5 5 5"] * 12}
    world = draw_region(database, region_settings(tmp_path, method), layers)
    # five steps between six values: the percentiles lie 0.05 steps within the first and the last
    low, high = 100 + 0.05 * 100, 100_000 - 0.05 * 99_500
    expected = [min(max((value - low) / (high - low), 0), 1) for value in npp]
    assert world.values("importance")[0] == pytest.approx(expected, rel=1e-5, abs=1e-6)
    (told,) = world.rows("select * from method_settings where setting = 'importance_stretch'")
    assert (told.value, told.is_changed) == ("percentile", True)


REFERENCE = {
    "importance_stretch": "reference", "reference_nep_low": -200, "reference_nep_high": 300,
    "reference_vegetation_low": 0, "reference_vegetation_high": 52.3, "reference_soil_low": 0,
    "reference_soil_high": 40,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference_soil_high": None}, "needs reference_soil_high under"),
        (
            {"reference_nep_low": None, "reference_nep_high": None},
            "needs reference_nep_low and reference_nep_high",
        ),
        ({"reference_nep_low": 300}, "reference_nep_low = 300 is not below"),
    ],
)
def test_a_reference_without_its_ends_is_refused(tmp_path, change, said):
    given = {name: value for name, value in (REFERENCE | change).items() if value is not None}
    with pytest.raises(SinkbaseError, match=said):
        variables(region_settings(tmp_path, given))
    # as the message says
    assert variables(region_settings(tmp_path, REFERENCE))["reference_soil_high"] == 40
    assert variables(region_settings(tmp_path, given | {"importance_stretch": "minmax"}))
