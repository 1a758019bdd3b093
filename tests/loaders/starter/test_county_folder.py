"""`make region` on a folder as a county would have it: questions, no wrong guess; then a load."""

import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from rich.console import Console

from loaders.load import load_region
from loaders.starter import propose
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from sinkbase.region.toml import key, literal
from tests.loaders.starter.county_folder import MEAN_DEGC, RAIN_MM, make

NEWEST_NPP = "npp/MOD17A3HGF.A2015001.h24v04.061.2022123456789.hdf"
# all that the survey may say by itself; what stands as "?" is asked
EXPECTED: dict[str, dict[str, Any]] = {
    "elevation": {"path": "DEM [[]30m]/n41_e*.tif", "unit": "m"},
    "land_use": {
        "path": "土地利用/CLCD_v01_2015_albert.tif", "year": 2015, "legend": "clcd",
    },
    "npp": {
        "path": NEWEST_NPP, "year": 2015, "unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17",
    },
    "temperature": {"path": "climate/wc2.1_30s_tavg.zip", "unit": "degC"},
    "precipitation": {
        "path": "climate/pre_2015.nc", "year": 2015, "crs": "?", "unit": "mm", "scale": 0.1,
    },
    "population": {"path": "人口/chn_ppp_2015.tif", "year": 2015, "measure": "count"},
    "vegetation": {"path": "植被图/中国植被.shp", "column": "植被型", "encoding": "gbk"},
    "soil": {
        "path": "HWSD/hwsd.bil", "crs": "?", "kind": "mapping_units",
        "attributes": "HWSD/HWSD_DATA.csv",
    },
    "roads": {"path": "交通/公路.shp"},
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "数据 [2024]"
    folder.mkdir()
    return make(folder)


def survey(data: Path, **more: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ResourceWarning)
        return propose("wensu", data, **more).text


def test_nothing_is_guessed_wrong(data: Path) -> None:
    text = survey(data)
    found = tomllib.loads(text)
    assert found["layers"] == EXPECTED
    assert found["boundary"] == {
        "path": "边界 (2024)/县界.shp", "where": {"PAC": "?"}, "encoding": "gbk",
    }  # fmt: skip
    assert found["region"]["crs"] == "?"
    assert '"EPSG:4492" (CGCS2000 / Gauss-Kruger zone 14) for 温宿县' in text
    assert '"EPSG:4493" (CGCS2000 / Gauss-Kruger zone 15) for 库车市' in text


def test_what_was_found_and_passed_over_is_said(data: Path) -> None:
    text = survey(data)
    assert "found, not used: npp/npp_2016.tif: not a raster that GDAL can read, or cut off" in text
    assert "found, not used: HWSD/HWSD.mdb: " in text
    assert "found, not used: DEM [30m]/dem_hillshade.tif: its name speaks of relief" in text
    assert "2 years lie here (2014, 2015): the newest that can be used is proposed" in text
    unused = text.split("# Not used here:\n")[1].splitlines()
    assert unused == [
        "# backup.rar: packed: unpack it",
        "# readme.txt",
        "# 交通/rivers.gpkg",
        "# 边界 (2024)/乡镇界.shp",
    ]


def test_the_county_that_is_chosen_gives_the_zone(data: Path) -> None:
    for code, zone in (("652922", "EPSG:4492"), ("652902", "EPSG:4493")):
        assert tomllib.loads(survey(data, where=f"PAC={code}"))["region"]["crs"] == zone


def answered(text: str, answers: dict[str, dict[str, Any]]) -> str:
    """The proposal with each question answered."""
    tables: dict[str, Any] = {}
    found = tomllib.loads(text)
    for name, table in (("region", found["region"]), ("boundary", found["boundary"])):
        tables[name] = table | answers.get(name, {})
    for name, table in found["layers"].items():
        tables[f"layers.{name}"] = table | answers.get(name, {})
    lines = []
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key(k)} = {literal(v)}" for k, v in table.items())]
    return "\n".join(lines)


def test_the_answered_file_loads(
    data: Path, tmp_path: Path, database: psycopg.Connection, cells: Callable[[str], Any]
) -> None:
    path = tmp_path / "drawn.toml"
    text = survey(data)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SinkbaseError, match="questions still open"):
        read_region(path)
    answers = {
        "region": {"name": "drawn", "crs": "EPSG:4492", "cell_size_m": 5000},
        "boundary": {"where": {"PAC": 652922}},
        "precipitation": {"crs": "EPSG:4326"},
        "soil": {"crs": "EPSG:4326"},
    }
    path.write_text(answered(text, answers), encoding="utf-8")
    load_region(read_region(path), data, database, console=Console(quiet=True))
    months = cells("precipitation").reshape(12, -1)
    assert np.nanmax(months, axis=1) == pytest.approx(RAIN_MM, abs=1e-5)
    months = cells("temperature").reshape(12, -1)
    assert np.nanmax(months, axis=1) == pytest.approx(MEAN_DEGC, abs=1e-5)
    assert np.nanmax(cells("elevation")) == pytest.approx(1500)
    assert set(np.unique(cells("vegetation")[np.isfinite(cells("vegetation"))])) <= {0, 13}
    assert np.nanmax(cells("npp")) == pytest.approx(250)  # 2500 x 0.0001 kgC/m2/a
