"""Coordinate systems as files have them: local ones, and those with a height."""

import pytest
from pyproj import CRS

from sinkbase.region.crs import horizontal

LOCAL = (
    'LOCAL_CS["WGS 84 / Albers",UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("EPSG:4326", 4326),
        ("EPSG:2328", 2328),
        ("EPSG:4326+5773", 4326),  # with heights above EGM96
        ("EPSG:4491+5737", 4491),
        ("EPSG:4979", 4326),  # with ellipsoidal heights
    ],
)
def test_heights_are_no_part_of_a_map(given: str, expected: int) -> None:
    found = horizontal(CRS.from_user_input(given))
    assert found is not None
    assert found.equals(CRS.from_epsg(expected))


@pytest.mark.parametrize("given", [LOCAL, "EPSG:4978", "EPSG:5773"])
def test_local_geocentric_and_vertical_systems_place_nothing(given: str) -> None:
    assert horizontal(CRS.from_user_input(given)) is None
