"""What a build tells while it works: each model and check by its name and number."""

from sinkbase.transform.dbt import run_dbt
from tests.drawn_region import region_settings


def test_each_step_is_told_as_it_starts(database, tmp_path):
    told = []
    database.execute("create schema drawn authorization sinkbase_builder")
    command = ["build", "--select", "importance_levels", "--indirect-selection", "empty"]
    results = run_dbt(region_settings(tmp_path), command, lambda *step: told.append(step))
    assert told == [("importance_levels", 1, 1)]
    assert {result["status"] for result in results} == {"success"}
