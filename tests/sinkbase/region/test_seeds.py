"""Seeds that were edited: what is refused before anything is computed, told by file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.region.seeds import SEEDS, check_seeds, seed_rows

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text, which must be there, in a seed."""

    def change(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def message(folder: Path) -> str:
    with pytest.raises(SinkbaseError) as refused:
        check_seeds(folder)
    return str(refused.value).removeprefix(f"{folder}/")


def test_the_shipped_seeds_are_as_declared() -> None:
    check_seeds()
    assert seed_rows("resistance_levels")[0] == {
        "resistance_factor": "slope", "unit": "degree", "lower_inclusive": "",
        "upper_exclusive": "20", "land_use_group": "", "resistance": "1", "source": "Table 5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "resistance_levels", ("elevation,m,3000,4000,,4", "elevation,m,3000,4000,,four"),
            "resistance_levels.csv, line 9: resistance is 'four'. Expected a number",
        ),
        (
            "resistance_levels", ("slope,degree,20,40,,3", "slope,degree,20,40,,"),
            "resistance_levels.csv, line 3: resistance is empty. Expected a number",
        ),
        (
            "pattern_requirements", ("6,1,46,0.03,floodplain", "6,1,46.5,0.03,floodplain"),
            "land_use_code is '46.5'. Expected a whole number",
        ),
        (
            "vegetation_carbon_density", (",false,52.3", ",no,52.3"),
            "vegetation_carbon_density.csv, line 2: is_cultivated is 'no'. Expected true or false",
        ),
        (
            "vegetation_carbon_density", (",false,52.3", ',false,"52,3"'),
            "carbon_density_t_hm2 is '52,3'. Expected a number with a decimal point",
        ),
        (
            "pattern_requirements", ("6,1,46,0.03,floodplain", "6,1,46,0.03,mud, sand"),
            "6 values, 5 were expected",
        ),
        ("pattern_requirements", ("least_share", "share"), "Did you mean 'least_share'?"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_as_declared_is_refused_with_its_line(
    folder: Path, edit: Edit, name: str, change: tuple[str, str], said: str
) -> None:
    edit(name, *change)
    assert said in message(folder)


def test_what_a_spreadsheet_does_to_a_file_is_explained(folder: Path) -> None:
    path = folder / "restoration_patterns.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="gb18030")
    assert message(folder).startswith("restoration_patterns.csv, line 2: not UTF-8 text.")
    path.write_text(text.replace(",", ";"), encoding="utf-8")
    assert "line 1: the columns are parted by semicolons" in message(folder)
    path.write_text("\n".join(text.splitlines()[:1]), encoding="utf-8")
    assert "no rows below its header" in message(folder)
    path.unlink()
    assert "the file is missing" in message(folder)


def test_a_byte_order_mark_empty_lines_and_capitals_do_no_harm(folder: Path) -> None:
    path = folder / "vegetation_carbon_density.csv"
    text = path.read_text(encoding="utf-8").replace("false", "FALSE")
    path.write_bytes(("\ufeff" + text.replace("\n", "\r\n") + "\r\n,,,,,,,\r\n").encode())
    check_seeds(folder)
    assert len(seed_rows("vegetation_carbon_density", folder)) == 16
