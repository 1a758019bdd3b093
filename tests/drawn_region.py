"""A region drawn as text: its raw tables written straight into the database, without files."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from sinkbase.region.seeds import seed_rows
from sinkbase.region.settings import Region, read_region
from sinkbase.transform.transform import transform

CODES = {"inside", "land_use", "vegetation", "roads", "npp_origin"}
BESIDE = {"inside", "npp_origin"}  # no layers of the load log
NAME = "drawn"
CELL_SIZE = 1000
SRID = 2328
YEAR = 2015
ALL_CODES = [int(row["land_use_code"]) for row in seed_rows("land_use_classes")]


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
    roads: bool = False,
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
        '[layers.roads]\npath = "none.gpkg"' if roads else "",
    ]
    path = folder / f"{NAME}.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_region(path)


def draw_region(
    connection: psycopg.Connection,
    region: Region,
    layers: dict[str, Any],
    columns: int = 0,
    *,
    year: int | None = YEAR,
    sources: Sequence[dict[str, Any]] = (),
    load_warnings: Sequence[dict[str, Any]] = (),
) -> DrawnRegion:
    """Write the raw tables, cut into tiles `columns` wide (0: one tile), and build the results.

    `land_use_fine`, where given, draws the pixels of the land use, a whole number of them to each
    side of a cell: from them come the shares. `sources` change rows of the load log (by layer and
    source_number, 1 by default) or add some; `load_warnings` are rows of the table of that name.
    """
    write_raw(
        connection, region, layers, columns,
        year=year, sources=sources, load_warnings=load_warnings,
    )  # fmt: skip
    transform(region)
    return DrawnRegion(connection, region)


def write_raw(
    connection: psycopg.Connection,
    region: Region,
    layers: dict[str, Any],
    columns: int = 0,
    *,
    year: int | None = YEAR,
    sources: Sequence[dict[str, Any]] = (),
    load_warnings: Sequence[dict[str, Any]] = (),
) -> None:
    """Write the raw tables alone."""
    connection.execute(f"drop schema if exists {NAME}_raw cascade")
    connection.execute("set role sinkbase_builder")  # whose every region is
    connection.execute(f"create schema {NAME}_raw")
    drawn = {"npp_origin": _origin_of(layers["npp"])} | layers
    fine = drawn.pop("land_use_fine", drawn["land_use"])
    for layer, drawing in drawn.items():
        _write(connection, layer, drawing, columns, region.cell_size_m)
    cells = _cells(drawn["inside"])
    _write_shares(connection, _shares(_cells(fine), len(cells)), columns, region.cell_size_m)
    _write_frame(connection, region, cells, year)
    _write_log(connection, region, drawn, sources, load_warnings)
    connection.execute("reset role")


def _cells(drawing: str) -> list[list[str]]:
    """The words of a drawing, row by row."""
    lines = drawing.strip().replace("/", "\n").splitlines()
    return [line.split() for line in lines if line.strip()]


def _origin_of(npp: str) -> str:
    """Everything observed."""
    return "\n".join(" ".join("1" if v != "." else "." for v in row) for row in _cells(npp))


def _shares(pixels: list[list[str]], rows: int) -> dict[int, list[list[str]]]:
    """Per code, the share of each cell's pixels that have it."""
    finer = len(pixels) // rows
    codes = sorted({int(float(code)) for row in pixels for code in row if code != "."})

    def share(code: int, row: int, column: int) -> str:
        block = [
            pixels[y][x]
            for y in range(finer * row, finer * (row + 1))
            for x in range(finer * column, finer * (column + 1))
        ]
        return repr(sum(it != "." and int(float(it)) == code for it in block) / finer**2)

    columns = len(pixels[0]) // finer
    return {
        code: [[share(code, row, column) for column in range(columns)] for row in range(rows)]
        for code in codes
    }


def _write_frame(
    connection: psycopg.Connection, region: Region, cells: list[list[str]], year: int | None
) -> None:
    """The grid and the boundary along the edges of its cells."""
    connection.execute(
        f"""
        create table {NAME}_raw.grid as
        select %s::text as region, 'Drawn'::text as title, '画'::text as title_zh,
               true as synthetic, {SRID} as srid, %s::float8 as cell_size_m,
               0::float8 as origin_x, 0::float8 as origin_y, %s as columns, %s as rows,
               128 as tile_size, %s::integer as year
        """,
        (NAME, region.cell_size_m, len(cells[0]), len(cells), year),
    )
    connection.execute(
        f"""
        create table {NAME}_raw.boundary as
        select 1 as boundary_id, st_multi(st_union((dumped.polygon).geom)) as geom
        from (select st_dumpaspolygons(rast) as polygon from {NAME}_raw.inside) as dumped
        where (dumped.polygon).val = 1
        """
    )


