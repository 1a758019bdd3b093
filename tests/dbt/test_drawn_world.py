"""A world of 12 x 10 cells in which every result can be worked out with a pencil.

Five belts of two rows, NPP 100, 200 .. 500 from the top; forest in the right half of the lowest
belt, crops in the right half of the one above. Every month has 10 degC and 5 mm, but the last
column has 5 degC. The right half has twice the topsoil carbonate. Two corners lie outside; NPP is
missing in one cell, soil in another.
"""

from itertools import combinations, pairwise
from math import exp, log

import pytest

from tests.drawn_region import draw_region, region_settings

ROWS, COLUMNS = 10, 12
OUTSIDE = {(0, 0), (9, 11)}
NO_NPP = (4, 3)
NO_SOIL = (7, 2)


def draw(cell):
    """A drawing of what `cell(row, column)` gives, `.` for None."""
    rows = [[cell(row, column) for column in range(COLUMNS)] for row in range(ROWS)]
    return "\n".join(" ".join("." if c is None else str(c) for c in row) for row in rows)


def npp(row, column):
    return None if (row, column) == NO_NPP else 100 * (row // 2 + 1)


def temperature(row, column):
    return 5 if column == 11 else 10


def vegetation(row, column):
    if column < 6 or row < 6:
        return 16
    return 15 if row < 8 else 1


def soil(band):
    def density(row, column):
        if (row, column) == NO_SOIL:
            return None
        return {"p_oc": 10, "p_ic": 10 if column < 6 else 20, "s_oc": 5, "s_ic": 3}[band]

    return density


LAYERS = {
    "inside": draw(lambda r, c: None if (r, c) in OUTSIDE else 1),
    "elevation": draw(lambda r, c: 4000 - 300 * r),
    "slope": draw(lambda r, c: c),
    "land_use": draw(lambda r, c: 12 if r >= 6 else 32),
    "npp": draw(npp),
    "temperature": [draw(temperature)] * 12,
    "precipitation": [draw(lambda r, c: 5)] * 12,
    "population_density": draw(lambda r, c: 7),
    "vegetation": draw(vegetation),
    "soil": [draw(soil(band)) for band in ("p_oc", "p_ic", "s_oc", "s_ic")],
}

# Eq. 2 with the month's temperature and 5 mm, twelve times
RESPIRATION = {t: 12 * 0.22 * 30 * 0.465 * (exp(0.0913 * t) + log(2.5725)) for t in (5, 10)}
SOIL = {False: (10 + 10) * 0.3 + (3 + 5) * 0.7, True: (20 + 10) * 0.3 + (3 + 5) * 0.7}
DENSITY = {16: 0.0, 15: 5.7, 1: 52.3}


def nep(row, column):
    value = npp(row, column)
    return None if value is None else value - RESPIRATION[temperature(row, column)]


def soil_carbon(row, column):
    return None if (row, column) == NO_SOIL else SOIL[column >= 6]


# the extremes lie inside: (0, 1) has the least NEP, (8, 11) the greatest
NEP_LOW, NEP_HIGH = 100 - RESPIRATION[10], 500 - RESPIRATION[5]


def importance(row, column):
    if (row, column) in (NO_NPP, NO_SOIL):
        return None
    return (
        0.5 * (nep(row, column) - NEP_LOW) / (NEP_HIGH - NEP_LOW)
        + 0.25 * DENSITY[vegetation(row, column)] / 52.3
        + 0.25 * (column >= 6)
    )


def inside():
    return [(r, c) for r in range(ROWS) for c in range(COLUMNS) if (r, c) not in OUTSIDE]


@pytest.fixture(scope="module")
def world(module_database, tmp_path_factory):
    region = region_settings(tmp_path_factory.mktemp("drawn"))
    return draw_region(module_database, region, LAYERS, columns=5)


EXPECTED = {
    "elevation": lambda r, c: 4000 - 300 * r,
    "slope": lambda r, c: c,
    "land_use": lambda r, c: 12 if r >= 6 else 32,
    "population_density": lambda r, c: 7,
    "accumulated_temperature": lambda r, c: 0 if c == 11 else 3650,
    "annual_precipitation": lambda r, c: 60,
    "npp": npp,
    "heterotrophic_respiration": lambda r, c: RESPIRATION[temperature(r, c)],
    "nep": nep,
    "topsoil_organic_carbon": soil("p_oc"),
    "topsoil_inorganic_carbon": soil("p_ic"),
    "subsoil_organic_carbon": soil("s_oc"),
    "subsoil_inorganic_carbon": soil("s_ic"),
    "soil_carbon": soil_carbon,
    "vegetation_carbon": lambda r, c: DENSITY[vegetation(r, c)],
    "importance": importance,
}


@pytest.mark.parametrize("result", EXPECTED)
def test_a_raster_has_the_value_worked_out_by_hand_in_each_cell(world, result):
    values = world.values(result)
    for row in range(ROWS):
        for column in range(COLUMNS):
            wanted = EXPECTED[result](row, column)
            if (row, column) in OUTSIDE:
                wanted = None
            found = values[row][column]
            assert (found is None) == (wanted is None), (result, row, column)
            if wanted is not None:
                assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6), (result, row, column)


