"""The land use of the demonstration's sinks against exactextract, from the file itself."""

import json

import psycopg
import pytest
import shapely
from exactextract import exact_extract
from pyproj import Transformer

from sinkbase.paths import ROOT
from tests.built import Built

FILE = ROOT / ".sinkbase" / "demo" / "land_use.tif"
AREA = "(coverage_weight=area_spherical_km2)"  # pixels in degrees get smaller to the north


def _sinks(connection: psycopg.Connection) -> list[dict]:
    """The sinks of each category as one feature in longitude and latitude, their sides bent."""
    rows = connection.execute(
        """
        select category_code, st_srid(geom) as srid, st_asbinary(st_segmentize(geom, 250)) as wkb
        from (
            select category_code, st_union(geom) as geom from demo.carbon_sinks group by 1
        ) as category
        """
    ).fetchall()
    to_degrees = Transformer.from_crs(rows[0].srid, 4326, always_xy=True).transform
    return [
        {
            "type": "Feature",
            "properties": {"code": row.category_code},
            "geometry": json.loads(
                shapely.to_geojson(
                    shapely.transform(shapely.from_wkb(row.wkb), to_degrees, interleaved=False)
                )
            ),
        }
        for row in rows
    ]


def test_the_land_use_of_sinks_is_that_of_the_pixels_inside_by_area(demo: Built):
    counted = exact_extract(
        str(FILE), _sinks(demo.connection), [f"unique{AREA}", f"frac{AREA}"], include_cols=["code"]
    )
    expected = {}
    for feature in counted:
        found = feature["properties"]
        codes, shares = (next(found[k] for k in found if k.startswith(op)) for op in ("uniq", "fr"))
        expected |= {
            (found["code"], int(code)): 100 * share
            for code, share in zip(codes, shares, strict=True)
            if share > 1e-6
        }
    told = demo.rows("select category_code, land_use_code, percentage from demo.land_use_by_sink")
    assert {(it.category_code, it.land_use_code): it.percentage for it in told} == pytest.approx(
        expected, abs=0.02
    )
