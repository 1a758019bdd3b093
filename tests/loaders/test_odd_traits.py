"""Files with one odd trait each: read for what they say, or refused with what mends them."""

import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import rasterio
import shapely

from loaders.load import LoadReport
from loaders.raster.values.legends import read_legend
from loaders.tables.numbers import numbers
from loaders.tables.table import read_table
from loaders.vector.boundary import read_boundary
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from sinkbase.region.sources import Source
from tests.world import BOX, LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
SOURCE = Source("land_use", 1, Path("own.toml"), ("lucc.tif",))
GERMAN = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip


# tables


def test_cells_that_show_percent_are_percent(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (["unit", "carbon"], [11, 0.0135], [12, 1.35], [13, 1.35]):
        sheet.append(row)
    sheet["B2"].number_format = "0.00%"
    sheet["B4"].number_format = '0.00" %"'  # a text behind the number
    made.save(tmp_path / "a.xlsx")
    table = read_table(SOURCE, tmp_path / "a.xlsx", (("carbon",),))
    assert numbers(table, "carbon").tolist() == [1.35, 1.35, 1.35]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        b"PK\x03\x04" + bytes(26) + b"xl/workbook.bin",
    ],
)
def test_other_spreadsheets_are_to_be_saved_as_xlsx(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(content)
    with pytest.raises(SinkbaseError, match=r"which is not read\. Save it as XLSX or CSV"):
        read_table(SOURCE, tmp_path / "a.ods")


@pytest.mark.parametrize(
    "text",
    [",code,cnlucc_code\n0,1,12\n1,2,21\n", "OID_,Value,Count,cnlucc_code\n0,1,9,12\n1,2,9,21\n"],
    ids=["an index", "an attribute table"],
)
def test_a_legends_column_that_counts_rows_is_no_value(text: str, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(text)
    found = read_legend(replace(SOURCE, legend="own.csv"), tmp_path)
    assert found.codes() == {1: 12, 2: 21}


def test_where_two_columns_may_be_the_value_the_counting_one_is_to_go(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("FID,code,value,cnlucc_code\n0,1,2,12\n")
    with pytest.raises(SinkbaseError, match=r"'FID', only counts the rows.*take FID out"):
        read_legend(replace(SOURCE, legend="own.csv"), tmp_path)


# bands and units


def months(world: World, order: list[int], names: list[str]) -> None:
    """Month m has m degrees; band i is of the month order[i]."""
    values = np.array(order, float)[:, None, None] * np.ones((3, 4))
    path = world.raster("t.tif", values)
    with rasterio.open(path, "r+") as file:
        file.descriptions = tuple(names)
    world.layers["temperature"] = {"path": "t.tif", "unit": "degC"}


def test_months_in_words_that_are_not_known_are_asked_for(
    world: World, refusal: Refusal, load: Load, cells: Cells
) -> None:
    order = list(range(12, 0, -1))
    months(world, order, [GERMAN[month - 1] for month in order])
    assert "which tells no month here" in refusal()
    world.layers["temperature"]["bands"] = order
    load()
    assert cells("temperature")[:, 0, 0].tolist() == list(range(1, 13))


def test_texts_of_a_band_in_gbk_do_not_matter(world: World, load: Load, cells: Cells) -> None:
    world.raster("it.tif", np.full((3, 4), 700), "int16")
    text = (
        '<PAMDataset><PAMRasterBand band="1"><Description>高程</Description><Metadata>'
        '<MDI key="来源">遥感</MDI></Metadata></PAMRasterBand></PAMDataset>'
    )
    world.text("it.tif.aux.xml", text, "gbk")
    world.layers["elevation"] = {"path": "it.tif"}
    load()
    assert (cells("elevation") == 700).all()


def with_unit(world: World, layer: str, values: Any, unit: str, **keys: Any) -> None:
    path = world.raster("it.tif", values, "float64")
    with rasterio.open(path, "r+") as file:
        file.units = (unit,) * file.count
    world.layers[layer] = {"path": "it.tif", **keys}


@pytest.mark.parametrize(
    ("unit", "keys", "factor"),
    [
        ("mm/year", {"unit": "mm", "scale": 0.0833333}, 0.0833333),
        ("mm a-1", {"unit": "mm", "scale": 0.0833333}, 0.0833333),
    ],
)
def test_rain_of_a_year_is_no_months_until_said_so(
    world: World, refusal: Refusal, load: Load, cells: Cells, unit: str, *, keys: Any, factor: float
) -> None:
    with_unit(world, "precipitation", np.full((12, 3, 4), 240.0), unit)
    said = refusal()
    assert "an amount of a year, which the layer does not have. Say what brings it there" in said
    assert f'unit = "mm", scale = 0.0833333, and that you know: ignore_unit = "{unit}"' in said
    world.layers["precipitation"] |= {"ignore_unit": unit, **keys}
    load()
    assert cells("precipitation")[0, 0, 0] == pytest.approx(240 * factor)


@pytest.mark.parametrize(
    ("unit", "scale"), [("gC/m2/month", 12), ("g DM m-2 yr-1", 0.5), ("kg dry matter/m2", 0.5)]
)
def test_other_production_is_no_carbon_of_a_year(
    world: World, refusal: Refusal, load: Load, cells: Cells, unit: str, *, scale: float
) -> None:
    with_unit(world, "npp", np.full((3, 4), 40.0), unit)
    assert f'such as unit = "gC/m2/a", scale = {scale:g}, and' in refusal()
    world.layers["npp"] |= {"ignore_unit": unit, "unit": "gC/m2/a", "scale": scale}
    load()
    assert cells("npp")[0, 0] == pytest.approx(40 * scale)


def test_people_in_thousands(world: World, refusal: Refusal, load: Load, cells: Cells) -> None:
    unit = "thousand people"
    with_unit(world, "population", np.full((3, 4), 0.25), unit, measure="density")
    assert "thousands of people, which the layer does not have" in refusal()
    world.layers["population"] |= {"ignore_unit": unit, "scale": 1000}
    load()
    assert cells("population_density")[0, 0] == pytest.approx(250)


@pytest.mark.parametrize(
    ("layer", "unit", "value", "expected"),
    [
        ("elevation", "US survey foot", 1000.0, 304.8),
        ("precipitation", "inches", 2.0, 50.8),
    ],
)
def test_feet_and_inches(
    world: World, load: Load, cells: Cells, layer: str, unit: str, *, value: float, expected: float
) -> None:
    shape = (12, 3, 4) if layer == "precipitation" else (3, 4)
    with_unit(world, layer, np.full(shape, value), unit)
    load()
    assert cells(layer).flat[0] == pytest.approx(expected, rel=1e-5)


def test_nines_far_above_all_others_are_fill(
    world: World, refusal: Refusal, load: Load, cells: Cells
) -> None:
    values = np.full((12, 3, 4), 240)
    values[:, :1] = 9999  # 999.9 mm, which a month may have
    world.raster("pre.tif", values, "int16")
    world.layers["precipitation"] = {"path": "pre.tif", "unit": "mm", "scale": 0.1}
    assert "pixels in and around the region are 9999, which looks like a fill value" in refusal()
    world.layers["precipitation"]["nodata"] = 9999
    load()
    assert np.isnan(cells("precipitation")[:, 0]).all()
    assert cells("precipitation")[0, 1, 0] == pytest.approx(24)


def test_nines_among_numbers_as_high_are_values(world: World, load: Load, cells: Cells) -> None:
    values = np.full((3, 4), 9000.0)
    values[0] = 9999
    world.raster("pop.tif", values)
    world.layers["population"] = {"path": "pop.tif", "measure": "density"}
    load()
    assert cells("population_density")[0, 0] == pytest.approx(9999)


# places


def boundary(world: World, **settings: Any) -> float:
    """The area of the boundary, km2."""
    world.boundary = settings
    return read_boundary(read_region(world.write()), world.data).area / 1e6


def test_a_boundary_by_a_pattern(world: World) -> None:
    west = shapely.box(LEFT, TOP - 3 * SIZE, LEFT + SIZE, TOP)
    east = shapely.box(LEFT + SIZE, TOP - 3 * SIZE, LEFT + 3 * SIZE, TOP)
    world.polygons("b/west.gpkg", [west])
    world.polygons("b/east.gpkg", [east])
    assert boundary(world, path="b/*.gpkg") == pytest.approx(9)


def test_a_part_of_a_boundary_without_a_geometry_is_told(world: World) -> None:
    shape = json.loads(shapely.to_geojson(BOX))
    parts = [
        {"type": "Feature", "properties": {"code": 1}, "geometry": geometry}
        for geometry in (shape, None)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2328"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": parts}
    world.text("b.geojson", json.dumps(content))
    with pytest.raises(SinkbaseError, match="1 of the 2 features that are meant have no geometry"):
        boundary(world, path="b.geojson")


def test_no_raw_warning_of_coordinates_that_are_no_numbers(world: World) -> None:
    text = shapely.to_geojson(BOX).replace(f"{TOP}.0", "NaN", 1)
    world.text("b.geojson", text)
    with warnings.catch_warnings(), pytest.raises(SinkbaseError, match="the geometry is damaged"):
        warnings.simplefilter("error")
        boundary(world, path="b.geojson", crs="EPSG:2328")


def test_polygons_without_a_name_are_told(world: World, refusal: Refusal) -> None:
    world.text("own.csv", "name,vegetation_subtype_code\nA,1\n")
    world.polygons("v.gpkg", [BOX, BOX], {"name": ["A", ""]})
    world.layers["vegetation"] = {"path": "v.gpkg", "column": "name", "legend": "own.csv"}
    assert "1 polygon in the region without a value in 'name'" in refusal()
