"""The legends of a region in the database's table layer_styles, where QGIS looks for them."""

from pathlib import Path

import psycopg

from analysis.gis.layers import GEOMETRIES
from analysis.looks.styles import SHOWN
from analysis.results.files import read_manifest
from sinkbase.database import connection as database

TABLE = "public.layer_styles"
MAY_WRITE = """
    select coalesce(has_table_privilege(to_regclass(%s), 'insert, delete'), false)
"""
INSERT = """
    insert into public.layer_styles (
        f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename,
        styleqml, stylesld, useasdefault, description, type
    )
    values (
        current_database(), %(schema)s, %(name)s, %(column)s, %(title)s,
        xmlparse(document %(qml)s), xmlparse(document %(sld)s), %(is_default)s, %(told)s, %(type)s
    )
"""


def write_styles(region: str, folder: Path) -> int | None:
    """Replace the region's rows by the legends in `folder`/styles, all or none; return how many.

    None: there is no such table, or the connection may not write it (a reader's export).
    """
    rows = _rows(region, folder)
    with database.connect() as connection:
        if not _may_write(connection):
            return None
        connection.execute(
            "delete from public.layer_styles where f_table_schema = %s"
            " and f_table_catalog = current_database()",
            (region,),
        )
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, rows)
    return len(rows)


def _may_write(connection: psycopg.Connection) -> bool:
    row = connection.execute(MAY_WRITE, (TABLE,)).fetchone()
    return bool(row and row[0])


def _rows(region: str, folder: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    titled = {
        it["name"]: (it["title"], it["title_zh"])
        for it in read_manifest(folder).get("files", [])
        if it["kind"] == "style" and "title" in it
    }
    for name, (title, title_zh) in titled.items():
        geometry = SHOWN[name].geometry
        for suffix, told in (("", title), (".zh", title_zh)):
            qml = folder / "styles" / f"{name}{suffix}.qml"
            if not qml.exists():
                continue
            rows.append(
                {
                    "schema": region,
                    "name": name,
                    "column": "rast" if geometry == "raster" else "geom",
                    "title": told,
                    "qml": qml.read_text(encoding="utf-8"),
                    "sld": qml.with_suffix(".sld").read_text(encoding="utf-8"),
                    "is_default": suffix == "",
                    "told": f"{title} / {title_zh}",
                    "type": GEOMETRIES[geometry],
                }
            )
    return rows
