"""A region whose results are drawn as text, in the form that the dbt project leaves them."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from analysis.results.provenance import Grid
from sinkbase.region.settings import Region

GRID = Grid("drawn", "Drawn county", "画县", True, 2328, 1000.0, 5000.0, 9000.0, 5, 4)
TILE = 3  # two columns and two rows of tiles, those at the edges smaller

NEP = """
    1.5   .   3    4   5
    -6    7   8    9  10
    11   12  13   14   .
    .     .   .   18  19.25
"""
LEVELS = """
    1 . 2 3 3
    1 1 2 4 4
    2 2 3 5 .
    . . . 5 5
"""
SUMMARY = """
    create table drawn.region_summary as
    select 'drawn'::text as region, 'Drawn county'::text as title, '画县'::text as title_zh,
        true as is_synthetic, 2328 as srid, 1000::float8 as cell_size_m, 16::bigint as cells,
        16::float8 as area_km2, 0.1::float8 + 0.2 as nep_mean_gc_m2_a,
        -6::float8 as nep_min_gc_m2_a, 19.25::float8 as nep_max_gc_m2_a,
        1234567.5::float8 as nep_total_t_a,
        2.5::float8 as soil_carbon_mean_kgc_m2, 40000::float8 as soil_carbon_total_t,
        'absent'::text as inorganic_carbon, 16230::float8 as vegetation_carbon_total_t,
        5::float8 as area_high_km2, 0.93::float8 as goodness_of_variance_fit,
        1::bigint as cells_without_importance, 'vegetation_carbon'::text as constant_layers;
    alter table drawn.region_summary add primary key (region);
    comment on table drawn.region_summary is 'One row: the region''s headline numbers.';
    comment on column drawn.region_summary.area_km2 is 'Area of these cells. Unit: km2.';
    comment on column drawn.region_summary.nep_total_t_a is
        'Net ecosystem production of the region. Unit: tC/a.';
"""
BREAKS = """
    create table drawn.importance_breaks as
    select level as importance_level, 'level ' || level as level_name,
        '级' || level as level_name_zh,
        (level - 1) / 5.0::float8 as lower_limit, level / 5.0::float8 as upper_limit,
        3::bigint as cells, 3::float8 as area_km2, 20::float8 as share_percent,
        0.93::float8 as goodness_of_variance_fit
    from generate_series(5, 1, -1) as level;
    alter table drawn.importance_breaks add primary key (importance_level);
    comment on table drawn.importance_breaks is 'One row per level of importance: its limits.';
    comment on column drawn.importance_breaks.area_km2 is 'Area of the level. Unit: km2.';
"""
VEGETATION = """
    create table drawn.vegetation_carbon_storage (
        vegetation_subtype_code integer primary key, vegetation_subtype text,
        vegetation_subtype_zh text, carbon_density_t_hm2 float8, cells bigint, area_km2 float8,
        storage_t float8
    );
    insert into drawn.vegetation_carbon_storage values
        (2, 'Meadow, "alpine"', '草甸', 10.1, 10, 10, 10100), (1, 'Steppe', '草原', 10, 6, 6, 6130),
        (3, 'Marsh', '沼泽', 12, 0, 0, 0);
"""
RAW = """
    create schema drawn_raw;
    create table drawn_raw.grid as select 'drawn'::text as region, 'Drawn county'::text as title,
        '画县'::text as title_zh, true as synthetic, 2328 as srid, 1000::float8 as cell_size_m,
        5000::float8 as origin_x, 9000::float8 as origin_y, 5 as columns, 4 as rows, 3 as tile_size;
    create table drawn_raw.boundary as select 1 as boundary_id,
        st_multi(st_makeenvelope(5000, 5000, 10000, 9000, 2328))::geometry(multipolygon, 2328)
            as geom;
    create table drawn_raw.load_log (
        layer text, source_number integer, path text, source_crs text, source_resolution text,
        resampling text, unit text, scale float8, offset_value float8, note text,
        share_percent float8, warnings text[], loaded_at timestamptz default now()
    );
    insert into drawn_raw.load_log values
        ('npp', 1, 'npp/farmland.tif', 'EPSG:4326', '0.1 degrees', 'bilinear', 'kgC/m2/a', 0.0001,
         null, 'Farmland, 10 km', 25, '{}'),
        ('npp', 2, 'npp/miami.tif', 'EPSG:4326', '0.5 degrees', 'bilinear', 'gC/m2/a', null,
         null, 'Modelled, not observed: Miami model', 75, '{}'),
        ('elevation', 1, '/somewhere/dem.tif', 'EPSG:4326', '30 arc-seconds', 'average', 'm', null,
         null, 'SRTM, a digital elevation model', 98, '{"elevation covers 98.0 % of the region"}'),
        ('slope', 1, '/somewhere/dem.tif', 'EPSG:4326', '30 arc-seconds', 'average', 'degree',
         null, null, 'SRTM, a digital elevation model', 97, '{}');
