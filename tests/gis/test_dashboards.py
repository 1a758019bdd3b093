"""A dashboard's queries, as the reader role through SQLAlchemy."""

import os
import re
from collections.abc import Iterator

import pytest
from geoalchemy2 import Geometry
from sqlalchemy import Engine, MetaData, create_engine, inspect, text

from sinkbase.paths import ROOT

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/bi.md").read_text(), re.DOTALL)
VIEWS = (
    "bi_carbon_by_land_use",
    "bi_carbon_by_level",
    "bi_changes",
    "bi_elevation_bands",
    "bi_resistance_weights",
    "bi_restoration_zones",
    "bi_sinks",
)
CATEGORIES = ("primary", "potential")
PLAIN = {"BIGINT", "BOOLEAN", "DOUBLE_PRECISION", "DOUBLE PRECISION", "INTEGER", "TEXT"}


@pytest.fixture(scope="module")
def engine(port) -> Iterator[Engine]:
    before = os.environ.get("PGSERVICEFILE")
    os.environ["PGSERVICEFILE"] = str(port.service_file)
    engine = create_engine("postgresql+psycopg://?service=sinkbase")
    yield engine
    engine.dispose()
    os.environ.pop("PGSERVICEFILE")
    if before is not None:
        os.environ["PGSERVICEFILE"] = before


def rows(engine: Engine, query: str) -> list:
    with engine.connect() as connection:
        return connection.execute(text(query)).mappings().all()


def test_every_view_is_there_and_has_a_query_in_the_documentation(engine):
    found = [name for name in inspect(engine).get_view_names("demo") if name.startswith("bi_")]
    assert sorted(found) == sorted(VIEWS)
    assert [view for view in VIEWS if not any(f"demo.{view}" in query for query in QUERIES)] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: re.search(r"demo\.(\w+)", query)[1])
def test_the_query_answers(engine, query):
    answer = rows(engine, query)
    if "bi_changes" in query:  # of which a first run has none
        return
    assert answer
    assert (
        all(value is not None for row in answer[:1] for value in row.values()) or "names" in query
    )


@pytest.mark.parametrize("view", VIEWS)
def test_columns_are_plain_and_told(engine, view):
    for column in inspect(engine).get_columns(view, "demo"):
        assert str(column["type"]) in PLAIN
        assert column["comment"]


@pytest.mark.parametrize("view", ["bi_carbon_by_land_use", "bi_elevation_bands"])
def test_groups_add_up_to_the_region(engine, view):
    found = rows(
        engine,
        f"select sum(area_km2) as area_km2, sum(nep_total_t_a) as nep_total_t_a,"
        f" sum(soil_carbon_t) as soil_carbon_total_t,"
        f" sum(vegetation_carbon_t) as vegetation_carbon_total_t from demo.{view}",
    )[0]
    whole = rows(engine, "select * from demo.region_summary")[0]
    assert dict(found) == pytest.approx({name: whole[name] for name in found}, rel=1e-6)


def test_levels_have_the_area_of_the_breaks(engine):
    query = "select importance_level, area_km2 from demo.{} order by importance_level"
    assert rows(engine, query.format("bi_carbon_by_level")) == rows(
        engine, query.format("importance_breaks")
    )


def test_sinks_lie_where_they_are_shown(engine):
    found = rows(
        engine,
        """
        select pins.sink_id from demo.bi_sinks as pins
        inner join demo.carbon_sinks as sinks on st_intersects(
            sinks.geom,
            st_transform(st_setsrid(st_makepoint(longitude, latitude), 4326), st_srid(sinks.geom))
        ) and pins.sink_id = sinks.sink_id
        """,
    )
    assert len(found) == len(rows(engine, "select * from demo.carbon_sinks"))


def test_the_widest_zone_is_the_first(engine):
    first = rows(engine, "select * from demo.bi_restoration_zones where area_rank = 1")
    widest = rows(engine, "select max(area_km2) as area_km2 from demo.restoration_zones")
    assert first[0]["area_km2"] == widest[0]["area_km2"]


def test_what_potential_sinks_would_add_is_their_distance_to_the_primaries(engine):
    query = next(query for query in QUERIES if "gain_t_a" in query)
    sinks = rows(engine, "select category, area_km2, nep_total_t_a, name from demo.carbon_sinks")
    kinds = {kind: [sink for sink in sinks if sink["category"] == kind] for kind in CATEGORIES}
    area, nep = (
        sum(sink[name] for sink in kinds["primary"]) for name in ("area_km2", "nep_total_t_a")
    )
    # gC/m2/a are tC/km2/a
    expected = {
        sink["name"]: nep / area * sink["area_km2"] - sink["nep_total_t_a"]
        for sink in kinds["potential"]
    }
    found = {row["name"]: row["gain_t_a"] for row in rows(engine, query)}
    assert found == pytest.approx(expected)


def test_geometry_is_reflected_with_its_srid(engine):
    metadata = MetaData()
    metadata.reflect(engine, schema="demo", only=["carbon_sinks"])
    kind = metadata.tables["demo.carbon_sinks"].c.geom.type
    assert isinstance(kind, Geometry)
    assert (kind.geometry_type, kind.srid) == ("MULTIPOLYGON", 2328)


def test_everything_has_a_name_in_chinese(engine):
    found = rows(engine, "select * from demo.result_names where title_zh is null or title is null")
    assert found == []
