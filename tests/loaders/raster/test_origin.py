"""Where the NPP of a cell comes from: 1 observed, 2 modelled, 3 set to 0 by rule."""

from collections.abc import Callable
from typing import Any

import numpy as np
import psycopg
import pytest
from affine import Affine

from loaders.load import LoadReport
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
BARREN, FILL = 32765, 32767
MOD17 = {"unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17"}


def tenths(left: int, zero: int, missing: int = 0) -> np.ndarray:
    """12 columns of 10 x 10 pixels a cell; of the first cell so many pixel columns hold codes."""
    values = np.full((30, 40), 2000, np.uint16)
    values[:, left : left + zero] = BARREN
    values[:, left + zero : left + zero + missing] = FILL
    return values


def write_mod17(world: World, values: np.ndarray) -> None:
    fine = Affine(100, 0, LEFT, 0, -100, TOP)
    world.raster("npp.tif", values, "uint16", nodata=65535, transform=fine)


@pytest.mark.parametrize(
    ("columns", "origin"),
    [((4, 0), 1), ((6, 0), 3), ((5, 0), 1), ((4, 3), 3), ((0, 9), 1), ((10, 0), 3)],
)
def test_a_mod17_cell_is_set_by_rule_where_zeros_cover_more_than_production(
    world: World, load: Load, cells: Cells, columns: tuple[int, int], origin: int
) -> None:
    """40 %, 60 %, the half; 40 % of a cell of which 30 % more have no value at all."""
    zero, missing = columns
    write_mod17(world, tenths(0, zero, missing))
    world.layers["npp"] = {"path": "npp.tif"} | MOD17
    load()
    assert cells("npp_origin").tolist() == [[origin, 1, 1, 1]] * 3
    left = 10 - missing
    assert cells("npp")[0, 0] == pytest.approx(200 * (left - zero) / left, rel=1e-5)


def test_which_codes_are_set_to_0_says_the_method(world: World, load: Load, cells: Cells) -> None:
    write_mod17(world, tenths(0, 6))
    world.layers["npp"] = {"path": "npp.tif"} | MOD17
    world.method["npp_zero_codes"] = [32762]
    load()
    assert cells("npp_origin")[0].tolist() == [1, 1, 1, 1]
    world.method["npp_zero_codes"] = [32762, BARREN]
    assert load().loaded == ("npp", "npp_origin")
    assert cells("npp_origin")[0].tolist() == [3, 1, 1, 1]


def test_a_cell_takes_the_kind_of_the_source_that_gave_its_value(
    world: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    world.raster("cover.tif", [[16, 10, 10, 10]] * 3, "uint8")
    world.raster("seen.tif", [[50, 60, -1, -1]] * 3, nodata=-1)
    world.raster("model.tif", [[70, 70, 70, -1]] * 3, nodata=-1)
    world.layers["npp"] = [
        {"path": "cover.tif", "codes": "igbp"},
        {"path": "seen.tif", "unit": "gC/m2/a"},
        {"path": "model.tif", "unit": "gC/m2/a", "observed": False},
    ]
    load()
    assert np.nan_to_num(cells("npp"), nan=-1)[0].tolist() == [0, 60, 70, -1]
    assert np.nan_to_num(cells("npp_origin"))[0].tolist() == [3, 1, 2, 0]
    log = database.execute(
        "select source_number, kind, cells_with_value, resampling from drawn_raw.load_log "
        "where layer = 'npp_origin' order by 1"
    ).fetchall()
    assert log == [
        (1, "rule", 3, "largest share"), (2, "observed", 3, "bilinear"),
        (3, "modelled", 3, "bilinear"),
    ]  # fmt: skip
    registered = database.execute(
        "select pixel_types, nodata_values from raster_columns "
        "where r_table_schema = 'drawn_raw' and r_table_name = 'npp_origin'"
    ).fetchone()
    assert registered == (["8BUI"], [0])


def test_a_source_that_turns_out_to_be_modelled_changes_origins_and_no_npp(
    world: World, load: Load, cells: Cells
) -> None:
    world.raster("npp.tif", np.full((3, 4), 50.0))
    world.layers["npp"] = {"path": "npp.tif", "unit": "gC/m2/a"}
    load()
    assert (cells("npp_origin") == 1).all()
    world.layers["npp"]["observed"] = False
    assert load().loaded == ("npp_origin",)
    assert (cells("npp_origin") == 2).all()
