"""datapackage.json lists every file as it is."""

import csv
import json
import re
from pathlib import Path

import pytest
from drawn_results import Drawn

from analysis.export import export
from analysis.results.files import MANIFEST, digest


@pytest.fixture(scope="module")
def package(exported: Drawn) -> dict:
    return json.loads((exported.folder / "datapackage.json").read_text(encoding="utf-8"))


def resources(package: dict) -> dict[str, dict]:
    return {resource["path"]: resource for resource in package["resources"]}


def test_every_file_is_listed_once_with_size_and_checksum(exported: Drawn, package: dict) -> None:
    own = {MANIFEST, "datapackage.json", ".fingerprint"}
    files = {
        path.relative_to(exported.folder).as_posix()
        for path in exported.folder.rglob("*")
        if path.is_file()
    }
    assert set(resources(package)) == files - own
    assert len(package["resources"]) == len(resources(package))
    for path, resource in resources(package).items():
        assert resource["bytes"] == (exported.folder / path).stat().st_size
        assert resource["hash"] == f"sha256:{digest(exported.folder / path)}"


def test_names_are_unique_and_allowed(package: dict) -> None:
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[-a-z0-9._]+", name) for name in [*names, package["name"]])


def test_files_have_their_media_type(package: dict) -> None:
    found = {Path(path).suffix: it["mediatype"] for path, it in resources(package).items()}
    assert found[".csv"] == "text/csv"
    assert found[".tif"].startswith("image/tiff; application=geotiff")
    assert found[".gpkg"] == "application/geopackage+sqlite3"
    assert found[".xlsx"].endswith("spreadsheetml.sheet")
    assert found[".xml"] in {"text/xml", "application/xml"}


def test_a_table_is_described_by_key_types_and_units(package: dict) -> None:
    schema = resources(package)["tables/carbon_sinks.csv"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["sink_id"]
    assert fields["mean_nep"] == {
        "name": "mean_nep",
        "type": "number",
        "description": "Mean net ecosystem production. More.",
        "unit": "gC/m2/a",
    }
    assert fields["sink_id"]["type"] == "integer"
    summary = resources(package)["tables/region_summary.csv"]["schema"]["fields"]
    assert {"name": "is_synthetic", "type": "boolean"} in summary


def test_fields_are_those_of_the_csv_in_its_order(exported: Drawn, package: dict) -> None:
    tables = [it for it in package["resources"] if it.get("profile") == "tabular-data-resource"]
    assert len(tables) == 14
    for table in tables:
        with (exported.folder / table["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in table["schema"]["fields"]] == header


def test_a_raster_tells_unit_range_and_title_in_both_languages(package: dict) -> None:
    nep = resources(package)["rasters/nep.tif"]
    assert (nep["unit"], nep["minimum"], nep["maximum"], nep["cells"]) == ("gC/m2/a", -6, 19.25, 15)
    assert (nep["title"], nep["title_zh"]) == ("Net ecosystem production", "净生态系统生产力")


def test_the_area_is_told_in_degrees(package: dict) -> None:
    spatial = package["spatial"]
    west, south, east, north = spatial["bbox"]
    assert spatial["crs"] == "EPSG:2328"
    assert west < east and south < north
    assert (spatial["columns"], spatial["rows"], spatial["cell_size_m"]) == (5, 4, 1000)
    outline = spatial["geometry"]
    assert outline["type"] in {"Polygon", "MultiPolygon"}
    flat = json.dumps(outline)
    assert str(west) in flat and str(north) in flat


def test_where_the_data_came_from_is_told_without_paths_of_a_machine(
    exported: Drawn, package: dict
) -> None:
    titles = [source["title"] for source in package["sources"]]
    assert "npp 1: Farmland, 10 km" in titles
    assert package["synthetic"] is True and package["description"].startswith("SYNTHETIC")
    assert "/somewhere" not in (exported.folder / "datapackage.json").read_text()
    assert package["sources"][0]["file"] == "dem.tif"


def test_year_kind_and_licence_of_each_source_are_told(package: dict) -> None:
    npp = [it for it in package["sources"] if it["layer"] == "npp"]
    assert [(it["year"], it["kind"], it["licence"]) for it in npp] == [
        (2015, "observed", "CC BY 4.0"),
        (2000, "modelled", ""),
    ]
    assert package["year"] == 2015


def test_nothing_changes_when_nothing_has_changed(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    before = digest(drawn.folder / "datapackage.json")
    export(drawn.region, drawn.out, force=True)
    assert digest(drawn.folder / "datapackage.json") == before
