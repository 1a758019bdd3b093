"""A region of more cells than the limit: no row a cell, and the same answers from aggregates."""

import pytest

from tests.dbt.test_drawn_sinks import COLUMNS, LAYERS, METHOD
from tests.drawn_region import draw_region, region_settings

CELLS = 9 * 7


@pytest.fixture(scope="module")
def world(module_database, tmp_path_factory):
    method = METHOD | {"grid_cells_limit": CELLS - 1}
    region = region_settings(tmp_path_factory.mktemp("large"), method)
    return draw_region(module_database, region, LAYERS, columns=4)


def test_one_cell_above_the_limit_leaves_no_row_and_says_so(world):
    assert world.rows("select count(*) from grid_cells")[0].count == 0
    (told,) = world.rows("select * from region_warnings where kind = 'no_cell_rows'")
    assert (told.cells, told.value) == (CELLS, CELLS - 1)
    assert "63 cells, more than 62" in told.warning
    assert "共 63 个像元，超过 62 个" in told.warning_zh


def test_the_empty_table_keeps_its_columns_and_comments(world):
    (told,) = world.rows(
        "select obj_description('grid_cells'::regclass) as told,"
        " (select count(*) from information_schema.columns"
        "  where table_schema = 'drawn' and table_name = 'grid_cells') as columns"
    )
    assert told.columns == 37
    assert "grid_cells_limit" in told.told


def test_dashboards_have_their_numbers_without_rows(world):
    # two rows of forest, three of grass, two of crops
    rows = world.rows(
        "select land_use_code, cells, area_km2, soil_carbon_t, vegetation_carbon_t"
        " from bi_carbon_by_land_use order by 1"
    )
    assert [(row.land_use_code, row.cells, row.area_km2) for row in rows] == [
        (12, 18, 18),
        (21, 18, 18),
        (33, 27, 27),
    ]
    # 2 kgC/m2 are 2,000 t a km2; forest of subtype 1 has 52.3 t/hm2
    assert [row.soil_carbon_t for row in rows] == [18 * 2000, 18 * 2000, 27 * 2000]
    assert rows[1].vegetation_carbon_t == pytest.approx(18 * 100 * 52.3)
    levels = world.rows("select importance_level, cells from bi_carbon_by_level order by 1")
    assert [tuple(row) for row in levels] == [(1, 9), (2, 9), (3, 9), (4, 18), (5, 18)]
    (band,) = world.rows("select elevation_from_m, elevation_to_m, cells from bi_elevation_bands")
    assert tuple(band) == (0, 500, CELLS)
    # forest and grass have grade 1, farmland 3
    (land_use,) = world.rows(
        "select resistance_mean from bi_resistance_weights where resistance_factor = 'land_use'"
    )
    assert land_use.resistance_mean == pytest.approx((45 * 1 + 18 * 3) / 63)


def test_what_only_cells_told_is_in_rasters(world):
    # the sinks are rows 1, 2 and 6, 7; the path from the north costs the third row 1,000 and the
    # fourth 2,000, that from the south the fifth 2,000: row four could go either way at 3,000
    nearest = world.values("nearest_sink")
    assert [nearest[row] for row in (0, 1, 2, 3, 4, 5, 6)] == [
        [sink] * COLUMNS for sink in (1, 1, 1, 1, 2, 2, 2)
    ]
    overlap = world.values("corridor_overlap")
    (corridor,) = world.rows("select st_x(st_startpoint(geom)) / 1000 as x from corridors")
    column = int(corridor.x)
    assert [row[column] for row in overlap] == [0, 0, 1, 1, 1, 0, 0]
    # one corridor that is everywhere as wide: all of its middle half is pinched
    pinched = [row[column] for row in world.values("pinch_point")]
    assert set(pinched) == {0, 1}
    assert pinched[0] == pinched[1] == pinched[5] == pinched[6] == 0


def test_a_view_of_results_reads_results_alone(world):
    rows = world.rows(
        "select distinct view_name, table_schema, table_name"
        " from information_schema.view_table_usage"
        " where view_schema = 'drawn' and table_schema <> 'drawn'"
    )
    assert rows == []


def test_names_of_results_are_rows_and_no_view(world):
    kinds = world.rows("select relkind::text from pg_class where oid = 'result_names'::regclass")
    assert kinds[0].relkind == "r"
    (row,) = world.rows(
        "select title, title_zh, unit from result_names"
        " where result = 'nep' and column_name is null"
    )
    assert (row.title, row.title_zh) == ("Net ecosystem production", "净生态系统生产力")
    (row,) = world.rows(
        "select title, unit, place from result_names"
        " where result = 'carbon_sinks' and column_name = 'area_km2'"
    )
    assert (row.title, row.unit) == ("Area of these cells", "km2")