"""
# the second sink has no NEP and no Chinese name
VECTORS = """
    create table drawn.carbon_sinks (
        sink_id integer primary key, category_code integer, category text, name_zh text,
        cells bigint, area_km2 float8, mean_nep float8, geom geometry(multipolygon, 2328)
    );
    insert into drawn.carbon_sinks values
        (2, 3, 'potential', null, 1, 1, null,
            st_multi(st_makeenvelope(9000, 5000, 10000, 6000, 2328))),
        (1, 1, 'primary', '碳汇腹地', 2, 2, 3.5,
            st_multi(st_makeenvelope(5000, 8000, 7000, 9000, 2328)));
    comment on table drawn.carbon_sinks is 'One row per carbon sink: its polygon (Table 3).';
    comment on column drawn.carbon_sinks.area_km2 is 'Area of these cells. Unit: km2.';
    comment on column drawn.carbon_sinks.mean_nep is
        'Mean net ecosystem production. More. Unit: gC/m2/a.';
    create table drawn.corridors (
        corridor_id integer primary key, from_sink integer, to_sink integer, length_km float8,
        geom geometry(linestring, 2328)
    );
    create table drawn.grid_cells (
        cell_id integer primary key, importance_level integer, sink_id integer, is_pinch boolean,
        geom geometry(polygon, 2328)
    );
    insert into drawn.grid_cells values
        (1, 1, null, false, st_makeenvelope(5000, 8000, 6000, 9000, 2328)),
        (2, 5, 1, null, st_makeenvelope(6000, 8000, 7000, 9000, 2328));
"""


@dataclass(frozen=True)
class Drawn:
    """The region, its database and the folder of its files."""

    connection: psycopg.Connection
    region: Region
    out: Path

    @property
    def folder(self) -> Path:
        return self.out / "drawn"

    def draw(self, name: str, drawing: str, comment: str, pixel_type: str = "32BF") -> None:
        """Make a raster result of the whole grid, cut into tiles."""
        self.connection.execute(
            f"create table drawn.{name} (tile_id integer primary key, rast raster not null)"
        )
        cells = [line.split() for line in drawing.strip().splitlines()]
        corners = [(row, column) for row in range(0, 4, TILE) for column in range(0, 5, TILE)]
        for tile_id, (row, column) in enumerate(corners, 1):
            part = [line[column : column + TILE] for line in cells[row : row + TILE]]
            self.connection.execute(
                f"insert into drawn.{name} select %s,"
                " sinkbase.drawn_raster(%s, %s, 1000, %s, %s, 2328)",
                (
                    tile_id,
                    "/".join(" ".join(line) for line in part),
                    pixel_type,
                    GRID.origin_x + 1000 * column,
                    GRID.origin_y - 1000 * row,
                ),
            )
        self.connection.execute(f"comment on column drawn.{name}.rast is '{comment}'")

    def transformed(self, fingerprint: str) -> None:
        """Record what the results were made from, as the stage before does."""
        self.connection.execute(
            "insert into sinkbase.build (region, stage, fingerprint) values"
            " ('drawn', 'transform', %s) on conflict (region, stage)"
            " do update set fingerprint = excluded.fingerprint",
            (fingerprint,),
        )
