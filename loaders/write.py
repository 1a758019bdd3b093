"""Rows into PostGIS: raster tables by COPY, comments, constraints, the grid's own tables."""

from collections.abc import Iterable

import shapely
from psycopg import sql

from loaders.grid.grid import Grid
from loaders.jobs import SHARE_TABLE
from sinkbase.database.connection import Connection
from sinkbase.region.layers import Layer
from sinkbase.region.settings import Region

RAW_COMMENT = "on one grid, as loaded. One raster table a layer."  # sql/grants.sql knows it


def _name(schema: str, table: str) -> sql.Composed:
    return sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(table))


def _comment(connection: Connection, schema: str, table: str, column: str, text: str) -> None:
    target = _name(schema, table)
    if column:
        statement = sql.SQL("comment on column {}.{} is {}").format(
            target, sql.Identifier(column), sql.Literal(text)
        )
    else:
        statement = sql.SQL("comment on table {} is {}").format(target, sql.Literal(text))
    connection.execute(statement)


def comment_all(connection: Connection, schema: str, table: str, texts: dict[str, str]) -> None:
    """Comment a table (key "") and its columns."""
    for column, text in texts.items():
        _comment(connection, schema, table, column, text)


def exists(connection: Connection, schema: str, table: str) -> bool:
    """Whether the table is there."""
    row = connection.execute("select to_regclass(%s) is not null", [f"{schema}.{table}"]).fetchone()
    return bool(row and row[0])


