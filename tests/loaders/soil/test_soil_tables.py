"""Tables of mapping units: HWSD's two versions as published, and what a table may not hold."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loaders.soil.soil_columns import wanted
from loaders.soil.soil_densities import Soils
from loaders.soil.soil_table import soils_of
from loaders.tables.table import read_table
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source
from tests.access_file import DOUBLE, LONG, TEXT, write_access

SOURCE = Source("soil", 1, Path("own.toml"), ("units.tif",), kind="mapping_units")
HEADER = "MU_GLOBAL,SEQ,SHARE,T_OC,T_CACO3,T_REF_BULK_DENSITY,S_OC,S_CACO3,S_REF_BULK_DENSITY"
LAYERS = "HWSD2_SMU_ID,SEQUENCE,SHARE,LAYER,TOPDEP,BOTDEP,COARSE,BULK,ORG_CARBON,TCARBON_EQ"
DEPTHS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 100), (100, 150), (150, 200))


def soils(folder: Path, text: str, name: str = "soils.csv", **keys: Any) -> Soils:
    path = folder / name
    path.write_text(text, "utf-8")
    source = replace(SOURCE, **keys)
    return soils_of(read_table(source, path, wanted(source), source.encoding), 0.12)


def refused(folder: Path, text: str, **keys: Any) -> str:
    with pytest.raises(SinkbaseError) as error:
        soils(folder, text, **keys)
    assert str(error.value).startswith(f"{folder / 'soils.csv'}: ")
    return str(error.value)


def profile(unit: int, sequence: int, share: float, carbon: list[float | str]) -> str:
    """Seven rows: bulk density 1 g/cm3, no gravel, carbonate 10 %."""
    return "".join(
        f"{unit},{sequence},{share},D{i},{top},{bottom},0,1,{value},10\n"
        for i, ((top, bottom), value) in enumerate(zip(DEPTHS, carbon, strict=True), 1)
    )


def test_seven_layers_are_two_depths_by_thickness(tmp_path: Path) -> None:
    """0-30: 20 cm of 3 % and 10 of 2 %; 30-100: 10 of 2 %, 20 of 1 %, 40 of 0 %."""
    made = soils(tmp_path, f"{LAYERS}\n" + profile(7, 1, 100, [3, 2, 1, 0, 0, 9, 9]))
    assert made.units.tolist() == [7]
    expected = [(20 * 30 + 10 * 20) / 30, 12, (10 * 20 + 20 * 10) / 70, 12]
    assert made.densities[0].tolist() == pytest.approx(expected)


def test_densities_are_averaged_not_properties(tmp_path: Path) -> None:
    """Carbon down to 100 cm is the sum of its layers', whatever density and gravel do below."""
    rows = [(0, 20, 0, 1.0, 4), (20, 100, 50, 1.6, 1)]
    text = LAYERS + "\n" + "".join(
        f"7,1,100,,{top},{bottom},{gravel},{bulk},{carbon},0\n"
        for top, bottom, gravel, bulk, carbon in rows
    )  # fmt: skip
    made = soils(tmp_path, text).densities[0]
    by_layer = sum(
        (bottom - top) / 100 * carbon / 100 * bulk * 1000 * (1 - gravel / 100)
        for top, bottom, gravel, bulk, carbon in rows
    )
    assert made[0] * 0.3 + made[2] * 0.7 == pytest.approx(by_layer)


def test_layers_may_have_other_names_or_their_hwsd_names_alone(tmp_path: Path) -> None:
    text = profile(7, 1, 100, [3, 2, 1, 0, 0, 9, 9])
    whole = soils(tmp_path, f"{LAYERS}\n{text}").densities
    renamed = LAYERS.replace("TOPDEP", "von").replace("BOTDEP", "bis").replace("LAYER", "i")
    columns = {"top": "von", "bottom": "bis"}
    assert soils(tmp_path, f"{renamed}\n{text}", columns=columns).densities == pytest.approx(whole)
    without = LAYERS.replace("TOPDEP", "a").replace("BOTDEP", "b")
    assert soils(tmp_path, f"{without}\n{text}").densities == pytest.approx(whole)


def test_a_layer_without_soil_is_left_out_of_the_mean(tmp_path: Path) -> None:
    made = soils(tmp_path, f"{LAYERS}\n" + profile(7, 1, 100, [3, 2, -9, -9, -7, "", ""]))
    assert made.densities[0, 0] == pytest.approx((20 * 30 + 10 * 20) / 30)
    assert made.densities[0, 2] == pytest.approx(20)  # of 30-40 cm alone
    assert [(told.kind, told.value) for told in made.warnings] == [("layers_of_part", 1)]


