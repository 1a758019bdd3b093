"""What an export is made from, as one digest: an export that would repeat the last is skipped."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, text

from sinkbase import __version__
from sinkbase.words.phrases import FOLDER as WORDS

# their versions may show in the bytes
WRITERS = (
    "rasterio", "numpy", "sqlalchemy", "geoalchemy2", "pyogrio", "shapely", "openpyxl",
    "matplotlib", "pillow", "weasyprint", "jinja2",
)  # fmt: skip
RECORDS = text("""
    select exists (
        select from pg_class as records
        inner join pg_namespace as schemas on records.relnamespace = schemas.oid
        where
            schemas.nspname = 'sinkbase'
            and records.relname = 'build'
            and has_schema_privilege(schemas.oid, 'usage')
            and has_table_privilege(records.oid, 'select')
    )
""")
TRANSFORMED = text("""
    select fingerprint from sinkbase.build where region = :region and stage = 'transform'
""")
# the stored form of a table changes its number when the table is written anew
IDENTITY = text("""
    select string_agg(
        concat_ws(' ', results.relname, results.relfilenode, comments.description),
        ' ' order by results.relname, comments.objsubid
    )
    from pg_class as results
    left join pg_description as comments
        on results.oid = comments.objoid and comments.classoid = 'pg_class'::regclass
    where results.relnamespace = to_regnamespace(quote_ident(:region))
""")


def software() -> str:
    """Return name and version of this software."""
    return f"Sinkbase {__version__}"


def fingerprint(connection: Connection, region: str) -> str | None:
    """Return the digest of results, words and code; None when the results' origin is unknown."""
    if not connection.execute(RECORDS).scalar_one():
        return None
    transformed = connection.execute(TRANSFORMED, {"region": region}).scalar_one_or_none()
    if transformed is None:
        return None
    identity = connection.execute(IDENTITY, {"region": region}).scalar_one_or_none()
    parts = [transformed, str(identity), software()]
    parts += [f"{name} {version(name)}" for name in WRITERS]
    digest = hashlib.sha256("\n".join(parts).encode())
    for folder in (Path(__file__).parents[1], WORDS):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()