def _write_log(
    connection: psycopg.Connection,
    region: Region,
    layers: dict[str, Any],
    sources: Sequence[dict[str, Any]],
    load_warnings: Sequence[dict[str, Any]],
) -> None:
    """A row a layer: observed in the reference year, pixels as large as cells, or as told."""
    cells = sum(value == "1" for row in _cells(layers["inside"]) for value in row)
    usual = {
        "source_number": 1, "path": "none.tif", "source_crs": f"EPSG:{SRID}",
        "source_resolution": f"{region.cell_size_m:g} x {region.cell_size_m:g} m",
        "resampling": "average", "unit": "1", "scale": 1.0, "offset_value": 0.0, "note": "",
        "cells_with_value": cells, "share_percent": 100.0, "warnings": [], "year": YEAR,
        "kind": "observed", "note_zh": "", "licence": "", "pixel_m": region.cell_size_m,
        "land_use_codes": None,
    }  # fmt: skip
    rows = {
        (layer, 1): usual
        | {"layer": layer, "fingerprint": sha256(json.dumps(drawing).encode()).hexdigest()}
        for layer, drawing in layers.items()
        if layer not in BESIDE
    }
    rows["land_use", 1] |= {"land_use_codes": ALL_CODES}
    for source in sources:
        key = source["layer"], source.get("source_number", 1)
        rows[key] = rows.get(key, rows[source["layer"], 1]) | source
    connection.execute(
        f"""
        create table {NAME}_raw.load_log as
        select * from jsonb_to_recordset(%s) as log (
            layer text, source_number int, path text, source_crs text, source_resolution text,
            resampling text, unit text, scale float8, offset_value float8, note text,
            cells_with_value bigint, share_percent float8, warnings text[], year int, kind text,
            note_zh text, licence text, pixel_m float8, land_use_codes int[], fingerprint text
        )
        """,
        (Jsonb(list(rows.values())),),
    )
    connection.execute(
        f"""
        create table {NAME}_raw.load_warning as
        select layer, source_number, kind, cells, share_percent, value,
               coalesce(details, '{{}}') as details
        from jsonb_to_recordset(%s) as warning (
            layer text, source_number int, kind text, cells bigint, share_percent float8,
            value float8, details jsonb
        )
        """,
        (Jsonb(list(load_warnings)),),
    )


def _write(
    connection: psycopg.Connection, layer: str, drawing: Any, columns: int, cell_size_m: float
) -> None:
    """One raw table."""
    connection.execute(
        f"create table {NAME}_raw.{layer} (tile_id integer primary key, rast raster not null)"
    )
    kind = "8BUI" if layer in CODES else "32BF"
    bands = [_cells(band) for band in (drawing if isinstance(drawing, list) else [drawing])]
    for tile_id, left, parts in _tiles(bands, columns):
        connection.execute(
            f"""
            insert into {NAME}_raw.{layer}
            select %s, st_addband(null::raster, array_agg(
                sinkbase.drawn_raster(d, %s, %s, %s, 0, {SRID}) order by n), 1)
            from unnest(%s::text[]) with ordinality as x (d, n)
            """,
            (tile_id, kind, cell_size_m, left * cell_size_m, parts),
        )


def _write_shares(
    connection: psycopg.Connection,
    shares: dict[int, list[list[str]]],
    columns: int,
    cell_size_m: float,
) -> None:
    """A row a tile and code that occurs in it."""
    connection.execute(
        f"""
        create table {NAME}_raw.land_use_share (
            tile_id integer, land_use_code integer, rast raster not null,
            primary key (tile_id, land_use_code)
        )
        """
    )
    for code, share in shares.items():
        for tile_id, left, (part,) in _tiles([share], columns):
            if any(float(value) for value in part.replace("/", " ").split()):
                connection.execute(
                    f"""
                    insert into {NAME}_raw.land_use_share
                    values (%s, %s, sinkbase.drawn_raster(%s, '32BF', %s, %s, 0, {SRID}))
                    """,
                    (tile_id, code, part, cell_size_m, left * cell_size_m),
                )


def _tiles(bands: list[list[list[str]]], columns: int) -> Iterator[tuple[int, int, list[str]]]:
    """Number, first column and drawn bands of each tile."""
    width = len(bands[0][0])
    step = columns or width
    for tile_id, left in enumerate(range(0, width, step), 1):
        yield (
            tile_id,
            left,
            ["/".join(" ".join(row[left : left + step]) for row in band) for band in bands],
        )
