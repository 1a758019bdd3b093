"""What lies in a region's raw tables: are all there, and a digest of each."""

import psycopg
from psycopg import sql

from sinkbase import fingerprint
from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import DERIVED, LAYERS, REQUIRED
from sinkbase.region.settings import Region

FRAME = ("grid", "boundary", "inside", "load_log", "load_warning")
BESIDE = ("land_use_share", "npp_origin")  # what the loaders make of a layer beside its own table

# what a build reads of each: whoever loaded it when, and from which folder, changes no result
CONTENTS = {
    "grid": "select (to_jsonb(it) - array['title', 'title_zh'])::text from {}.grid as it",
    "boundary": "select md5(st_asbinary(geom)) from {}.boundary order by boundary_id",
    "inside": "select md5(string_agg(st_asbinary(rast), '' order by tile_id)) from {}.inside",
    "load_log": """
        select (
            to_jsonb(it) - array['loaded_at', 'files', 'sha256', 'size_bytes', 'fingerprint']
        )::text
        from {}.load_log as it order by layer, source_number
    """,
    "load_warning": "select to_jsonb(it)::text from {}.load_warning as it order by 1",
}
LOADED = """
    select layer, string_agg(
        concat_ws(' ', source_number, split_part(fingerprint, ':', 1)), ' ' order by source_number
    )
    from {}.load_log where fingerprint is not null group by layer
"""
TABLES = """
    select relname from pg_class
    where relnamespace = to_regnamespace(quote_ident(%s)) and relkind in ('r', 'v', 'm')
"""
ROWS = "select md5(string_agg(md5(it::text), '' order by md5(it::text))) from {}.{} as it"


def require_layers(connection: psycopg.Connection, region: Region) -> None:
    """See that all is loaded that the region file asks for.

    Raises SinkbaseError with the tables that are not there.
    """
    layers = dict.fromkeys([*REQUIRED, *DERIVED, *region.layers])
    wanted = [*FRAME, *(LAYERS[name].table for name in layers), *BESIDE]
    missing = [
        table
        for table in wanted
        if connection.execute(
            "select to_regclass(%s)", (f"{region.raw_schema}.{table}",)
        ).fetchone()
        == (None,)
    ]
    if missing:
        raise SinkbaseError(
            f"schema {region.raw_schema} lacks {', '.join(missing)}. "
            f"Load the region first: make load REGION={region.name}; each of these layers needs "
            f"a table in {region.file.name}."
        )


def raw_fingerprints(connection: psycopg.Connection, region: Region) -> dict[str, str]:
    """A digest of each raw table's content, by the table's name."""
    schema = sql.Identifier(region.raw_schema)
    loaded = connection.execute(sql.SQL(LOADED).format(schema)).fetchall()
    found = {str(layer): fingerprint.of_texts(str(layer), str(told)) for layer, told in loaded}
    tables = connection.execute(TABLES, (region.raw_schema,)).fetchall()
    for (table,) in tables:
        if table not in found and table not in CONTENTS:  # of which the log says nothing
            told = connection.execute(sql.SQL(ROWS).format(schema, sql.Identifier(table)))
            found[str(table)] = fingerprint.of_texts(str(table), str(told.fetchone()))
    for table, query in CONTENTS.items():
        rows = connection.execute(sql.SQL(query).format(schema)).fetchall()
        found[table] = fingerprint.of_texts(table, *(str(row[0]) for row in rows))
    # the values of a table depend on the cells that the grid has, whatever its own digest says
    frame = fingerprint.of_texts(found["grid"], found["inside"])
    return {
        table: print_ if table in CONTENTS else fingerprint.of_texts(print_, frame)
        for table, print_ in found.items()
    }
