"""What files are made from, as digests: results by their content, words, code and its tools."""

import hashlib
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, text

from analysis.results.catalogue import DASHBOARDS, HISTORY
from sinkbase import __version__
from sinkbase.words.phrases import FOLDER as WORDS

# their versions may show in the bytes
WRITERS = (
    "rasterio", "numpy", "sqlalchemy", "geoalchemy2", "pyogrio", "shapely", "pyproj", "openpyxl",
    "matplotlib", "pillow", "weasyprint", "jinja2", "fonttools",
)  # fmt: skip
# one row a column, with all that a file may tell of it and of its table
COLUMNS = text("""
    select
        results.relname,
        columns.attname,
        format_type(columns.atttypid, columns.atttypmod) as type,
        coalesce(col_description(results.oid, columns.attnum), '') as comment,
        coalesce(obj_description(results.oid, 'pg_class'), '') as table_comment,
        coalesce(keys.indkey::text, '') as key
    from pg_class as results
    inner join pg_attribute as columns on results.oid = columns.attrelid
    left join pg_index as keys on results.oid = keys.indrelid and keys.indisprimary
    where
        results.relnamespace = to_regnamespace(quote_ident(:region))
        and results.relkind in ('r', 'v', 'm')
        and columns.attnum > 0
        and not columns.attisdropped
        and results.relname not in (
            select o_table_name from raster_overviews where o_table_schema = :region
        )
    order by results.relname, columns.attnum
""")
CONTENT = """
    select encode(sha256(string_agg(digest, ''::bytea order by digest)), 'hex')
    from (select sha256(convert_to(row({values})::text, 'UTF8')) as digest from {table}) as rows
"""


@dataclass(frozen=True)
class Origins:
    """Digests of the results of a region, by name, and of what they are written with."""

    results: Mapping[str, str]
    software: str

    def of(self, results: Iterable[str], *told: object) -> str:
        """Return the digest of what is made of these results and of other things told."""
        parts = [f"{name} {self.results.get(name)}" for name in sorted({*results})]
        return _digest(self.software, *parts, *map(repr, told))

    @cached_property
    def of_all(self) -> str:
        """The digest of all results."""
        return self.of(self.results)


def software() -> str:
    """Return name and version of this software."""
    return f"Sinkbase {__version__}"


def read_origins(connection: Connection, region: str) -> Origins:
    """Return the digests of a region's results by their content, whoever wrote them and when.

    A raster of 60 MB takes 0.1 s; a row counts in any order.
    """
    tables: dict[str, list[tuple[str, ...]]] = {}
    for name, *column in connection.execute(COLUMNS, {"region": region}):
        if not name.startswith(DASHBOARDS) and name not in HISTORY:
            tables.setdefault(name, []).append(tuple(column))
    found = {
        name: _digest(repr(columns), _content(connection, region, name, columns))
        for name, columns in tables.items()
    }
    return Origins(found, _written_with())


def _content(
    connection: Connection, region: str, name: str, columns: Iterable[tuple[str, ...]]
) -> str:
    quote = connection.dialect.identifier_preparer.quote
    values = ", ".join(
        f"sha256(st_asbinary({quote(column)}))" if kind == "raster" else quote(column)
        for column, kind, *_ in columns
    )
    query = CONTENT.format(values=values, table=f"{quote(region)}.{quote(name)}")
    return str(connection.exec_driver_sql(query.replace("%", "%%")).scalar_one())


def _written_with() -> str:
    digest = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in WRITERS).encode())
    digest.update(f"{software()} {sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for folder in (Path(__file__).parents[1], WORDS):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
