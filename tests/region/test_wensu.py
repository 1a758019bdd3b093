"""Wensu County from public layers: plausible beside what is published of it."""

import pytest

from tests.region.independent import results
from tests.region.test_demo import agree, raw_layers, with_sinks


@pytest.fixture(scope="session")
def summary(wensu):
    (row,) = wensu.rows("select * from wensu.region_summary")
    return row


def test_the_area_is_that_of_the_county(summary):
    assert summary.area_km2 == pytest.approx(14_317, rel=0.005)
    assert not summary.is_synthetic


def test_nep_lies_in_the_range_of_an_arid_county(summary):
    assert -400 < summary.nep_min_gc_m2_a < 0 < summary.nep_max_gc_m2_a < 500


def test_elevation_runs_from_the_basin_to_the_peaks(summary):
    assert 800 < summary.elevation_min_m < 1100
    assert 5500 < summary.elevation_max_m < 7500


def test_there_are_five_levels_and_few_cells_without_one(wensu, summary):
    levels = wensu.rows("select * from wensu.importance_breaks order by importance_level")
    assert [row.importance_level for row in levels] == [1, 2, 3, 4, 5]
    assert all(row.cells > 0 for row in levels)
    assert summary.cells_without_importance < 0.05 * summary.cells


def test_vegetation_holds_carbon_of_the_published_order(summary):
    # the published table sums to 3.61 million t on the detailed vegetation map
    assert 1e6 < summary.vegetation_carbon_total_t < 2e7


def test_sinks_are_found_where_the_county_has_them(wensu, summary):
    assert summary.primary_sinks >= 1
    assert summary.secondary_sinks >= 1
    sinks = wensu.rows(
        """
        select sinks.category, avg(cells.elevation_m) as elevation_m
        from wensu.carbon_sinks as sinks
        inner join wensu.grid_cells as cells on sinks.sink_id = cells.sink_id
        group by sinks.category
        """
    )
    height = {row.category: row.elevation_m for row in sinks}
    # natural sinks in the mountains' foot, cultivated ones in the oasis
    assert height["secondary"] < 1600 < height["primary"]


def test_nothing_grows_on_ice_and_the_grass_of_the_foothills_is_the_primary_sink(wensu):
    (ice,) = wensu.rows(
        "select avg(npp_gc_m2_a) as npp"
        " from wensu.grid_cells where land_use_code = 44 and elevation_m > 4500"
    )
    assert ice.npp < 10
    use = wensu.rows(
        "select category, land_use_code, percentage from wensu.land_use_by_sink"
        " where category in ('primary', 'secondary')"
    )
    # published: 92 % of the primary sink is grassland, 87 % of the secondary ones dry land
    shares = {(row.category, row.land_use_code): row.percentage for row in use}
    assert sum(shares.get(("primary", code), 0) for code in (31, 32, 33)) > 80
    assert shares["secondary", 12] > 70
    assert shares.get(("primary", 44), 0) < 1


def test_accumulated_temperature_has_the_entropy_seen_on_public_data(wensu):
    (row,) = wensu.rows(
        "select information_entropy from wensu.resistance_weights"
        " where resistance_factor = 'temperature'"
    )
    assert row.information_entropy == pytest.approx(0.911, abs=0.005)


def test_modelled_npp_and_absent_carbonate_are_said(wensu, summary):
    assert summary.inorganic_carbon == "absent"
    text = (wensu.out / "summary.md").read_text(encoding="utf-8").lower()
    assert "modelled" in text
    assert "inorganic" in text


def test_every_result_agrees_with_plain_numpy(wensu):
    raw = raw_layers(wensu)
    expected = results(raw, inorganic=False)
    with_sinks(wensu, expected, raw)
    for name in expected:
        agree(wensu, expected, name)