def best_breaks(values, classes):
    """Upper limits of the classes with the least sum of squares, over all ways to cut."""

    def squares(part):
        mean = sum(part) / len(part)
        return sum((value - mean) ** 2 for value in part)

    values = sorted(values)
    distinct = sorted(set(values))
    cuts = {}
    for starts in combinations(distinct[1:], classes - 1):
        edges = [-1, *starts, 99]
        parts = [[v for v in values if low <= v < high] for low, high in pairwise(edges)]
        cuts[sum(squares(part) for part in parts)] = [max(part) for part in parts]
    return min(cuts), cuts[min(cuts)]


def test_levels_are_the_optimum_over_all_cuts(world):
    values = [round(v, 9) for r, c in inside() if (v := importance(r, c)) is not None]
    total, limits = best_breaks(values, 5)
    rows = world.rows("select * from importance_breaks order by importance_level")
    assert [row.importance_level for row in rows] == [1, 2, 3, 4, 5]
    assert [row.upper_limit for row in rows] == pytest.approx(limits, abs=1e-6)
    assert sum(row.sum_of_squares for row in rows) == pytest.approx(total, rel=1e-5)
    counted = [sum(1 for v in values if low < v <= high) for low, high in pairwise([-1, *limits])]
    assert [row.cells for row in rows] == counted
    assert [row.area_km2 for row in rows] == counted
    assert sum(row.share_percent for row in rows) == pytest.approx(100)

    levels = world.values("importance_level")
    for row, column in inside():
        value = importance(row, column)
        level = None
        if value is not None:
            level = next(n for n, limit in enumerate(limits, 1) if value <= limit + 1e-6)
        assert levels[row][column] == level


def test_vegetation_storage_is_area_times_density(world):
    rows = world.rows(
        "select vegetation_subtype_code, cells, area_km2, storage_t"
        " from vegetation_carbon_storage where cells > 0 order by 1"
    )
    # a cell is 100 hm2; the right half of two rows has 12 cells, less the corner outside
    assert [tuple(row) for row in rows] == [
        (1, 11, 11.0, pytest.approx(11 * 100 * 52.3)),
        (15, 12, 12.0, pytest.approx(12 * 100 * 5.7)),
        (16, 95, 95.0, 0.0),
    ]
    assert world.rows("select count(*) from vegetation_carbon_storage")[0].count == 16


def test_the_summary_adds_up(world):
    (summary,) = world.rows("select * from region_summary")
    values = [v for r, c in inside() if (v := nep(r, c)) is not None]
    assert summary.region == "drawn"
    assert summary.is_synthetic
    assert (summary.cells, summary.area_km2) == (118, 118.0)
    assert (summary.elevation_min_m, summary.elevation_max_m) == (1300, 4000)
    assert summary.nep_min_gc_m2_a == pytest.approx(NEP_LOW)
    assert summary.nep_max_gc_m2_a == pytest.approx(NEP_HIGH)
    assert summary.nep_mean_gc_m2_a == pytest.approx(sum(values) / len(values), rel=1e-6)
    # 1 gC/m2 on 1 km2 is 1 t
    assert summary.nep_total_t_a == pytest.approx(sum(values), rel=1e-6)
    carbon = [v for r, c in inside() if (v := soil_carbon(r, c)) is not None]
    # 1 kgC/m2 on 1 km2 is 1,000 t
    assert summary.soil_carbon_total_t == pytest.approx(1000 * sum(carbon), rel=1e-6)
    assert summary.vegetation_carbon_total_t == pytest.approx(100 * (11 * 52.3 + 12 * 5.7))
    assert summary.cells_without_importance == 2
    assert summary.inorganic_carbon == "present"
    assert summary.constant_layers is None


def test_rasters_are_registered_and_commented(world):
    rows = world.rows(
        """
        select r_table_name, srid, scale_x, same_alignment,
               col_description(format('drawn.%I', r_table_name)::regclass, 2) as comment
        from raster_columns where r_table_schema = 'drawn'
        """
    )
    assert {*EXPECTED, "importance_level"} <= {row.r_table_name for row in rows}
    for row in rows:
        assert (row.srid, row.scale_x, row.same_alignment) == (2328, 1000, True)
        assert "Unit: " in row.comment


def test_the_reader_sees_the_results_and_nothing_else(world):
    for schema, allowed in (("drawn", True), ("drawn_raw", False), ("drawn_work", False)):
        (row,) = world.rows(f"select has_schema_privilege('sinkbase_reader', '{schema}', 'usage')")
        assert row[0] is allowed
    (row,) = world.rows("select has_table_privilege('sinkbase_reader', 'drawn.nep', 'select')")
    assert row[0]
