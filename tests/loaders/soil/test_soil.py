"""Carbon densities by hand, then the three kinds of soil source in a drawn world."""

from collections.abc import Callable
from typing import Any

import numpy as np
import openpyxl
import pytest
from affine import Affine

from loaders.load import LoadReport
from loaders.soil.soil_densities import Properties, densities, of_units, texture_bulk_density
from sinkbase.errors import SinkbaseError
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
HEADER = (
    "MU_GLOBAL,SHARE,T_OC,T_CACO3,T_REF_BULK_DENSITY,T_GRAVEL,"
    "S_OC,S_CACO3,S_REF_BULK_DENSITY,S_GRAVEL"
)


def column(*values: float) -> np.ndarray:
    return np.array(values, float)


def test_densities_by_hand() -> None:
    soil = Properties(
        organic_carbon=column(1.5), carbonate=column(10), bulk_density=column(1.4),
        gravel=column(20),
    )  # fmt: skip
    organic, inorganic = densities(soil, 0.12)
    assert organic.item() == pytest.approx(0.015 * 1400 * 0.8)  # 16.8 kgC/m3
    assert inorganic.item() == pytest.approx(0.1 * 0.12 * 1400 * 0.8)  # 13.44 kgC/m3


def test_a_density_is_missing_where_any_of_its_inputs_is() -> None:
    nan = np.nan
    soil = Properties(
        organic_carbon=column(nan, 1, 1, 1), carbonate=column(5, nan, 5, 5),
        bulk_density=column(1, 1, nan, 1), gravel=column(0, 0, 0, nan),
    )  # fmt: skip
    organic, inorganic = densities(soil, 0.12)
    assert np.isnan(organic).tolist() == [True, False, True, True]
    assert np.isnan(inorganic).tolist() == [False, True, True, True]


@pytest.mark.parametrize(
    ("sand", "clay", "density"), [(40, 20, 1.43), (65, 10, 1.46), (25, 50, 1.33), (20, 15, 1.38)]
)
def test_bulk_density_from_texture_is_that_of_the_published_table(
    sand: float, clay: float, density: float
) -> None:
    """Saxton and Rawls (2006), Table 3, 2.5 % organic matter: loam, sandy loam, clay, silt loam."""
    matter = 2.5 / 1.724
    found = texture_bulk_density(column(sand), column(clay), column(matter)).item()
    assert found == pytest.approx(density, abs=0.012)


def test_units_are_the_share_weighted_mean_of_soils_that_have_values() -> None:
    units, shares = np.array([7, 7, 7, 9]), column(50, 30, 20, 100)
    values = np.array([[10, 1], [20, np.nan], [np.nan, 5], [4, np.nan]])
    names, means = of_units(units, shares, values, "share_weighted")
    assert names.tolist() == [7, 9]
    assert means[0] == pytest.approx([(10 * 50 + 20 * 30) / 80, (1 * 50 + 5 * 20) / 70])
    assert means[1, 0] == 4
    assert np.isnan(means[1, 1])


def test_dominant_takes_the_soil_with_the_largest_share_as_it_is() -> None:
    units, shares = np.array([7, 7, 7]), column(30, 50, 20)
    values = np.array([[10, 1], [np.nan, 2], [5, 5]])
    _, means = of_units(units, shares, values, "dominant")
    assert np.isnan(means[0, 0])
    assert means[0, 1] == 2


def units_world(world: World, table: str, name: str = "hwsd.csv") -> None:
    world.raster("units.tif", [[1, 1, 2, 0], [1, 2, 2, 3], [1, 1, 1, 1]], "uint16")
    world.text(name, table)
    world.layers["soil"] = {"path": "units.tif", "attributes": name, "nodata": 0}


ROWS = (
    "1,60,1.0,10,1.4,0,0.5,10,1.4,0\n"
    "1,40,2.0,0,1.2,10,1.0,0,1.2,10\n"
    "2,100,0.8,5,1.5,0,,,,\n"
    "3,100,,,,,,,,\n"
)


def test_mapping_units_become_four_densities(world: World, load: Load, cells: Cells) -> None:
    units_world(world, f"{HEADER}\n{ROWS}")
    report = load()
    soil = np.nan_to_num(cells("soil"), nan=-1)
    first = [0.6 * 14 + 0.4 * 21.6, 0.6 * 16.8, 0.6 * 7 + 0.4 * 10.8, 0.6 * 16.8]
    assert soil[:, 0, 0] == pytest.approx(first)
    assert soil[:, 0, 2] == pytest.approx([12, 9, -1, -1])  # a shallow soil
    assert soil[:, 0, 3].tolist() == [-1] * 4  # no unit
    assert soil[:, 1, 3].tolist() == [-1] * 4  # a unit of ice or water, without values
    facts = {warning.kind: warning.cells for warning in report.warnings}
    assert facts == {"missing_cells": 2, "without_subsoil": 3}
    world.method["soil_components"] = "dominant"
    load()
    assert cells("soil")[:, 0, 0] == pytest.approx([14, 16.8, 7, 16.8])


def test_decimal_commas_semicolons_and_gbk_are_understood(
    world: World, load: Load, cells: Cells
) -> None:
    table = f"{HEADER},名称\n{ROWS}".replace("\n", ",土\n").replace("名称,土", "名称")
    table = table.replace(",", ";").replace(".", ",").removesuffix(";土\n") + "\n"
    units_world(world, "", "hwsd.csv")
    world.text("hwsd.csv", table, "gb18030")
    load()
    assert cells("soil")[:, 0, 2][:2] == pytest.approx([12, 9])


