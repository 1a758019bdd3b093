"""What an export is made from, as one digest: an export that would repeat the last is skipped."""

import hashlib
import tomllib
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, text

from sinkbase.paths import ROOT
from sinkbase.region.settings import Region

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
    where results.relnamespace = to_regnamespace(:region)
""")


def software() -> str:
    """Return name and version of this software."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return f"Sinkbase {tomllib.load(file)['project']['version']}"


def fingerprint(connection: Connection, region: Region) -> str | None:
    """Return the digest of results, settings and code; None when the results' origin is unknown."""
    if not connection.execute(RECORDS).scalar_one():
        return None
    transformed = connection.execute(TRANSFORMED, {"region": region.name}).scalar_one_or_none()
    if transformed is None:
        return None
    identity = connection.execute(IDENTITY, {"region": region.name}).scalar_one_or_none()
    parts = [transformed, str(identity), repr(sorted(region.method.items())), software()]
    parts += [f"{name} {version(name)}" for name in WRITERS]
    digest = hashlib.sha256("\n".join(parts).encode())
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()
