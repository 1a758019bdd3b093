"""A region drawn as text: its raw tables written straight into the database, without files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from sinkbase.region.settings import Region, read_region
from sinkbase.transform.transform import transform

CODES = {"inside", "land_use", "land_use_fine", "vegetation", "roads"}
NAME = "drawn"
CELL_SIZE = 1000
SRID = 2328


@dataclass(frozen=True)
class DrawnRegion:
    """A region whose raw layers are drawings; layers of several bands are lists of drawings."""

    connection: psycopg.Connection
    region: Region

    def values(self, result: str) -> list[list[float | None]]:
        """Rows of a result raster, None where missing."""
        query = sql.SQL("select st_dumpvalues(st_union(rast), 1) from {}.{}")
        row = self.connection.execute(
            query.format(sql.Identifier(NAME), sql.Identifier(result))
        ).fetchone()
        assert row is not None
        return row[0]

    def rows(self, query: str) -> list[Any]:
        """Rows of a query within the result schema."""
        with self.connection.transaction():
            self.connection.execute("set local search_path = drawn, public")
            return self.connection.execute(query).fetchall()


def region_settings(
    folder: Path,
    method: dict[str, Any] | None = None,
    soil: str = "",
    cell_size_m: int = CELL_SIZE,
) -> Region:
    """A region file with all layers (their paths are never opened here)."""
    layers = ("elevation", "land_use", "npp", "temperature", "precipitation", "vegetation")
    lines = [
        "[region]",
        f'name = "{NAME}"',
        f'crs = "EPSG:{SRID}"',
        f"cell_size_m = {cell_size_m}",
        "[boundary]",
        'path = "none.geojson"',
        "[method]",
        *(f"{name} = {json.dumps(value)}" for name, value in (method or {}).items()),
        *(f'[layers.{layer}]\npath = "none.tif"' for layer in layers),
        '[layers.population]\npath = "none.tif"\nmeasure = "density"',
        '[layers.soil]\npath = "none.tif"\nproperties = { organic_carbon = 1 }',
        soil,
    ]
    path = folder / f"{NAME}.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_region(path)


def draw_region(
    connection: psycopg.Connection,
    region: Region,
    layers: dict[str, Any],
    columns: int = 0,
) -> DrawnRegion:
    """Write the raw tables, cut into tiles `columns` wide (0: one tile), and build the results.

    `land_use_fine`, where given, may have a whole number of pixels to each side of a cell.
    """
    connection.execute(f"drop schema if exists {NAME}_raw cascade")
    connection.execute("set role sinkbase_builder")  # whose every region is
    connection.execute(f"create schema {NAME}_raw")
    inside = [line for line in layers["inside"].strip().replace("/", "\n").splitlines() if line]
    for layer, drawing in ({"land_use_fine": layers["land_use"]} | layers).items():
        bands = drawing if isinstance(drawing, list) else [drawing]
        finer = (len(bands[0].split()) / len(" ".join(inside).split())) ** 0.5
        _write(connection, layer, bands, round(columns * finer), region.cell_size_m / finer)
    connection.execute(
        f"""
        create table {NAME}_raw.grid as
        select %s::text as region, 'Drawn'::text as title, '画'::text as title_zh,
               true as synthetic, {SRID} as srid, %s::float8 as cell_size_m,
               0::float8 as origin_x, 0::float8 as origin_y, %s as columns, %s as rows
        """,
        (NAME, region.cell_size_m, len(inside[0].split()), len(inside)),
    )
    connection.execute(
        f"create table {NAME}_raw.load_log (layer text, source_number int, fingerprint text)"
    )
    connection.execute(
        f"insert into {NAME}_raw.load_log values ('all', 1, md5(%s::text))", (Jsonb(layers),)
    )
    connection.execute("reset role")
    transform(region)
    return DrawnRegion(connection, region)


def _write(
    connection: psycopg.Connection,
    layer: str,
    bands: list[str],
    columns: int,
    pixel: float,
) -> None:
    """One raw table of pixels so large (m)."""
    kind = "8BUI" if layer in CODES else "32BF"
    connection.execute(
        f"create table {NAME}_raw.{layer} (tile_id integer primary key, rast raster not null)"
    )
    cells = [[line.split() for line in band.strip().splitlines()] for band in bands]
    width = len(cells[0][0])
    step = columns or width
    for tile_id, left in enumerate(range(0, width, step), 1):
        parts = ["/".join(" ".join(row[left : left + step]) for row in band) for band in cells]
        connection.execute(
            f"""
            insert into {NAME}_raw.{layer}
            select %s, st_addband(null::raster, array_agg(
                sinkbase.drawn_raster(d, %s, {pixel}, %s, 0, {SRID}) order by n), 1)
            from unnest(%s::text[]) with ordinality as x (d, n)
            """,
            (tile_id, kind, left * pixel, parts),
        )
