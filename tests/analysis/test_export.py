"""From results in the database to files, and again."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from drawn_results import GRID, LEVELS, NEP, Drawn

from analysis.export import export
from analysis.folder.unfinished import unfinished
from analysis.results.files import digest
from sinkbase.errors import SinkbaseError

NOTHING = "\n".join([". . . . ."] * 4)


def cells(drawing: str) -> np.ndarray:
    lines = [line.split() for line in drawing.strip().splitlines()]
    return np.array([[np.nan if cell == "." else float(cell) for cell in line] for line in lines])


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): digest(path)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "drawing", "nodata"), [("nep", NEP, -9999), ("importance_level", LEVELS, 255)]
)
def test_a_geotiff_holds_the_cells_of_the_drawing(
    drawn: Drawn, name: str, drawing: str, nodata: float
) -> None:
    export(drawn.region, drawn.out)
    with rasterio.open(drawn.folder / "rasters" / f"{name}.tif") as dataset:
        values = dataset.read(1, masked=True).astype(float).filled(np.nan)
        np.testing.assert_array_equal(values, cells(drawing))
        assert dataset.nodata == nodata
        assert dataset.crs.to_epsg() == GRID.srid
        assert dataset.transform.to_gdal() == (5000, 1000, 0, 9000, 0, -1000)
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


def test_a_geotiff_tells_unit_statistics_method_and_that_it_is_synthetic(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    with rasterio.open(drawn.folder / "rasters" / "nep.tif") as dataset:
        assert dataset.units == ("gC/m2/a",)
        assert dataset.descriptions == ("Net ecosystem production, made",)
        tags, band = dataset.tags(), dataset.tags(1)
    values = cells(NEP)
    assert float(band["STATISTICS_MINIMUM"]) == -6
    assert float(band["STATISTICS_MAXIMUM"]) == 19.25
    assert float(band["STATISTICS_MEAN"]) == pytest.approx(np.nanmean(values))
    assert float(band["STATISTICS_STDDEV"]) == pytest.approx(np.nanstd(values))
    assert float(band["STATISTICS_VALID_PERCENT"]) == 75
    assert tags["METHOD"] == "Eq. 1"
    assert tags["REGION"] == "drawn"
    assert tags["REGION_TITLE_ZH"] == "画县"
    assert tags["NOTICE"].startswith("SYNTHETIC")
    assert tags["TIFFTAG_SOFTWARE"].startswith("Sinkbase ")


def test_a_raster_without_any_value_is_written_too(drawn: Drawn) -> None:
    drawn.draw("topsoil_inorganic_carbon", NOTHING, "Inorganic. Unit: kgC/m3.")
    export(drawn.region, drawn.out)
    with rasterio.open(drawn.folder / "rasters" / "topsoil_inorganic_carbon.tif") as dataset:
        assert dataset.read(1, masked=True).mask.all()
        assert "STATISTICS_MEAN" not in dataset.tags(1)
    told = (drawn.folder / "summary.md").read_text()
    assert "| `topsoil_inorganic_carbon` | Inorganic | kgC/m³ | – | – | – | 0 % |" in told


def test_a_table_is_read_back_as_it_was_in_the_order_of_its_key(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    path = drawn.folder / "tables" / "vegetation_carbon_storage.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [row["vegetation_subtype_code"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["vegetation_subtype"] == 'Meadow, "alpine"'
    assert rows[1]["vegetation_subtype_zh"] == "草甸"
    summary = next(csv.DictReader((drawn.folder / "tables" / "region_summary.csv").open()))
    assert summary["nep_mean_gc_m2_a"] == "0.30000000000000004"
    assert summary["is_synthetic"] == "true"


def test_views_are_exported_and_geometries_left_out(drawn: Drawn) -> None:
    drawn.connection.execute("create view drawn.pairs as select 2 as b, array['x', 'y'] as a")
    drawn.connection.execute(
        "create table drawn.sinks as select 1 as id, st_point(0, 0, 2328)::geometry(point, 2328) g"
    )
    export(drawn.region, drawn.out)
    assert (drawn.folder / "tables" / "pairs.csv").read_text() == 'b,a\n2,"[""x"", ""y""]"\n'
    assert (drawn.folder / "tables" / "sinks.csv").read_text() == "id\n1\n"


def test_the_manifest_lists_every_file_with_unit_size_and_digest(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    manifest = json.loads((drawn.folder / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    found = contents(drawn.folder)
    assert set(found) - set(listed) == {"manifest.json", ".fingerprint"}
    for path, entry in listed.items():
        assert entry["sha256"] == found[path]
        assert entry["size"] == (drawn.folder / path).stat().st_size
    assert listed["rasters/nep.tif"]["unit"] == "gC/m2/a"
    columns = {column["name"]: column for column in listed["tables/region_summary.csv"]["columns"]}
    assert columns["area_km2"]["unit"] == "km2"
    assert manifest["notice"].startswith("SYNTHETIC")


def test_nothing_is_written_twice(drawn: Drawn) -> None:
    first = export(drawn.region, drawn.out)
    before = {path: path.stat().st_mtime_ns for path in drawn.folder.rglob("*")}
    second = export(drawn.region, drawn.out)
    assert (first.skipped, second.skipped) == (False, True)
    assert second.headlines == first.headlines
    assert before == {path: path.stat().st_mtime_ns for path in drawn.folder.rglob("*")}


def test_a_forced_export_gives_the_same_bytes(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    before = contents(drawn.folder)
    assert not export(drawn.region, drawn.out, force=True).skipped
    assert contents(drawn.folder) == before
    export(drawn.region, drawn.out.with_name("elsewhere"))
    assert contents(drawn.out.with_name("elsewhere") / "drawn") == before


def test_new_results_are_exported(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    drawn.connection.execute("update drawn.importance_breaks set cells = 4")
    assert not export(drawn.region, drawn.out).skipped
    assert ",4," in (drawn.folder / "tables" / "importance_breaks.csv").read_text()


@pytest.mark.parametrize("damage", ["rasters/nep.tif", "manifest.json", "summary.md"])
def test_a_damaged_or_missing_file_is_written_again(drawn: Drawn, damage: str) -> None:
    export(drawn.region, drawn.out)
    before = contents(drawn.folder)
    (drawn.folder / damage).write_text("x")
    assert not export(drawn.region, drawn.out).skipped
    assert contents(drawn.folder) == before
    (drawn.folder / damage).unlink()
    assert not export(drawn.region, drawn.out).skipped
    assert contents(drawn.folder) == before


def test_what_a_killed_export_left_goes_though_nothing_has_changed(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    before = contents(drawn.folder)
    left = drawn.out / f".{drawn.region}.unfinished-0a1b2c3d"
    left.mkdir()
    (left / "summary.md").write_text("half of it")
    assert export(drawn.region, drawn.out).skipped
    assert not left.exists()
    assert contents(drawn.folder) == before


def test_content_decides_whoever_wrote_it(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    drawn.connection.execute("update drawn.importance_breaks set cells = cells")
    assert export(drawn.region, drawn.out).skipped
    drawn.connection.execute("update drawn.importance_breaks set cells = cells + 1")
    assert not export(drawn.region, drawn.out).skipped


def test_a_file_of_a_result_that_is_gone_is_removed_and_nothing_else(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    (drawn.folder / "rasters" / "mine.tif").write_text("of the user")
    (drawn.folder / "tables" / "importance_breaks.csv").write_text("changed by the user")
    drawn.connection.execute("drop table drawn.nep, drawn.importance_breaks")
    export(drawn.region, drawn.out)
    found = contents(drawn.folder)
    assert "rasters/nep.tif" not in found
    assert "rasters/mine.tif" in found
    assert "tables/importance_breaks.csv" in found
    assert "rasters/importance_level.tif" in found


def test_a_failure_leaves_the_old_files(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    before = contents(drawn.folder)
    drawn.connection.execute("update drawn.importance_breaks set cells = 4")
    drawn.connection.execute("update drawn.nep set rast = st_setsrid(rast, 4326) where tile_id = 4")
    with pytest.raises(SinkbaseError, match=r"drawn\.nep: a tile .* SRID 4326, does not lie on"):
        export(drawn.region, drawn.out)
    assert contents(drawn.folder) == before


def test_a_region_that_is_not_built_is_said_to_be_so(empty: Drawn) -> None:
    with pytest.raises(SinkbaseError, match="make build REGION=drawn"):
        export(empty.region, empty.out)
    assert not empty.out.exists()


def test_a_schema_without_the_summary_is_not_built(drawn: Drawn) -> None:
    drawn.connection.execute("drop table drawn.region_summary")
    with pytest.raises(SinkbaseError, match=r"drawn\.region_summary not found"):
        export(drawn.region, drawn.out)


def test_a_region_without_levels_sinks_and_zones_has_all_the_other_files(drawn: Drawn) -> None:
    """Fewer than five distinct values of importance: what needs levels is empty, nothing fails."""
    for table in ("importance_breaks", "carbon_sinks", "corridors"):
        drawn.connection.execute(f"delete from drawn.{table}")
    drawn.connection.execute("drop table drawn.importance_level")
    drawn.draw("importance_level", NOTHING, "Level. Unit: level.", "8BUI")
    drawn.draw("importance", NEP, "Importance. Unit: 1.")
    drawn.draw("sink_category", NOTHING, "Category.", "8BUI")
    drawn.connection.execute("update drawn.grid_cells set importance_level = null, sink_id = null")
    drawn.connection.execute(
        "update drawn.region_summary set area_high_km2 = null, goodness_of_variance_fit = null"
    )
    export(drawn.region, drawn.out, languages=("en", "zh"))
    paths = set(contents(drawn.folder))
    assert {"report.pdf", "report.zh.pdf", "map/index.html", "drawn.gpkg", "drawn.qgs"} <= paths
    assert {"maps/nep.png", "rasters/importance_level.tif", "tables/carbon_sinks.csv"} <= paths
    assert "maps/importance_level.png" not in paths
    assert "maps/importance_histogram.png" not in paths


def test_a_reader_s_role_exports_the_same_files(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No raw schema is there, and none is asked for."""
    export(drawn.region, drawn.out)
    drawn.connection.execute("grant usage on schema drawn to sinkbase_reader")
    drawn.connection.execute("grant select on all tables in schema drawn to sinkbase_reader")
    read = drawn.out.with_name("read")
    with monkeypatch.context() as reader:
        reader.setenv("PGOPTIONS", "-c role=sinkbase_reader")
        export(drawn.region, read)
    assert contents(read / "drawn") == contents(drawn.folder)


def test_two_exports_do_not_write_into_one_folder(drawn: Drawn) -> None:
    with (
        unfinished(drawn.folder),
        pytest.raises(SinkbaseError, match="another export writes here"),
    ):
        export(drawn.region, drawn.out)
