"""A region's dump in a database that has PostGIS and nothing of Sinkbase, by the docs' commands."""

import re
import subprocess

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from sinkbase.paths import ROOT

COMMANDS = re.search(
    r"### A copy for another server\n\n```sh\n(.*?)```",
    (ROOT / "docs" / "results.md").read_text(encoding="utf-8"),
    re.DOTALL,
)[1]


@pytest.fixture(scope="module")
def elsewhere(demo, tmp_path_factory):
    info = demo.connection.info
    name = f"{info.dbname}_elsewhere"
    where = {"host": info.host, "port": str(info.port), "user": info.user}
    demo.connection.execute(f'create database "{name}"')
    url = f"postgresql://{info.user}@/{{}}?host={info.host}&port={info.port}"
    commands = COMMANDS.replace("$(make -s url)", url.format(info.dbname)).replace(
        "-d elsewhere", f"-v ON_ERROR_STOP=1 -Xqo /dev/null -d '{url.format(name)}'"
    )
    ran = subprocess.run(
        ["sh", "-ec", commands],
        cwd=tmp_path_factory.mktemp("dump"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    with psycopg.connect(make_conninfo(dbname=name, **where), autocommit=True) as connection:
        yield connection
    demo.connection.execute(f'drop database "{name}" with (force)')


SAME = {
    "tables, keys, indexes": """
        select relation.relname, relation.relkind::text, relation.reltuples
        from pg_class as relation
        where relation.relnamespace = 'demo'::regnamespace and relation.relkind in ('r', 'i')
        order by relation.relname
    """,
    "views": """
        select viewname, definition from pg_views where schemaname = 'demo' order by viewname
    """,
    "comments": """
        select relation.relname, place.place, coalesce(
            col_description(relation.oid, place.place), obj_description(relation.oid, 'pg_class')
        )
        from pg_class as relation
        cross join generate_series(0, relation.relnatts) as place (place)
        where relation.relnamespace = 'demo'::regnamespace and relation.relkind = 'r'
        order by relation.relname, place.place
    """,
    "rasters": """
        select r_table_name, srid, scale_x, pixel_types, nodata_values, st_astext(extent)
        from raster_columns where r_table_schema = 'demo' order by r_table_name
    """,
    "vectors": """
        select f_table_name, srid, type from geometry_columns
        where f_table_schema = 'demo' order by f_table_name
    """,
    "values": "select (st_summarystatsagg(rast, 1, true)).* from demo.nep",
}


@pytest.mark.parametrize("what", SAME)
def test_it_is_the_same_there(demo, elsewhere, what):
    elsewhere.execute("analyze")
    here = demo.connection.execute(SAME[what]).fetchall()
    assert here
    assert [tuple(row) for row in here] == elsewhere.execute(SAME[what]).fetchall()