def test_hwsd_version_1_as_published_in_access(tmp_path: Path) -> None:
    """REF_BULK_DENSITY wins over BULK_DENSITY, which stands in where it is empty."""
    columns = {
        "ID": LONG, "MU_GLOBAL": LONG, "SHARE": DOUBLE, "SEQ": LONG, "SU_SYM90": TEXT,
        "T_GRAVEL": DOUBLE, "T_REF_BULK_DENSITY": DOUBLE, "T_BULK_DENSITY": DOUBLE,
        "T_OC": DOUBLE, "T_CACO3": DOUBLE, "S_GRAVEL": DOUBLE, "S_REF_BULK_DENSITY": DOUBLE,
        "S_OC": DOUBLE, "S_CACO3": DOUBLE,
    }  # fmt: skip
    path = write_access(
        tmp_path / "HWSD.mdb",
        {
            "D_COVERAGE": ({"CODE": LONG, "VALUE": TEXT}, [[1, "China"]]),
            "HWSD_DATA": (columns, [
                [1, 11802, 60, 1, "CL", 10, 1.4, 1.2, 1, 5, 0, 1.5, 0.5, 10],
                [2, 11802, 40, 2, "GL", 0, None, 1.1, 2, 0, None, None, None, None],
            ]),
        },
    )  # fmt: skip
    made = soils_of(read_table(SOURCE, path, wanted(SOURCE)), 0.12)
    assert made.units.tolist() == [11802, 11802]
    assert made.shares.tolist() == [60, 40]
    assert made.densities[0].tolist() == pytest.approx([12.6, 7.56, 7.5, 18])
    assert made.densities[1, :2].tolist() == pytest.approx([22, 0])
    assert np.isnan(made.densities[1, 2:]).all()
    (told,) = made.warnings
    assert "bulk density is taken from the column T_REF_BULK_DENSITY, where that" in told.sentence


def test_names_that_dbase_has_cut_are_known(tmp_path: Path) -> None:
    cut = ",".join(name[:10] for name in HEADER.split(","))
    made = soils(tmp_path, f"{cut}\n7,1,100,1,5,1.4,0.5,10,1.5\n")
    assert made.densities[0].tolist() == pytest.approx([14, 8.4, 7.5, 18])


def test_no_soil_is_missing_and_zero_is_zero(tmp_path: Path) -> None:
    made = soils(tmp_path, f"{HEADER}\n7,1,50,-9,-7,1,0,5,1\n7,2,50,0,0,1,-9999,-99,1\n")
    assert np.isnan(made.densities[0, :2]).all()
    assert made.densities[0, 2:].tolist() == pytest.approx([0, 6])
    assert made.densities[1, :2].tolist() == [0, 0]


