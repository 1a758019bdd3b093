"""What a region's schema offers: its results, described in the database's own comments."""

import re
import warnings
from dataclasses import dataclass
from typing import Literal

from geoalchemy2 import Geometry, Raster
from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.exc import SAWarning

from sinkbase.errors import SinkbaseError

Kind = Literal["raster", "table", "vector"]
UNIT = re.compile(r"\s*Unit: (.+?)\.(?=\s|$)")
REFERENCE = re.compile(r"\s*\(((?:Eqs?\.|Tables?|Figs?\.|Sections?) [^)]*)\)")
DASHBOARDS = "bi_"  # the same numbers as other results, arranged for the eye
HISTORY = ("build", "build_history", "sink_history")  # of runs: no part of what one run found
FILE_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Comment:
    """A comment taken apart: "Net ecosystem production (Eq. 1). More. Unit: gC/m2/a. Rest"."""

    title: str
    description: str
    unit: str | None
    reference: str | None


@dataclass(frozen=True)
class Result:
    """One table or view of the contract."""

    table: Table
    kind: Kind
    comment: Comment

    @property
    def name(self) -> str:
        """The table's name, without the schema."""
        return str(self.table.name)


def parse_comment(comment: str | None) -> Comment:
    """Return the parts of a comment; what it does not say is None (empty for the texts)."""
    whole = comment or ""
    unit = UNIT.search(whole)
    references = REFERENCE.findall(whole)
    description = (whole[: unit.start()] if unit else whole).strip()
    title = REFERENCE.sub("", description).split(". ")[0].rstrip(".").strip()
    return Comment(
        title=title,
        description=description,
        unit=unit.group(1) if unit else None,
        reference="; ".join(references) or None,
    )


def read_catalogue(connection: Connection, schema: str) -> dict[str, Result]:
    """Return the schema's results by name, in alphabetical order.

    Overviews of rasters, tables for dashboards (bi_...), the history of runs and tables whose name
    could not be a file's are no results.
    Raises SinkbaseError when there is no such schema or nothing in it.
    """
    metadata = MetaData()
    with warnings.catch_warnings():
        # GeoAlchemy2 passes an option that SQLAlchemy cannot check; the reflection is complete
        warnings.simplefilter("ignore", SAWarning)
        metadata.reflect(connection, schema=schema, views=True, resolve_fks=False)
    overviews = connection.execute(
        text("select o_table_name from raster_overviews where o_table_schema = :schema"),
        {"schema": schema},
    )
    hidden = set(overviews.scalars())
    results = [
        _result(table)
        for table in metadata.tables.values()
        if table.schema == schema
        and table.name not in hidden
        and not table.name.startswith(DASHBOARDS)
        and table.name not in HISTORY
        and FILE_NAME.fullmatch(table.name)
    ]
    if not results:
        raise SinkbaseError(
            f"schema {schema} holds no results: the region is not built in this database. "
            f"Build it first: make build REGION={schema}"
        )
    return {result.name: result for result in sorted(results, key=lambda result: result.name)}


def _result(table: Table) -> Result:
    for column in table.columns:
        if isinstance(column.type, Raster):
            # the column says what its cells are; the table's comment begins with its grain
            return Result(table, "raster", parse_comment(column.comment or table.comment))
    for column in table.columns:
        if isinstance(column.type, Geometry):
            return Result(table, "vector", parse_comment(table.comment))
    return Result(table, "table", parse_comment(table.comment))
