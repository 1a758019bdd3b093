"""From files to raw tables in a real database, in a world of 4 x 3 cells."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from rich.console import Console

from loaders import cut
from loaders.load import LoadReport, load_region
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
HEIGHTS = [[100, 200, 300, 400], [500, 600, 700, 800], [900, 1000, 1100, 1200]]


def one(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def dem(world: World) -> World:
    world.raster("dem.tif", HEIGHTS, "int16", nodata=-32768)
    world.layers["elevation"] = {"path": "dem.tif"}
    return world


def test_cells_on_the_regions_own_grid_arrive_unchanged(
    dem: World, load: Load, cells: Cells
) -> None:
    load()
    assert cells("elevation").tolist() == HEIGHTS


def test_the_grid_its_tiles_and_the_boundary_are_written(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    dem.region["tile_size"] = 8
    load()
    row = database.execute("select * from drawn_raw.grid").fetchone()
    assert row == ("drawn", "drawn", "drawn", False, 2328, 1000, LEFT, TOP, 4, 3, 8, None)
    tile = database.execute("select tile_id, tile_row, tile_column from drawn_raw.tile").fetchall()
    assert tile == [(1, 0, 0)]
    assert one(database, "select ST_Area(geom) from drawn_raw.boundary") == BOX.area


def test_tiles_are_numbered_along_the_rows_and_smaller_at_the_edges(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.polygons("boundary.gpkg", [shapely.box(LEFT, TOP - 9000, LEFT + 18000, TOP)])
    world.raster("dem.tif", np.arange(162).reshape(9, 18), "int16", nodata=-1)
    world.layers["elevation"] = {"path": "dem.tif"}
    world.region["tile_size"] = 8
    load()
    sizes = database.execute(
        "select tile_id, ST_Width(rast), ST_Height(rast), ST_Value(rast, 1, 1) "
        "from drawn_raw.elevation order by tile_id"
    ).fetchall()
    assert sizes == [
        (1, 8, 8, 0), (2, 8, 8, 8), (3, 2, 8, 16),
        (4, 8, 1, 144), (5, 8, 1, 152), (6, 2, 1, 160),
    ]  # fmt: skip


def test_tables_are_registered_commented_and_stored_unpacked(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    registered = database.execute(
        "select srid, scale_x, num_bands, pixel_types, nodata_values, same_alignment "
        "from raster_columns where r_table_schema = 'drawn_raw' and r_table_name = 'elevation'"
    ).fetchone()
    assert registered == (2328, 1000, 1, ["32BF"], [-9999], True)
    comment = one(database, "select obj_description('drawn_raw.elevation'::regclass)")
    assert comment == "One row per tile: mean elevation, m."
    uncommented = one(
        database,
        "select count(*) from pg_class as c join pg_attribute as a on a.attrelid = c.oid "
        "where c.relnamespace = 'drawn_raw'::regnamespace and c.relkind = 'r' and a.attnum > 0 "
        "and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)",
    )
    assert uncommented == 0
    storage = one(
        database,
        "select attstorage::text from pg_attribute where attname = 'rast' "
        "and attrelid = 'drawn_raw.elevation'::regclass",
    )
    assert storage == "e"


def test_only_cells_whose_centre_is_in_the_boundary_are_inside(
    dem: World, load: Load, cells: Cells
) -> None:
    slanted = shapely.Polygon(
        [(LEFT, TOP), (LEFT + 4000, TOP), (LEFT + 4000, TOP - 400), (LEFT + 400, TOP - 3000)]
    )
    dem.polygons("boundary.gpkg", [slanted])
    report = load()
    assert np.nan_to_num(cells("inside")).tolist() == [[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0]]
    assert (report.inside_cells, report.area_km2) == (7, 7)


def test_the_load_log_tells_what_came_from_where(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    dem.layers["elevation"]["note"] = "drawn by hand"
    load()
    row = database.execute(
        "select layer, source_number, path, size_bytes, length(sha256), source_crs, "
        "source_resolution, resampling, unit, scale, offset_value, note, cells_with_value, "
        "share_percent, warnings from drawn_raw.load_log where layer = 'elevation'"
    ).fetchone()
    assert row == (
        "elevation", 1, "dem.tif", (dem.data / "dem.tif").stat().st_size, 64, "EPSG:2328",
        "1000 x 1000 metre", "bilinear", "m", 1, 0, "drawn by hand", 12, 100, [],
    )  # fmt: skip


def test_a_second_load_of_unchanged_files_writes_nothing(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    before = one(database, "select loaded_at from drawn_raw.load_log where layer = 'elevation'")
    assert load().loaded == ()
    after = one(database, "select loaded_at from drawn_raw.load_log where layer = 'elevation'")
    assert after == before


def test_a_warm_load_reads_no_file_again(
    dem: World, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()

    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr("sinkbase.region.files.hash_file", refuse)
    assert load().loaded == ()


def test_a_file_that_is_only_touched_is_not_loaded_again(dem: World, load: Load) -> None:
    load()
    (dem.data / "dem.tif").touch()
    assert load().loaded == ()


def test_a_changed_file_replaces_its_layer_and_no_other(
    dem: World, load: Load, cells: Cells
) -> None:
    dem.raster("lu.tif", np.full((3, 4), 31), "uint8")
    dem.layers["land_use"] = {"path": "lu.tif"}
    load()
    dem.raster("dem.tif", np.array(HEIGHTS) + 1, "int16", nodata=-32768)
    assert set(load().loaded) == {"elevation", "slope"}
    assert cells("elevation")[0].tolist() == [101, 201, 301, 401]


def test_a_changed_setting_loads_its_layer_again(dem: World, load: Load, cells: Cells) -> None:
    load()
    dem.layers["elevation"]["scale"] = 2
    assert "elevation" in load().loaded
    assert cells("elevation")[0].tolist() == [200, 400, 600, 800]


def test_a_changed_legend_loads_its_layer_again(dem: World, load: Load, cells: Cells) -> None:
    dem.raster("lu.tif", np.full((3, 4), 7), "uint8")
    dem.layers["land_use"] = {"path": "lu.tif", "legend": "own.csv"}
    dem.text("own.csv", "code,cnlucc_code\n7,31\n")
    load()
    dem.text("own.csv", "code,cnlucc_code\n7,62\n")
    assert set(load().loaded) == {"land_use", "land_use_share"}
    assert (cells("land_use") == 62).all()


def test_a_changed_boundary_loads_everything_again(dem: World, load: Load, cells: Cells) -> None:
    load()
    dem.polygons("boundary.gpkg", [shapely.box(LEFT, TOP - 3000, LEFT + 2000, TOP)])
    assert set(load().loaded) == {"elevation", "slope"}
    assert cells("elevation").shape == (3, 2)


def test_a_layer_that_left_the_region_file_is_dropped(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    dem.raster("lu.tif", np.full((3, 4), 31), "uint8")
    dem.layers["land_use"] = {"path": "lu.tif"}
    load()
    del dem.layers["land_use"]
    assert load().dropped == ("land_use", "land_use_share")
    assert one(database, "select to_regclass('drawn_raw.land_use')") is None
    assert one(database, "select count(*) from drawn_raw.load_log where layer like 'land%'") == 0


def test_views_on_a_raw_table_survive_its_reload(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    database.execute("create view public.on_top as select * from drawn_raw.elevation")
    dem.raster("dem.tif", np.array(HEIGHTS) + 1, "int16", nodata=-32768)
    load()
    assert one(database, "select ST_Value(rast, 1, 1) from public.on_top") == 101


def test_a_table_dropped_by_hand_is_loaded_again(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    database.execute("drop table drawn_raw.slope")
    assert load().loaded == ("slope",)


def test_a_failed_load_leaves_the_old_layer(
    dem: World, load: Load, cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    dem.raster("dem.tif", np.array(HEIGHTS) + 1, "int16", nodata=-32768)

    def fail(*_: object) -> bytes:
        raise RuntimeError("in the middle of the tiles")

    monkeypatch.setattr(cut, "raster_wkb", fail)
    with pytest.raises(RuntimeError):
        load()
    assert cells("elevation").tolist() == HEIGHTS
    monkeypatch.undo()


def test_a_refused_file_leaves_every_layer_as_it_was(
    dem: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    dem.raster("lu.tif", np.full((3, 4), 31), "uint8")
    dem.layers["land_use"] = {"path": "lu.tif"}
    load()
    dem.raster("dem.tif", np.array(HEIGHTS) + 1, "int16", nodata=-32768)
    dem.raster("lu.tif", np.full((3, 4), 200), "uint8")
    with pytest.raises(SinkbaseError, match="200 \\(12 pixels\\)"):
        load()
    assert cells("elevation").tolist() == HEIGHTS
    assert (cells("land_use") == 31).all()
    assert one(database, "select count(*) from drawn_raw.load_log") == 4


def test_a_failed_load_on_a_new_grid_leaves_the_old_region_whole(
    dem: World, load: Load, cells: Cells, database: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    load()
    dem.region["cell_size_m"] = 500
    real, calls = cut.raster_wkb, []

    def fail_at_the_third(*arguments: Any) -> bytes:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("inside, elevation, and then the power is gone")
        return real(*arguments)

    monkeypatch.setattr(cut, "raster_wkb", fail_at_the_third)
    with pytest.raises(RuntimeError):
        load()
    assert one(database, "select cell_size_m from drawn_raw.grid") == 1000
    assert cells("elevation").tolist() == HEIGHTS


def test_the_first_source_with_a_value_wins_cell_by_cell(
    world: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    world.raster("few.tif", [[10, -1, -1, 10]] * 3, "int16", nodata=-1)
    world.raster("many.tif", [[20, 20, -1, 20]] * 3, "int16", nodata=-1)
    world.layers["elevation"] = [{"path": "few.tif"}, {"path": "many.tif"}]
    report = load()
    assert np.nan_to_num(cells("elevation"), nan=-1)[0].tolist() == [10, 20, -1, 10]
    counts = database.execute(
        "select cells_with_value from drawn_raw.load_log where layer = 'elevation' "
        "order by source_number"
    ).fetchall()
    assert counts == [(6,), (3,)]
    warning, *terrain = report.warnings
    assert [(it.kind, it.source_number, it.value) for it in terrain] == [
        ("coarse_terrain", 1, 1000), ("coarse_terrain", 2, 1000),
    ]  # fmt: skip
    assert (warning.kind, warning.cells, warning.share_percent) == ("missing_cells", 3, 75.0)
    assert "75.00 % of the region's cells" in warning.sentence


def test_a_year_with_a_missing_month_is_no_value(world: World, load: Load, cells: Cells) -> None:
    first = np.full((12, 3, 4), 1.0)
    first[6, 0, 0] = np.nan
    world.raster("first.tif", first)
    world.raster("second.tif", np.full((12, 3, 4), 2.0))
    world.layers["temperature"] = [{"path": "first.tif"}, {"path": "second.tif"}]
    load()
    year = cells("temperature")
    assert year[:, 0, 0].tolist() == [2] * 12
    assert year[:, 0, 1].tolist() == [1] * 12


def test_two_runs_of_one_region_do_not_go_at_once(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    database.execute("insert into sinkbase.region_lock values ('drawn')")
    with database.transaction():
        database.execute("select from sinkbase.region_lock for update")
        with pytest.raises(SinkbaseError, match="region drawn is being built: a run that has"):
            load()


def test_a_region_of_a_synthetic_world_says_so_in_every_comment(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    dem.region["synthetic"] = True
    load()
    comment = one(database, "select obj_description('drawn_raw.elevation'::regclass)")
    assert comment.endswith("Synthetic data.")
    assert one(database, "select synthetic from drawn_raw.grid") is True


def test_population_counts_become_people_per_true_km2(
    world: World, load: Load, cells: Cells
) -> None:
    area = SIZE**2 / 1e6  # Gauss-Kruger at 14.4e6 m: 1 degree from the meridian, scale near 1
    world.raster("pop.tif", np.full((3, 4), 50.0))
    world.layers["population"] = {"path": "pop.tif", "measure": "count"}
    load()
    assert cells("population_density") == pytest.approx(50 / area, rel=3e-4)


def test_a_killed_connection_leaves_the_old_layer_and_the_next_load_mends_it(
    dem: World, load: Load, cells: Cells, database: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    load()
    dem.raster("dem.tif", np.array(HEIGHTS) + 1, "int16", nodata=-32768)
    real = cut.raster_wkb
    victim = psycopg.connect(database.info.dsn, autocommit=True)

    def kill(*arguments: Any) -> bytes:
        database.execute("select pg_terminate_backend(%s)", [victim.info.backend_pid])
        return real(*arguments)

    monkeypatch.setattr(cut, "raster_wkb", kill)
    region = read_region(dem.file)
    with pytest.raises(SinkbaseError, match="the server ended the connection in the middle"):
        load_region(region, dem.data, victim, console=Console(quiet=True))
    monkeypatch.setattr(cut, "raster_wkb", real)
    assert cells("elevation").tolist() == HEIGHTS
    assert set(load().loaded) == {"elevation", "slope"}
    assert cells("elevation")[0, 0] == 101


def test_a_user_without_rights_is_told_which(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    database.execute("set role pg_monitor")
    with pytest.raises(SinkbaseError, match=r"lack a right: permission denied .* `make db-up`"):
        load()


def test_a_database_without_postgis_is_told_so(
    dem: World, load: Load, database: psycopg.Connection
) -> None:
    database.execute("drop extension postgis cascade")
    with pytest.raises(SinkbaseError, match=r"lacks an extension: .* `make doctor`"):
        load()


def test_a_connection_that_does_not_commit_by_itself_serves_as_well(
    dem: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    database.autocommit = False
    load()
    database.rollback()
    assert cells("elevation").tolist() == HEIGHTS


def test_plain_lines_where_there_is_no_terminal(dem: World, database: psycopg.Connection) -> None:
    said = io.StringIO()
    region = read_region(dem.write())
    load_region(region, dem.data, database, console=Console(file=said, width=200))
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("loaded elevation: 1 file, 1 tiles, 100.00 % of the region, ")
    assert lines[-1].startswith("drawn_raw: 2 tables loaded, 0 unchanged, 12 cells (12 km2), ")
    assert "warning: the region file has no land_use, npp, temperature" in said.getvalue()


def test_bars_with_tiles_and_rates_on_a_terminal(dem: World, database: psycopg.Connection) -> None:
    said = io.StringIO()
    region = read_region(dem.write())
    console = Console(file=said, width=200, force_terminal=True)
    load_region(region, dem.data, database, console=console)
    assert "elevation (1 file)" in said.getvalue()
    assert "tiles" in said.getvalue()