GOOD = "7,1,60,1,5,1.4,0.5,5,1.4\n7,2,40,2,0,1.2,1,0,1.2\n"
ROW = "1,5,1.4,0.5,5,1.4"
BAD = {
    "twice": (
        GOOD + f"7,2,40,{ROW}\n",
        "MU_GLOBAL 7, SEQ 2 stands in lines 3 and 4; the shares of MU_GLOBAL 7 add up to 140",
    ),
    "twice and more": (GOOD * 2, "stands in lines 2 and 4 (1 more does so too)"),
    "over 100": (
        GOOD + f"7,3,25,{ROW}\n",
        "the shares of MU_GLOBAL 7 add up to 125 %, in lines 2, 3 and 4",
    ),
    "fractions over 1": (
        f"7,1,0.6,{ROW}\n7,2,0.6,{ROW}\n8,1,1,{ROW}\n9,1,1,{ROW}\n",
        "the shares of MU_GLOBAL 7 add up to 120 %",
    ),
    "share missing": (f"7,1,,{ROW}\n", "line 2, column SHARE: there is no share"),
    "share negative": (f"7,1,-5,{ROW}\n", "line 2, column SHARE: '-5' is no share"),
    "unit missing": (f",1,100,{ROW}\n", "line 2, column MU_GLOBAL: there is no mapping unit"),
    "unit fractional": (f"31.6,1,100,{ROW}\n", "'31.6' is no mapping unit"),
    "carbon negative": (
        f"7,1,60,{ROW}\n7,2,40,-1.5,5,1.4,0.5,5,1.4\n",
        "line 3, column T_OC: '-1.5' is negative",
    ),
    "density in kg/m3": (
        "7,1,100,1,5,1400,0.5,5,1.4\n",
        "1400 g/cm3 of bulk_density, at most 3 was expected. Is it kg/m3 (factors = { bulk_",
    ),
    "carbonate in g/kg": (
        "7,1,100,1,150,1.4,0.5,5,1.4\n",
        "150 % of carbonate, at most 100 was expected. Is it g/kg or per mille (factors = { ",
    ),
    "a word": ("7,1,100,few,5,1.4,0.5,5,1.4\n", "line 2, column T_OC: 'few' is not a number"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_a_table_may_not_hold_is_told_by_row(case: str, tmp_path: Path) -> None:
    rows, message = BAD[case]
    assert message in refused(tmp_path, f"{HEADER}\n{rows}")


BAD_LAYERS = {
    "twice": (
        profile(7, 1, 100, [1] * 7) + "7,1,100,D1,0,20,0,1,1,1\n",
        "HWSD2_SMU_ID 7, SEQUENCE 1, LAYER 0-20 cm stands in lines 2 and 9",
    ),
    "overlap": (
        "7,1,100,D1,0,20,0,1,1,1\n7,1,100,D2,10,40,0,1,1,1\n",
        "the layers in lines 2 and 3 overlap (0-20 and 10-40 cm of one soil)",
    ),
    "upside down": ("7,1,100,D1,20,0,0,1,1,1\n", "line 2: the layer's depth is 20 to 0 cm"),
    "metres": (
        "7,1,100,D1,0,0.2,0,1,1,1\n7,1,100,D2,0.2,1,0,1,1,1\n",
        "the layers reach to 1. Expected centimetres",
    ),
    "topsoil alone": ("7,1,100,D1,0,20,0,1,1,1\n", "no layer with values reaches into 30-100 cm"),
    "two shares": (
        "7,1,60,D1,0,20,0,1,1,1\n7,1,50,D2,20,100,0,1,1,1\n",
        "the layers of one soil in lines 2 and 3 have different shares (60 and 50)",
    ),
    "over 100": (
        profile(7, 1, 60, [1] * 7) + profile(7, 2, 60, [1] * 7),
        "the shares of HWSD2_SMU_ID 7 add up to 120 %",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_LAYERS)
def test_what_layers_may_not_be_is_told_by_row(case: str, tmp_path: Path) -> None:
    rows, message = BAD_LAYERS[case]
    assert message in refused(tmp_path, f"{LAYERS}\n{rows}")


def test_layers_of_an_unknown_name_and_no_depth_are_asked_for(tmp_path: Path) -> None:
    header = LAYERS.replace("TOPDEP", "a").replace("BOTDEP", "b")
    said = refused(
        tmp_path, f"{header}\n7,1,100,upper,0,30,0,1,1,1\n7,1,100,lower,30,100,0,1,1,1\n"
    )
    assert "line 2, column LAYER: 'upper' is no layer of HWSD v2 (D1 to D7)" in said
    text = (tmp_path / "soils.csv").read_text("utf-8")
    made = soils(tmp_path, text, columns={"top": "a", "bottom": "b"})  # as the message says
    assert made.densities[0].tolist() == pytest.approx([10, 1.2, 10, 1.2])


def test_factors_that_a_message_names_mend_the_table(tmp_path: Path) -> None:
    text = f"{HEADER}\n7,1,100,10,150,1400,5,50,1500\n"
    factors = {"bulk_density": 0.001, "carbonate": 0.1, "organic_carbon": 0.1}
    made = soils(tmp_path, text, factors=factors)
    assert made.densities[0].tolist() == pytest.approx([14, 25.2, 7.5, 9])


def test_rounded_shares_may_pass_100_a_little(tmp_path: Path) -> None:
    rows = "".join(f"7,{i},{share},{ROW}\n" for i, share in enumerate((34, 34, 33)))
    assert soils(tmp_path, f"{HEADER}\n{rows}").shares.sum() == 101


def test_a_column_with_the_layers_of_a_repeated_soil_is_asked_for(tmp_path: Path) -> None:
    """A table of layers whose columns have names of their own is not taken for one of soils."""
    header = "id,seq,pct,horizon,oc,bd"
    rows = "7,1,100,A,1,1\n7,1,100,B,2,1\n"
    columns = {"unit": "id", "share": "pct", "organic_carbon": "oc", "bulk_density": "bd"}
    keys: dict[str, Any] = {"columns": columns, "inorganic_carbon": "absent"}
    said = refused(tmp_path, f"{header}\n{rows}", **keys)
    assert "id 7, seq 1 stands in lines 2 and 3" in said
    assert 'columns = { layer = "...", top = "...", bottom = "..." }' in said


def test_shares_are_relative_to_their_sum_whatever_it_is(tmp_path: Path) -> None:
    made = soils(tmp_path, f"{HEADER}\n7,1,0.5,{ROW}\n7,2,0.25,{ROW}\n8,1,1,{ROW}\n")
    assert made.shares.tolist() == [0.5, 0.25, 1]
