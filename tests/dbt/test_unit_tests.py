"""dbt's own unit tests (in the YAML beside the models), on drawn rasters."""

from sinkbase.transform.dbt import run_dbt
from tests.dbt.test_settings_reach_the_models import LAYERS
from tests.drawn_region import draw_region, region_settings


def test_every_unit_test_of_the_models_passes(database, tmp_path):
    region = region_settings(tmp_path)
    draw_region(database, region, LAYERS)
    results = run_dbt(region, ["test", "--select", "test_type:unit"])
    tests = [result for result in results if result["unique_id"].startswith("unit_test")]
    assert len(tests) >= 7
    assert {test["status"] for test in tests} == {"pass"}
