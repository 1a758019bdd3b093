"""The examples of docs/data.md, run on tiny files of the structure in which products come."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer

from loaders.load import LoadReport
from sinkbase.paths import ROOT
from tests.access_file import DOUBLE, LONG, TEXT, write_access
from tests.world import BOX, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
PAGE = (ROOT / "docs" / "data.md").read_text("utf-8")
EXAMPLES = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]


def example(layer: str, holds: str) -> dict[str, Any]:
    """The one example of a layer in which a text stands."""
    found = [e["layers"][layer] for e in EXAMPLES if layer in e.get("layers", {})]
    (one,) = [table for table in found if holds in str(table)]
    return dict(one)


def degrees(world: World, name: str, value: int, dtype: str, driver: str) -> Path:
    """A raster of one value in geographic coordinates that covers the world, without a CRS."""
    change = Transformer.from_crs("EPSG:2328", "EPSG:4326", always_xy=True)
    left, bottom, right, top = change.transform_bounds(*BOX.bounds)
    step = 30 / 3600
    columns, rows = int((right - left) / step) + 3, int((top - bottom) / step) + 3
    path = world.data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver=driver, count=1, height=rows, width=columns, dtype=dtype,
        transform=Affine(step, 0, left - step, 0, -step, top + step),
    ) as file:  # fmt: skip
        file.write(np.full((1, rows, columns), value, dtype))
    for beside in path.parent.glob("*.prj"):
        beside.unlink()
    return path


def test_hwsd_1_as_published(world: World, load: Load, cells: Cells) -> None:
    degrees(world, "hwsd/hwsd.bil", 11802, "uint16", "EHdr")
    columns = {
        "ID": LONG, "MU_GLOBAL": LONG, "SHARE": DOUBLE, "SEQ": LONG, "SU_SYM90": TEXT,
        "T_GRAVEL": DOUBLE, "T_REF_BULK_DENSITY": DOUBLE, "T_OC": DOUBLE, "T_CACO3": DOUBLE,
        "S_GRAVEL": DOUBLE, "S_REF_BULK_DENSITY": DOUBLE, "S_OC": DOUBLE, "S_CACO3": DOUBLE,
    }  # fmt: skip
    rows = [
        [1, 11802, 75, 1, "CL", 10, 1.4, 1, 5, 0, 1.5, 0.5, 10],
        [2, 11802, 25, 2, "GG", *[None] * 8],
    ]
    write_access(
        world.data / "hwsd" / "HWSD.mdb",
        {"D_SYMBOL90": ({"CODE": LONG, "VALUE": TEXT}, [[1, "CL"]]), "HWSD_DATA": (columns, rows),
         "HWSD_SMU": ({"MU_GLOBAL": LONG, "MU_SOURCE1": TEXT}, [[11802, "x"]])},
    )  # fmt: skip
    world.layers["soil"] = example("soil", "HWSD.mdb")
    load()
    assert cells("soil")[:, 1, 1] == pytest.approx([12.6, 7.56, 7.5, 18], rel=1e-6)


def test_hwsd_2_as_published(world: World, load: Load, cells: Cells) -> None:
    degrees(world, "hwsd2/HWSD2.bil", 7001, "uint16", "EHdr")
    columns = {
        "ID": LONG, "HWSD2_SMU_ID": LONG, "SEQUENCE": LONG, "SHARE": DOUBLE, "LAYER": TEXT,
        "TOPDEP": DOUBLE, "BOTDEP": DOUBLE, "COARSE": DOUBLE, "BULK": DOUBLE, "REF_BULK": DOUBLE,
        "ORG_CARBON": DOUBLE, "TCARBON_EQ": DOUBLE,
    }  # fmt: skip
    depths = [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100), (100, 150), (150, 200)]
    rows: list[list[Any]] = []
    for sequence, share in ((1, 80), (2, 20)):
        for i, (top, bottom) in enumerate(depths):
            soil = (
                [0, 1, 1.5, max(5 - i, 0), 10] if sequence == 1 else [-9] * 5
            )  # the second is rock
            rows.append([len(rows), 7001, sequence, share, f"D{i + 1}", top, bottom, *soil])
    smu = {"ID": LONG, "HWSD2_SMU_ID": LONG, "SHARE": DOUBLE}
    write_access(
        world.data / "hwsd2" / "HWSD2.mdb",
        {"HWSD2_LAYERS": (columns, rows), "HWSD2_SMU": (smu, [[1, 7001, 80]])},
    )
    world.layers["soil"] = example("soil", "HWSD2.mdb")
    load()
    top = (20 * 5 + 10 * 4) / 30 * 10
    sub = (10 * 4 + 20 * 3 + 20 * 2 + 20 * 1) / 70 * 10
    assert cells("soil")[:, 1, 1] == pytest.approx([top, 12, sub, 12], rel=1e-6)


def test_soilgrids_as_published(world: World, load: Load, cells: Cells) -> None:
    depths = ("0-5cm", "5-15cm", "15-30cm", "30-60cm", "60-100cm", "100-200cm")
    carbon = (300, 200, 100, 100, 30, 999)  # dg/kg: 3, 2, 1, 1, 0.3 %
    for depth, soc in zip(depths, carbon, strict=True):
        values = {"soc": soc, "bdod": 125, "cfvo": 200}  # cg/cm3, cm3/dm3 (per mille)
        for name, value in values.items():
            raster = np.full((3, 4), value)
            raster[0, 0] = -32768
            world.raster(f"soilgrids/{name}_{depth}_mean.tif", raster, "int16", nodata=-32768)
    world.layers["soil"] = example("soil", "soilgrids")
    load()
    fine_earth = 1.25 * 1000 * 0.8
    top = (5 * 3 + 10 * 2 + 15 * 1) / 30 / 100 * fine_earth
    sub = (30 * 1 + 40 * 0.3) / 70 / 100 * fine_earth
    assert cells("soil")[[0, 2], 1, 1] == pytest.approx([top, sub])
    assert np.isnan(cells("soil")[:, 0, 0]).all()


@pytest.mark.parametrize(
    ("legend", "meant"),
    [
        ("cnlucc", {11: 11, 33: 33, 46: 46, 66: 66}),
        ("clcd", {1: 12, 4: 32, 7: 66, 9: 64}),
        ("worldcover", {10: 21, 40: 12, 60: 66, 100: 33}),
        ("esri", {1: 42, 5: 12, 8: 66, 11: 32}),
    ],
)
def test_land_covers_as_published(
    legend: str, meant: dict[int, int], world: World, load: Load, cells: Cells
) -> None:
    table = example("land_use", f"'{legend}'")
    world.raster(table["path"].replace("*", "N39E078"), [list(meant)] * 3, "uint8", nodata=0)
    world.layers["land_use"] = table
    report = load()
    assert cells("land_use")[0].tolist() == list(meant.values())
    said = [w for w in report.warnings if w.kind == "legend_without_codes"]
    assert bool(said) == (legend != "cnlucc")
    assert all("Floodplain-saline-alkali land" in str(w.details["patterns"]) for w in said)


def test_a_land_cover_may_stand_in_for_the_vegetation(
    world: World, load: Load, cells: Cells
) -> None:
    table = example("vegetation", "vegetation_igbp")
    world.raster(table["path"], [[1, 7, 10, 12]] * 3, "uint8", nodata=255)
    world.layers["vegetation"] = table
    load()
    assert cells("vegetation")[0].tolist() == [1, 3, 7, 15]
