"""A region built again: its results stay the same tables, for views on them and for readers."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from sinkbase.transform.transform import transform
from tests.dbt.test_drawn_sinks import LAYERS, METHOD
from tests.drawn_region import draw_region, region_settings

VIEWS = """
    create schema mine;
    create view mine.wide as select sink_id, area_km2, geom from drawn.carbon_sinks;
    create view mine.pinned as select tile_id, rast from drawn.nep;
    create view mine.board as select * from drawn.bi_carbon_by_land_use;
    create view mine.names as select * from drawn.result_names;
    grant select on drawn.nep, drawn.bi_sinks to pg_monitor;
"""
IDENTITIES = """
    select relname, oid from pg_class
    where relnamespace = 'drawn'::regnamespace and relkind in ('r', 'v') and relname <> 'corridors'
    order by relname
"""
TOLD = """
    select setting, value, default_value, is_changed from drawn.method_settings
    where setting like '%_km2' order by place
"""
LAND_USE = "select * from drawn.land_use_by_sink where category_code < 3 order by 1, 4"
READ = ("nep", "carbon_sinks", "grid_cells", "bi_carbon_by_land_use", "bi_sinks", "result_names")


@dataclass(frozen=True)
class Rebuilt:
    """A region that was built again with one sink less while somebody was reading it."""

    connection: psycopg.Connection
    identities: list
    seen: list[int]
    seen_again: list[int]
    told: list
    told_after_the_edit: list
    land_use: list


@pytest.fixture(scope="module")
def rebuilt(
    module_database: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rebuilt]:
    folder = tmp_path_factory.mktemp("drawn")
    draw_region(module_database, region_settings(folder, METHOD), LAYERS)
    module_database.execute(VIEWS)
    # as an older version had it
    module_database.execute("alter table drawn.corridors drop column cost_ratio")
    before = module_database.execute(IDENTITIES).fetchall()
    fewer = METHOD | {"min_potential_km2": 10}  # the only potential sink has 9
    told = module_database.execute(TOLD).fetchall()
    land_use = module_database.execute(LAND_USE).fetchall()
    edited = region_settings(folder, fewer)
    told_after_the_edit = module_database.execute(TOLD).fetchall()
    with (
        psycopg.connect(module_database.info.dsn) as reader,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("PGOPTIONS", "-c lock_timeout=3s")  # a build that waits fails
        reader.execute("set transaction isolation level repeatable read")
        seen = _counts(reader)
        assert not transform(edited).skipped
        again = _counts(reader)
        yield Rebuilt(module_database, before, seen, again, told, told_after_the_edit, land_use)


def _counts(reader: psycopg.Connection) -> list[int]:
    counts = [reader.execute(f"select count(*) from drawn.{name}").fetchone() for name in READ]
    return [count for (count,) in counts]


def test_results_stay_the_same_tables_and_views(rebuilt):
    assert rebuilt.connection.execute(IDENTITIES).fetchall() == rebuilt.identities


def test_a_reader_in_the_middle_of_its_work_sees_what_it_saw(rebuilt):
    assert all(count > 0 for count in rebuilt.seen)
    assert rebuilt.seen_again == rebuilt.seen


@pytest.mark.parametrize("view", ["wide", "pinned", "board", "names"])
def test_views_of_others_stay(rebuilt, view):
    assert rebuilt.connection.execute(f"select count(*) from mine.{view}").fetchone()[0] > 0


@pytest.mark.parametrize("result", ["nep", "bi_sinks"])
@pytest.mark.parametrize("role", ["pg_monitor", "sinkbase_reader"])
def test_rights_on_results_stay(rebuilt, result, role):
    query = "select has_table_privilege(%s, %s, 'select')"
    assert rebuilt.connection.execute(query, (role, f"drawn.{result}")).fetchone() == (True,)


def test_settings_are_told_as_the_run_had_them_whatever_the_file_says_by_now(rebuilt):
    assert rebuilt.told == [
        ("min_sink_km2", "5", "50", True),
        ("min_potential_km2", "3", "10", True),
    ]
    assert rebuilt.told_after_the_edit == rebuilt.told
    assert ("min_potential_km2", "10", "10", False) in rebuilt.connection.execute(TOLD).fetchall()


def test_the_land_use_of_sinks_has_the_same_digits_in_both_builds(rebuilt):
    assert rebuilt.connection.execute(LAND_USE).fetchall() == rebuilt.land_use


def test_a_view_of_others_shows_the_new_rows(rebuilt):
    sinks = rebuilt.connection.execute("select sink_id from mine.wide order by 1").fetchall()
    assert sinks == [(1,), (2,)]
    assert rebuilt.seen[READ.index("carbon_sinks")] == 3


def test_a_table_whose_columns_changed_is_made_anew(rebuilt):
    assert rebuilt.connection.execute("select cost_ratio from drawn.corridors limit 0")


def test_keys_and_indexes_have_the_names_of_their_tables_and_do_not_multiply(rebuilt):
    found = rebuilt.connection.execute(
        """
        select indexname from pg_indexes
        where schemaname = 'drawn' and tablename in ('nep', 'carbon_sinks') order by indexname
        """
    ).fetchall()
    assert found == [("carbon_sinks_geom_idx",), ("carbon_sinks_pkey",), ("nep_pkey",)]


def test_rasters_stay_registered(rebuilt):
    found = rebuilt.connection.execute(
        "select count(*) from raster_columns where r_table_schema = 'drawn' and srid = 2328"
    ).fetchone()
    assert found == (30,)


def test_every_result_has_statistics(rebuilt):
    rows = rebuilt.connection.execute(
        """
        select relname from pg_class
        where relnamespace = 'drawn'::regnamespace and relkind = 'r' and reltuples < 0
        """
    ).fetchall()
    assert rows == []
