"""The grid's own tables: `grid`, `tile` and `boundary`."""

import shapely
from psycopg import sql

from loaders.grid.grid import Grid
from loaders.write import comment_all, name_of
from sinkbase.database.connection import Connection
from sinkbase.region.settings import Region


def update_labels(connection: Connection, region: Region) -> None:
    """Let the grid say the region's year and titles as they are now."""
    connection.execute(
        sql.SQL(
            "update {} set year = %(year)s, title = %(title)s, title_zh = %(title_zh)s"
            " where (year, title, title_zh) is distinct from (%(year)s, %(title)s, %(title_zh)s)"
        ).format(name_of(region.raw_schema, "grid")),
        {"year": region.year, "title": region.title, "title_zh": region.title_zh},
    )


def replace_grid(
    connection: Connection, region: Region, grid: Grid, boundary: shapely.MultiPolygon
) -> None:
    """Write `grid` (one row), `tile` (one row a tile) and `boundary` (one row)."""
    schema, srid, cells = region.raw_schema, grid.srid, grid.cells
    for statement in _GRID_TABLES:
        connection.execute(
            sql.SQL(statement).format(
                grid=name_of(schema, "grid"),
                tile=name_of(schema, "tile"),
                boundary=name_of(schema, "boundary"),
            )
        )
    connection.execute(
        sql.SQL("insert into {} values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)").format(
            name_of(schema, "grid")
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
            ).format(name_of(schema, "tile")),
            rows,
        )
    connection.execute(
        sql.SQL("insert into {} values (1, ST_GeomFromWKB(%s, %s))").format(
            name_of(schema, "boundary")
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
            name_of(schema, table), sql.Identifier(kind), sql.Literal(srid)
        )
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