def count_rows(connection: Connection, schema: str, table: str) -> int:
    """Rows of a table, -1 when it is not there."""
    if not exists(connection, schema, table):
        return -1
    query = sql.SQL("select count(*) from {}").format(_name(schema, table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else -1


def drop_table(connection: Connection, schema: str, table: str) -> None:
    """Drop a table and the views on it: they are built again by `transform`."""
    connection.execute(sql.SQL("drop table if exists {} cascade").format(_name(schema, table)))


def ensure_schema(connection: Connection, region: Region) -> None:
    """Create and comment the region's raw schema."""
    schema = sql.Identifier(region.raw_schema)
    connection.execute(sql.SQL("create schema if not exists {}").format(schema))
    label = "synthetic demonstration data" if region.synthetic else "input layers"
    text = f"{region.title}: {label} {RAW_COMMENT}"
    connection.execute(sql.SQL("comment on schema {} is {}").format(schema, sql.Literal(text)))


def raster_comments(table: str, layer: Layer, synthetic: bool) -> dict[str, str]:
    """What a raster table and its columns hold."""
    label = " Synthetic data." if synthetic else ""
    if table == SHARE_TABLE:
        return {name: f"{text}{label if not name else ''}" for name, text in _SHARE.items()}
    missing = "-9999" if layer.kind == "quantity" else "0"
    bands = ""
    if len(layer.bands) > 1:
        bands = " Bands: " + ", ".join(f"{i} {name}" for i, name in enumerate(layer.bands, 1)) + "."
    return {
        "": f"One row per tile: {layer.what}, {layer.unit}.{bands}{label}",
        "tile_id": _SHARE["tile_id"],
        "rast": f"{layer.what.capitalize()}, {layer.unit}; missing is {missing}",
    }


def replace_rasters(
    connection: Connection,
    schema: str,
    table: str,
    comments: dict[str, str],
    tiles: Iterable[tuple[int, bytes] | tuple[int, int, bytes]],
) -> None:
    """Put tiles (keys, WKB) in the place of a raster table's rows.

    The keys are the columns that the comments name before `rast`. The table stays the same object,
    so the views on it stay; the caller's transaction keeps the old rows until it commits. COPY of
    bytea through a view whose trigger converts each tile: 0.4 s for 25 bands of 1,000,000 cells;
    by a staging table 0.6 s, as hexadecimal text 1.5 s.
    """
    target = _name(schema, table)
    keys = [name for name in comments if name not in ("", "rast")]
    if exists(connection, schema, table):
        connection.execute(sql.SQL("truncate {}").format(target))
        connection.execute(
            "select dropRasterConstraints(%s::name, %s::name, 'rast'::name)", [schema, table]
        )
    else:
        _create_raster_table(connection, target, keys)
    _open_door(connection, target, keys)
    with (
        connection.cursor() as cursor,
        cursor.copy("copy pg_temp.incoming_tile from stdin (format binary)") as copy,
    ):
        copy.set_types([*["int4"] * len(keys), "bytea"])
        for row in tiles:
            copy.write_row(row)
    connection.execute("drop view pg_temp.incoming_tile")
    connection.execute(
        "select addRasterConstraints(%s::name, %s::name, 'rast'::name)", [schema, table]
    )
    connection.execute(sql.SQL("analyze {}").format(target))
    comment_all(connection, schema, table, comments)


def _create_raster_table(connection: Connection, target: sql.Composed, keys: list[str]) -> None:
    columns = [sql.SQL("{} integer not null").format(sql.Identifier(key)) for key in keys]
    connection.execute(
        sql.SQL("create table {} ({}, rast raster not null, primary key ({}))").format(
            target, sql.SQL(", ").join(columns), _listed(keys)
        )
    )
    connection.execute(
        sql.SQL("alter table {} alter column rast set storage external").format(target)
    )


def _open_door(connection: Connection, target: sql.Composed, keys: list[str]) -> None:
    """A view through which rows come in as bytea and lie in the table as raster."""
    new = sql.SQL(", ").join(sql.SQL("new.{}").format(sql.Identifier(key)) for key in keys)
    for statement in _DOOR:
        connection.execute(sql.SQL(statement).format(target=target, keys=_listed(keys), new=new))


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def update_year(connection: Connection, region: Region) -> None:
    """Let the grid say the region's year as it is now."""
    connection.execute(
        sql.SQL("update {} set year = %(year)s where year is distinct from %(year)s").format(
            _name(region.raw_schema, "grid")
        ),
        {"year": region.year},
    )


def replace_grid(
    connection: Connection, region: Region, grid: Grid, boundary: shapely.MultiPolygon
) -> None:
    """Write `grid` (one row), `tile` (one row a tile) and `boundary` (one row)."""
    schema, srid, cells = region.raw_schema, grid.srid, grid.cells
    for statement in _GRID_TABLES:
        connection.execute(
            sql.SQL(statement).format(
                grid=_name(schema, "grid"),
                tile=_name(schema, "tile"),
                boundary=_name(schema, "boundary"),
            )
        )
    connection.execute(
        sql.SQL("insert into {} values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)").format(
            _name(schema, "grid")
        ),
        (
            region.name, region.title, region.title_zh, region.synthetic, srid, cells.size,
            cells.left, cells.top, cells.columns, cells.rows, grid.tile_size, region.year,
        ),
    )  # fmt: skip
    rows = [(t.tile_id, t.row, t.column, *t.cells.bounds, srid) for t in grid.tiles()]
    with connection.cursor() as cursor:
        cursor.executemany(
            sql.SQL(
                "insert into {} values (%s, %s, %s, ST_MakeEnvelope(%s, %s, %s, %s, %s))"
            ).format(_name(schema, "tile")),
            rows,
        )
    connection.execute(
        sql.SQL("insert into {} values (1, ST_GeomFromWKB(%s, %s))").format(
            _name(schema, "boundary")
        ),
        (shapely.to_wkb(boundary), srid),
    )
    for table in ("tile", "boundary"):
        _set_srid(connection, schema, table, srid)
    for table, texts in _GRID_COMMENTS.items():
        comment_all(connection, schema, table, texts)


def _set_srid(connection: Connection, schema: str, table: str, srid: int) -> None:
    kind = "Polygon" if table == "tile" else "MultiPolygon"
    connection.execute(
        sql.SQL("alter table {} alter column geom type public.geometry({}, {})").format(
            _name(schema, table), sql.Identifier(kind), sql.Literal(srid)
        )
    )


_SHARE = {
    "": "One row per tile and land-use code that occurs in it: the share of each cell's area that "
    "the code covers, 0 to 1.",
    "tile_id": "Tile number, row by row from the top left",
    "land_use_code": "CNLUCC code",
    "rast": "Share of each cell's area, 0 to 1; 0 where the code does not occur",
}
_DOOR = (
    "create or replace temporary view incoming_tile as "
    "select {keys}, null::bytea as wkb from {target}",
    "create or replace function pg_temp.store_tile() returns trigger language plpgsql as "
    "$$ begin insert into {target} values ({new}, ST_RastFromWKB(new.wkb)); return new; end $$",
    "create or replace trigger store_tile instead of insert on pg_temp.incoming_tile "
    "for each row execute function pg_temp.store_tile()",
)
_GRID_TABLES = (
    "drop table if exists {grid}, {tile}, {boundary} cascade",
    """create table {grid} (
        region text primary key, title text not null, title_zh text not null,
        synthetic boolean not null, srid integer not null,
        cell_size_m double precision not null, origin_x double precision not null,
        origin_y double precision not null, columns integer not null, rows integer not null,
        tile_size integer not null, year integer
    )""",
    """create table {tile} (
        tile_id integer primary key, tile_row integer not null, tile_column integer not null,
        geom geometry not null
    )""",
    "create table {boundary} (boundary_id integer primary key, geom geometry not null)",
)
_GRID_COMMENTS = {
    "grid": {
        "": "One row: the region and the grid on which all its layers lie",
        "region": "Name of the region, as in its schemas",
        "title": "English title",
        "title_zh": "Chinese title",
        "synthetic": "Whether the data is made up for demonstration",
        "srid": "EPSG code of the coordinate system",
        "cell_size_m": "Side of a cell, m",
        "origin_x": "Left edge of the grid, m",
        "origin_y": "Top edge of the grid, m",
        "columns": "Cells in a row",
        "rows": "Rows of cells",
        "tile_size": "Side of a full tile, cells",
        "year": "Year for which the region is evaluated; null where it is not given",
    },
    "tile": {
        "": "One row per tile of the grid",
        "tile_id": "Tile number, row by row from the top left",
        "tile_row": "Row of tiles, 0 at the top",
        "tile_column": "Column of tiles, 0 at the left",
        "geom": "Extent of the tile",
    },
    "boundary": {
        "": "One row: the region's boundary, exclaves included",
        "boundary_id": "Always 1",
        "geom": "Boundary in the region's coordinate system",
    },
}
