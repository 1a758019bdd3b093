"""Numbers of a region file that no float can hold, names no file can have."""

from pathlib import Path

import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.settings import read_region

DEMO = (ROOT / "regions" / "demo.toml").read_text("utf-8")
LONG = "9" * 400


@pytest.mark.parametrize(
    ("line", "instead", "words"),
    [
        ("cell_size_m = 1000", f"cell_size_m = {LONG}", "a finite number was expected"),
        ("cell_size_m = 1000", f"tile_size = {LONG}", "a finite number was expected"),
        ("cell_size_m = 1000", "cell_size_m = " + "9" * 5000, "not a valid TOML file"),
        ("cell_size_m = 1000", "cell_size_m = " + "[" * 3000, "not a valid TOML file"),
        ('unit = "m"', f'unit = "m"\nscale = -{LONG}', "a finite number was expected"),
        ('unit = "m"', f'unit = "m"\nnodata = {LONG}', "a finite number was expected"),
        ('unit = "m"', f'unit = "m"\nplausible = [1, {LONG}]', "[lowest, highest] was expected"),
        ('unit = "m"', 'unit = "m"\nnodata = [1, "x"]', "a number or a list of numbers"),
        ('path = "npp.tif"', f'path = "{LONG}.tif"', "is longer than any file's name"),
        ('legend = "cnlucc"', f'legend = "{LONG}"', "is longer than any file's name"),
        ('unit = "m"', 'unit = "m"\nnodata = []', "a number or a list of numbers"),
    ],
)
def test_numbers_too_long_are_refused(tmp_path: Path, line: str, instead: str, words: str) -> None:
    path = tmp_path / "demo.toml"
    path.write_text(DEMO.replace(line, instead, 1), encoding="utf-8")
    with pytest.raises(SinkbaseError) as refused:
        read_region(path)
    assert words in str(refused.value)