def test_an_xlsx_table_gives_the_same(world: World, load: Load, cells: Cells) -> None:
    units_world(world, "", "hwsd.xlsx")
    book = openpyxl.Workbook()
    for line in f"{HEADER}\n{ROWS}".splitlines():
        values = [float(v) if v.replace(".", "").isdigit() else v or None for v in line.split(",")]
        book.active.append(values)  # type: ignore[union-attr]
    book.save(world.data / "hwsd.xlsx")
    load()
    assert cells("soil")[:, 0, 2][:2] == pytest.approx([12, 9])


def test_other_column_names_are_given_in_the_region_file(
    world: World, load: Load, cells: Cells
) -> None:
    units_world(world, "id,oc,bd,lime\n1,1,1.4,10\n2,1,1.4,10\n3,1,1.4,10\n")
    world.layers["soil"]["columns"] = {
        "unit": "id", "organic_carbon": "oc", "bulk_density": "bd", "carbonate": "lime",
    }  # fmt: skip
    load()
    assert cells("soil")[:, 0, 0] == pytest.approx([14, 16.8, 14, 16.8])


def test_the_log_says_what_was_assumed(
    world: World, load: Load, cells: Cells, database: Any
) -> None:
    units_world(world, "MU_GLOBAL,T_OC,T_SAND,T_CLAY,S_OC,S_SAND,S_CLAY\n"
                       "1,1,40,20,1,40,20\n2,1,40,20,1,40,20\n3,1,40,20,1,40,20\n")  # fmt: skip
    world.layers["soil"] |= {"inorganic_carbon": "absent", "note": "Test table."}
    load()
    (row,) = database.execute("select note, warnings from drawn_raw.load_log").fetchall()
    assert row.note == "Test table"
    assert row.warnings[:2] == [
        "soil, source 1: no bulk density, so it is derived from texture and organic carbon "
        "(Saxton and Rawls 2006)",
        "soil, source 1: no gravel, so it is taken as 0",
    ]
    kinds = database.execute(
        "select kind, source_number from drawn_raw.load_warning where kind like 'assumed%'"
    ).fetchall()
    assert kinds == [("assumed_bulk_density", 1), ("assumed_no_gravel", 1)]
    assert np.isnan(cells("soil")[[1, 3]]).all()


def test_property_bands_of_a_raster(world: World, load: Load, cells: Cells) -> None:
    bands = [np.full((3, 4), v) for v in (0.2, 0.4, 0.4, 0.0145)]
    world.raster("wise.tif", np.stack(bands), nodata=-9999)
    world.layers["soil"] = {
        "path": "wise.tif", "fractions": True, "inorganic_carbon": "absent",
        "properties": {"clay": 1, "silt": 2, "sand": 3, "organic_carbon": 4},
    }  # fmt: skip
    load()
    bulk = texture_bulk_density(column(40), column(20), column(1.45)).item()
    assert cells("soil")[0] == pytest.approx(14.5 * bulk, rel=1e-5)
    assert cells("soil")[2] == pytest.approx(14.5 * bulk, rel=1e-5)


def test_topsoil_and_subsoil_may_have_bands_of_their_own(
    world: World, load: Load, cells: Cells
) -> None:
    bands = [np.full((3, 4), v) for v in (2.0, 1.0, 1.3, 10)]
    world.raster("soil.tif", np.stack(bands))
    world.layers["soil"] = {
        "path": "soil.tif",
        "properties": {
            "topsoil_organic_carbon": 1, "subsoil_organic_carbon": 2, "bulk_density": 3,
            "carbonate": 4,
        },
    }  # fmt: skip
    load()
    assert cells("soil")[:, 0, 0] == pytest.approx([26, 15.6, 13, 15.6])


def points(world: World, shift: float = 0.0) -> None:
    lines = ["x,y,oc,bd,lime"]
    for row in range(3):
        for place in range(4):
            x, y = LEFT + 500 + place * 1000, TOP - 500 - row * 1000
            lines.append(f"{x + (shift if place == 1 else 0)},{y},{place + 1},1.0,0")
    world.text("points.csv", "\n".join(lines[:-1]) + "\n")  # the last point is missing
    world.layers["soil"] = {
        "kind": "points", "path": "points.csv", "crs": "EPSG:2328",
        "properties": {"organic_carbon": "oc", "bulk_density": "bd", "carbonate": "lime"},
    }  # fmt: skip


def test_points_of_a_lattice_become_pixels_around_them(
    world: World, load: Load, cells: Cells
) -> None:
    points(world)
    load()
    organic = np.nan_to_num(cells("soil")[0], nan=-1)
    assert organic.tolist() == [[10, 20, 30, 40], [10, 20, 30, 40], [10, 20, 30, -1]]


def test_points_that_are_no_lattice_are_refused(world: World, load: Load) -> None:
    points(world, shift=300)
    with pytest.raises(SinkbaseError, match="do not lie on a regular lattice"):
        load()


def test_density_is_computed_before_the_warp(world: World, load: Load, cells: Cells) -> None:
    """The mean of products is not the product of means: 1 x 1 and 3 x 1.6 give 2.9, not 2.6."""
    fine = Affine(500, 0, LEFT, 0, -500, TOP)
    carbon = np.tile([1.0, 3.0], (6, 4))
    bulk = np.tile([1.0, 1.6], (6, 4))
    world.raster("soil.tif", np.stack([carbon, bulk, carbon * 0]), transform=fine)
    world.layers["soil"] = {
        "path": "soil.tif",
        "properties": {"organic_carbon": 1, "bulk_density": 2, "carbonate": 3},
    }
    load()
    assert cells("soil")[0] == pytest.approx(29)
